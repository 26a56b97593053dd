"""Full disks, unreadable folders, lines without end, hostile functions: a clear answer, and never half a day."""

import base64
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from conftest import DATE, SLUICE, Project, alive, balances, compressed, descendants, eventually

LIMIT = 16 << 20  # bytes a line may have
NOBODY = 65534


def records(first, count):
    return [{"id": number, "name": f"name {number}"} for number in range(first, first + count)]


def hidden(folder):
    """What a run may leave behind: temporary files."""
    return [path for path in Path(folder).rglob(".*") if path.is_file()]


def assert_failed_and_untouched(project, result, *words):
    assert result.code == 1, result
    for word in words:
        assert word in result.output, result
    assert not project.published() and project.files_on_disk() == [] and hidden(project.folder / "warehouse") == []


# --- disks and folders ----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(project):
    """The warehouse on a disk of 6 MiB."""
    warehouse = project.folder / "warehouse"
    warehouse.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", warehouse], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield project
    subprocess.run(["umount", warehouse], check=True)


@pytest.mark.parametrize("what", ["parts", "quarantine"])
def test_a_full_disk_fails_the_run_and_leaves_the_old_day_and_no_litter(small_disk, what):
    project = small_disk.raw({"a.jsonl": records(0, 10)})
    project.ran()
    before = project.rows(), project.log()
    chance = random.Random(1)
    noise = [base64.b64encode(chance.randbytes(6000)).decode() for _ in range(2000)]
    lines = [json.dumps({"id": n, "noise": text}) if what == "parts" else text for n, text in enumerate(noise)]
    project.raw({"a.jsonl": ("\n".join(lines) + "\n").encode()})
    result = project.run("--max-quarantined", "100%")
    assert result.code == 1, result
    assert "the disk is full" in result.output and "day_partition" in result.output, result
    assert (project.rows(), project.log()) == before
    assert project.files_on_disk() == project.live() and hidden(project.table) == []
    project.raw({"a.jsonl": records(0, 20)})
    project.ran()
    assert len(project.rows()) == 20


