"""What a feature function returned, as an Arrow table of the closed set of types."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from sluice.column_types import normalised
from sluice.failures import RESULT, Failure
from sluice.forms import FeatureFunction
from sluice.object_columns import object_array
from sluice.wrong_results import wrong_kind

# Where `lineage: true` puts each row's 0-based record of the batch.
ROW = "_sluice_row"


def result_table(value: object, function: FeatureFunction) -> pa.Table:
    """The table of a batch function's result: columns in the function's order, types of the closed set.

    Of a pandas index, the named levels become leading columns, as `reset_index` would have it (`groupby` leaves such
    an index), unless a column of that name is there already; unnamed levels are row numbers and are left out.
    """
    names, columns = _columns(value, function)
    names = [str(name) for name in names]
    check_names(names)
    arrays = [_array(column, name) for name, column in zip(names, columns)]
    _check_lengths(names, arrays)
    return normalised(pa.Table.from_arrays(arrays, names=names))


def records_table(rows: list[dict], records: list[int]) -> pa.Table:
    """The table of dicts, one a row: the union of their keys, in the order in which they first appear.

    `records` are the rows' records in the batch, for messages.
    """
    names = dict.fromkeys(rows[0]) if rows else {}
    first = names.keys()
    if not all(row.keys() == first for row in rows):
        for row in rows:
            names.update(dict.fromkeys(row))
    check_names(list(names))
    arrays = [object_array([row.get(name) for row in rows], name, False, records) for name in names]
    return normalised(pa.Table.from_arrays([_chunked(array) for array in arrays], names=list(names)))


def check_names(names: list[str]) -> None:
    repeated = [repr(name) for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise Failure(RESULT, f"the result has more than one column named {', '.join(repeated)}. Rename them.")
    if ROW in names:
        raise Failure(RESULT, f"the result has a column named {ROW}, a name that Sluice keeps for itself. Rename it.")


def _columns(value: object, function: FeatureFunction) -> tuple[list, list]:
    """The names and columns of a result of any kind that a batch function may return."""
    if _is(value, "pandas", "DataFrame"):
        return _frame_columns(value)
    if _is(value, "pandas", "Series"):
        name = value.name if value.name is not None else _feature_names(function, 1)[0]
        return _frame_columns(value.to_frame(name))
    if isinstance(value, (pa.Table, pa.RecordBatch)):
        return value.schema.names, value.columns
    if _is(value, "polars", "DataFrame"):
        return value.columns, [_polars_array(series) for series in value]
    if _is(value, "polars", "Series"):
        return [value.name or _feature_names(function, 1)[0]], [_polars_array(value)]
    if _is(value, "torch", "Tensor"):
        value = _tensor(value)
    if isinstance(value, np.ndarray):
        return _matrix_columns(value, function)
    scipy = sys.modules.get("scipy.sparse")
    if scipy is not None and scipy.issparse(value):
        matrix = value.tocsc()
        columns = [matrix[:, [index]].toarray().ravel() for index in range(matrix.shape[1])]
        return _feature_names(function, matrix.shape[1]), columns
    if isinstance(value, Mapping) and value and all(_is_column(column) for column in value.values()):
        return list(value), list(value.values())
    raise wrong_kind(value, function)


def _frame_columns(frame) -> tuple[list, list]:
    """Named index levels, then the columns."""
    names, columns = [], []
    index = frame.index
    for level, name in enumerate(index.names):
        if name is not None and name not in frame.columns:
            names.append(name)
            columns.append(index.get_level_values(level).to_series())
    names += list(frame.columns)
    columns += [frame.iloc[:, position] for position in range(frame.shape[1])]
    return names, columns


def _matrix_columns(value: np.ndarray, function: FeatureFunction) -> tuple[list, list]:
    if value.dtype.names:
        return list(value.dtype.names), [value[name] for name in value.dtype.names]
    if value.ndim == 1:
        return _feature_names(function, 1), [value]
    if value.ndim == 2:
        width = value.shape[1]
        return _feature_names(function, width), [np.ascontiguousarray(value[:, index]) for index in range(width)]
    shape = " × ".join(map(str, value.shape))
    raise Failure(
        RESULT,
        f"{function.name} returned an array of shape {shape}; a table has rows and columns. Return a 2-dimensional"
        " array, or a dict of arrays, one a column.",
    )


def _feature_names(function: FeatureFunction, width: int) -> list[str]:
    if function.column_names is not None:
        try:
            names = [str(name) for name in function.column_names()]
        except Exception:  # not every transformer can name its columns
            names = []
        if len(names) == width:
            return names
    return [f"feature_{index}" for index in range(width)]


def _is_column(value: object) -> bool:
    return (
        isinstance(value, (list, np.ndarray, pa.Array, pa.ChunkedArray))
        or _is(value, "pandas", "Series")
        or _is(value, "polars", "Series")
        or _is(value, "torch", "Tensor")
    )


def _array(column: object, name: str) -> pa.ChunkedArray:
    if _is(column, "torch", "Tensor"):
        column = _tensor(column)
    if _is(column, "polars", "Series"):
        column = _polars_array(column)
    if isinstance(column, (pa.Array, pa.ChunkedArray)):
        return _chunked(column)
    if isinstance(column, np.ndarray) and column.ndim > 1:
        column = column.tolist()
    if _is(column, "pandas", "Series"):
        return _chunked(_series_array(column, name))
    if isinstance(column, list) or column.dtype == object:
        return _chunked(object_array(list(column), name, nan_is_null=True))
    return _chunked(_numpy_array(column, name))


def _polars_array(series) -> pa.Array:
    for kind, instead in (("Object", "a Polars type"), ("Int128", "Int64 or strings")):
        if kind in str(series.dtype):  # Polars would hand out addresses of objects, and integers that Arrow lacks
            raise Failure(
                RESULT, f"column {series.name}: tables have no type for Polars' {series.dtype}. Return {instead} instead."
            )
    return series.to_arrow()


def _series_array(series, name: str) -> pa.Array | pa.ChunkedArray:
    if series.dtype == object:
        return object_array(series.tolist(), name, nan_is_null=True)
    if isinstance(series.dtype, np.dtype):
        return _numpy_array(series.to_numpy(), name)
    if type(series.dtype).__name__ == "SparseDtype":
        return _numpy_array(series.sparse.to_dense().to_numpy(), name)
    if type(series.dtype).__name__ == "CategoricalDtype":  # its values: whether they are known to be few is no matter
        values = series.cat.categories.to_series().reset_index(drop=True)
        dictionary = _chunked(_series_array(values, name)).combine_chunks()
        codes = series.cat.codes.to_numpy()
        return dictionary.take(pa.array(codes, mask=codes < 0))
    return pa.array(series, from_pandas=True)


def _numpy_array(array: np.ndarray, name: str) -> pa.Array:
    try:
        return pa.array(array, from_pandas=True)
    except (pa.ArrowException, NotImplementedError):
        raise Failure(
            RESULT,
            f"column {name}: tables have no type for numpy's {array.dtype}. Return a number, a string, a timestamp,"
            " a list or a struct instead.",
        ) from None


def _chunked(array: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array], type=array.type)


def _check_lengths(names: list[str], arrays: list[pa.ChunkedArray]) -> None:
    for name, array in zip(names, arrays):
        if len(array) != len(arrays[0]):
            raise Failure(
                RESULT,
                f"column {name} has {len(array)} values and column {names[0]} has {len(arrays[0])}."
                " Return columns of one length.",
            )


def _tensor(tensor) -> np.ndarray:
    tensor = tensor.detach().cpu()
    if str(tensor.dtype) == "torch.bfloat16":  # numpy has no such type; every bfloat16 is a float32
        tensor = tensor.float()
    return tensor.numpy()


def _is(value: object, library: str, name: str) -> bool:
    """Whether `value` is the library's class `name` or of a subclass, without importing the library."""
    return any(base.__name__ == name and base.__module__.split(".")[0] == library for base in type(value).__mro__)
