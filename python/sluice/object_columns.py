"""Columns of Python objects as Arrow arrays, and what to say when their values do not go together."""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.types as kinds

from sluice.failures import RESULT, Failure


def object_array(
    values: list, name: str, nan_is_null: bool, records: list[int] | None = None
) -> pa.Array | pa.ChunkedArray:
    """`values` as an array of the type that holds them all. Mixed types are a failure that names column and row.

    `records` are the values' records in the batch, where they are known: the failure then names the record.
    Messages name types and never show values: records stay out of error texts.
    """
    types = set(map(type, values))
    try:
        if types & {set, frozenset} or _mixes_quietly(types):
            raise pa.ArrowInvalid
        if any(each.__name__ == "Timestamp" for each in types):
            _check_nanoseconds(values, name, records)
        array = _inferred(values, nan_is_null, types)
        if _may_mix_quietly(array.type):
            clash = _clash(values)
            if clash:
                raise pa.ArrowInvalid
        return array
    except MemoryError:
        raise
    except (pa.ArrowException, TypeError, ValueError, OverflowError, NotImplementedError):
        raise _explained(values, name, records) from None


def _check_nanoseconds(values: list, name: str, records: list[int] | None) -> None:
    """Arrow takes pandas' timestamps among objects for datetimes and would drop what lies below a microsecond."""
    for row, value in enumerate(values):
        if getattr(value, "nanosecond", 0):
            raise _at(row, records, name, 'a time finer than a microsecond; round it with .round("us").')


def _inferred(values: list, nan_is_null: bool, types: set[type]) -> pa.Array | pa.ChunkedArray:
    try:
        return pa.array(values, from_pandas=nan_is_null)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        if any(each.__module__.startswith(("pandas", "numpy")) for each in types):
            # pd.NA, NaT and arrays of several dimensions, which Arrow knows only from pandas or not at all.
            plain = [each.tolist() if isinstance(each, np.ndarray) else each for each in values]
            return pa.array(plain, from_pandas=True)
        raise


def _mixes_quietly(types: set[type]) -> bool:
    """Whether Arrow would take `types` for one another: text for bytes, or a time of day dropped from a datetime."""
    return {str, bytes} <= types or (datetime.date in types and any(issubclass(t, datetime.datetime) for t in types))


def _may_mix_quietly(kind: pa.DataType) -> bool:
    if kinds.is_struct(kind):
        return any(_member_may(field.type) for field in kind)
    return kinds.is_list(kind) and _member_may(kind.value_type)


def _member_may(kind: pa.DataType) -> bool:
    return kinds.is_binary(kind) or kinds.is_date(kind) or _may_mix_quietly(kind)


def _explained(values: list, name: str, records: list[int] | None) -> Failure:
    clash = _clash(values)
    if clash is None:
        return Failure(
            RESULT,
            f"column {name}: its values have no common column type. Return one type, for example with .astype(str).",
        )
    row, path, kind, first = clash
    if first is None:
        return _at(row, records, name + path, f"tables can't hold {_named(kind)}. {_instead(kind)}")
    return _at(
        row,
        records,
        name + path,
        f"{_named(kind)} in a column that began with {_named(first)}. Return one type for the whole column,"
        " for example all strings, or put the others in a column of their own.",
    )


def _at(row: int, records: list[int] | None, column: str, message: str) -> Failure:
    """A failure at a row of the result, or at a record of the batch where that is known."""
    if records is None:
        return Failure(RESULT, f"column {column}, row {row} of the result: {message}")
    return Failure(RESULT, f"column {column}, row {records[row]}: {message}", row=records[row])


def _clash(values) -> tuple[int, str, str, str | None] | None:
    """The first value that does not fit those before it: row, path inside the value, its kind, the kind expected.

    The kind expected is None where the value fits no table at all.
    """
    seen: dict[str, str] = {}
    big_row = fraction = None
    for row, value in enumerate(values):
        found = _visit(value, "", seen)
        if found:
            return (row, *found)
        # Numbers mix, but a whole number that a float can't hold does not mix with fractions.
        if isinstance(value, int) and abs(value) > 1 << 53 and big_row is None:
            big_row = row
        if isinstance(value, float) and not math.isnan(value):
            fraction = row if fraction is None else fraction
    if big_row is not None and fraction is not None:
        kinds_ = ("a whole number beyond 2^53", "fractions")
        return (big_row, "", *kinds_) if big_row > fraction else (fraction, "", "a fraction", "whole numbers beyond 2^53")
    return None


def _visit(value, path: str, seen: dict[str, str]) -> tuple[str, str, str | None] | None:
    kind = _kind(value)
    if kind is None:
        return None
    if kind.startswith("!"):
        return path, kind[1:], None
    first = seen.setdefault(path, kind)
    if first != kind:
        return path, kind, first
    if kind == "dict":
        for key, member in value.items():
            if not isinstance(key, str):
                return path, "dict with keys that are not strings", None
            found = _visit(member, f"{path}.{key}", seen)
            if found:
                return found
    elif kind == "list":
        for item in value:
            found = _visit(item, f"{path}[]", seen)
            if found:
                return found
    return None


def _kind(value) -> str | None:
    """The kind of a value: one kind makes one column. None for a missing value; `!…` for what tables can't hold."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if isinstance(value, (int, np.integer)):
        return "number" if -(1 << 63) <= int(value) < 1 << 63 else "!whole number beyond int64"
    if isinstance(value, (float, np.floating, decimal.Decimal)):
        return "number"
    if isinstance(value, str) and not _is_utf8(value):
        return "!text with half a surrogate pair"
    for types, kind in _PLAIN:
        if isinstance(value, types):
            return kind
    if isinstance(value, Mapping):
        return "dict"
    if isinstance(value, np.ndarray) or (isinstance(value, Sequence) and not isinstance(value, range)):
        return "list"
    return "!" + type(value).__name__


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_PLAIN = (
    (str, "str"),
    ((bytes, bytearray, memoryview), "bytes"),
    ((datetime.datetime, np.datetime64), "datetime"),
    (datetime.date, "date"),
    ((datetime.timedelta, np.timedelta64), "!timedelta"),
    (datetime.time, "!time"),
)


def _named(kind: str) -> str:
    if kind in ("fractions", "whole numbers beyond 2^53") or kind.startswith(("a ", "text ")):
        return kind
    return ("an " if kind[0] in "aeiou" else "a ") + kind


def _instead(kind: str) -> str:
    return {
        "set": "Its order changes from run to run: return sorted(…) instead.",
        "frozenset": "Its order changes from run to run: return sorted(…) instead.",
        "timedelta": "Return a number, for example seconds with .total_seconds().",
        "time": "Return a string or a number of microseconds.",
        "whole number beyond int64": "Return it as a string or a float.",
        "text with half a surrogate pair": 'UTF-8 has no bytes for it: mend it with .encode("utf-8", "replace").decode().',
        "dict with keys that are not strings": "Make the keys strings.",
    }.get(kind, "Return a number, a string, a datetime, a list or a dict.")
