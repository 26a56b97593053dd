"""Batches: drops, lineage, descriptions and failures as Sluice is told of them."""

import pytest

JOBS = [{"id": 10, "ok": True}, {"id": 11, "ok": False}, {"id": 12, "ok": True}, {"id": 13, "ok": False}]

PANDAS = "import pandas as pd\ndef extract(df: pd.DataFrame) -> pd.DataFrame:\n    return "


def test_none_drops_a_record_and_lineage_knows_the_rest(host):
    it = host("def extract(record: dict) -> dict | None: return {'id': record['id']} if record['ok'] else None")
    header, table = it.batch(JOBS, lineage=True)
    assert (header["rows"], header["dropped"], header["dropped_known"]) == (2, 2, True)
    assert table.to_pylist() == [{"id": 10, "_sluice_row": 0}, {"id": 12, "_sluice_row": 2}]
    assert str(table.schema.field("_sluice_row").type) == "int32"
    assert it.batch(JOBS)[1].column_names == ["id"]


def test_a_record_arrives_exactly_as_json_loads_gives_it(host):
    it = host("def extract(record: dict): return {'r': repr(record)}")
    record = {"z": 1, "a": [1.0, -0.0, 1e308, 2**70, None, {"b": {}}], "é": "😀", "k\n": True}
    assert it.batch([record])[1].to_pylist() == [{"r": repr(record)}]


def test_all_records_dropped_is_a_table_without_rows(host):
    it = host("def extract(record: dict): return None")
    header, table = it.batch(JOBS, lineage=True)
    assert (header["rows"], header["dropped"], table.num_rows) == (0, 4, 0)


def test_records_without_columns_still_count(host):
    it = host("def extract(record: dict): return {}")
    header, table = it.batch(JOBS, lineage=True)
    assert (header["rows"], table["_sluice_row"].to_pylist()) == (4, [0, 1, 2, 3])


@pytest.mark.parametrize("expression, rows", [
    ("df", [0, 1, 2, 3]),
    ("df[df['ok']]", [0, 2]),
    ("df[df['id'] < 12]", [0, 1]),  # a plain RangeIndex would look renumbered here
    ("df.sort_values('id', ascending=False).head(2)", [3, 2]),
    ("df.loc[[1, 1, 3]]", [1, 1, 3]),
    ("df.assign(l=[[1, 2], [], [3], [4]]).explode('l')", [0, 0, 1, 2, 3]),
    ("pd.DataFrame({'x': df['id'].to_numpy()})", [0, 1, 2, 3]),
    ("df.iloc[:0]", []),
])
def test_lineage_follows_pandas_labels(host, expression, rows):
    header, table = host(PANDAS + expression).batch(JOBS, lineage=True)
    assert table is not None, header
    assert table["_sluice_row"].to_pylist() == rows
    assert header["dropped_known"] and header["dropped"] == 4 - len(set(rows))


@pytest.mark.parametrize("expression", [
    "df[df['ok']].reset_index(drop=True)",
    "pd.DataFrame({'x': [1, 2]})",
    "df.groupby('ok').sum()",
    "df.groupby(df['id'] - 10).sum().head(3)",
])
def test_lineage_is_never_guessed(host, expression):
    it = host(PANDAS + expression)
    header, table = it.batch(JOBS, lineage=True)
    assert table is None and header["error"] == "result"
    assert "keep the frame's index" in header["message"] and "lineage: true" in header["message"]
    header, table = it.batch(JOBS)
    assert header["kind"] == "result" and not header["dropped_known"] and header["dropped"] is None


def test_lineage_does_not_change_the_columns(host):
    it = host(PANDAS + "df.rename_axis('row')[df['ok'].to_numpy()]")
    with_lineage = it.batch(JOBS, lineage=True)
    assert with_lineage[0]["error"] == "result"  # labels with a name are a column of the user's
    assert it.batch(JOBS)[1].column_names == ["row", "id", "ok"]


def test_polars_rows_are_taken_in_order_if_there_are_as_many(host):
    it = host("import polars as pl\ndef extract(df: pl.DataFrame): return df.filter(pl.col('id') < LIMIT[0])\nLIMIT = [99]")
    assert it.batch(JOBS, lineage=True)[1]["_sluice_row"].to_pylist() == [0, 1, 2, 3]
    it.session.function.call.__globals__["LIMIT"][0] = 12
    assert "one row for each record" in it.batch(JOBS, lineage=True)[0]["message"]


