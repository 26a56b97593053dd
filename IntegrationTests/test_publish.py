"""What lands in the table: the same bytes each time, all of a day or nothing, readable by everyone."""

import hashlib
import os
import signal
import time

import pytest
from conftest import DATE, alive, balances, descendants, eventually
from lossless import same

SLOW = """
import pathlib
import time

def extract(record: dict) -> dict:
    pathlib.Path("begun").touch()
    time.sleep(SECONDS)
    return {"id": record["id"], "of": "new"}
"""


def records(first, count):
    return [{"id": n, "name": f"name {n}", "ratio": n / 7, "flag": n % 2 == 0, "tags": ["x"] * (n % 4), "place": {"city": "Bern", "lat": n * 0.5}} for n in range(first, first + count)]


def files(count=20, each=50):
    return {f"{number % 3}/{number:03}.jsonl": records(number * each, each) for number in range(count)}


def digests(project):
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in project.live()]


def contents(project):
    return [digest for _, digest in digests(project)]


# --- same input, same bytes ---------------------------------------------------------------------------------------------

PANDAS = "import pandas as pd\n\ndef extract(df: pd.DataFrame) -> pd.DataFrame:\n    return df[['id', 'name']].assign(half=df['id'] / 2)\n"


# Types and columns that only later batches tell: parts that were encoded before must come out as if they had been known.
LATE = """
def extract(r: dict) -> dict:
    n = r["id"]
    row = {"id": n, "late type": None if n < 700 else str(n), "wider": n if n < 500 else n / 2, "lists": [] if n < 900 else [{"a": n}]}
    return {key.replace(" ", "_"): value for key, value in (row if n < 800 else {"late_column": True, **row}).items()}
"""


@pytest.mark.parametrize("features", [None, PANDAS, LATE], ids=["flatten", "pandas", "late types"])
def test_one_and_four_workers_give_the_same_bytes(tmp_path, features):
    from conftest import Project

    made = []
    for workers in (1, 4):
        project = Project(tmp_path / str(workers)).configure(features, max_rows_per_part=300, batch_size=64).raw(files())
        project.ran("--workers", workers)
        made.append(contents(project))
    assert made[0] == made[1] and len(made[0]) >= 4


def test_row_order_is_raw_file_path_then_line(project):
    project.configure(lineage=True, batch_size=16).raw(files())
    project.ran("--workers", 4)
    rows = project.rows()
    places = [(row["_source_file"], row["_source_line"]) for row in rows]
    assert places == sorted(places, key=lambda place: (place[0].encode(), place[1]))
    assert len(set(places)) == len(rows) == 1000


def test_lineage_names_the_raw_file_and_line_of_every_row(project):
    content = b'{"id": 1}\n\nbad\n{"id": 2}\n{"id": 3}\n'
    project.configure("def extract(r: dict) -> dict | None:\n    return None if r['id'] == 2 else {'id': r['id']}\n", lineage=True)
    project.raw({"a.jsonl": content, "x/b.jsonl": content}).ran("--max-quarantined", 2)
    day = DATE.replace("-", "/")
    found = [(row["id"], row["_source_file"], row["_source_line"]) for row in project.rows()]
    assert [(n, line) for n, _, line in found] == [(1, 1), (3, 5), (1, 1), (3, 5)]
    assert [path.endswith(f"{day}/{name}") for (_, path, _), name in zip(found, ["a.jsonl"] * 2 + ["x/b.jsonl"] * 2)] == [True] * 4


def test_there_is_no_lineage_unless_asked_for(project):
    project.raw({"a.jsonl": records(0, 3)}).ran()
    assert not {"_source_file", "_source_line"} & set(project.arrow().schema.names)


@pytest.mark.parametrize("most", [100, 1000, 1_048_576])
def test_no_part_has_more_rows_than_allowed(project, most):
    import pyarrow.parquet as pq

    project.configure(max_rows_per_part=most).raw(files())
    report = project.ran("--workers", 2)
    rows = [pq.read_metadata(path).num_rows for path in project.live()]
    assert max(rows) <= most and sum(rows) == 1000 and report["parts"] == len(rows)
    assert [row["id"] for row in sorted(project.rows(), key=lambda row: row["id"])] == list(range(1000))
    assert report["partBytes"] == sum(path.stat().st_size for path in project.live())


