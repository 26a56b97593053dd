"""Answers Sluice's requests: `load` once, then `batch` or `file` as often as it likes.

    {"kind": "load", "project": dir, "features": "features.py:extract", "input": form or null}; "script" in place of
    "features" means the form `file`
        → {"kind": "loaded", "input": "columns" | "lines" | "file", "form", "name", "fingerprint", "modules"}
    {"kind": "batch", "rows": n, "lineage": bool, "describe": bool} + Arrow IPC stream, or lines
    {"kind": "file", "input": path, "output": path, "describe": bool}
        → {"kind": "result", "rows": m, "dropped": k or null, "dropped_known": bool, "seconds": {…}}
          + Arrow IPC stream. `dropped` counts the records without a row; null where that can't be told.

Any of them may be answered with `Failure.header()`; the worker then goes on to the next request.
"""

from __future__ import annotations

import gc
import time
import traceback

import numpy as np
import pyarrow as pa

from sluice import describe, lineage
from sluice.failures import LOAD, MEMORY, RESULT, Failure, raised
from sluice.fingerprint import fingerprint
from sluice.forms import FeatureFunction, feature_function
from sluice.frames import frame
from sluice.loading import load
from sluice.parquet_output import read_output
from sluice.protocol import ProtocolError, read_ipc
from sluice.records import RecordRun
from sluice.results import records_table, result_table

Answer = tuple[dict, pa.Table | None]


class Session:
    """The worker's state: the loaded function."""

    def __init__(self) -> None:
        self.function: FeatureFunction | None = None

    def answer(self, header: dict, payload: pa.Buffer) -> Answer:
        """The frame to send back. User code's exceptions become failures; nothing of a request outlives it."""
        gc.disable()  # a batch's conversion makes many dicts and lists and no garbage; user code runs with it enabled
        try:
            if header["kind"] == "load":
                return self._load(header), None
            if self.function is None or header["kind"] not in ("batch", "file"):
                raise ProtocolError(f"a request of kind {header['kind']!r} is not expected here")
            if header["kind"] == "file":
                return self._file(header)
            if self.function.form == "records":
                return self._records(header, payload)
            return self._batch(header, payload)
        except Failure as failure:
            return failure.header(), None
        except ProtocolError:
            raise
        except MemoryError:
            return Failure(MEMORY, "out of memory while converting the batch", type="MemoryError").header(), None
        except BaseException as exception:  # BaseException: Polars panics are no Exceptions
            return _unforeseen(exception, header["kind"]).header(), None
        finally:
            gc.enable()

    def _load(self, header: dict) -> dict:
        features, form = header.get("features"), header.get("input")
        if features is None:
            features, form = header["script"], form or "file"
        target = load(header["project"], features)
        self.function = feature_function(target.value, target.name, form)
        code, modules = fingerprint(header["project"], target.file)
        gc.collect()
        gc.freeze()  # what was imported stays: later collections need not look at it
        return {
            "kind": "loaded",
            "input": self.function.sent,
            "form": self.function.form,
            "name": self.function.name,
            "fingerprint": code,
            "modules": modules,
        }

    def _batch(self, header: dict, payload: pa.Buffer) -> Answer:
        function, clock = self.function, Clock()
        table = read_ipc(payload)
        given = frame(table, function.form, labels=bool(header.get("lineage")))
        texts = {"input_text": describe.frame_text(given)} if header.get("describe") else {}
        rows = table.num_rows
        del table
        clock.lap("in")
        value = called(function.call, given)
        del given
        clock.lap("function")
        result = result_table(value, function)
        known = lineage.origins(value, result.num_rows, rows)
        if texts:
            texts["output_text"] = describe.frame_text(value) or describe.table_text(result)
        return _result(function, result, known, rows, header, clock, texts)

    def _records(self, header: dict, payload: pa.Buffer) -> Answer:
        function, clock = self.function, Clock()
        run = RecordRun(function, payload, header["rows"], describe=bool(header.get("describe")))
        clock.lap("in")
        run.call()
        clock.lap("function")
        result = records_table(run.results, run.origins)
        known = np.array(run.origins, dtype=np.int32)
        return _result(function, result, known, header["rows"], header, clock, run.texts(), len(run.results))

    def _file(self, header: dict) -> Answer:
        function, clock = self.function, Clock()
        texts = {"input_text": describe.file_text(header["input"])} if header.get("describe") else {}
        called(function.call, header["input"], header["output"])
        clock.lap("function")
        result = read_output(header["output"], function.name)
        missing = result is None
        if missing:
            result = pa.table({})
        if texts:
            texts["output_text"] = "nothing written" if missing else describe.table_text(result)
        answer, table = _result(function, result, None, 0, {"describe": header.get("describe")}, clock, texts)
        return {**answer, "missing": missing}, table


def called(call, *arguments):
    """The user's function's result; whatever it raises, sys.exit() too, as a failure."""
    gc.enable()
    try:
        return call(*arguments)
    except BaseException as exception:
        raise raised(exception) from None
    finally:
        gc.disable()


def _unforeseen(exception: BaseException, kind: str) -> Failure:
    """The failure for what loading or a conversion raised. A conversion's text may hold values of records, so only type
    and place are told."""
    if kind == "load":
        return raised(exception, LOAD)
    return Failure(
        RESULT,
        f"what the function is given or returned can't be converted ({type(exception).__name__})."
        " Return columns of numbers, strings, timestamps, lists or structs.",
        type=type(exception).__name__,
        trace="".join(traceback.format_tb(exception.__traceback__)).rstrip("\n"),
    )


def _result(
    function: FeatureFunction,
    table: pa.Table,
    known: np.ndarray | None,
    given: int,
    header: dict,
    clock: Clock,
    texts: dict,
    rows: int | None = None,
) -> Answer:
    rows = table.num_rows if rows is None else rows
    answer = {
        "kind": "result",
        "rows": rows,
        "dropped_known": known is not None,
        "dropped": None if known is None else given - len(np.unique(known)),
    }
    if header.get("describe"):
        answer |= {**texts, "output_schema": describe.schema_pairs(table)}
    if header.get("lineage"):
        if known is None:
            raise lineage.unknown(function.name, function.form, rows, given)
        table = lineage.with_origins(table, known)
    table = table.combine_chunks()
    clock.lap("out")
    return {**answer, "seconds": clock.laps}, table


class Clock:
    """Seconds spent on the way in, in the function and on the way out."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = now - self._last
        self._last = now
