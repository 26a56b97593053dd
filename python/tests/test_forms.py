"""Each form of feature function is told apart, called with what it asks for, and refused with an answer that helps."""

import pickle

import pytest
from conftest import Host

RECORDS = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 3, "b": "z"}]

ANNOTATED = [
    ("import pandas as pd", "df: pd.DataFrame", "pandas"),
    ("import pandas", "df: pandas.DataFrame", "pandas"),
    ("from pandas import DataFrame", "df: DataFrame", "pandas"),
    ("import pandas as pd", "df: 'pd.DataFrame'", "pandas"),
    ("import pandas as pd, typing", "df: typing.Optional[pd.DataFrame]", "pandas"),
    ("import pandas as pd, typing", "df: typing.Annotated[pd.DataFrame, 'raw']", "pandas"),
    ("from __future__ import annotations\nimport pandas as pd", "df: pd.DataFrame | None", "pandas"),
    ("from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING: import pandas as pd",
     "df: pd.DataFrame", "pandas"),
    ("import polars as pl", "df: pl.DataFrame", "polars"),
    ("import pyarrow as pa", "batch: pa.RecordBatch", "arrow"),
    ("import pyarrow as pa", "batch: pa.RecordBatch | pa.Table", "arrow"),
    ("import pyarrow as pa", "batch: 'pa.RecordBatch | pa.Table'", "arrow"),
    ("import pyarrow as pa", "batch: pa.Table", "table"),
    ("", "record: dict", "records"),
    ("from typing import Any", "record: dict[str, Any]", "records"),
    ("from typing import Dict, Any", "record: Dict[str, Any]", "records"),
    ("from collections.abc import Mapping", "record: Mapping", "records"),
    ("from __future__ import annotations", "record: typing.Mapping[str, Any]", "records"),
    ("from typing import TypedDict\nclass Job(TypedDict):\n    a: int", "record: Job", "records"),
    ("import pandas as pd", "df: pd.DataFrame, scale: float = 2.0, *, log=False", "pandas"),
    ("", "inp_file, out_file", "file"),
    ("from pathlib import Path", "inp_file: str, out_file: Path", "file"),
    ("", "inp_file, out_file, verbose=True", "file"),
]


@pytest.mark.parametrize("imports, parameters, form", ANNOTATED)
def test_annotations_decide_the_form(project, imports, parameters, form):
    project.write("features.py", f"{imports}\ndef extract({parameters}):\n    return None\n")
    loaded = Host(project).load()
    assert loaded.get("form") == form, loaded
    sent = {"records": "lines", "file": "file"}.get(form, "columns")
    assert loaded["input"] == sent


@pytest.mark.parametrize("form, kind", [
    ("pandas", "pandas.DataFrame"), ("polars", "polars.dataframe.frame.DataFrame"), ("table", "pyarrow.lib.Table"),
    ("arrow", "pyarrow.lib.RecordBatch"), ("records", "builtins.dict"),
])
def test_input_in_the_config_decides_where_annotations_do_not(host, form, kind):
    it = host("""
        def extract(x):
            assert f"{type(x).__module__}.{type(x).__name__}" == KIND, type(x)
            return x
    """.replace("KIND", repr(kind)), input=form)
    header, table = it.batch(RECORDS)
    assert header["kind"] == "result", header
    assert table.to_pylist() == RECORDS


def test_a_function_that_says_nothing_is_answered_with_the_forms(project):
    project.write("features.py", "def extract(data): return data")
    failed = Host(project).load()
    assert failed["error"] == "load"
    for text in ("extract(data)", "def extract(df: pd.DataFrame)", "def extract(record: dict)", "input: pandas", "pl.Data"):
        assert text in failed["message"]


def test_a_function_with_more_parameters_is_refused_before_the_first_batch(project):
    project.write("features.py", "def extract(record: dict, scale, other): return record")
    failed = Host(project).load()
    assert "one argument" in failed["message"] and "record, scale, other" in failed["message"]


def test_unknown_input_is_refused(project):
    project.write("features.py", "def extract(data): return data")
    assert "Use one of: pandas" in Host(project).load(input="spark")["message"]


def test_a_callable_object_is_built_once_and_follows_the_annotation_of_its_call(host):
    it = host("""
        class Extract:
            built = 0
            def __init__(self): Extract.built += 1
            def __call__(self, record: dict) -> dict: return {"built": Extract.built, "a": record["a"]}
    """, features="features.py:Extract")
    it.batch(RECORDS)
    assert it.batch(RECORDS)[1].to_pylist() == [{"built": 1, "a": n} for n in (1, 2, 3)]


def test_decorated_partial_and_bound_functions_are_told_by_the_function_behind(project):
    project.write("features.py", """
        import functools, pandas as pd
        def log(f):
            @functools.wraps(f)
            def wrapper(*args, **kwargs): return f(*args, **kwargs)
            return wrapper
        @log
        def decorated(df: "pd.DataFrame") -> "pd.DataFrame": return df
        def scaled(df: pd.DataFrame, by): return df
        partial = functools.partial(scaled, by=2)
        class Holder:
            def method(self, record: dict): return record
        holder = Holder()
        """)
    names = ("decorated", "partial", "holder.method")
    assert [Host(project).load(f"features.py:{name}")["form"] for name in names] == ["pandas", "pandas", "records"]


