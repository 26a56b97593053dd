"""A pandas function gets the frame that it would get in a notebook."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sluice.frames import pandas_frame
from sluice.values import python_values

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
leaves = [
    (pa.int64(), st.integers(-(2**53), 2**53)),
    (pa.float64(), st.floats(allow_nan=False, allow_infinity=False)),
    (pa.string(), text),
    (pa.bool_(), st.booleans()),
]


def dicts(members):
    """Dicts with all these keys in this order; any value may be None."""
    values = st.tuples(*(st.none() | values for _, values in members.values()))
    return values.map(lambda row: dict(zip(members, row)))


@st.composite
def types(draw, depth=2):
    """A column's Arrow type with a strategy for its values."""
    shape = draw(st.sampled_from(["leaf", "leaf", "list", "struct"] if depth else ["leaf"]))
    if shape == "leaf":
        return draw(st.sampled_from(leaves))
    if shape == "list":
        kind, values = draw(types(depth - 1))
        return pa.list_(kind), st.lists(st.none() | values, max_size=3)
    members = draw(st.dictionaries(text, types(depth - 1), min_size=1, max_size=3))
    kind = pa.struct([(name, member[0]) for name, member in members.items()])
    return kind, dicts(members)


@st.composite
def batches(draw):
    """Records with their schema, and where to cut them into record batches."""
    columns = draw(st.dictionaries(text, types(), min_size=1, max_size=4))
    records = draw(st.lists(dicts(columns), min_size=1, max_size=12))
    schema = pa.schema([(name, member[0]) for name, member in columns.items()])
    return records, schema, draw(st.integers(0, len(records)))


@settings(max_examples=300, deadline=None)
@given(batches())
def test_the_frame_equals_the_notebooks(batch):
    records, schema, cut = batch
    table = pa.Table.from_pylist(records, schema=schema)
    table = pa.concat_tables([table.slice(0, cut), table.slice(cut)])
    frame = pandas_frame(table)
    notebook = pd.DataFrame([json.loads(json.dumps(record)) for record in records])
    # A column with nulls only has no type in the notebook; the schema knows it.
    known = [name for name in notebook if notebook[name].notna().any()]
    pd.testing.assert_frame_equal(frame[known], notebook[known], check_index_type="exact", check_exact=True)
    for name in known:
        assert list(map(type, frame[name])) == list(map(type, notebook[name]))
    assert list(frame.columns) == list(notebook.columns)


@settings(max_examples=300, deadline=None)
@given(batches())
def test_values_equal_arrows_own(batch):
    records, schema, cut = batch
    for column in pa.Table.from_pylist(records, schema=schema).slice(cut).columns:
        values = python_values(column)
        assert values == column.to_pylist()
        assert repr(values) == repr(column.to_pylist())  # True is not 1, 1 is not 1.0, -0.0 is not 0.0


def test_whole_numbers_are_never_rounded():
    big = 2**53 + 1
    frame = pandas_frame(pa.table({"a": [big, None], "b": [1, None], "c": [big, -(2**63)]}))
    assert frame["a"].tolist() == [big, pd.NA]
    assert (str(frame["b"].dtype), str(frame["c"].dtype)) == ("float64", "int64")
    assert frame["c"].tolist() == [big, -(2**63)]


def test_columns_of_nulls_keep_the_type_of_the_schema():
    table = pa.table({"s": pa.nulls(2, pa.string()), "i": pa.nulls(2, pa.int64()), "n": pa.nulls(2)})
    assert [str(kind) for kind in pandas_frame(table).dtypes] == ["str", "float64", "object"]


@pytest.mark.parametrize("labels", [False, True])
def test_a_frame_can_be_changed_in_place(labels):
    source = {"x": [1.0, 2.0], "i": [1, 2], "b": [True, False], "s": ["a", "b"], "l": [[1], [2]]}
    table = pa.table(source)
    frame = pandas_frame(table, labels)
    frame.loc[0, "x"] = 5.0
    frame.loc[1, "i"] = 7
    frame.loc[1, "b"] = True
    frame.loc[0, "s"] = "z"
    frame["x"] += 1
    frame.sort_values("i", ascending=False, inplace=True)
    assert frame["x"].tolist() == [3.0, 6.0]
    assert table.to_pydict() == source


def test_lists_are_lists_and_members_that_are_null_are_none():
    table = pa.Table.from_pylist([{"l": [[1, None], []], "d": {"a": None, "b": [{"c": "x"}]}}])
    frame = pandas_frame(table)
    assert frame["l"][0] == [[1, None], []] and type(frame["l"][0][0]) is list
    assert frame["d"][0] == {"a": None, "b": [{"c": "x"}]}


def test_an_empty_batch_keeps_its_columns():
    frame = pandas_frame(pa.schema([("a", pa.int64()), ("l", pa.list_(pa.string()))]).empty_table())
    assert frame.shape == (0, 2) and isinstance(frame.index, pd.RangeIndex)


def test_timestamps_dates_and_decimals_asked_for_in_the_schema_arrive():
    from datetime import date
    from decimal import Decimal

    table = pa.table({
        "t": pa.array([0, None], pa.timestamp("us", "UTC")),
        "d": pa.array([date(2020, 1, 1), None]),
        "m": pa.array([Decimal("1.50"), None]),
    })
    frame = pandas_frame(table)
    assert frame["t"][0] == pd.Timestamp(0, tz="UTC") and frame["d"][0] == date(2020, 1, 1)
    assert frame["m"].tolist() == [Decimal("1.50"), None]
    assert np.isnat(frame["t"].to_numpy(dtype="datetime64[us]")[1])