def test_a_description_shows_what_went_in_and_what_came_out(host):
    it = host(PANDAS + "df.assign(text='x' * 500, l=[[1] * 500] * len(df))")
    header, _ = it.batch(JOBS * 100, describe=True)
    assert "id" in header["input_text"] and "10" in header["input_text"] and "text" not in header["input_text"]
    assert "xxxx" in header["output_text"] and "..." in header["output_text"]
    for text in (header["input_text"], header["output_text"]):
        assert len(text.split("\n")) <= 40 and max(map(len, text.split("\n"))) <= 120
    assert header["output_schema"] == [["id", "int64"], ["ok", "bool"], ["text", "string"], ["l", "list<int64>"]]


@pytest.mark.parametrize("code", [
    "import polars as pl\ndef extract(df: pl.DataFrame): return df",
    "import pyarrow as pa\ndef extract(batch: pa.RecordBatch): return batch",
    "def extract(record: dict): return record",
    "import numpy as np, pandas as pd\ndef extract(df: pd.DataFrame): return df[['id']].to_numpy()",
])
def test_every_form_can_be_described(host, code):
    wide = [{**job, **{f"column_{n}": "word " * 50 for n in range(60)}} for job in JOBS]
    header, _ = host(code).batch(wide, describe=True)
    for key in ("input_text", "output_text"):
        assert "1" in header[key] and len(header[key].split("\n")) <= 40


def test_the_traceback_has_the_users_frames_only(host):
    it = host("""
        def helper(record):
            try:
                return record["missing"]
            except KeyError as error:
                raise ValueError("no such key") from error
        def extract(record: dict): return helper(record)
    """)
    header, _ = it.batch(JOBS)
    assert (header["error"], header["type"], header["message"], header["row"]) == ("function", "ValueError", "no such key", 0)
    trace = header["traceback"]
    assert "in extract" in trace and "in helper" in trace and "direct cause" in trace
    assert 'return record["missing"]' in trace and trace.endswith("ValueError: no such key")
    assert "sluice" not in trace.replace(str(it.project.folder), "")


def test_library_frames_below_the_users_are_folded(host):
    it = host(PANDAS + "df['nothing']")
    header, _ = it.batch(JOBS)
    assert header["type"] == "KeyError" and header["row"] is None
    assert "features.py" in header["traceback"]
    assert header["traceback"].count("  File ") <= 5


def test_a_record_result_of_the_wrong_kind_names_its_row(host):
    it = host("def extract(record: dict): return record if record['ok'] else [record]")
    header, _ = it.batch(JOBS)
    assert (header["error"], header["row"]) == ("result", 1)
    assert header["message"] == (
        "extract returned a list for row 1; Sluice expects a dict (one row), or None to drop the record."
    )
    it = host("def extract(record: dict): return {record['id']: 1}")
    assert "a key of type int" in it.batch(JOBS)[0]["message"]


def test_mixed_columns_of_dropped_records_name_the_record_of_the_batch(host):
    it = host("def extract(record: dict): return None if record['id'] == 10 else {'v': 'x' if record['ok'] else 1}")
    header, _ = it.batch(JOBS)
    assert (header["error"], header["row"]) == ("result", 2) and "row 2" in header["message"]


def test_a_record_that_json_loads_refuses_is_that_records_failure(host):
    import pyarrow as pa

    it = host("def extract(record: dict): return record")
    lines = b'{"a": 1}\n{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    header, _ = it.session.answer({"kind": "batch", "rows": 2}, pa.py_buffer(lines))
    assert (header["error"], header["row"]) == ("function", 1)
    assert "json.loads can't read this record" in header["message"]


def test_times_of_the_parts_of_a_batch_are_told(host):
    header, _ = host(PANDAS + "df").batch(JOBS)
    assert set(header["seconds"]) == {"in", "function", "out"}


def test_a_conversion_that_fails_unforeseen_is_a_result_failure_without_values(host, monkeypatch):
    import sluice.worker.session as session

    def broken(*_):
        raise RuntimeError("secret")

    it = host(PANDAS + "df")
    monkeypatch.setattr(session, "result_table", broken)
    header, _ = it.batch(JOBS)
    assert (header["error"], header["type"]) == ("result", "RuntimeError")
    assert "secret" not in header["message"] and "broken" in header["traceback"]
    assert 'raise RuntimeError("secret")' in header["traceback"]  # the code, not the text of the exception
