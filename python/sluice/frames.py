"""Arrow columns as the frames that feature functions take.

A pandas frame is what `pd.DataFrame([json.loads(line) for line in lines])` gives in a notebook, as nearly as columns
allow: a key that is missing and one that is null are the same here, and a column keeps its type in a batch that has
only nulls of it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from sluice.values import python_values

_EXACT = 1 << 53  # whole numbers up to here are exact in a float64


def frame(table: pa.Table, form: str, labels: bool = False):
    """`table` as the form's input. `labels` gives pandas rows labels that tell kept rows from renumbered ones."""
    if form in ("pandas", "transform"):
        return pandas_frame(table, labels)
    if form == "polars":
        import polars

        return polars.from_arrow(table)
    if form == "arrow":
        return record_batch(table)
    return table


def record_batch(table: pa.Table) -> pa.RecordBatch:
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)


def pandas_frame(table: pa.Table, labels: bool = False):
    """A frame with labels 0…n-1.

    They are a RangeIndex, as in a notebook. With `labels` they are the same numbers in a plain index, since pandas
    keeps that through filters and sorts while a frame that was made anew or renumbered has a RangeIndex: so the rows'
    origin is known and never guessed.
    """
    import pandas as pd

    columns = {name: _pandas_column(pd, column) for name, column in zip(table.column_names, table.columns)}
    index = pd.Index(np.arange(table.num_rows)) if labels else pd.RangeIndex(table.num_rows)
    return pd.DataFrame(columns, index=index, columns=table.column_names if columns else None)


def _pandas_column(pd, column: pa.ChunkedArray):
    kind = column.type
    if kinds.is_string(kind) or kinds.is_large_string(kind):
        if int(pd.__version__.split(".")[0]) >= 3:
            return pd.StringDtype(na_value=np.nan).__from_arrow__(column)
        return objects(python_values(column))
    if kinds.is_nested(kind) or kinds.is_null(kind):
        return objects(python_values(column))
    if kinds.is_boolean(kind) and column.null_count:
        return objects(python_values(column))
    if kinds.is_integer(kind) and column.null_count and not _fits_float(column):
        # pandas would round these to the nearest float64.
        return pd.array(objects(python_values(column)), dtype="Int64")
    if kinds.is_integer(kind) or kinds.is_floating(kind) or kinds.is_boolean(kind):
        return column.to_numpy()
    return column.to_pandas().array


def _fits_float(column: pa.ChunkedArray) -> bool:
    limits = pc.min_max(column).as_py()
    return limits["min"] is None or (limits["min"] >= -_EXACT and limits["max"] <= _EXACT)


def objects(values: list) -> np.ndarray:
    """A 1-dimensional object array, even of lists that are all of one length."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