@pytest.mark.parametrize("compression, codec", [(None, "SNAPPY"), ("snappy", "SNAPPY"), ("zstd", "ZSTD"), ("none", "UNCOMPRESSED")])
def test_parts_are_compressed_as_asked(project, compression, codec):
    import pyarrow.parquet as pq

    project.configure(**({"compression": compression} if compression else {})).raw(files(2)).ran()
    group = pq.read_metadata(project.live()[0]).row_group(0)
    assert {group.column(number).compression for number in range(group.num_columns)} == {codec}


# --- the log ------------------------------------------------------------------------------------------------------------


def test_the_log_has_protocol_metadata_and_an_add_per_part_with_statistics(project):
    import json

    project.configure(max_rows_per_part=400).raw(files()).ran()
    (entry,) = project.log()
    actions = {name: [action[name] for action in entry if name in action] for name in ("protocol", "metaData", "add", "remove")}
    assert len(actions["protocol"]) == len(actions["metaData"]) == 1 and not actions["remove"]
    assert actions["protocol"][0] == {"minReaderVersion": 1, "minWriterVersion": 2}
    assert actions["metaData"][0]["partitionColumns"] == ["day_partition"]
    assert len(actions["add"]) == len(project.files_on_disk()) == len(project.live())
    for add in actions["add"]:
        assert add["partitionValues"] == {"day_partition": DATE} and add["dataChange"] is True
        assert add["size"] == (project.table / add["path"]).stat().st_size
        statistics = json.loads(add["stats"])
        assert statistics["minValues"]["id"] <= statistics["maxValues"]["id"]
        assert statistics["nullCount"]["id"] == 0
    assert sum(json.loads(add["stats"])["numRecords"] for add in actions["add"]) == 1000


def test_replacing_a_day_is_one_entry_that_removes_and_adds_and_leaves_other_days_alone(project):
    project.raw(files(2)).raw({"a.jsonl": records(5000, 10)}, date="2020-01-02")
    project.ran()
    project.ran(date="2020-01-02")
    first, other = project.live(DATE), project.live("2020-01-02")
    project.raw({"new.jsonl": records(9000, 5)})
    report = project.ran()
    assert report["tableVersion"] == 2 and len(project.log()) == 3
    last = project.log()[-1]
    removed = {action["remove"]["path"] for action in last if "remove" in action}
    assert {project.table / path for path in removed} <= set(first)
    assert any("add" in action for action in last)
    assert project.live("2020-01-02") == other
    assert len(project.rows(DATE)) == 105 and len(project.rows("2020-01-02")) == 10


def test_delta_rs_polars_duckdb_and_pyarrow_agree(project):
    project.configure(max_rows_per_part=300, lineage=True).raw(files()).raw({"a.jsonl": records(5000, 10)}, date="2020-01-02")
    project.ran("--workers", 2)
    project.ran(date="2020-01-02")
    expected = [{**row, "day_partition": date} for date in (DATE, "2020-01-02") for row in project.rows(date)]
    assert len(expected) == 1010
    expected.sort(key=lambda row: row["id"])
    for reader in (project.rows_by_deltalake, project.rows_by_polars, project.rows_by_duckdb):
        found = sorted(reader(), key=lambda row: row["id"])
        assert len(found) == len(expected), reader.__name__
        for mine, other in zip(expected, found):
            assert same({**other, "day_partition": str(other["day_partition"])}, mine), f"{reader.__name__}: {other} instead of {mine}"


def test_a_range_of_days_is_a_row_of_days(project):
    for day in (1, 2, 4):
        project.raw({"a.jsonl": records(day, 3)}, date=f"2020-01-0{day}")
    result = project.sluice("run", "t", "--dates", "2020-01-01..2020-01-04")
    assert result.code == 0, result
    assert [len(project.rows(f"2020-01-0{day}")) for day in (1, 2, 3, 4)] == [3, 3, 0, 3]


# --- the sum ------------------------------------------------------------------------------------------------------------


def test_the_reports_sum_is_the_truth(project):
    features = "import pandas as pd\n\ndef extract(df: pd.DataFrame) -> pd.DataFrame:\n    return df[df['id'] % 5 != 0][['id']]\n"
    content = b"".join(b"bad\n" if n % 10 == 1 else b"\n" if n % 10 == 2 else b'{"id": %d}\n' % n for n in range(1000))
    project.configure(features, batch_size=37).raw({"a.jsonl": content})
    report = project.ran("--workers", 2, "--max-quarantined", "100%")
    good = [n for n in range(1000) if n % 10 not in (1, 2)]
    kept = [n for n in good if n % 5]
    assert report["counts"] == {"read": 900, "written": len(kept), "dropped": len(good) - len(kept), "added": 0, "quarantined": 100}
    assert [row["id"] for row in project.rows()] == kept
    assert len(project.quarantine()) == 100
    assert report["bytes"] == len(content) and report["files"] == 1
    assert report["outcome"] == "published" and report["table"] == "t" and report["day"] == DATE and report["tableVersion"] == 0


