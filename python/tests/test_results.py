"""Results become tables of the closed set of types, without loss and without guessing."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sluice.column_types import normalised
from sluice.failures import Failure
from sluice.forms import FeatureFunction
from sluice.results import records_table, result_table

PANDAS = FeatureFunction("extract", "pandas", None)


def table(value, form="pandas"):
    result = result_table(value, FeatureFunction("extract", form, None))
    result.validate(full=True)
    return result


def records(rows):
    return records_table(rows, list(range(len(rows))))


def refused(value, form="pandas"):
    with pytest.raises(Failure) as failure:
        table(value, form)
    assert failure.value.error == "result"
    return failure.value.message


UTC = pa.timestamp("us", "UTC")
CHANGED = [
    (pa.array([1, None], pa.uint8()), pa.int16()),
    (pa.array([1, None], pa.uint16()), pa.int32()),
    (pa.array([1, None], pa.uint32()), pa.int64()),
    (pa.array([2**63 - 1, None], pa.uint64()), pa.int64()),
    (pa.array([1.5, None], pa.float16()), pa.float32()),
    (pa.array(["a", None], pa.large_string()), pa.string()),
    (pa.array(["a", None], pa.string_view()), pa.string()),
    (pa.array([b"a", None], pa.large_binary()), pa.binary()),
    (pa.array([b"a", None], pa.binary_view()), pa.binary()),
    (pa.array([b"ab", None], pa.binary(2)), pa.binary()),
    (pa.array(["a", "b", None, "a"]).dictionary_encode(), pa.string()),
    (pa.array([[1], None, [], [2, 3]], pa.large_list(pa.uint8())), pa.list_(pa.int16())),
    (pa.array([[1, 2], None], pa.list_(pa.uint8(), 2)), pa.list_(pa.int16())),
    (pa.array([["a"], None, ["b", None]], pa.list_view(pa.string_view())), pa.list_(pa.string())),
    (pa.array([["a"], None], pa.large_list_view(pa.string())), pa.list_(pa.string())),
    (pa.array([{"a": "x", "b": [1]}, None], pa.struct([("a", pa.large_string()), ("b", pa.large_list(pa.int8()))])),
     pa.struct([("a", pa.string()), ("b", pa.list_(pa.int8()))])),
    (pa.array([dt.date(2020, 1, 1), None], pa.date64()), pa.date32()),
    (pa.array([Decimal("1.50"), None], pa.decimal256(50, 2)), pa.decimal128(38, 2)),
    (pa.array([Decimal("1.50"), None], pa.decimal64(9, 2)), pa.decimal128(9, 2)),
    (pa.array([None, None]), pa.null()),
    (pa.array([[None], []]), pa.list_(pa.null())),
]


@pytest.mark.parametrize("array, kind", CHANGED, ids=lambda value: str(getattr(value, "type", value)))
@pytest.mark.parametrize("cut", [0, 1])
def test_types_are_brought_into_the_closed_set(array, kind, cut):
    given = pa.table({"c": array}).slice(cut)
    result = table(given, "table")
    assert str(result.schema.field("c").type) == str(kind)
    assert result["c"].to_pylist() == given["c"].to_pylist()


@pytest.mark.parametrize("kind", [pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ns"),
                                  pa.timestamp("ns", "UTC"), pa.timestamp("s", "Europe/Berlin")], ids=str)
def test_every_timestamp_becomes_microseconds_in_utc(kind):
    scale = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
    result = table(pa.table({"t": pa.array([1_577_836_800 * scale, None], kind)}), "table")
    assert result.schema.field("t").type == UTC
    assert result["t"].to_pylist() == [dt.datetime(2020, 1, 1, tzinfo=dt.timezone.utc), None]


def test_run_ends_and_extension_types_become_their_values():
    import pyarrow.compute as pc

    ends = pc.run_end_encode(pa.array([1, 1, None]))
    result = table(pa.table({"r": ends, "j": pa.array(["{}", None, "1"], pa.json_())}), "table")
    assert result.schema.types == [pa.int64(), pa.string()]
    assert result["r"].to_pylist() == [1, 1, None]


REFUSED = [
    (pa.array([1], pa.timestamp("ns")), "finer than a microsecond"),
    (pa.array([2**63], pa.uint64()), "beyond int64"),
    (pa.array([1], pa.time64("us")), "Return a string"),
    (pa.array([1], pa.duration("s")), "total_seconds"),
    (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), "Return a struct"),
    (pa.array([[1]], pa.list_(pa.duration("s"))), "total_seconds"),
    (pa.array([86_400_001], pa.int64()).view(pa.date64()), "times of day"),
    (pa.array([(1, 2, 3)], pa.month_day_nano_interval()), "no type for"),
    (pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array([1])]), "one type"),
]


@pytest.mark.parametrize("array, text", REFUSED, ids=lambda value: str(getattr(value, "type", "")))
def test_what_a_table_cannot_hold_is_refused_by_column(array, text):
    message = refused(pa.table({"odd": array}), "table")
    assert "column odd" in message and text in message


def test_pandas_columns_keep_their_values():
    frame = pd.DataFrame({
        "s": ["a", None], "i": [1, 2], "f": [1.5, np.nan], "b": [True, False], "o": [True, None],
        "n": pd.array([1, None], dtype="Int64"), "c": pd.Categorical(["x", None]), "z": [None, None],
        "t": pd.to_datetime(["2020-01-01", None]), "d": [{"a": 1}, {"b": [2]}], "l": [[1, 2], None],
        "v": [np.array([1.0, 2.0]), np.array([3.0])], "sparse": pd.arrays.SparseArray([0, 3]),
        "ci": pd.Categorical([7, 8]), "m": [np.eye(2), None],
    })
    result = table(frame)
    kinds = dict(zip(result.column_names, map(str, result.schema.types)))
    assert kinds["s"] == "string" and kinds["t"] == "timestamp[us, tz=UTC]" and kinds["z"] == "null"
    assert kinds["c"] == "string" and kinds["ci"] == "int64"
    assert result.schema.metadata is None
    rows = result.to_pylist()
    assert rows[0] | {"t": None} == {
        "s": "a", "i": 1, "f": 1.5, "b": True, "o": True, "n": 1, "c": "x", "z": None, "t": None,
        "d": {"a": 1, "b": None}, "l": [1, 2], "v": [1.0, 2.0], "sparse": 0, "ci": 7, "m": [[1.0, 0.0], [0.0, 1.0]],
    }
    assert rows[1]["f"] is None and rows[1]["c"] is None and rows[1]["v"] == [3.0] and rows[1]["m"] is None


def test_columns_come_in_the_functions_order_with_names_as_text():
    assert table(pd.DataFrame([[1, 2]], columns=["z", 0])).column_names == ["z", "0"]


def test_unnamed_indexes_are_left_out_and_named_ones_become_columns():
    frame = pd.DataFrame({"k": ["a", "b", "a"], "x": [1, 2, 3]})
    assert table(frame[frame["x"] > 1]).column_names == ["k", "x"]
    assert table(frame.groupby("k").sum()).to_pylist() == [{"k": "a", "x": 4}, {"k": "b", "x": 2}]
    assert table(frame.groupby(["k", "x"]).size().to_frame("n")).column_names == ["k", "x", "n"]
    assert table(frame.set_index("k", drop=False)).column_names == ["k", "x"]
    # Whether a filter leaves a RangeIndex depends on the records; the columns must not.
    assert table(frame.rename_axis("row")).column_names == table(frame.rename_axis("row")[[True, False, True]]).column_names


def test_mixed_columns_are_refused_with_the_first_row_that_does_not_fit():
    message = refused(pd.DataFrame({"m": [None, "secret", 17, 18]}))
    assert "column m, row 2 of the result: a number in a column that began with a str" in message
    assert "secret" not in message and "17" not in message


@pytest.mark.parametrize("values, text", [
    ([1, True], "row 1: a bool in a column that began with a number"),
    (["a", b"a"], "row 1: a bytes in a column that began with a str"),
    ([dt.date(2020, 1, 1), dt.datetime(2020, 1, 1, 5)], "row 1: a datetime in a column that began with a date"),
    ([{"a": {"b": 1}}, {"a": {"b": "x"}}], "column c.a.b, row 1: a str"),
    ([{"a": "x"}, {"a": b"x"}], "column c.a, row 1: a bytes"),
    ([[1], ["x"]], "column c[], row 1: a str"),
    ([[1], {"a": 1}], "row 1: a dict in a column that began with a list"),
    ([{1: 2}], "row 0: tables can't hold a dict with keys that are not strings"),
    ([{"a", "b"}], "row 0: tables can't hold a set. Its order"),
    ([None, object()], "row 1: tables can't hold an object"),
    ([2**64], "row 0: tables can't hold a whole number beyond int64"),
    ([0.5, 2**60 + 1], "row 1: a whole number beyond 2^53 in a column that began with fractions"),
    ([pd.Timestamp(1)], "row 0: a time finer than a microsecond"),
    ([dt.timedelta(1)], "column c: tables have no type for duration"),
    ([1 + 2j], "row 0: tables can't hold a complex"),
    (["a", "\ud800"], "row 1: tables can't hold text with half a surrogate pair"),
])
@pytest.mark.parametrize("source", ["pandas", "records"])
def test_objects_that_no_column_can_hold_are_refused(values, text, source):
    if source == "pandas":
        message = refused(pd.DataFrame({"c": pd.Series(values, dtype=object)}))
    else:
        with pytest.raises(Failure) as failure:
            records([{"c": value} for value in values])
        message = failure.value.message
    assert text in message.replace(" of the result", "")


def test_numbers_and_missing_values_of_every_kind_go_together():
    assert records([{"c": 1}, {"c": 2.5}, {"c": None}])["c"].to_pylist() == [1.0, 2.5, None]
    assert records([{"c": pd.NA}, {"c": 1}])["c"].to_pylist() == [None, 1]
    assert records([{"c": pd.NaT}, {"c": dt.datetime(2020, 1, 1)}])["c"].null_count == 1
    assert np.isnan(records([{"c": float("nan")}])["c"].to_pylist()[0])
    assert table(pd.DataFrame({"c": pd.Series(["a", np.nan, pd.NA], dtype=object)}))["c"].null_count == 2


def test_records_with_differing_keys_have_the_union_in_order_of_appearance():
    assert records([{"b": 1}, {"a": 2, "b": 3}]).to_pylist() == [{"b": 1, "a": None}, {"b": 3, "a": 2}]
    assert records([]).num_columns == 0


def test_empty_objects_wait_for_their_members():
    assert records([{"c": {}}]).schema.field("c").type == pa.null()
    assert records([{"c": {}}, {"c": {"a": 1}}])["c"].to_pylist() == [{"a": None}, {"a": 1}]


def test_duplicate_and_reserved_names_are_refused():
    assert "more than one column named 'a'" in refused(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    assert "more than one column named '0'" in refused(pd.DataFrame([[1, 2]], columns=[0, "0"]))
    assert "_sluice_row" in refused(pd.DataFrame({"_sluice_row": [1]}))


@pytest.mark.parametrize("value, text", [
    (None, "returned None (is a `return` missing?); Sluice expects a pandas DataFrame"),
    ([1, 2], "returned a list"),
    ({"a": 1}, "returned a dict"),
    ((x for x in ()), "returned a generator (use `return`, not `yield`)"),
    (3, "returned an int"),
])
def test_results_of_the_wrong_kind_say_what_came_back_and_what_is_expected(value, text):
    assert text in refused(value)


def test_arrays_series_and_sparse_matrices_are_tables():
    import scipy.sparse

    assert table(np.array([[1, 2], [3, 4]])).to_pydict() == {"feature_0": [1, 3], "feature_1": [2, 4]}
    assert table(np.array([1.0])).to_pydict() == {"feature_0": [1.0]}
    assert table(pd.Series([1], name="n")).to_pydict() == {"n": [1]}
    assert table(scipy.sparse.csr_matrix([[0, 1], [2, 0]])).to_pydict() == {"feature_0": [0, 2], "feature_1": [1, 0]}
    assert table(np.array([(1, "a")], dtype=[("n", "i4"), ("s", "U1")])).to_pydict() == {"n": [1], "s": ["a"]}
    assert "shape 2 × 1 × 1" in refused(np.zeros((2, 1, 1)))
    assert "complex" in refused(np.array([1j]))
    assert "1 values and column a has 2" in refused({"a": np.zeros(2), "b": np.zeros(1)})


def test_polars_frames_keep_their_values():
    import polars as pl

    frame = pl.DataFrame({"s": ["a", None], "l": [["x"], None], "c": pl.Series(["u", "v"], dtype=pl.Categorical),
                          "a": pl.Series([[1, 2], [3, 4]], dtype=pl.Array(pl.UInt8, 2)), "d": [{"k": 1}, None]})
    result = table(frame, "polars")
    assert result.to_pylist() == frame.to_dicts()
    assert [str(kind) for kind in result.schema.types] == [
        "string", "list<item: string>", "string", "list<item: int16>", "struct<k: int64>"]
    assert "collect()" in refused(frame.lazy(), "polars")
    assert "column o: " in refused(pl.DataFrame({"o": pl.Series([object()], dtype=pl.Object)}), "polars")
    assert "Int64 or strings" in refused(pl.DataFrame({"o": pl.Series([1], dtype=pl.Int128)}), "polars")


def test_empty_results_keep_their_columns():
    frame = pd.DataFrame({"a": [1], "s": ["x"], "t": pd.to_datetime(["2020-01-01"])})
    assert table(frame.iloc[:0]).schema == table(frame).schema


def test_a_table_of_the_closed_set_is_left_alone():
    given = pa.table({"a": [1], "l": [["x"]]})
    assert normalised(given)["a"].chunk(0).buffers()[1].address == given["a"].chunk(0).buffers()[1].address