@pytest.fixture
def nobodys():
    """A project that belongs to nobody, whose permissions count: root's do not."""
    if os.geteuid() != 0:
        pytest.skip("only root can run the command as somebody else")
    project = Project(tempfile.mkdtemp())
    project.raw({"a.jsonl": records(0, 10), "x/b.jsonl": records(10, 10)})
    (project.folder / "warehouse").mkdir()
    for path in [project.folder, *project.folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    yield project
    for path in [project.folder, *project.folder.rglob("*")]:
        os.chmod(path, 0o755)
    shutil.rmtree(project.folder)


@pytest.mark.parametrize("what", ["raw/2020/01/01/x", "raw/2020/01/01/x/b.jsonl", "raw/2020/01/01", "raw"])
def test_what_cannot_be_read_is_named_and_nothing_published(nobodys, what):
    os.chmod(nobodys.folder / what, 0)
    result = nobodys.run(user=NOBODY)
    os.chmod(nobodys.folder / what, 0o755)
    name = {"raw": "2020/01/01"}.get(what, what.removeprefix("raw/"))
    assert_failed_and_untouched(nobodys, result, name, "ermission")


@pytest.mark.parametrize("what", ["warehouse", "warehouse/t", "warehouse/t/_delta_log"])
def test_a_warehouse_that_cannot_be_written_is_named_and_nothing_published(nobodys, what):
    (nobodys.folder / what).mkdir(parents=True, exist_ok=True)
    for path in (nobodys.folder / "warehouse").rglob("*"):
        os.chown(path, NOBODY, NOBODY)
    os.chmod(nobodys.folder / what, 0o555)
    result = nobodys.run(user=NOBODY)
    assert_failed_and_untouched(nobodys, result, "ermission")


def test_a_source_that_is_not_there_is_named(project):
    result = project.run()
    assert result.code in (1, 2) and "raw" in result.output, result
    assert not project.published()


# --- raw files that change ------------------------------------------------------------------------------------------

SLOW = """
import pathlib
import time

def extract(record: dict) -> dict:
    pathlib.Path("begun").touch()
    time.sleep(0.02)
    return {"id": record["id"]}
"""


@pytest.mark.parametrize("change", ["shrinks", "grows", "vanishes"])
def test_a_raw_file_that_changes_while_it_is_read_fails_the_run(project, change):
    project.configure(SLOW, batch_size=10).raw({"a.jsonl": records(0, 200), "b.jsonl": records(200, 50)})
    process = project.start("run", "t", "--date", DATE, "--workers", 1)
    try:
        eventually("the function is at work", (project.folder / "begun").exists)
        path = project.raw_path("b.jsonl")
        if change == "vanishes":
            path.unlink()
        else:
            with open(path, "r+b") as file:
                file.truncate(1000) if change == "shrinks" else (file.seek(0, 2), file.write(b'{"id": 999}\n'))
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    shown = (output + errors).decode()
    assert "2020/01/01/b.jsonl" in shown and "run the day again" in shown, shown
    assert not project.published() and hidden(project.folder / "warehouse") == []


def test_what_is_no_file_is_left_alone(project):
    project.raw({"a.jsonl": records(0, 3)})
    os.mkfifo(project.raw_path("b.jsonl"))
    project.raw_path("c.jsonl").mkdir()
    assert project.ran()["files"] == 1


@pytest.mark.parametrize("name, content", [
    ("not gzip", b'{"id": 1}\n'),
    ("garbage behind", gzip.compress(b'{"id": 1}\n') + b"garbage"),
    ("cut in the header", gzip.compress(b'{"id": 1}\n')[:5]),
    ("cut in the second member", gzip.compress(b'{"id": 1}\n') + gzip.compress(b'{"id": 2}\n' * 100)[:-9]),
    ("a wrong checksum", gzip.compress(b'{"id": 1}\n' * 1000)[:-8] + b"\0" * 8),
])
@pytest.mark.parametrize("features", [None, SLOW], ids=["flatten", "function"])
def test_a_broken_gzip_file_fails_the_run_and_is_named(project, name, content, features):
    project.configure(features).raw({"a.jsonl": records(0, 2), "b.jsonl.gz": content})
    assert_failed_and_untouched(project, project.run(), "2020/01/01/b.jsonl.gz")


# --- lines and days of odd sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("features", [None, "def extract(r: dict) -> dict:\n    return {'id': r['id']}\n"], ids=["flatten", "function"])
def test_a_line_that_is_too_long_is_quarantined_whole_and_costs_only_itself(project, suffix, features):
    def line(number, length):
        return b'{"id": %d, "text": "' % number + b"x" * (length - 21) + b'"}'

    fits, long, vast = line(1, LIMIT), line(3, LIMIT + 1), line(5, LIMIT * 2 + 12345)
    assert (len(fits), len(long)) == (LIMIT, LIMIT + 1)
    lines = [fits, b'{"id": 2}', long, b'{"id": 4}', vast]
    content = b"\n".join(lines)
    project.configure(features).raw({f"a.jsonl{suffix}": compressed(f"a{suffix}", content), "b.jsonl": b'{"id": 6}\n'})
    report = project.ran("--max-quarantined", 2)
    assert [row["id"] for row in project.rows()] == [1, 2, 4, 6]
    assert report["quarantineReasons"] == {"too long": 2}
    found = project.quarantine()
    assert [(each["line"], each["offset"], each["reason"]) for each in found] == [
        (3, content.index(long), "too long"), (5, content.index(vast), "too long")]
    assert [base64.b64decode(each["raw_base64"]) == whole for each, whole in zip(found, (long, vast))] == [True, True]


def measured(project, *arguments):
    """Exit code and peak memory (MiB) of the command itself, without its workers."""
    process = subprocess.Popen([str(SLUICE), *map(str, arguments)], cwd=project.folder, stdin=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:  # wait4 would count pytest's own memory, from before the exec
        status = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
        peak = int(status.get("VmHWM", f"{peak} kB").split()[0])
        time.sleep(0.01)
    return process.returncode, peak / 1024


def test_a_file_that_is_one_vast_line_takes_no_more_memory_than_others(project):
    path = project.raw_path("a.jsonl")
    path.parent.mkdir(parents=True)
    with open(path, "wb") as file:
        for _ in range(300):
            file.write(b"x" * (1 << 20))
    code, memory = measured(project, "run", "t", "--date", DATE, "--max-quarantined", 1, "--workers", 2)
    assert code == 0 and 10 < memory < 512
    (text,) = (project.table / "_quarantine" / f"day_partition={DATE}").glob("*.jsonl")
    assert text.stat().st_size > 400 << 20


def test_a_day_of_one_file_uses_bounded_memory(project):
    path = project.raw_path("a.jsonl")
    path.parent.mkdir(parents=True)
    lines = "".join(json.dumps({"id": n, "text": f"text {n} " * 100}) + "\n" for n in range(1000)).encode()
    with open(path, "wb") as file:
        for _ in range(300 * (1 << 20) // len(lines)):
            file.write(lines)
    code, memory = measured(project, "run", "t", "--date", DATE, "--workers", 2)
    assert code == 0 and 10 < memory < 512


@pytest.mark.parametrize("features", [None, "def extract(r: dict) -> dict:\n    return r\n"], ids=["flatten", "function"])
@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n"], ids=["empty", "blank"])
def test_a_day_without_records_replaces_the_day(project, features, content):
    project.configure(features).raw({"a.jsonl": records(0, 5)}).ran()
    project.raw({"a.jsonl": content})
    report = project.ran()
    assert report["counts"]["read"] == 0 and project.live() == [] and project.quarantine() == []
    assert len(project.log()) == 2
    assert project.rows_by_deltalake() == [] == project.rows_by_polars()


@pytest.mark.parametrize("features", [None, "def extract(r: dict) -> dict:\n    return r\n"], ids=["flatten", "function"])
def test_a_day_of_bad_lines_only_is_all_quarantine(project, features):
    project.configure(features).raw({"a.jsonl": b"bad\n" * 50, "b.jsonl": b"[]\n" * 50})
    assert_failed_and_untouched(project, project.run(), "a.jsonl:1")
    report = project.ran("--max-quarantined", "100%")
    assert report["counts"] == {"read": 100, "written": 0, "dropped": 0, "added": 0, "quarantined": 100}
    assert len(project.quarantine()) == 100
    project.raw({"a.jsonl": records(0, 5), "b.jsonl": b""}).ran()
    assert len(project.rows()) == 5 and project.quarantine() == []


# --- hostile functions ------------------------------------------------------------------------------------------------

BATCHES = """
import pathlib
import time
import pandas as pd

def extract(df: pd.DataFrame) -> pd.DataFrame:
    pathlib.Path("begun").touch()
    time.sleep(0.3)
    return pd.DataFrame({"id": df["id"], "rows": len(df)})
"""


@pytest.mark.parametrize("on_error", ["fail", "quarantine"])
def test_a_worker_that_the_system_kills_changes_nothing(project, on_error):
    """No record is to blame, so the function sees the same batches as if nothing had happened."""
    project.configure(BATCHES, batch_size=20, on_error=on_error).raw({"a.jsonl": records(0, 200)})
    process = project.start("run", "t", "--date", DATE, "--workers", 2)
    try:
        eventually("the function is at work", (project.folder / "begun").exists)
        workers = descendants(process.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, (output + errors).decode()
    assert project.rows() == [{"id": number, "rows": 20} for number in range(200)]
    (report,) = project.reports()
    assert balances(report) and report["counts"]["quarantined"] == 0


def test_a_million_printed_lines_reach_the_user_and_hold_nothing_up(project):
    features = "def extract(r: dict) -> dict:\n    for n in range(10_000):\n        print('line', r['id'], n)\n    return r\n"
    project.configure(features).raw({"a.jsonl": records(0, 100)})
    result = project.run("--workers", 2, timeout=120)
    assert result.code == 0, result.output[-2000:]
    shown = [line for line in result.output.splitlines() if "line " in line]
    assert len(shown) == 1_000_000
    assert len(project.rows()) == 100


def test_a_line_without_end_is_shown_in_pieces(project):
    features = "def extract(r: dict) -> dict:\n    print('x' * 50_000_000, end='')\n    return r\n"
    project.configure(features).raw({"a.jsonl": records(0, 1)})
    result = project.run("--workers", 1)
    assert result.code == 0, result.output[-2000:]
    assert result.output.count("x") >= 50_000_000


def test_children_of_the_function_do_not_outlive_the_run(project):
    features = """
import os
import subprocess
import time

def extract(record: dict) -> dict:
    if record["id"] % 5 == 0:
        subprocess.Popen(["sleep", "600"])
        if os.fork() == 0:
            print("a child speaks", flush=True)
            time.sleep(600)
    return {"id": record["id"]}
"""
    project.configure(features).raw({"a.jsonl": records(0, 20)})
    process = project.start("run", "t", "--date", DATE, "--workers", 2)
    below = set()
    try:
        while process.poll() is None:
            below |= descendants(process.pid)
            try:
                process.wait(0.01)
            except subprocess.TimeoutExpired:
                pass
    finally:
        process.kill()
    output, errors = process.communicate(timeout=10)
    assert process.returncode == 0, (output + errors).decode()
    assert b"a child speaks" in output + errors
    assert len(project.rows()) == 20
    eventually("every child is gone", lambda: not any(map(alive, below)), seconds=10)


def test_a_process_pool_inside_the_function_works(project):
    features = """
from concurrent.futures import ProcessPoolExecutor
import pandas as pd

def double(n):
    return 2 * n

def extract(df: pd.DataFrame) -> pd.DataFrame:
    with ProcessPoolExecutor(2) as pool:
        return pd.DataFrame({"id": df["id"], "twice": list(pool.map(double, df["id"]))})
"""
    project.configure(features, batch_size=50).raw({"a.jsonl": records(0, 100)})
    project.ran("--workers", 2)
    assert project.rows() == [{"id": number, "twice": 2 * number} for number in range(100)]


def test_a_worker_that_dies_while_it_is_written_to_is_replaced(project):
    features = """
import os
import pathlib
import signal
import threading
import pandas as pd

def extract(df: pd.DataFrame) -> pd.DataFrame:
    if not pathlib.Path("killed").exists():
        pathlib.Path("killed").touch()
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return df[["id"]]
"""
    project.configure(features, batch_size=5000)
    project.raw({"a.jsonl": [{"id": number, "text": "x" * 2000} for number in range(30_000)]})
    project.ran("--workers", 1)
    assert (project.folder / "killed").exists()
    assert [row["id"] for row in project.rows()] == list(range(30_000))


# --- columns without end ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nested", [False, True], ids=["flat", "nested"])
def test_identifiers_used_as_keys_do_not_become_columns(project, nested):
    def record(number):
        keys = {f"key {number} {each}": each for each in range(2)}
        return {"id": number, "m": keys} if nested else {"id": number, **keys}

    project.raw({"a.jsonl": [record(number) for number in range(20_000)]})
    code, memory = measured(project, "run", "t", "--date", DATE, "--workers", 2)
    assert code == 0 and 10 < memory < 512
    assert project.arrow().schema.names == ["id", "_rescued"]
    rows = project.rows()
    assert all({"id": row["id"], **json.loads(row["_rescued"])} == record(row["id"]) for row in rows) and len(rows) == 20_000
    (report,) = project.reports()
    assert len(report["rescuedKeys"]) <= 10_001
    assert sum(report["rescuedKeys"].values()) == (20_000 if nested else 40_000)


def test_many_columns_that_all_records_have_stay_columns(project):
    record = {f"feature {number}": number * 0.5 for number in range(1500)}
    project.raw({"a.jsonl": [record] * 5000})
    code, memory = measured(project, "run", "t", "--date", DATE, "--workers", 2)
    assert code == 0 and 10 < memory < 512
    table = project.arrow()
    assert table.num_columns == 1501 and table["feature_1499"].to_pylist() == [749.5] * 5000


# --- building again -----------------------------------------------------------------------------------------------------


def test_a_day_that_is_the_whole_table_gets_new_types_and_others_keep_them(project):
    project.raw({"a.jsonl": [{"n": 1, "at": "2020-01-01T00:00:00Z"}]}).ran()
    project.raw({"a.jsonl": [{"n": 1.5, "at": "2020-01-01T00:00:00Z"}]})
    project.configure(schema={"at": "timestamp"}).ran()
    assert [(row["n"], row["at"].year, row["_rescued"]) for row in project.rows()] == [(1.5, 2020, None)]
    project.raw({"a.jsonl": [{"n": "text"}]}, date="2020-01-02").ran(date="2020-01-02")
    assert [(row["n"], row["_rescued"]) for row in project.rows("2020-01-02")] == [(None, '{"n":"text"}')]
    project.configure(schema={"at": "date"})
    result = project.run()
    assert result.code == 1 and "at" in result.output and "timestamp" in result.output and "date" in result.output, result


def test_a_function_cannot_return_the_column_of_the_day(project):
    project.configure("def extract(r: dict) -> dict:\n    return {**r, 'day_partition': 'x'}\n").raw({"a.jsonl": records(0, 2)})
    assert_failed_and_untouched(project, project.run(), "day_partition")


def test_two_runs_of_one_day_at_once_leave_one_of_them(project):
    project.configure(SLOW).raw({"a.jsonl": records(0, 100)})
    processes = [project.start("run", "t", "--date", DATE, "--workers", 1) for _ in range(2)]
    codes = []
    for process in processes:
        process.communicate(timeout=60)
        codes.append(process.returncode)
    assert sorted(codes) in ([0, 0], [0, 3])
    assert len(project.rows()) == len(project.rows_by_deltalake()) == 100
    assert len(project.log()) == codes.count(0)
    if 3 in codes:
        assert project.files_on_disk() == project.live()


@pytest.mark.parametrize("row, word", [("{'a b': 1}", "a space"), ("{'A': 1, 'a': 2}", "differ in case"), ("{'id': 'text'}", "int64")])
def test_columns_that_the_table_cannot_take_fail_the_run_at_the_first_batch(project, row, word):
    project.raw({"a.jsonl": records(0, 2)}, date="2020-01-02").ran(date="2020-01-02")
    before = project.log()
    project.configure(SLOW.replace('{"id": record["id"]}', row), batch_size=10).raw({"a.jsonl": records(0, 500)})
    result = project.run("--workers", 1)
    assert result.code == 1 and word in result.output, result
    assert project.log() == before
    (report,) = [each for each in project.reports() if each["outcome"] == "failed"]
    assert report["counts"]["read"] <= 20
