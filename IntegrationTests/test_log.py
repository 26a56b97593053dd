"""The log over time: checkpoints, others who write to the table, history, restore and vacuum."""

import json
import shutil

import pyarrow as pa
import pytest
from conftest import DATE, Project

COMMITS = 30


def commit(project, version):
    """One run; every version has rows of its own, on one of three days."""
    date = f"2020-01-0{1 + version % 3}"
    shutil.rmtree(project.raw_path("", date), ignore_errors=True)
    project.raw({"a.jsonl": [{"id": version * 10 + n, "name": f"ü {version}"} for n in range(3)]}, date=date)
    result = project.run(date=date)
    assert result.code == 0, result


def ids(rows):
    return sorted(row["id"] for row in rows)


def history(project, *arguments):
    result = project.sluice("history", "t", "--json", *arguments)
    assert result.code == 0, result
    return [json.loads(line) for line in result.stdout.splitlines()]


def by_sluice(project):
    """Ids of the parts that Sluice takes for live: what a vacuum of a copy leaves."""
    import pyarrow.parquet as pq

    copy = Project(project.folder.parent / f"{project.folder.name}-vacuumed")
    shutil.rmtree(copy.table, ignore_errors=True)
    shutil.copytree(project.table, copy.table)
    result = copy.sluice("vacuum", "t", "--retain", "0s", "--force")
    assert result.code == 0, result
    return ids(row for path in copy.files_on_disk() for row in pq.ParquetFile(path).read().to_pylist())


@pytest.fixture(scope="module")
def long_table(tmp_path_factory):
    """Thirty commits and one more: versions 0 to 30."""
    project = Project(tmp_path_factory.mktemp("long") / "p")
    for version in range(COMMITS + 1):
        commit(project, version)
    return project


@pytest.fixture
def copied(long_table, tmp_path):
    shutil.copytree(long_table.folder, tmp_path / "copy")
    project = Project(tmp_path / "copy")
    return project


def log_file(project, version, suffix=".json"):
    return project.table / "_delta_log" / f"{version:020}{suffix}"


def expected(last=COMMITS):
    return sorted(version * 10 + n for version in range(last - 2, last + 1) for n in range(3))


# --- checkpoints --------------------------------------------------------------------------------------------------------


def test_every_tenth_commit_has_a_checkpoint_that_names_the_live_parts(long_table):
    checkpoints = sorted((long_table.table / "_delta_log").glob("*.checkpoint.parquet"))
    assert checkpoints == [log_file(long_table, version, ".checkpoint.parquet") for version in (10, 20, 30)]
    last = json.loads((long_table.table / "_delta_log" / "_last_checkpoint").read_text())
    assert last["version"] == 30 and last["numOfAddFiles"] == 3


@pytest.mark.parametrize("checkpoint", [10, 20, 30])
def test_everyone_reads_a_table_whose_log_begins_with_a_checkpoint(copied, checkpoint):
    from deltalake import DeltaTable

    whole = DeltaTable(str(copied.table))
    actions = pa.table(whole.get_add_actions(flatten=True)).to_pylist()
    for version in range(checkpoint):
        log_file(copied, version).unlink()
        log_file(copied, version, ".checkpoint.parquet").unlink(missing_ok=True)
    for version in (10, 20, 30):
        if version > checkpoint:
            log_file(copied, version, ".checkpoint.parquet").unlink()
    (copied.table / "_delta_log" / "_last_checkpoint").unlink()
    assert ids(copied.rows_by_deltalake()) == ids(copied.rows_by_polars()) == expected()
    assert by_sluice(copied) == expected()
    left = pa.table(DeltaTable(str(copied.table)).get_add_actions(flatten=True)).to_pylist()
    key = lambda action: action["path"]  # noqa: E731
    assert sorted(left, key=key) == sorted(actions, key=key)  # sizes, days and statistics too
    at = DeltaTable(str(copied.table), version=checkpoint)
    assert ids(pa.table(at.to_pyarrow_table()).to_pylist()) == expected(checkpoint)
    commit(copied, 31)
    assert ids(copied.rows_by_deltalake()) == expected(31)


def test_a_torn_checkpoint_does_not_get_in_the_way(copied):
    path = log_file(copied, 30, ".checkpoint.parquet")
    path.write_bytes(path.read_bytes()[:700])
    assert by_sluice(copied) == expected()
    commit(copied, 31)
    # The next ones find their way from the checkpoint before.
    log_file(copied, 0).unlink()
    assert history(copied)[0]["version"] == 31
    assert by_sluice(copied) == expected(31)


# --- others at the same table ---------------------------------------------------------------------------------------------


def test_what_delta_rs_checkpoints_appends_and_vacuums_is_read(project):
    from deltalake import DeltaTable, write_deltalake

    for version in range(4):
        commit(project, version)
    DeltaTable(str(project.table)).create_checkpoint()
    for version in range(3):
        log_file(project, version).unlink()
    rows = pa.table({"id": [1000, 1001], "name": ["x", "y"], "_rescued": pa.nulls(2, pa.string()), "day_partition": ["2020-02-01"] * 2})
    write_deltalake(str(project.table), rows, mode="append")
    DeltaTable(str(project.table)).vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    wanted = sorted(expected(3) + [1000, 1001])
    assert by_sluice(project) == wanted == ids(project.rows_by_deltalake())
    appended = [version for version in history(project) if version["engine"].startswith("delta-rs") and version["operation"] == "WRITE"]
    assert len(appended) == 1
    commit(project, 4)
    assert ids(project.rows_by_polars()) == sorted(expected(4) + [1000, 1001])


