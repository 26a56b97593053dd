"""Packing: a day's small parts become full ones, and no row changes."""

import json

from conftest import DATE
from deltalake import DeltaTable


def append(project, number, **extra):
    project.raw({f"{number:02}.jsonl": [{"id": number * 10 + row, "text": f"r{row}", **extra} for row in range(10)]})
    return project.ran()


def ids(project):
    return [row["id"] for row in project.rows()]


def test_many_small_appends_are_packed_by_the_run_itself(project):
    for number in range(8):
        report = append(project, number)
        assert report["packedParts"] == 0
    assert len(project.live()) == 8
    report = append(project, 8)
    assert (report["packedParts"], report["counts"]["written"], report["dayCounts"]["written"]) == (9, 10, 90)
    assert report["tableVersion"] == 9
    assert len(project.live()) == 1
    assert ids(project) == list(range(90))
    assert sorted(row["id"] for row in project.rows_by_polars()) == list(range(90))
    removed = [action for entry in project.log()[9:] for action in entry if "remove" in action]
    assert len(removed) == 9 and not any(action["remove"]["dataChange"] for action in removed)
    assert project.ran()["outcome"] == "unchanged", "the day's manifest is still the one"
    assert append(project, 9)["work"] == "append"
    assert ids(project) == list(range(100))


def test_optimize_keeps_the_order_of_rows_and_leaves_full_parts_alone(project):
    project.configure(max_rows_per_part=25)
    project.raw({f"{number:02}.jsonl": [{"id": number * 10 + row} for row in range(10)] for number in range(5)})
    project.ran()
    for number in range(5, 9):
        append(project, number)
    before = [path.name for path in project.live()]
    dry = project.sluice("optimize", "t", "--dry-run")
    assert dry.code == 0 and "would pack" in dry.stdout
    assert [path.name for path in project.live()] == before
    rows = ids(project)
    result = project.sluice("optimize", "t", "--date", DATE)
    assert result.code == 0 and "packed" in result.stdout, result
    after = [path.name for path in project.live()]
    assert len(after) < len(before)
    assert ids(project) == rows
    assert sorted(row["id"] for row in project.rows_by_deltalake()) == list(range(90))
    result = project.sluice("optimize", "t")
    assert "nothing to pack" in result.stdout
    assert project.ran()["outcome"] == "unchanged"


def test_parts_that_lack_newer_columns_get_nulls(project):
    append(project, 0)
    append(project, 1, extra=[1, 2], deep={"a": "x"})
    append(project, 2)
    assert project.sluice("optimize", "t").code == 0
    assert len(project.live()) == 1
    rows = project.rows()
    assert [row["id"] for row in rows] == list(range(30))
    assert {json.dumps(row["extra"]) for row in rows[:10]} == {"null"}
    assert {json.dumps(row["extra"]) for row in rows[10:20]} == {"[1, 2]"}
    assert {row["deep_a"] for row in rows[10:20]} == {"x"}


def test_parts_of_other_writers_are_packed_too(project):
    append(project, 0)
    import pyarrow as pa
    from deltalake import write_deltalake

    schema = pa.schema(DeltaTable(str(project.table)).schema().to_arrow())
    rows = [{"id": 100 + row, "text": "other", "day_partition": DATE} for row in range(3)]
    write_deltalake(str(project.table), pa.Table.from_pylist(rows, schema=schema), mode="append")
    result = project.sluice("optimize", "t")
    assert result.code == 0, result
    assert len(project.live()) == 1
    assert sorted(row["id"] for row in project.rows_by_polars()) == [*range(10), 100, 101, 102]


def test_older_versions_stay_readable_after_packing(project):
    append(project, 0)
    append(project, 1)
    project.sluice("optimize", "t")
    table = DeltaTable(str(project.table), version=1)
    assert table.to_pyarrow_table().num_rows == 20
    assert DeltaTable(str(project.table)).to_pyarrow_table().num_rows == 20
