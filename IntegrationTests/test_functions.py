"""Every form of feature function, what it may return, and what it costs when it fails: one record."""

import textwrap

import pytest

RECORDS = [{"id": number, "name": f"name {number}", "tags": ["a"] * (number % 3), "place": {"city": "Bern"}} for number in range(30)]
EXPECTED = [{"id": number, "upper": f"NAME {number}", "tags": number % 3, "city": "Bern"} for number in range(30)]


def text(features):
    return textwrap.dedent(features)


# --- forms ------------------------------------------------------------------------------------------------------------

FORMS = {
    "pandas": """
        import pandas as pd

        def extract(df: pd.DataFrame) -> pd.DataFrame:
            assert isinstance(df, pd.DataFrame)
            return pd.DataFrame({"id": df["id"], "upper": df["name"].str.upper(), "tags": df["tags"].map(len),
                                 "city": df["place"].map(lambda place: place["city"])})
        """,
    "polars": """
        import polars as pl

        def extract(df: pl.DataFrame) -> pl.DataFrame:
            assert isinstance(df, pl.DataFrame)
            return df.select("id", pl.col("name").str.to_uppercase().alias("upper"), pl.col("tags").list.len().cast(pl.Int64),
                             pl.col("place").struct.field("city"))
        """,
    "record batch": """
        import pyarrow as pa
        import pyarrow.compute as pc

        def extract(batch: pa.RecordBatch) -> pa.RecordBatch:
            assert isinstance(batch, pa.RecordBatch)
            return pa.RecordBatch.from_pydict({"id": batch["id"], "upper": pc.utf8_upper(batch["name"]),
                "tags": pc.cast(pc.list_value_length(batch["tags"]), pa.int64()), "city": pc.struct_field(batch["place"], "city")})
        """,
    "table": """
        import pyarrow as pa
        import pyarrow.compute as pc

        def extract(batch: pa.Table) -> pa.Table:
            assert isinstance(batch, pa.Table)
            return pa.table({"id": batch["id"], "upper": pc.utf8_upper(batch["name"]),
                "tags": pc.cast(pc.list_value_length(batch["tags"]), pa.int64()), "city": pc.struct_field(batch["place"], "city")})
        """,
    "dict": """
        def extract(record: dict) -> dict:
            assert type(record) is dict
            return {"id": record["id"], "upper": record["name"].upper(), "tags": len(record["tags"]), "city": record["place"]["city"]}
        """,
    "annotations as text": """
        from __future__ import annotations
        import pandas as pd

        def extract(df: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame({"id": df["id"], "upper": df["name"].str.upper(), "tags": df["tags"].map(len),
                                 "city": df["place"].map(lambda place: place["city"])})
        """,
    "callable object": """
        import os
        import pandas as pd

        class Extract:
            def __init__(self):
                with open("built.txt", "a") as built:
                    built.write(f"{os.getpid()}\\n")

            def __call__(self, df: pd.DataFrame) -> pd.DataFrame:
                return pd.DataFrame({"id": df["id"], "upper": df["name"].str.upper(), "tags": df["tags"].map(len),
                                     "city": df["place"].map(lambda place: place["city"])})

        extract = Extract()
        """,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(project, form):
    project.configure(text(FORMS[form]), batch_size=7)
    project.raw({"a.jsonl": RECORDS[:11], "b.jsonl": RECORDS[11:12], "c.jsonl": RECORDS[12:]})
    report = project.ran("--workers", 2)
    assert project.rows() == EXPECTED
    assert report["counts"]["written"] == 30


def test_an_object_is_built_once_per_worker_and_not_per_batch(project):
    project.configure(text(FORMS["callable object"]), batch_size=3).raw({"a.jsonl": RECORDS})
    project.ran("--workers", 2)
    built = (project.folder / "built.txt").read_text().split()
    assert len(built) == len(set(built)) <= 3  # two workers, and perhaps one that only looks at the annotations


def test_batches_are_gathered_across_raw_files(project):
    features = """
    import pandas as pd

    def extract(df: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"id": df["id"], "rows": len(df)})
    """
    project.configure(text(features)).raw({f"{number:02}.jsonl": [record] for number, record in enumerate(RECORDS)})
    project.ran()
    assert [row["rows"] for row in project.rows()] == [30] * 30


def test_a_script_of_files_runs_unchanged_one_file_a_call(project):
    features = """
    import json
    import pyarrow as pa
    import pyarrow.parquet as pq

    def process_jsonl(inp_file, out_file):
        with open(inp_file) as lines:
            records = [json.loads(line) for line in lines]
        pq.write_table(pa.table({"id": [r["id"] for r in records], "file": [str(inp_file)[-7:]] * len(records)}), out_file)
    """
    project.configure(text(features), function="process_jsonl")
    project.raw({"a.jsonl": RECORDS[:10], "b.jsonl": RECORDS[10:]})
    report = project.ran("--workers", 2)
    assert project.rows() == [{"id": n, "file": "a.jsonl" if n < 10 else "b.jsonl"} for n in range(30)]
    assert report["files"] == 2 and len(project.live()) == 1  # packed, not one part a file


def test_a_fitted_scikit_learn_pipeline_is_a_feature_function(project):
    features = """
    import pandas as pd
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler

    extract = make_pipeline(MinMaxScaler()).set_output(transform="pandas")
    extract.fit(pd.DataFrame({"x": [0.0, 10.0], "y": [0.0, 100.0]}))
    """
    project.configure(text(features)).raw({"a.jsonl": [{"x": float(n), "y": 10.0 * n} for n in range(11)]})
    project.ran()
    assert [(row["x"], row["y"]) for row in project.rows()] == [(pytest.approx(n / 10), pytest.approx(n / 10)) for n in range(11)]


def test_input_in_the_configuration_decides_without_annotations(project):
    project.configure("def extract(it):\n    return {'kind': type(it).__name__}\n", input="records")
    project.raw({"a.jsonl": RECORDS[:2]}).ran()
    assert project.rows() == [{"kind": "dict"}] * 2


def test_a_function_without_annotations_is_answered_with_the_forms(project):
    project.configure("def extract(it):\n    return it\n").raw({"a.jsonl": RECORDS})
    result = project.run()
    assert result.code in (1, 2), result
    assert "extract" in result.output and "pd.DataFrame" in result.output and "dict" in result.output
    assert not project.published()


def test_imports_beside_the_module_work_and_an_import_error_is_shown(project):
    (project.folder / "helper.py").write_text("def double(n):\n    return 2 * n\n")
    project.configure("from helper import double\n\ndef extract(r: dict) -> dict:\n    return {'n': double(r['id'])}\n")
    project.raw({"a.jsonl": RECORDS[:3]}).ran()
    assert [row["n"] for row in project.rows()] == [0, 2, 4]
    project.configure("import nowhere_to_be_found\n\ndef extract(r: dict) -> dict:\n    return r\n")
    result = project.run()
    assert result.code in (1, 2) and "nowhere_to_be_found" in result.output and "features.py" in result.output


def test_dropped_and_added_rows_are_counted(project):
    features = """
    import pandas as pd

    def extract(df: pd.DataFrame) -> pd.DataFrame:
        return df[df["id"] % 3 == 0][["id"]]
    """
    project.configure(text(features)).raw({"a.jsonl": RECORDS})
    counts = project.ran()["counts"]
    assert (counts["read"], counts["written"], counts["dropped"]) == (30, 10, 20)
    twice = features.replace('df[df["id"] % 3 == 0][["id"]]', 'pd.concat([df[["id"]], df[["id"]]])')
    project.configure(text(twice))
    counts = project.ran()["counts"]
    assert (counts["read"], counts["written"], counts["added"]) == (30, 60, 30)
    assert len(project.rows()) == 60


@pytest.mark.parametrize("workers", [1, 2])
def test_print_and_logging_reach_the_user_and_break_nothing(project, workers):
    features = """
    import logging
    import os
    import subprocess
    import sys

    print("while importing")
    logging.basicConfig(level=logging.INFO)

    def extract(record: dict) -> dict:
        if record["id"] == 3:
            print("printed für 3")
            print("to stderr", file=sys.stderr)
            logging.info("logged")
            os.write(1, b"raw bytes to 1\\n")
            subprocess.run(["echo", "from a child"], check=True)
            print("without an end", end="")
        return {"id": record["id"]}
    """
    project.configure(text(features)).raw({"a.jsonl": RECORDS})
    before = project.run("--workers", workers)
    assert before.code == 0, before
    for line in ("while importing", "printed für 3", "to stderr", "logged", "raw bytes to 1", "from a child", "without an end"):
        assert line in before.output, line
        (shown, *_) = [each for each in before.output.splitlines() if line in each]
        assert not shown.startswith(line), f"{shown!r} has no prefix"
    assert [row["id"] for row in project.rows()] == list(range(30))


# --- failures -----------------------------------------------------------------------------------------------------------

# The failing statement, the quarantine's reason, what stderr must show (any of the alternatives).
FAILURES = {
    "exception": ("raise KeyError('salary of seventeen')", "function raised", "salary of seventeen"),
    "kill": ("os.kill(os.getpid(), signal.SIGKILL)", "function crashed", "SIGKILL|signal 9|killed"),
    "segfault": ("ctypes.string_at(0)", "function crashed", "SIGSEGV|signal 11|segmentation fault"),
    "hang": ("time.sleep(600)", "function timed out", "timeout|timed out"),
    "exit": ("os._exit(3)", "function crashed", "exit code 3|exited with 3|status 3|code 3"),
    "system exit": ("sys.exit('leaving')", None, "leaving"),
    "memory": ("raise MemoryError('no more')", "out of memory", "emory"),
}
SHAPES = {
    "dict": """
    def extract(record: dict) -> dict:
        if record["id"] in BAD:
            fail()
        return {"id": record["id"]}
    """,
    "pandas": """
    def extract(df: pd.DataFrame) -> pd.DataFrame:
        if df["id"].isin(BAD).any():
            fail()
        return df[["id"]]
    """,
}


def failing(statement, shape, bad=(17,)):
    head = f"import ctypes, os, signal, sys, time\nimport pandas as pd\n\nBAD = {list(bad)}\n\ndef fail():\n    {statement}\n\n"
    return head + text(SHAPES[shape])


# Record 17 is line 8 of b.jsonl.
FILES = {"a.jsonl": RECORDS[:10], "b.jsonl": RECORDS[10:20], "c.jsonl": RECORDS[20:]}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_record_fails_the_run_by_name_and_publishes_nothing(project, failure, shape):
    statement, _, shown = FAILURES[failure]
    project.configure(failing(statement, shape)).raw(FILES)
    result = project.run("--workers", 2, "--timeout", 3)
    assert result.code == 1, result
    assert "b.jsonl" in result.output, result
    assert "b.jsonl:8" in result.output or "line 8" in result.output, result
    assert any(each.lower() in result.output.lower() for each in shown.split("|")), result
    if failure == "exception":
        assert "Traceback" in result.output and "features.py" in result.output and "in fail" in result.output
        assert "on_error" in result.output or "on-error" in result.output  # how to go on without the record
    assert "name 17" not in result.output  # the record's contents stay out
    assert not project.published() and project.files_on_disk() == []
    (report,) = project.reports()
    assert report["outcome"] == "failed" and report["error"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_record_in_quarantine_costs_one_record(project, failure, shape):
    statement, reason, _ = FAILURES[failure]
    project.configure(failing(statement, shape)).raw(FILES)
    report = project.ran("--workers", 2, "--timeout", 3, "--on-error", "quarantine", "--max-quarantined", 1)
    assert [row["id"] for row in project.rows()] == [number for number in range(30) if number != 17]
    (line,) = project.quarantine()
    assert line["file"].endswith("b.jsonl") and line["line"] == 8
    if reason:
        assert line["reason"] == reason
        assert report["quarantineReasons"] == {reason: 1}
    content = project.raw_path("b.jsonl").read_bytes()
    assert content[line["offset"] :].startswith(line["raw"].encode() + b"\n")


def test_several_failing_records_are_each_narrowed_down(project):
    bad = [0, 1, 13, 29]
    project.configure(failing("raise ValueError('x')", "pandas", bad), on_error="quarantine", max_quarantined=4).raw(FILES)
    project.ran()
    assert [row["id"] for row in project.rows()] == [number for number in range(30) if number not in bad]
    assert [(line["file"][-7:], line["line"]) for line in project.quarantine()] == [("a.jsonl", 1), ("a.jsonl", 2), ("b.jsonl", 4), ("c.jsonl", 10)]


def test_functions_failures_count_against_the_limit_of_quarantined_lines(project):
    project.configure(failing("raise ValueError('x')", "dict", range(10)), on_error="quarantine").raw(FILES)
    result = project.run("--max-quarantined", "20%")
    assert result.code == 1, result
    assert not project.published()


def test_a_failing_file_of_a_script_names_the_file(project):
    features = "def process_jsonl(inp_file, out_file):\n    if str(inp_file).endswith('b.jsonl'):\n        raise ValueError('bad file')\n    open(out_file, 'wb')\n    raise SystemExit(0)\n"
    project.configure(features, function="process_jsonl").raw({"b.jsonl": RECORDS})
    result = project.run()
    assert result.code == 1 and "b.jsonl" in result.output and "bad file" in result.output
    assert not project.published()


def test_a_hang_in_native_code_that_ignores_signals_is_ended_too(project):
    features = """
    import signal
    import time

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def extract(record: dict) -> dict:
        if record["id"] == 17:
            time.sleep(600)
        return {"id": record["id"]}
    """
    project.configure(text(features), timeout=2, on_error="quarantine", max_quarantined=1).raw(FILES)
    project.ran()
    assert len(project.rows()) == 29


# --- the schema is what the function returns ------------------------------------------------------------------------------


def by_batch(*values):
    """A dict function whose column `x` takes one value (an expression over `n`) per batch of 10 records."""
    return f"def extract(record: dict) -> dict:\n    n = record['id']\n    return {{'id': n, 'x': [{', '.join(values)}][n // 10]}}\n"


@pytest.mark.parametrize(
    "values, kind, expected",
    [
        (("None", "n", "None"), "int64", lambda n: n if 10 <= n < 20 else None),
        (("None", "None", "str(n)"), "string", lambda n: str(n) if n >= 20 else None),
        (("n", "n + 0.5", "None"), "double", lambda n: float(n) if n < 10 else n + 0.5 if n < 20 else None),
        (("n + 0.5", "n", "n"), "double", lambda n: n + 0.5 if n < 10 else float(n)),
        (("[]", "[n]", "None"), None, lambda n: [] if n < 10 else [n] if n < 20 else None),
        (("{'a': n}", "{'a': n, 'b': 1}", "{'a': None, 'b': 2}"), None,
         lambda n: {"a": n, "b": None} if n < 10 else {"a": n, "b": 1} if n < 20 else {"a": None, "b": 2}),
    ],
    ids=["null to int", "null to string", "int to double", "double and int", "empty list to list", "struct grows a field"],
)
def test_the_schema_is_unified_across_batches(project, values, kind, expected):
    project.configure(by_batch(*values), batch_size=10).raw(FILES)
    project.ran("--workers", 2)
    assert [row["x"] for row in project.rows()] == [expected(number) for number in range(30)]
    if kind:
        assert str(project.arrow().schema.field("x").type).removeprefix("large_") == kind


@pytest.mark.parametrize("early, late", [("[]", "[n]"), ("[[], None]", "[[n]]"), ("{'a': None}", "{'a': n}"), ("{'a': []}", "{'a': ['x']}")])
def test_values_that_parts_hold_before_their_type_is_known_are_not_lost(project, early, late):
    """One row a part: most are encoded before the last record says what is in the list."""
    project.configure(by_batch(early, early, late), batch_size=10, max_rows_per_part=1).raw(FILES)
    project.ran("--workers", 1)
    expected = [eval(early if number < 20 else late, {"n": number}) for number in range(30)]
    assert [row["x"] for row in project.rows()] == expected


def test_a_column_that_is_null_throughout_is_named_in_the_report(project):
    project.configure(by_batch("None", "None", "None"), batch_size=10).raw(FILES)
    report = project.ran()
    assert report["untypedColumns"] == ["x"]
    assert [row.get("x") for row in project.rows()] == [None] * 30


def test_a_column_that_only_a_later_batch_has_is_null_before(project):
    project.configure("def extract(r: dict) -> dict:\n    return {'id': r['id'], **({'late': 1} if r['id'] >= 20 else {})}\n", batch_size=10)
    project.raw(FILES).ran()
    assert [row["late"] for row in project.rows()] == [None] * 20 + [1] * 10


@pytest.mark.parametrize(
    "values, types",
    [(("n", "n", "str(n)"), ("int64", "string")), (("True", "n", "n"), ("bool", "int64")), (("n", "[n]", "n"), ("int64", "list"))],
    ids=["int and string", "bool and int", "int and list"],
)
def test_types_that_do_not_go_together_are_an_error_naming_column_file_and_both(project, values, types):
    project.configure(by_batch(*values), batch_size=10).raw(FILES)
    result = project.run()
    assert result.code == 1, result
    assert "`x`" in result.output or "'x'" in result.output or '"x"' in result.output or " x " in result.output
    assert ".jsonl" in result.output
    for kind in types:
        assert kind in result.output, result
    assert not project.published()


def test_integers_that_double_cannot_hold_are_not_rounded_in_silence(project):
    project.configure(by_batch("2**53 + 1 + n * 2", "0.5", "1"), batch_size=10).raw(FILES)
    result = project.run()
    # Either nothing was rounded or the run says that it would have been.
    assert result.code == 1 or [row["x"] for row in project.rows()][:10] == [2**53 + 1 + n * 2 for n in range(10)], result
