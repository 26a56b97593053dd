"""Only what changed: a day is read again only as far as its raw files, code or configuration changed."""

import json
import os

import pytest
from conftest import DATE, balances

# Notes in `seen` which raw files' records the function was called with.
FEATURES = """
import os

def extract(record: dict) -> dict:
    with open("seen", "a") as seen:
        seen.write(record["file"] + "\\n")
    return {"id": record["id"], "file": record["file"], "generation": GENERATION}

GENERATION = 1
"""


def records(name, count=5, first=0):
    return [{"id": first + number, "file": name} for number in range(count)]


def write(project, *names, count=5):
    project.raw({f"{name}.jsonl": records(name, count) for name in names})


def seen(project):
    """Files whose records the function saw since the last question."""
    path = project.folder / "seen"
    names = sorted(set(path.read_text().split())) if path.exists() else []
    path.unlink(missing_ok=True)
    return names


def files(project):
    return sorted({row["file"] for row in project.rows_by_deltalake()})


def manifest(project, date=DATE):
    """The live manifest: the one that the log names."""
    numbers = [
        action["txn"]["version"]
        for entry in project.log()
        for action in entry
        if action.get("txn", {}).get("appId") == f"sluice/day_partition={date}"
    ]
    return json.loads((project.table / "_manifests" / f"day_partition={date}" / f"{numbers[-1]}.json").read_text())


@pytest.fixture
def ready(project):
    project.configure(FEATURES)
    write(project, "a", "c")
    report = project.ran()
    assert (report["work"], report["reason"]) == ("rebuild", "not built yet")
    assert seen(project) == ["a", "c"]
    return project


def test_an_unchanged_day_reads_nothing_and_says_at_which_version_it_stands(ready):
    report = ready.ran()
    assert report["outcome"] == "unchanged"
    assert report["tableVersion"] == 0
    assert report["dayCounts"]["written"] == 10
    assert seen(ready) == []
    assert len(ready.log()) == 1


def test_new_raw_files_alone_are_read_and_come_after_the_others(ready):
    write(ready, "b", "d")
    report = ready.ran()
    assert (report["work"], report["reason"], report["files"]) == ("append", "2 new raw files", 2)
    assert (report["counts"]["read"], report["dayCounts"]["read"], report["dayFiles"]) == (10, 20, 4)
    assert seen(ready) == ["b", "d"]
    assert [row["file"] for row in ready.rows()] == ["a"] * 5 + ["c"] * 5 + ["b"] * 5 + ["d"] * 5
    assert len(ready.rows_by_polars()) == 20
    again = ready.ran()
    assert again["outcome"] == "unchanged" and again["tableVersion"] == 1


def test_the_manifest_says_what_the_day_was_built_from(ready):
    ready.raw({'b "quoted" ü.jsonl': b'{"id": 1, "file": "b"}\nnot json\n'})
    ready.ran("--max-quarantined", "1")
    files = manifest(ready)["files"]
    listed = {path: (size, version, records, quarantined) for path, size, version, records, quarantined in files}
    assert len(listed) == 3 and [entry[0] for entry in files] == sorted(listed, key=str.encode)
    stat = ready.raw_path('b "quoted" ü.jsonl').stat()
    assert listed['2020/01/01/b "quoted" ü.jsonl'] == (stat.st_size, str(stat.st_mtime_ns), 2, 1)
    assert manifest(ready)["head"]["counts"]["read"] == 12
    assert ready.ran()["outcome"] == "unchanged"
    write(ready, "d")
    assert ready.ran()["work"] == "append"
    assert len(ready.quarantine()) == 1, "what is appended to a day leaves its quarantine alone"


@pytest.mark.parametrize("change", ["grown", "same size", "deleted"])
def test_changed_and_deleted_raw_files_rebuild_the_day(ready, change):
    path = ready.raw_path("a.jsonl")
    if change == "grown":
        write(ready, "a", count=6)
    elif change == "same size":
        stat = path.stat()
        ready.raw({"a.jsonl": [{**record, "id": 9 - record["id"]} for record in records("a")]})
        assert path.stat().st_size == stat.st_size
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    else:
        path.unlink()
    write(ready, "b")
    report = ready.ran()
    assert report["work"] == "rebuild"
    assert "2020/01/01/a.jsonl was " + ("deleted" if change == "deleted" else "changed") in report["reason"]
    assert seen(ready) == (["b", "c"] if change == "deleted" else ["a", "b", "c"])
    assert files(ready) == (["b", "c"] if change == "deleted" else ["a", "b", "c"])


def test_changed_code_rebuilds_the_day(ready):
    ready.configure(FEATURES.replace("GENERATION = 1", "GENERATION = 2"))
    report = ready.ran()
    assert (report["work"], report["reason"]) == ("rebuild", "features.py changed")
    assert {row["generation"] for row in ready.rows_by_polars()} == {2}


