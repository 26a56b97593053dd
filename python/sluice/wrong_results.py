"""What to say when a feature function returned something that is no table or row."""

from __future__ import annotations

from collections.abc import Mapping

from sluice.failures import RESULT, Failure
from sluice.forms import FeatureFunction

_EXPECTED = {
    "pandas": "a pandas DataFrame",
    "polars": "a Polars DataFrame",
    "arrow": "a pyarrow RecordBatch or Table",
    "table": "a pyarrow Table or RecordBatch",
    "transform": "a DataFrame, an array or a sparse matrix",
    "records": "a dict (one row), or None to drop the record",
}


def wrong_kind(value: object, function: FeatureFunction) -> Failure:
    """The failure of a batch function that returned no table."""
    return Failure(RESULT, f"{function.name} returned {_came_back(value)}; Sluice expects {_EXPECTED[function.form]}.")


def wrong_row(value: object, function: FeatureFunction, row: int) -> Failure:
    """The failure of a record function that returned something else than a dict with string keys, or None."""
    if isinstance(value, Mapping):
        key = next(key for key in value if not isinstance(key, str))
        what = f"a dict with a key of type {type(key).__name__}; column names are strings"
        return Failure(RESULT, f"{function.name} returned {what} (row {row}).", row=row)
    message = f"{function.name} returned {_came_back(value)} for row {row}; Sluice expects {_EXPECTED[function.form]}."
    return Failure(RESULT, message, row=row)


def _came_back(value: object) -> str:
    if value is None:
        return "None (is a `return` missing?)"
    name = type(value).__name__
    if name == "coroutine":
        return "a coroutine (async functions are not supported: use a plain `def`)"
    if name == "generator":
        return "a generator (use `return`, not `yield`)"
    if name == "LazyFrame":
        return "a LazyFrame (call .collect() on it)"
    return ("an " if name[0].lower() in "aeiou" else "a ") + name
