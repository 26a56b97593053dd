"""DuckDB's own Delta Lake extension reads the tables, through replaces, appends, new columns and checkpoints."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import duckdb


def rows(project):
    extension = (
        Path(sysconfig.get_paths()["purelib"])
        / f"duckdb_extension_delta/extensions/v{duckdb.__version__}/delta.duckdb_extension"
    )
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        cursor = connection.execute("SELECT * FROM delta_scan(?)", [str(project.table)])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


def by_id(rows):
    return sorted(rows, key=lambda row: (row["day_partition"], row["id"]))


def test_every_version_is_read_as_delta_rs_reads_it(project):
    project.configure()
    for version in range(12):
        # New files, changed files, a new column half way, and a checkpoint at version 10.
        record = {"id": version, "name": f"ä{version}", "tags": ["x"] * (version % 3), "place": {"lat": version / 2}}
        if version >= 6:
            record["late"] = version
        project.raw({f"f{0 if version % 4 == 3 else version}.jsonl": [record]})
        project.ran()
        assert by_id(rows(project)) == by_id(project.rows_by_deltalake()), f"version {version}"
    assert list(project.table.glob("_delta_log/*.checkpoint.parquet"))
