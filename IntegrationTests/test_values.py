"""No value is dropped, truncated or rounded: rows are `json.loads` and the same function in plain Python."""

import json
import random

import pyarrow as pa
import pytest
from conftest import Project
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lossless import exact, losses, same

# --- records --------------------------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " ", '"', "\\", "/", "\b\f\n\r\t", "\x00", "\x1f\x7f", "\u2028\u2029", "é", "e\u0301", "職務", "🦆", "👩‍👩‍👧",
                     "\ufeff", "\ufffe", "\U0010ffff", "<p>&amp;</p>", "null", "1", "true", "NaN", "2020-01-01", "a" * 300]),
)
INTEGERS = st.one_of(
    st.integers(-100, 100),
    st.sampled_from([2**31, -(2**31) - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**63 - 2]),
)
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 0.1, 1e308, -1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1e22, 1e23, 9007199254740993.0]),
)
# Beyond int64: text in `_rescued`, or nothing is exact any more.
VAST = st.sampled_from([2**63, -(2**63) - 1, 2**64 - 1, 2**64, 10**40, -(10**25)])
LEAVES = st.one_of(TEXTS, INTEGERS, NUMBERS, st.booleans(), st.none())
KEYS = ["id", "n", "ratio", "flag", "name", "größe", "職", "tags", "place", "deep", "items", "extra"]


def anything(leaves=st.one_of(LEAVES, VAST)):
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)),
        max_leaves=6,
    )


def mostly(usual):
    """The usual type, with now and then a null or something else altogether."""
    return st.one_of(usual, usual, usual, usual, st.none(), anything())


PLACE = st.fixed_dictionaries({}, optional={"city": TEXTS, "lat": NUMBERS, "remote": st.booleans(), "zip": st.one_of(TEXTS, INTEGERS)})
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "id": mostly(INTEGERS),
        "n": mostly(st.one_of(INTEGERS, NUMBERS)),
        "ratio": mostly(NUMBERS),
        "flag": mostly(st.booleans()),
        "name": mostly(TEXTS),
        "größe": mostly(TEXTS),
        "職": mostly(INTEGERS),
        "tags": mostly(st.lists(st.one_of(TEXTS, TEXTS, st.none()), max_size=4)),
        "place": mostly(PLACE),
        "deep": mostly(st.fixed_dictionaries({"a": st.fixed_dictionaries({"b": st.fixed_dictionaries({"c": mostly(st.lists(st.lists(INTEGERS)))})})})),
        "items": mostly(st.lists(st.one_of(PLACE, PLACE, anything()), max_size=3)),
        "extra": anything(),
    },
)