def test_a_class_that_needs_arguments_is_refused_with_the_way_out(project):
    project.write("features.py", "class Extract:\n  def __init__(self, path): ...\n  def __call__(self, r: dict): ...")
    assert "extract = Extract(…)" in Host(project).load("features.py:Extract")["message"]


def test_a_fitted_pipeline_gives_named_columns(host):
    it = host("""
        import numpy as np, pandas as pd
        from sklearn.pipeline import make_pipeline
        from sklearn.compose import make_column_transformer
        from sklearn.preprocessing import OneHotEncoder, StandardScaler
        pipeline = make_column_transformer((StandardScaler(), ["a"]), (OneHotEncoder(), ["b"]))
        pipeline.fit(pd.DataFrame({"a": [1.0, 3.0], "b": ["x", "y"]}))
    """, features="features.py")
    assert it.session.function.form == "transform"
    table = it.batch(RECORDS[:2], lineage=True)[1]
    assert table.column_names == ["standardscaler__a", "onehotencoder__b_x", "onehotencoder__b_y", "_sluice_row"]
    assert table.column(0).to_pylist() == [-1.0, 0.0]


def test_a_pickled_pipeline_with_a_sparse_result(project):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    class_free = make_pipeline(TfidfVectorizer()).fit(["red green", "green blue"])
    (project.folder / "model.pkl").write_bytes(pickle.dumps(class_free))
    host = Host(project)
    loaded = host.load("model.pkl")
    assert (loaded["form"], loaded["name"], loaded["modules"]) == ("transform", "model", ["model.pkl"])
    # A vectorizer reads what it iterates over, which for a frame is the column names.
    header, table = host.batch([{"red": 1}])
    assert header["kind"] == "result", header
    assert table.column_names == ["blue", "green", "red"]
    assert table.to_pylist() == [{"blue": 0.0, "green": 0.0, "red": 1.0}]
    assert FunctionTransformer is not None


def test_a_joblib_file_and_a_model_without_transform(project):
    import joblib
    from sklearn.linear_model import LinearRegression
    from sklearn.preprocessing import StandardScaler

    joblib.dump(StandardScaler().fit([[1.0], [3.0]]), project.folder / "scaler.joblib")
    joblib.dump(LinearRegression(), project.folder / "model.pkl")
    host = Host(project)
    assert host.load("scaler.joblib")["form"] == "transform"
    assert host.batch([{"x0": 3.0}])[1].to_pylist() == [{"x0": 1.0}]
    assert "predict() but no transform()" in Host(project).load("model.pkl")["message"]


TORCH = """
    class Tensor:
        dtype = "torch.float32"
        def __init__(self, array): self.array = array
        def detach(self): return self
        cpu = detach
        def numpy(self): return self.array
    class inference_mode:
        on = False
        def __enter__(self): inference_mode.on = True
        def __exit__(self, *_): inference_mode.on = False
    class nn:
        class Module:
            training = True
            def eval(self): self.training = False; return self
            def __call__(self, x): return self.forward(x)
"""


def test_a_torch_module_runs_in_eval_and_inference_mode(project, host):
    """With a stand-in for torch, which is not installed where the tests run."""
    project.write("torch.py", TORCH)
    it = host("""
        import torch
        class Net(torch.nn.Module):
            def forward(self, df):
                assert not self.training and torch.inference_mode.on
                return {"score": torch.Tensor(df["a"].to_numpy() * 0.5), "both": torch.Tensor(df[["a", "a"]].to_numpy())}
    """, features="features.py:Net")
    assert it.batch(RECORDS[:1])[1].to_pylist() == [{"score": 0.5, "both": [1, 1]}]


def test_process_jsonl_writes_its_parquet(host, tmp_path):
    it = host("""
        import pandas as pd, os
        def process_jsonl(inp_file, out_file):
            df = pd.read_json(inp_file, lines=True)
            if len(df) > 2: df = df[df["a"] > 1]
            if inp_file.endswith("none.jsonl"): return
            if inp_file.endswith("folder.jsonl"):
                os.mkdir(out_file)
                df.iloc[:1].to_parquet(out_file + "/0.parquet"); df.iloc[1:].to_parquet(out_file + "/1.parquet")
            else: df.to_parquet(out_file)
    """, features="features.py")
    assert (it.session.function.form, it.session.function.name) == ("file", "process_jsonl")
    for name in ("a", "folder", "none"):
        (tmp_path / f"{name}.jsonl").write_text('{"a": 1}\n{"a": 2}\n{"a": 3}\n')
    header, table = it.file(str(tmp_path / "a.jsonl"), str(tmp_path / "a.parquet"), describe=True)
    assert header["rows"] == 2 and not header["missing"]
    assert table.to_pylist() == [{"a": 2}, {"a": 3}]  # without pandas' row numbers
    assert '{"a": 1}' in header["input_text"] and header["output_schema"] == [["a", "int64"]]
    assert it.file(str(tmp_path / "folder.jsonl"), str(tmp_path / "f.parquet"))[1].to_pylist() == [{"a": 2}, {"a": 3}]
    header, table = it.file(str(tmp_path / "none.jsonl"), str(tmp_path / "n.parquet"))
    assert (header["rows"], header["missing"], table.num_rows) == (0, True, 0)


def test_a_file_function_that_writes_something_else_is_told(host, tmp_path):
    it = host("def process_jsonl(inp_file, out_file): open(out_file, 'w').write('a,b')", features="features.py")
    assert "not a Parquet file" in it.file("x", str(tmp_path / "out"))[0]["message"]
