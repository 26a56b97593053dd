"""Reads what a file function wrote: one Parquet file, or a folder of them."""

from __future__ import annotations

import glob
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq

from sluice.column_types import normalised
from sluice.failures import RESULT, Failure
from sluice.results import check_names


def read_output(path: str, name: str) -> pa.Table | None:
    """The table at `path`; None where the function wrote nothing."""
    files = [path]
    if os.path.isdir(path):
        files = sorted(glob.glob(os.path.join(glob.escape(path), "**", "*.parquet"), recursive=True))
    files = [file for file in files if os.path.exists(file)]
    if not files:
        return None
    tables = [_read(file, name) for file in files]
    try:
        return tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException:
        raise Failure(
            RESULT, f"the Parquet files that {name} wrote for one raw file have columns of different types."
        ) from None


def _read(file: str, name: str) -> pa.Table:
    try:
        table = pq.ParquetFile(file).read()
    except (pa.ArrowInvalid, OSError):
        raise Failure(
            RESULT,
            f"what {name} wrote to its second argument is not a Parquet file. Write it with df.to_parquet(out_file).",
        ) from None
    table = table.drop_columns(_row_numbers(table.schema))
    check_names(table.column_names)
    return normalised(table)


def _row_numbers(schema: pa.Schema) -> list[str]:
    """The columns in which pandas keeps an unnamed index: row numbers, there after a filter and gone without one."""
    metadata = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
    index = [column for column in metadata.get("index_columns", []) if isinstance(column, str)]
    return [column for column in index if column.startswith("__index_level_") and column in schema.names]
