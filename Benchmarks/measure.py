"""Runs one command as a whole process and says what it cost."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Cost:
    wall: float  # seconds from start to exit
    cpu: float  # user and system seconds, waited-for children included
    largest: int  # peak resident bytes of the largest process among the command and its waited-for children
    own: int  # peak resident bytes of the command's own process
    stdout: str = field(repr=False, default="")


class Failed(Exception):
    """A measured command that did not do its work: its time means nothing."""


def measure(command, cwd=None, env=None, time_limit=3600.0):
    """The cost of `command`. Raises `Failed` with the end of its output when it does not exit with 0.

    The own peak is VmHWM, a high-water mark, read every 5 ms: what the process grows in its very last milliseconds
    is all that can be missed. wait4's ru_maxrss covers the whole tree, so it is an upper bound.
    """
    os.sync()  # earlier runs' dirty pages are not this run's cost
    out = Path(cwd or ".") / ".bench-output"
    own = 0
    timed_out = threading.Event()
    with open(out, "w+b") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=env_with_start(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

        def stop():
            timed_out.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(time_limit, stop)
        timer.start()
        try:
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    wall = time.perf_counter() - began
                    break
                own = max(own, high_water_mark(process.pid))
                time.sleep(0.005)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    out.unlink()
    if process.returncode != 0:
        why = f"ran longer than {time_limit:.0f} s" if timed_out.is_set() else f"exit code {process.returncode}"
        raise Failed(f"{' '.join(map(str, command))}: {why}\n{text[-3000:]}")
    # A process too short-lived to be sampled was its tree's largest or smaller.
    largest = usage.ru_maxrss * 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, largest, own or largest, text)


def env_with_start(env):
    """The environment, with the moment of starting in it for peers that tell start-up from work."""
    return {**os.environ, **(env or {}), "BENCH_STARTED": repr(time.time())}


def high_water_mark(pid):
    """Peak resident bytes of a living process; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
