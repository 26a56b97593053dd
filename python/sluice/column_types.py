"""The closed set of column types of a table, and how other Arrow types are brought into it without loss."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from sluice.failures import RESULT, Failure

TIMESTAMP = pa.timestamp("us", tz="UTC")
_KEPT = {pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64(), pa.string()}
_KEPT |= {pa.binary(), pa.date32(), pa.null(), TIMESTAMP}
_WIDENED = {
    pa.uint8(): pa.int16(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.uint64(): pa.int64(),
    pa.float16(): pa.float32(),
    pa.date64(): pa.date32(),
    pa.large_string(): pa.string(),
    pa.string_view(): pa.string(),
    pa.large_binary(): pa.binary(),
    pa.binary_view(): pa.binary(),
}


def normalised(table: pa.Table) -> pa.Table:
    """`table` with the closed set's types only, without metadata, every column nullable."""
    columns = [normalised_column(column, name) for name, column in zip(table.column_names, table.columns)]
    fields = [pa.field(name, column.type) for name, column in zip(table.column_names, columns)]
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def normalised_column(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    target = target_type(column.type, name)
    if _identical(column.type, target):
        return column
    return pa.chunked_array([_convert(chunk, target, name) for chunk in column.chunks], type=target)


def target_type(kind: pa.DataType, name: str) -> pa.DataType:
    """The type of the closed set that takes `kind`'s values; a failure that names the column where there is none."""
    if kind in _KEPT:
        return kind
    if kind in _WIDENED:
        return _WIDENED[kind]
    if isinstance(kind, pa.BaseExtensionType):
        return target_type(_storage(kind, name), name)
    if kinds.is_dictionary(kind) or kinds.is_run_end_encoded(kind):
        return target_type(kind.value_type, name)
    if kinds.is_timestamp(kind):
        return TIMESTAMP
    if kinds.is_decimal(kind):
        return _decimal(kind, name)
    if kinds.is_fixed_size_binary(kind):
        return pa.binary()
    if _is_list(kind):
        return pa.list_(target_type(kind.value_type, f"{name}[]"))
    if kinds.is_struct(kind):
        return _structure(kind, name)
    raise _unsupported(kind, name)


def _structure(kind: pa.StructType, name: str) -> pa.DataType:
    names = [field.name for field in kind]
    if not names:  # only {} so far: nothing to store, and its members may come in a later batch
        return pa.null()
    for member in names:
        if names.count(member) > 1:
            raise Failure(RESULT, f"column {name}: its struct has two members named {member!r}. Rename one.")
    return pa.struct([pa.field(each.name, target_type(each.type, f"{name}.{each.name}")) for each in kind])


def _decimal(kind: pa.DataType, name: str) -> pa.DataType:
    if kind.scale < 0 or kind.scale > 38:
        message = f"column {name}: {kind} can't be stored; use a scale of 0…38, for example decimal128(38, 9)."
        raise Failure(RESULT, message)
    return pa.decimal128(max(min(kind.precision, 38), kind.scale), kind.scale)


def _storage(kind: pa.BaseExtensionType, name: str) -> pa.DataType:
    if kind.extension_name in ("pandas.interval", "pandas.period"):
        raise _unsupported(kind, name)
    return kind.storage_type


def _is_list(kind: pa.DataType) -> bool:
    return (
        kinds.is_list(kind)
        or kinds.is_large_list(kind)
        or kinds.is_fixed_size_list(kind)
        or kinds.is_list_view(kind)
        or kinds.is_large_list_view(kind)
    )


def _identical(kind: pa.DataType, target: pa.DataType) -> bool:
    """Equal in nullability and names of list items as well, which Arrow's equality leaves out."""
    return kind == target and str(kind) == str(target)


def _convert(array: pa.Array, target: pa.DataType, name: str) -> pa.Array:
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return _convert(array.storage, target, name)
    if _identical(kind, target):
        return array
    if kinds.is_null(target):
        return pa.nulls(len(array))
    if kinds.is_dictionary(kind):
        return _convert(array.dictionary_decode(), target, name)
    if kinds.is_run_end_encoded(kind):
        return _convert(pc.run_end_decode(array), target, name)
    if _is_list(kind):
        return _list(array, target, name)
    if kinds.is_struct(kind):
        members = [
            _convert(array.field(index), field.type, f"{name}.{field.name}") for index, field in enumerate(target)
        ]
        return pa.StructArray.from_arrays(members, fields=list(target), mask=_mask(array))
    try:
        return array.cast(target)
    except pa.ArrowInvalid:  # its text holds the value; ours must not
        raise Failure(RESULT, _loses(kind, name)) from None


def _list(array: pa.Array, target: pa.ListType, name: str) -> pa.Array:
    """Rebuilt from lengths and items, which holds for every list layout; Arrow's own cast of views does not."""
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    if offsets[-1] > np.iinfo(np.int32).max:
        message = f"column {name}: its lists hold over 2 billion items in one batch. Return fewer rows a batch."
        raise Failure(RESULT, message)
    items = _convert(pc.list_flatten(array), target.value_type, f"{name}[]")
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), items, type=target, mask=_mask(array))


def _mask(array: pa.Array) -> pa.Array | None:
    return array.is_null() if array.null_count else None


def _loses(kind: pa.DataType, name: str) -> str:
    if kinds.is_timestamp(kind):
        return (
            f"column {name}: {kind} has times finer than a microsecond, or out of range; tables keep microseconds."
            ' Round them, for example with .dt.round("us").'
        )
    if kinds.is_unsigned_integer(kind):
        return f"column {name}: {kind} has numbers beyond int64. Return them as strings or floats."
    if kinds.is_date(kind):
        return f"column {name}: {kind} has times of day in a date column. Return timestamps or whole days."
    if kinds.is_decimal(kind):
        return f"column {name}: {kind} has numbers of more than 38 digits. Return them as strings."
    return f"column {name}: its values of type {kind} can't be kept in a table without loss. Return another type."


def _unsupported(kind: pa.DataType, name: str) -> Failure:
    if kinds.is_time(kind):
        instead = "a string (.astype(str)) or a number of microseconds"
    elif kinds.is_duration(kind):
        instead = "a number, for example seconds with .dt.total_seconds()"
    elif kinds.is_map(kind):
        instead = "a struct (dicts with the same keys) or a list of {key, value} structs"
    elif kinds.is_union(kind):
        instead = "one type, or a string such as JSON text"
    elif "interval" in str(kind):
        instead = "two columns, one for each end"
    elif "period" in str(kind):
        instead = "a timestamp (.dt.to_timestamp()) or a string (.astype(str))"
    else:
        instead = "a number, a string, a timestamp, a list or a struct"
    return Failure(RESULT, f"column {name}: tables have no type for {kind}. Return {instead} instead.")
