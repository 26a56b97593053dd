"""The worker as a process: the protocol holds whatever user code does."""

import os
import signal
import subprocess
import sys
import time

import pytest

RECORDS = [{"a": 1, "b": "x"}, {"a": 2, "b": None}]


def test_a_batch_goes_through_a_pandas_function(worker):
    it = worker("""
        import pandas as pd
        def extract(df: pd.DataFrame) -> pd.DataFrame:
            return df.assign(c=df["a"] * 2)
    """)
    loaded = it.load()
    assert (loaded["kind"], loaded["input"], loaded["form"], loaded["name"]) == ("loaded", "columns", "pandas", "extract")
    for _ in range(3):
        header, table = it.batch(RECORDS)
        assert (header["kind"], header["rows"]) == ("result", 2)
        assert table.to_pylist() == [{"a": 1, "b": "x", "c": 2}, {"a": 2, "b": None, "c": 4}]
    assert it.finish()[0] == 0


def test_what_user_code_prints_goes_to_stderr_and_leaves_the_protocol_whole(worker):
    it = worker("""
        import os, subprocess, sys, logging, multiprocessing, ctypes
        print("while importing")
        def child():
            print("from a fork", flush=True)
        def extract(record: dict) -> dict:
            print("from print", record["a"])
            logging.warning("from logging")
            sys.stdout.write("no newline"); sys.__stdout__.write(" at the end\\n")
            os.write(1, b"from descriptor 1\\n")
            ctypes.CDLL(None).puts(b"from C"); ctypes.CDLL(None).fflush(None)
            subprocess.run(["echo", "from a child"])
            forked = multiprocessing.get_context("fork").Process(target=child); forked.start(); forked.join()
            return {"read": sys.stdin.read(), "input": subprocess.run(["cat"], capture_output=True, text=True).stdout}
    """)
    it.load()
    header, table = it.batch(RECORDS, lines=True)
    assert header["rows"] == 2, header
    assert table.to_pylist() == [{"read": "", "input": ""}] * 2
    code, printed = it.finish()
    assert code == 0
    for text in ("while importing", "from print 2", "from logging", "no newline at the end", "from descriptor 1",
                 "from C", "from a child", "from a fork"):
        assert text in printed, text


def test_exceptions_and_exits_fail_the_batch_and_not_the_worker(worker):
    it = worker("""
        import sys
        def extract(record: dict) -> dict:
            if record["a"] == "exit": sys.exit(3)
            if record["a"] == "interrupt": raise KeyboardInterrupt
            if record["a"] == "memory": raise MemoryError
            return {"c": 1 / record["a"]}
    """)
    it.load()
    failed = {"a": 0}, {"a": "exit"}, {"a": "interrupt"}, {"a": "memory"}
    answers = [it.batch([{"a": 1}, record], lines=True)[0] for record in failed]
    assert [(each["error"], each["type"], each["row"]) for each in answers] == [
        ("function", "ZeroDivisionError", 1),
        ("function", "SystemExit", 1),
        ("function", "KeyboardInterrupt", 1),
        ("memory", "MemoryError", 1),
    ]
    assert answers[1]["message"] == "the function called sys.exit(3)"
    assert it.batch([{"a": 1}], lines=True)[0]["kind"] == "result"
    assert it.finish()[0] == 0


@pytest.mark.parametrize("how", ["os.kill(os.getpid(), signal.SIGSEGV)", "os._exit(7)", "os.kill(os.getpid(), 9)"])
def test_a_crash_closes_the_pipe(worker, how):
    it = worker(f"""
        import os, signal
        def extract(record: dict) -> dict:
            {how}
    """)
    it.load()
    with pytest.raises(EOFError):
        it.batch(RECORDS, lines=True)
    code, printed = it.finish()
    assert code in (-signal.SIGSEGV, 7, -signal.SIGKILL)
    assert ("features.py" in printed) == (code == -signal.SIGSEGV)  # where it happened


def test_a_forked_child_does_not_hold_the_pipe_open_after_a_crash(worker):
    it = worker("""
        import os, time
        def extract(record: dict) -> dict:
            if os.fork() == 0:
                os.close(2); os.close(1)
                time.sleep(20)
                os._exit(0)
            os.kill(os.getpid(), 9)
    """)
    it.load()
    started = time.monotonic()
    with pytest.raises(EOFError):
        it.batch(RECORDS[:1], lines=True)
    assert time.monotonic() - started < 15  # the child sleeps on; only its hold on the pipe would make this wait


def test_an_interrupt_does_not_end_a_worker(worker):
    it = worker("def extract(record: dict) -> dict: return record")
    it.load()
    it.process.send_signal(signal.SIGINT)
    assert it.batch(RECORDS, lines=True)[0]["rows"] == 2


def test_the_end_of_input_ends_the_worker_even_with_threads_left(worker):
    it = worker("""
        import threading, time
        threading.Thread(target=time.sleep, args=(60,)).start()
        def extract(record: dict) -> dict: return record
    """)
    it.load()
    assert it.finish()[0] == 0


def test_a_worker_ends_when_its_parent_is_killed_during_the_function(project):
    project.write("features.py", """
        import os, time
        def extract(record: dict) -> dict:
            open("pid", "w").write(str(os.getpid()))
            time.sleep(60)
    """)
    tests = os.path.dirname(__file__)
    parent = f"""
import sys; sys.path.insert(0, {tests!r})
from pathlib import Path
from conftest import Project, Worker
it = Worker(Project(Path({str(project.folder)!r})))
it.load(); it.batch([{{"a": 1}}], lines=True)
"""
    process = subprocess.Popen([sys.executable, "-c", parent])
    pid = project.folder / "pid"
    _until(lambda: pid.exists() and pid.read_text())
    process.kill()
    process.wait()
    _until(lambda: _is_gone(int(pid.read_text())))


def _until(holds, seconds=30):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def _is_gone(pid):
    """Whether the process has ended; one that nobody waits for may linger as a zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_megabytes_go_both_ways(worker):
    it = worker("""
        import pyarrow as pa
        def extract(batch: pa.RecordBatch): return batch
    """)
    it.load()
    records = [{"n": n, "text": "ä" * 1000} for n in range(10_000)]
    assert it.batch(records)[1].to_pylist() == records


def test_a_request_that_sluice_does_not_send_ends_the_worker(worker):
    it = worker("def extract(record: dict): return record")
    it.load()
    with pytest.raises(EOFError):
        it.ask({"kind": "batches"})
    code, printed = it.finish()
    assert code == 1 and "'batches' is not expected" in printed


def test_user_code_may_replace_the_streams(worker):
    it = worker("""
        import io, sys
        def extract(record: dict) -> dict:
            sys.stdout.close(); sys.stdout = None
            return record
    """)
    it.load()
    assert it.batch(RECORDS[:1], lines=True)[0]["rows"] == 1
    assert it.finish()[0] == 0