def test_changed_code_of_an_imported_module_rebuilds_the_day(project):
    helper = project.folder / "helper.py"
    helper.write_text("VALUE = 1\n")
    project.configure("import helper\n\ndef extract(record: dict) -> dict:\n    return {'v': helper.VALUE}\n")
    write(project, "a")
    project.ran()
    helper.write_text("VALUE = 2\n")
    assert "helper.py" in project.ran()["reason"]
    assert {row["v"] for row in project.rows()} == {2}


def test_changed_configuration_rebuilds_the_day_and_is_named(ready):
    ready.configure(FEATURES, lineage=True, max_rows_per_part=8)
    report = ready.ran()
    assert (report["work"], report["reason"]) == ("rebuild", "configuration changed: lineage, max_rows_per_part")
    assert len(ready.live()) == 2


def test_what_no_row_depends_on_rebuilds_nothing(ready):
    ready.configure(FEATURES, workers=1, max_quarantined="3%")
    assert ready.ran()["outcome"] == "unchanged"


def test_full_rebuilds_an_unchanged_day(ready):
    report = ready.ran("--full")
    assert (report["work"], report["reason"], report["tableVersion"]) == ("rebuild", "--full", 1)
    assert len(ready.rows()) == 10


def test_a_dry_run_says_what_would_be_done_and_why_and_touches_nothing(ready):
    def dry(*arguments):
        before = {path: path.stat().st_mtime_ns for path in ready.table.rglob("*")}
        result = ready.run("--dry-run", *arguments)
        assert result.code == 0, result
        assert {path: path.stat().st_mtime_ns for path in ready.table.rglob("*")} == before
        assert seen(ready) == []
        return result.stdout.strip()

    assert dry() == f"t {DATE}: unchanged, table at version 0"
    assert dry("--full").startswith(f"t {DATE}: rebuild: --full (2 raw files, ")
    write(ready, "b")
    size = ready.raw_path("b.jsonl").stat().st_size
    assert dry() == f"t {DATE}: append: 1 new raw file (+{size} bytes)"
    ready.configure(FEATURES + "\n# other\n")
    assert dry().startswith(f"t {DATE}: rebuild: features.py changed (3 raw files, ")
    assert json.loads(dry("--json"))["report"]["work"] == "rebuild"


def test_a_dry_run_makes_no_table(project):
    project.configure(FEATURES)
    write(project, "a")
    result = project.run("--dry-run")
    assert result.code == 0 and "rebuild: not built yet" in result.stdout
    assert not (project.folder / "warehouse").exists()


def test_a_source_without_raw_files_leaves_the_day_as_it_is(ready):
    for name in ("a", "c"):
        ready.raw_path(f"{name}.jsonl").unlink()
    result = ready.run()
    assert result.code == 0 and "the day stays as it is" in result.output
    assert len(ready.rows_by_polars()) == 10


def test_a_day_without_rows_is_unchanged_the_next_time(project):
    project.configure("def extract(record: dict):\n    return None\n")
    write(project, "a")
    assert project.ran()["counts"]["dropped"] == 5
    assert project.ran()["outcome"] == "unchanged"
    write(project, "b")
    assert project.ran()["counts"]["dropped"] == 5
    assert project.ran()["dayCounts"]["dropped"] == 10


def test_rows_that_another_program_deleted_come_back(ready):
    from deltalake import DeltaTable

    DeltaTable(str(ready.table)).delete("id = 1")
    report = ready.ran()
    assert report["work"] == "rebuild" and "another program" in report["reason"]
    assert len(ready.rows_by_deltalake()) == 10


def test_a_lost_manifest_costs_a_rebuild(ready):
    for path in (ready.table / "_manifests").rglob("*.json"):
        path.unlink()
    report = ready.ran()
    assert report["work"] == "rebuild" and "manifest" in report["reason"]
    assert len(ready.rows_by_deltalake()) == 10
    assert ready.ran()["outcome"] == "unchanged"


def test_only_two_manifests_of_a_day_are_kept(ready):
    for name in "defg":
        write(ready, name)
        ready.ran()
    assert len(list((ready.table / "_manifests").rglob("*.json"))) == 2
    assert ready.ran()["outcome"] == "unchanged"


def test_appended_rows_of_a_flattened_table_keep_the_types_and_may_bring_columns(project):
    project.raw({"a.jsonl": [{"id": 1, "x": 1.5, "deep": {"p": 1}}]})
    project.ran()
    project.raw({"b.jsonl": [{"id": 2, "x": 2, "deep": {"p": 2, "q": "new"}, "also": True}]})
    assert project.ran()["work"] == "append"
    rows = sorted(project.rows_by_polars(), key=lambda row: row["id"])
    assert [(row["x"], row["deep_p"], row["deep_q"], row["also"]) for row in rows] == [
        (1.5, 1, None, None),
        (2.0, 2, "new", True),
    ]
    assert not rows[1]["_rescued"]