# --- interrupted ----------------------------------------------------------------------------------------------------------


def published_before(project):
    """A project with a published day and a slow function for the next build of it."""
    project.configure("def extract(r: dict) -> dict:\n    return {'id': r['id'], 'of': 'old'}\n").raw(files(4))
    project.ran()
    project.configure(SLOW.replace("SECONDS", "0.05"), batch_size=10)
    return project.rows(), digests(project), project.log()


def assert_untouched(project, before):
    rows, parts, log = before
    assert (project.rows(), digests(project), project.log()) == (rows, parts, log)


@pytest.mark.parametrize("to", ["group", "process"])  # a terminal's Ctrl-C reaches everyone; a `kill -INT` only the command
def test_ctrl_c_exits_130_publishes_nothing_and_leaves_no_worker(project, to):
    before = published_before(project)
    process = project.start("run", "t", "--date", DATE, "--workers", 2)
    try:
        eventually("the function is at work", (project.folder / "begun").exists)
        workers = descendants(process.pid)
        assert workers
        (os.killpg if to == "group" else os.kill)(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, errors.decode()
    assert b"Traceback" not in errors  # the worker's KeyboardInterrupt is nobody's concern
    eventually("every worker is gone", lambda: not any(map(alive, workers)), seconds=10)
    assert_untouched(project, before)
    assert project.files_on_disk() == sorted(project.live()), "stray parts"
    interrupted = [report for report in project.reports() if report["outcome"] == "interrupted"]
    assert len(interrupted) == 1
    assert interrupted[0]["counts"]["written"] == 0 or balances(interrupted[0])


@pytest.mark.parametrize("delay", [0.0, 0.3, 1.0])
def test_kill_9_leaves_the_old_day_and_the_same_command_makes_the_new_one(project, delay):
    before = published_before(project)
    process = project.start("run", "t", "--date", DATE, "--workers", 2)
    try:
        eventually("the function is at work", (project.folder / "begun").exists)
        time.sleep(delay)
        workers = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)  # the command alone: its workers must notice by themselves
        process.communicate(timeout=30)
    finally:
        process.kill()
    eventually("every worker noticed", lambda: not any(map(alive, workers)), seconds=30)
    assert_untouched(project, before)
    project.configure(SLOW.replace("SECONDS", "0"), batch_size=10)
    report = project.ran("--workers", 2)
    rows = project.rows()
    assert sorted(row["id"] for row in rows) == list(range(200)) and {row["of"] for row in rows} == {"new"}
    assert report["counts"]["written"] == 200
    assert len(project.rows_by_deltalake()) == len(project.rows_by_polars()) == 200


def test_a_killed_first_run_leaves_nothing_that_a_reader_sees(project):
    project.configure(SLOW.replace("SECONDS", "0.05"), batch_size=10).raw(files(4))
    process = project.start("run", "t", "--date", DATE)
    try:
        eventually("the function is at work", (project.folder / "begun").exists)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert not project.published()
    project.configure(SLOW.replace("SECONDS", "0"), batch_size=10)
    project.ran()
    assert len(project.rows()) == 200


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["SIGKILL", "SIGINT"])
def test_whenever_a_run_is_stopped_readers_see_the_old_day_or_the_new_one(project, number):
    project.configure(max_rows_per_part=50).raw(files())
    begun = time.monotonic()
    project.ran()
    whole = time.monotonic() - begun
    for attempt in range(12):
        version, parts = len(project.log()), digests(project)
        process = project.start("run", "t", "--date", DATE, "--workers", 2, "--full")
        time.sleep(whole * (attempt + 1) / 12)
        process.send_signal(number)
        process.communicate(timeout=30)
        if len(project.log()) == version:
            assert digests(project) == parts
            assert process.returncode in ((-9,) if number == signal.SIGKILL else (130, -2))  # -2: before it had a chance to listen
        else:
            assert len(project.log()) == version + 1 and contents(project) == [digest for _, digest in parts]
        assert len(project.rows()) == len(project.rows_by_deltalake()) == 1000
        if number == signal.SIGINT:
            assert project.files_on_disk() == project.live() or len(project.log()) > 1  # replaced parts stay for old readers
            assert not list(project.table.rglob(".*")), "temporary files"
    project.ran()
    assert len(project.rows()) == len(project.rows_by_polars()) == 1000
