"""The bench harness works: tiny sizes, every case, whole output checked by the harness itself."""

import json
import subprocess
import sys

from conftest import ROOT, SLUICE


def test_a_smoke_run_of_every_case_prints_the_ratios_beside_their_targets(tmp_path):
    results = tmp_path / "results.json"
    command = [sys.executable, ROOT / "Benchmarks/run.py", "--smoke", "--sluice", SLUICE, "--peers-python", sys.executable]
    command += ["--folder", tmp_path / "bench", "--json", results]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    ratios = [ratio for section in json.loads(results.read_text()) for ratio in section["ratios"]]
    assert len(ratios) == 11 and all(ratio["value"] > 0 for ratio in ratios)
    for ratio in ratios:
        assert ratio["name"] in done.stdout