def test_values_of_another_type_than_the_days_are_rescued_when_appended(project):
    project.raw({"a.jsonl": [{"id": 1, "x": 1}]})
    project.ran()
    project.raw({"b.jsonl": [{"id": 2, "x": "text"}]})
    report = project.ran()
    assert report["work"] == "append" and report["rescuedKeys"] == {"x": 1}
    assert json.loads([row for row in project.rows_by_polars() if row["id"] == 2][0]["_rescued"]) == {"x": "text"}


def test_the_limit_of_the_quarantine_is_for_the_day_as_a_whole(project):
    project.raw({"a.jsonl": [{"id": number} for number in range(99)]})
    project.configure(max_quarantined="1%")
    project.ran()
    project.raw({"b.jsonl": b"not json\n"})
    assert project.ran()["dayCounts"]["quarantined"] == 1
    project.raw({"c.jsonl": b"not json\n"})
    result = project.run()
    assert result.code == 1 and "2 of 101 lines" in result.output
    assert len(project.rows()) == 99


# --- many days --------------------------------------------------------------------------------------------------------

DAYS = [f"2020-01-{number:02}" for number in range(1, 7)]


def test_days_fail_alone_and_the_same_command_does_only_what_is_missing(project):
    project.configure(
        "def extract(record: dict) -> dict:\n"
        "    import os\n"
        "    open('seen', 'a').write(record['file'] + '\\n')\n"
        "    if os.path.exists('broken') and record['id'] == 1003: raise ValueError('id 1003')\n"
        "    return record\n",
        workers=3,
    )
    (project.folder / "broken").touch()
    for number, day in enumerate(DAYS):
        project.raw({"a.jsonl": records(day, 5, first=1000 if number == 3 else 0)}, date=day)
    command = ("run", "t", "--dates", f"{DAYS[0]}..{DAYS[-1]}", "--days-in-parallel", 3)
    result = project.sluice(*command)
    assert result.code == 1
    assert f"{DAYS[3]}: failed: " in result.stdout and "id 1003" in result.stdout
    assert files(project) == [day for day in DAYS if day != DAYS[3]]
    seen(project)
    (project.folder / "broken").unlink()
    result = project.sluice(*command)
    assert result.code == 0
    assert seen(project) == [DAYS[3]]
    assert files(project) == DAYS
    assert all(balances(report) for report in project.reports())
    assert len(project.log()) == len(DAYS)


def test_days_in_parallel_make_the_same_rows_as_one_by_one(project):
    project.configure(FEATURES)
    for day in DAYS:
        project.raw({"a.jsonl": records(day), "b.jsonl": records(day)}, date=day)
    arguments = ("run", "t", "--dates", f"{DAYS[0]}..{DAYS[-1]}")
    assert project.sluice(*arguments, "--days-in-parallel", 4).code == 0
    rows = project.rows()
    assert project.sluice(*arguments, "--full").code == 0
    assert project.rows() == rows
    assert len(rows) == 10 * len(DAYS)


# --- scale ------------------------------------------------------------------------------------------------------------


def test_ten_files_added_to_many_are_the_only_ones_read(project):
    folder = project.raw_path("x").parent
    folder.mkdir(parents=True)
    for number in range(5000):
        (folder / f"{number:05}.jsonl").write_bytes(b'{"id": %d}\n' % number)
    project.ran()
    assert project.ran()["outcome"] == "unchanged"
    for number in range(10):
        (folder / f"{number:05}b.jsonl").write_bytes(b'{"id": %d}\n' % number)
    report = project.ran()
    assert (report["files"], report["counts"]["read"], report["dayFiles"]) == (10, 10, 5010)


def test_new_raw_files_whose_columns_do_not_go_with_the_days_rebuild_it(project):
    project.configure("def extract(record: dict) -> dict:\n    return {'x': record['x']}\n")
    project.raw({"a.jsonl": [{"x": 2**60 + 1}]})
    project.ran()
    project.raw({"a.jsonl": [{"x": 1}]})
    project.ran()
    project.raw({"b.jsonl": [{"x": 1.5}]})
    report = project.ran()
    assert report["work"] == "rebuild" and report["reason"].startswith("1 new raw file, with columns")
    assert (report["counts"]["read"], report["dayCounts"]["read"]) == (2, 2)
    assert [row["x"] for row in project.rows_by_polars()] == [1.0, 1.5]
