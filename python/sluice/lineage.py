"""Which record of the batch each row of a result came from."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from sluice.failures import RESULT, Failure
from sluice.results import ROW


def origins(value: object, written: int, given: int) -> np.ndarray | None:
    """The 0-based record of each of the `written` rows of a batch function's result, or None where it can't be told.

    A pandas result tells by its labels, if they are the ones that the function was given (see `pandas_frame`), filtered,
    sorted or repeated as may be. A frame that was renumbered or made anew, and any other result, is taken row by row if
    it has as many rows as the batch.
    """
    labels = _labels(value)
    if labels is not None and len(labels) == written and (written == 0 or (labels.min() >= 0 and labels.max() < given)):
        return labels
    return np.arange(given) if written == given else None


def _labels(value: object) -> np.ndarray | None:
    index = getattr(value, "index", None)
    if type(index).__module__.split(".")[0] != "pandas" or type(index).__name__ != "Index":
        return None  # a RangeIndex may be a new one, so it says nothing
    if index.name is not None or index.dtype != np.int64:
        return None
    return index.to_numpy()


def with_origins(table: pa.Table, rows: np.ndarray) -> pa.Table:
    column = pa.array(np.asarray(rows, dtype=np.int32))
    return table.append_column(ROW, column) if table.column_names else pa.table({ROW: column})


def unknown(name: str, form: str, written: int, given: int) -> Failure:
    """`lineage: true` with a result whose rows can't be matched to records."""
    keep = (
        "keep the frame's index through filters and joins (no reset_index)"
        if form in ("pandas", "transform")
        else "return one row for each record, in order"
    )
    return Failure(
        RESULT,
        f"{name} returned {written:,} rows for {given:,} records, and which row came from which record can't be told,"
        f" which `lineage: true` needs. Mend it in one of these ways: {keep}; write the function for one record,"
        " (record: dict) -> dict | None; or take `lineage: true` out of sluice.yaml.",
    )