def written(value, seed):
    """A record as JSON in one of its many spellings: escapes, spaces, the order of keys."""
    chance = random.Random(seed)

    def text(characters):
        out = []
        for character in characters:
            code = ord(character)
            short = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
            if character in short and (chance.random() < 0.7 or code < 0x20):
                out.append(short[character])
            elif code < 0x20 or character in '"\\' or chance.random() < 0.2:
                units = character.encode("utf-16-be")
                form = chance.choice(["\\u%04x", "\\u%04X"])
                out += [form % int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
            else:
                out.append(character)
        return '"' + "".join(out) + '"'

    def space():
        return chance.choice(["", "", "", " ", "\t", "  "])

    def one(value):
        if isinstance(value, str):
            return text(value)
        if isinstance(value, dict):
            pairs = list(value.items())
            chance.shuffle(pairs)
            return "{" + space() + ",".join(f"{space()}{text(key)}{space()}:{space()}{one(each)}{space()}" for key, each in pairs) + "}"
        if isinstance(value, list):
            return "[" + space() + ",".join(f"{space()}{one(each)}{space()}" for each in value) + "]"
        return json.dumps(value)

    return one(value)


def without_lone_surrogates(value):
    try:
        json.dumps(value, ensure_ascii=False).encode()
        return True
    except UnicodeEncodeError:
        return False


MANY_RECORDS = st.lists(RECORDS.filter(without_lone_surrogates), min_size=20, max_size=40)
FEW = settings(max_examples=6, suppress_health_check=list(HealthCheck))


def fresh(tmp_path_factory, lines):
    """A project whose day holds the lines, spread over three raw files."""
    project = Project(tmp_path_factory.mktemp("values"))
    third = len(lines) // 3 + 1
    return project.raw({f"{n}.jsonl": "".join(line + "\n" for line in lines[n * third : (n + 1) * third]).encode() for n in range(3)})


def assert_readers_agree(project):
    """pyarrow, Polars and DuckDB give the same rows."""
    expected = project.rows()
    for reader in (project.rows_by_polars, project.rows_by_duckdb):
        found = [{key: value for key, value in row.items() if key != "day_partition"} for row in reader()]
        assert len(found) == len(expected), reader.__name__
        for mine, other in zip(expected, found):
            assert same(other, mine), f"{reader.__name__}: {other} instead of {mine}"


# --- without a function ----------------------------------------------------------------------------------------------


@FEW
@given(records=MANY_RECORDS, seed=st.integers(0, 1000))
def test_columns_and_rescued_together_lose_nothing(tmp_path_factory, records, seed):
    lines = [written(record, seed + number) for number, record in enumerate(records)]
    project = fresh(tmp_path_factory, lines)
    report = project.ran()
    assert report["counts"] == {"read": len(lines), "written": len(lines), "dropped": 0, "added": 0, "quarantined": 0}
    rows = project.rows()
    assert len(rows) == len(lines)
    wrong = {line: lost for line, row in zip(lines, rows) if (lost := losses(row, line))}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    if any(row for row in rows):  # a table without columns is nothing to read
        assert_readers_agree(project)


def test_clean_records_become_plainly_typed_columns(project):
    records = [
        {"id": 1, "ratio": 0.5, "flag": True, "name": "a", "tags": ["x", "y"], "place": {"city": "Zürich", "at": {"lat": 1.5}}, "items": [{"k": 1, "v": "a"}]},
        {"id": 2, "ratio": -0.0, "flag": False, "name": "", "tags": [], "place": {"city": None, "at": {"lat": -0.0}}, "items": []},
        {"items": None, "place": None, "tags": None, "name": None, "flag": None, "ratio": None, "id": None},
        {"id": 4},
    ]
    project.raw({"a.jsonl": records}).ran()
    table = project.arrow()
    text = {str(pa.string()), str(pa.large_string())}
    types = {field.name: field.type for field in table.schema if field.name != "_rescued"}
    assert set(types) == {"id", "ratio", "flag", "name", "tags", "place_city", "place_at_lat", "items"}
    assert (types["id"], types["ratio"], types["flag"], types["place_at_lat"]) == (pa.int64(), pa.float64(), pa.bool_(), pa.float64())
    assert str(types["name"]) in text and str(types["place_city"]) in text
    assert pa.types.is_list(types["tags"]) and str(types["tags"].value_type) in text
    assert pa.types.is_struct(types["items"].value_type)
    assert {field.name: str(field.type) for field in types["items"].value_type}["k"] == "int64"
    rows = project.rows()
    assert rows[0]["items"] == [{"k": 1, "v": "a"}] and rows[1]["items"] == [] and rows[2]["items"] is None
    assert rows[1]["tags"] == [] and rows[2]["tags"] is None and rows[3]["tags"] is None
    assert str(rows[1]["ratio"]) == "-0.0" and str(rows[1]["place_at_lat"]) == "-0.0"
    assert all(row.get("_rescued") is None for row in rows)
    assert_readers_agree(project)


def test_columns_stand_in_the_order_in_which_keys_first_appear(project):
    project.raw({"a.jsonl": [{"b": 1, "a": {"z": 1, "y": 2}, "c": 3}, {"c": 1, "d": 4, "b": 2}]}).ran()
    names = [name for name in project.arrow().schema.names if name != "_rescued"]
    assert names == ["b", "a_z", "a_y", "c", "d"]


EDGES = [
    '{"n": 9223372036854775807}', '{"n": -9223372036854775808}', '{"n": 9223372036854775808}', '{"n": -9223372036854775809}',
    '{"n": 18446744073709551616}', '{"n": 123456789012345678901234567890}', '{"n": 0}', '{"n": -0}',
    '{"r": 1e308}', '{"r": -1e308}', '{"r": 1e400}', '{"r": -1e400}', '{"r": 1e-400}', '{"r": -0.0}', '{"r": -0e0}', '{"r": 5e-324}',
    '{"r": 0.1}', '{"r": 1E+2}', '{"r": 9007199254740993}', '{"r": 1.7976931348623159e308}',
]


@pytest.mark.parametrize("usual", ['{"n": 1, "r": 1.5}', '{"n": 1.5, "r": 1.5}', '{"n": "x", "r": "x"}'])
def test_numbers_at_and_beyond_the_limits_are_exact(project, usual):
    # 1e-400 is zero in float64 and in json.loads; to lose its digits is not to lose the value that json.loads gives.
    lines = [usual] * 50 + EDGES
    project.raw({"a.jsonl": "\n".join(lines).encode()}).ran()
    wrong = {line: lost for line, row in zip(lines, project.rows()) if (lost := losses(row, line))}
    assert not wrong


def test_what_the_schema_does_not_know_is_rescued_where_it_stood_and_counted(project):
    lines = ['{"id": 1, "place": {"city": "a", "lat": 1.5}, "tags": ["x"]}'] * 40
    odd = [
        '{"id": "one", "place": {"city": "b", "lat": 2.5}, "tags": ["y"]}',
        '{"id": 2, "place": {"city": {"name": "c"}, "lat": 2.5}, "tags": ["y"]}',
        '{"id": 3, "place": "nowhere", "tags": ["x", 1, null]}',
        '{"id": 4, "place": {"city": "d", "lat": 2.5, "zip": [80, "x"]}, "tags": "x", "unheard": {"of": 1.50}}',
    ]
    project.configure(schema={"id": "int64", "place": {"city": "string", "lat": "double"}, "tags": ["string"]})
    project.raw({"a.jsonl": "\n".join(lines + odd).encode()})
    report = project.ran()
    rows = project.rows()
    assert all(row["_rescued"] is None for row in rows[:40])
    rescued = [exact(row["_rescued"]) for row in rows[40:]]
    assert rescued == [exact(text) for text in (
        '{"id": "one"}', '{"place": {"city": {"name": "c"}}}', '{"place": "nowhere", "tags": ["x", 1, null]}',
        '{"place": {"zip": [80, "x"]}, "tags": "x"}',
    )]
    assert rows[43]["unheard_of"] == 1.5  # the configuration adds to what the sample shows
    assert not [lost for line, row in zip(lines + odd, rows) for lost in losses(row, line)]
    assert rows[40]["place_city"] == "b" and rows[41]["place_lat"] == 2.5 and rows[42]["tags"] is None
    counted = report["rescuedKeys"]
    assert counted["id"] == 1 and counted["tags"] == 2 and counted["place.zip"] == 1
    assert counted["place"] == 1 and counted["place.city"] == 1


def leaves(value):
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    return [value]


def test_keys_that_are_awkward_inside_lists_are_rescued_with_their_list(project):
    lines = ['{"items": [{"a b": 1, "Case": 2, "case": 3, "": 4, "k": 5}]}', '{"items": [{"k": 6}]}', '{"only": [{"a b": 1}, {}]}'] * 3
    project.raw({"a.jsonl": "\n".join(lines).encode()})
    for again in range(2):  # the table's own columns must not change what the same day becomes
        project.ran()
        wrong = {line: lost for line, row in zip(lines, project.rows()) if (lost := losses(row, line))}
        assert not wrong, again
        assert project.rows()[1]["items"] == [{"Case": None, "k": 6}]
    for reader in (project.rows_by_deltalake, project.rows_by_polars, project.rows_by_duckdb):
        assert len(reader()) == len(lines), reader.__name__


def test_keys_that_only_look_alike_are_keys_of_their_own(project):
    """Unicode's canonical equivalence takes the two spellings of é for one; JSON does not."""
    one, two = "\u00e9", "e\u0301"
    lines = [
        json.dumps({"u": {one: 1, two: 2}, one: {"x": 3}, two: {"x": 4, "y": 5}}, ensure_ascii=False),
        json.dumps({one: 6, two: 7}, ensure_ascii=False),
        '{"%s": {"x": "a"}, "%s": 1, "%s": {"x": 8}}' % (two, one, one),
    ]
    usual = lines[:1] * 20
    project.raw({"a.jsonl": "\n".join(usual + lines).encode()}).ran()
    for line, row in zip(usual + lines, project.rows()):
        rescued = json.loads(row.pop("_rescued") or "{}")
        kept = [value for value in row.values() if value is not None] + leaves(rescued)
        assert sorted(map(repr, kept)) == sorted(map(repr, leaves(json.loads(line)))), line


def test_a_key_that_the_sample_missed_is_rescued_and_counted(project):
    files = {f"{number:03}.jsonl": [{"n": number}] for number in range(400)}
    files["001.jsonl"] = [{"n": 1, "late": {"r": 1.50}, "gone": None}]
    report = project.raw(files).ran()
    row = project.rows()[1]
    assert (row["n"], json.loads(row["_rescued"])) == (1, {"late": {"r": 1.5}})
    assert report["rescuedKeys"] == {"late": 1}


def test_keys_that_are_awkward_as_column_names_lose_nothing(project):
    """Delta Lake compares names without case and its Parquet has characters it does not like: columns or `_rescued`, never lost."""
    lines = [
        '{"a b": 1, "a,b": 2, "a.b": 3, "a=b": 4, "a\\"b": 5, "": 6, "a\\nb": 7, "🦆": 8, "a;b": 9, "{a}": 10, "(a)": 11}',
        '{"Case": 1, "case": 2, "CASE": 3}',
        '{"p_q": 1, "p": {"q": 2}}',
        '{"p": {"q": 3}, "p_q": "four"}',
        '{"_rescued": "mine", "day_partition": "never"}',
    ] * 3
    project.raw({"a.jsonl": "\n".join(lines).encode()}).ran()
    rows = project.rows()
    for line, row in zip(lines, rows):  # columns have names of their own where the keys' cannot be; every value is there once
        rescued = json.loads(row.pop("_rescued") or "{}")
        kept = [value for value in row.values() if value is not None] + leaves(rescued)
        assert sorted(map(repr, kept)) == sorted(map(repr, leaves(json.loads(line)))), line
    names = [name.casefold() for name in project.arrow().schema.names]
    assert len(set(names)) == len(names) and "day_partition" not in names
    for reader in (project.rows_by_deltalake, project.rows_by_polars, project.rows_by_duckdb):
        assert len(reader()) == len(lines), reader.__name__


def test_a_depth_of_hundreds_is_a_record(project):
    for depth in (100, 500):
        line = '{"n": 1, "d": ' + "[" * depth + "1" + "]" * depth + "}"
        project.raw({"a.jsonl": line.encode()}).ran()
        (row,) = project.rows()
        assert losses(row, line) == []


# --- with a function ---------------------------------------------------------------------------------------------------

REPR = "def extract(record: dict) -> dict:\n    return {'seen': repr(record)}\n"


@FEW
@given(records=MANY_RECORDS, seed=st.integers(0, 1000))
@example(records=[], seed=0)
def test_a_function_of_a_dict_is_given_exactly_what_json_loads_gives(tmp_path_factory, records, seed):
    """Types, order of keys, the last of repeated keys, big integers and all: their repr tells."""
    lines = [written(record, seed + number) for number, record in enumerate(records)] + EDGES
    lines += ['{"k": 1, "j": 2, "k": {"x": 1, "x": [2]}}', '{"\\u006b": 1, "k": 2}', "{}", '{"s": "\\ud83e\\udd86\\u0000\\/"}']
    project = fresh(tmp_path_factory, lines)
    project.configure(REPR)
    project.ran()
    assert [row["seen"] for row in project.rows()] == [repr(json.loads(line)) for line in lines]
    assert_readers_agree(project)


IDENTITY = """
def extract(record: dict) -> dict | None:
    if record.get("flag") is None:
        return None
    return {**record, "length": len(record["name"]), "half": record["id"] / 2}
"""
TYPED = st.fixed_dictionaries(
    {"id": INTEGERS, "name": TEXTS, "flag": st.one_of(st.booleans(), st.none())},
    optional={
        "ratio": st.one_of(NUMBERS, st.none()),
        "tags": st.lists(st.one_of(TEXTS, st.none()), max_size=4),
        "place": PLACE.map(lambda place: {"city": "", **place, "zip": "8000"}),
        "matrix": st.lists(st.lists(INTEGERS, max_size=3), max_size=3),
    },
)


@FEW
@given(records=st.lists(TYPED.filter(without_lone_surrogates), min_size=20, max_size=40), seed=st.integers(0, 1000))
def test_rows_are_what_the_function_returns_in_plain_python(tmp_path_factory, records, seed):
    records = [{"id": 0, "name": "first", "flag": True, "ratio": 0.5, "tags": ["x"], "place": {"city": "a", "lat": 0.5, "remote": True, "zip": "1"}, "matrix": [[1]]}, *records]
    lines = [written(record, seed + number) for number, record in enumerate(records)]
    project = fresh(tmp_path_factory, lines)
    project.configure(IDENTITY)
    report = project.ran()
    names = {}
    exec(IDENTITY, names)
    expected = [row for line in lines if (row := names["extract"](json.loads(line))) is not None]
    assert report["counts"]["dropped"] == len(lines) - len(expected)
    rows = project.rows()
    assert len(rows) == len(expected)
    for row, told in zip(rows, expected):
        assert same(row, told), f"{row} instead of {told}"
    assert_readers_agree(project)


@FEW
@given(records=st.lists(TYPED.filter(without_lone_surrogates), min_size=20, max_size=40), seed=st.integers(0, 1000))
def test_a_pandas_function_sees_the_same_values(tmp_path_factory, records, seed):
    features = """
import pandas as pd

def extract(df: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"id": df["id"], "upper": df["name"].str.upper(), "size": [len(name) for name in df["name"]]})
"""
    lines = [written(record, seed + number) for number, record in enumerate(records)]
    project = fresh(tmp_path_factory, lines)
    project.configure(features)
    project.ran()
    told = [json.loads(line) for line in lines]
    expected = [{"id": each["id"], "upper": each["name"].upper(), "size": len(each["name"])} for each in told]
    assert project.rows() == expected
    assert_readers_agree(project)