# --- history --------------------------------------------------------------------------------------------------------------


def test_history_tells_of_every_version(long_table):
    versions = history(long_table)
    assert [version["version"] for version in versions] == list(range(COMMITS, -1, -1))
    first = versions[-1]
    assert (first["day"], first["rows"], first["quarantined"], first["operation"]) == (DATE, 3, 0, "WRITE")
    assert first["run"] and len({version["run"] for version in versions}) == COMMITS + 1
    assert len(history(long_table, "--limit", 3)) == 3
    shown = long_table.sluice("history", "t", "--limit", 2)
    assert shown.code == 0, shown
    header, *rows = shown.stdout.splitlines()
    assert header.split() == ["version", "time", "operation", "day", "run", "rows", "quarantined", "features"]
    assert len(rows) == 2 and rows[0].split()[0] == "30" and versions[0]["time"] in rows[0] and versions[0]["run"] in rows[0]


def test_history_shows_the_fingerprint_of_the_function(project):
    project.configure("def extract(r: dict) -> dict:\n    return {'id': r['id']}\n").raw({"a.jsonl": b'{"id": 1}\nbad\n'})
    project.ran("--max-quarantined", 1)
    (version,) = history(project)
    assert len(version["fingerprint"]) >= 8 and version["quarantined"] == 1 and version["rows"] == 1
    assert version["fingerprint"][:8] in project.sluice("history", "t").stdout


@pytest.mark.parametrize("command", ["history", "restore", "vacuum"])
def test_a_table_that_is_not_there_yet_is_named(project, command):
    arguments = {"history": [], "restore": ["--version", 0], "vacuum": []}[command]
    result = project.sluice(command, "t", *arguments)
    assert result.code == 1 and "no table yet" in result.stderr and "sluice run t" in result.stderr, result
    assert project.sluice(command, "nosuch", *arguments).code == 2


# --- restore ----------------------------------------------------------------------------------------------------------------


def test_restore_brings_the_rows_of_a_version_back_for_every_reader(copied):
    from deltalake import DeltaTable

    wanted = ids(pa.table(DeltaTable(str(copied.table), version=12).to_pyarrow_table()).to_pylist())
    result = copied.sluice("restore", "t", "--version", 12)
    assert result.code == 0 and "version 31 is version 12 again" in result.stdout, result
    assert ids(copied.rows_by_deltalake()) == ids(copied.rows_by_polars()) == ids(copied.rows()) == wanted == expected(12)
    assert history(copied)[0]["operation"] == "RESTORE"
    again = copied.sluice("restore", "t", "--version", 12)
    assert again.code == 0 and "nothing was changed" in again.stdout, again
    back = copied.sluice("restore", "t", "--timestamp", history(copied)[1]["time"])  # as history shows it
    assert back.code == 0 and "version 32 is version 30 again" in back.stdout, back
    assert ids(copied.rows_by_deltalake()) == expected()


def test_restore_says_what_it_cannot_do(copied):
    for arguments, code, words in [
        (["--version", 99], 2, "its versions are 0 to 30"),
        (["--timestamp", "2001-01-01"], 2, "version 0 was made at"),
        (["--timestamp", "noon"], 2, "UTC"),
        ([], 2, "--version"),
        (["--version", 1, "--timestamp", "2020-01-01"], 2, "one of them"),
    ]:
        result = copied.sluice("restore", "t", *arguments)
        assert result.code == code and words in result.stderr, result
    assert copied.sluice("vacuum", "t", "--retain", "0s", "--force").code == 0
    refused = copied.sluice("restore", "t", "--version", 12)
    assert refused.code == 1 and "cannot be restored" in refused.stderr and ".parquet" in refused.stderr, refused
    assert len(history(copied)) == COMMITS + 1 and ids(copied.rows_by_deltalake()) == expected()


# --- vacuum -----------------------------------------------------------------------------------------------------------------


def tree(project):
    return {path.relative_to(project.table) for path in project.table.rglob("*") if path.is_file()}


def test_vacuum_leaves_exactly_the_live_parts_and_all_that_is_no_part(copied):
    (copied.table / "day_partition=2020-01-01" / "stray.parquet").write_bytes(b"x" * 500)
    (copied.table / "day_partition=2020-01-01" / ".part.parquet.1-abc.tmp").write_bytes(b"x" * 500)
    (copied.table / "notes.txt").write_text("mine")
    before = tree(copied)
    kept = copied.sluice("vacuum", "t")
    assert kept.code == 0 and "0 parts, 0 unfinished files" in kept.stdout, kept  # all are younger than a week
    refused = copied.sluice("vacuum", "t", "--retain", "0s")
    assert refused.code == 2 and "--force" in refused.stderr, refused
    dry = copied.sluice("vacuum", "t", "--retain", "0s", "--dry-run")
    *named, summary = dry.stdout.splitlines()
    assert dry.code == 0 and summary.startswith("t: would delete 29 parts, 1 unfinished file, 3 stray records, "), dry
    assert tree(copied) == before
    done = copied.sluice("vacuum", "t", "--retain", "0s", "--force")
    assert done.code == 0 and "t: deleted 29 parts, 1 unfinished file, 3 stray records, " in done.stdout, done
    assert {str(path) for path in before - tree(copied)} == set(named)
    assert copied.files_on_disk() == sorted(copied.live()) and len(copied.live()) == 3
    assert ids(copied.rows_by_deltalake()) == expected()
    for text in ("7", "-1d", "week", "1 d"):
        assert copied.sluice("vacuum", "t", f"--retain={text}").code == 2, text
