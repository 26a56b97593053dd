"""Keeps the protocol's pipes out of reach of user code."""

from __future__ import annotations

import os
import sys


def claim() -> tuple[int, int]:
    """Moves the protocol to private descriptors and gives them as (input, output).

    From then on descriptor 0 is /dev/null and descriptor 1 is standard error, so whatever user code, its children or
    C libraries print reaches the user and never the protocol. Children that are forked without exec lose the private
    descriptors, so that they can't hold the pipes open after the worker's end.
    """
    input, output = os.dup(0), os.dup(1)  # not inheritable
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    sys.stdin = os.fdopen(0, "r", closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr

    def forget() -> None:
        os.close(input)
        os.close(output)

    os.register_at_fork(after_in_child=forget)
    return input, output


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # user code may have replaced or closed it
            pass
