#!/usr/bin/env python3
"""Sluice beside its peers on this machine: `make bench`, or

    Benchmarks/run.py [--cases a,b,c,d] [--runs N] [--large] [--smoke]

Needs a release build and the peers' virtual environment (.venv-bench, from Benchmarks/requirements.txt). Exits with 1 when
a target is missed. This file and its modules use the standard library only: a small harness keeps the peaks honest, since
a child's peak starts at what its parent had in memory.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from cases import CASES
from contestants import Setting
from measure import Failed

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Sizes:
    usual: tuple  # raw files, records a file
    small: tuple
    large: tuple  # None: left out


def main():
    options = arguments()
    sizes = Sizes((2_000, 100), (50_000, 10), (20_000, 100) if options.large else None)
    if options.smoke:
        sizes = Sizes((20, 100), (50, 10), (40, 100))
    bench = options.folder.resolve()
    bench.mkdir(parents=True, exist_ok=True)
    for program in (options.sluice, options.peers_python):
        if not program.exists():
            return fail(f"{program} is not there: run `make bench`, which builds and sets up what it needs")
    # .absolute(), not .resolve(): a virtual environment's python is a link that must stay one.
    runs = 1 if options.smoke else options.runs
    setting = Setting(options.sluice.absolute(), options.peers_python.absolute(), bench, options.workers, runs)
    sections = []
    for name in options.cases:
        try:
            sections.append(CASES[name](setting, sizes, lambda what: note(f"{name}: {what}")))
        except Failed as failure:
            return fail(f"case {name}: {failure}")
    note("")
    print(f"{setting.workers} cores, medians of {runs}, every contestant a whole process with {setting.workers} threads or workers")
    for section in sections:
        print("\n" + section.text())
    if options.json:
        options.json.write_text(json.dumps([section.json() for section in sections], indent=1) + "\n")
    missed = [ratio.name for section in sections for ratio in section.ratios if not ratio.met]
    if missed and not options.smoke:  # at smoke sizes, start-up is all there is to time
        return fail("missed: " + "; ".join(missed))
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    letters = lambda text: [letter for letter in text.split(",") if letter in CASES or parser.error(f"no case {letter!r}")]
    parser.add_argument("--cases", type=letters, default=list(CASES), help="which, e.g. a,c (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="measured runs of each contestant (default: %(default)s)")
    parser.add_argument("--large", action="store_true", help="also the 4 GB day of case d")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, one run: does the harness work?")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="cores for everyone (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    parser.add_argument("--sluice", type=Path, default=ROOT / ".build/release/sluice")
    parser.add_argument("--peers-python", type=Path, default=ROOT / ".venv-bench/bin/python")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="corpus and outputs")
    return parser.parse_args()


def note(what):
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)
    elif what:
        print(what, file=sys.stderr, flush=True)


def fail(why):
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
