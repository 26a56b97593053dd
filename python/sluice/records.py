"""Runs a function of one record over a batch of lines."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping

import pyarrow as pa

from sluice import describe
from sluice.failures import FUNCTION, Failure, raised
from sluice.forms import FeatureFunction
from sluice.protocol import ProtocolError
from sluice.wrong_results import wrong_row


class RecordRun:
    """A batch of lines, the dicts that came of them, and the line (0-based) of each dict."""

    def __init__(self, function: FeatureFunction, payload: pa.Buffer, rows: int, describe: bool):
        self.function = function
        self.lines = str(memoryview(payload), "utf-8").split("\n") if rows else []
        if len(self.lines) != rows:
            raise ProtocolError(f"Sluice announced {rows} lines and sent {len(self.lines)}")
        self.results: list[dict] = []
        self.origins: list[int] = []
        self._describe = describe

    def call(self) -> None:
        """Calls the function once a record, with exactly what `json.loads` gives."""
        call, loads, results, origins = self.function.call, json.loads, self.results, self.origins
        row = -1
        gc.enable()
        try:
            for row, line in enumerate(self.lines):
                result = call(loads(line))
                if result is None:
                    continue
                if type(result) is not dict:
                    if not isinstance(result, Mapping):
                        raise wrong_row(result, self.function, row)
                    result = dict(result)
                results.append(result)
                origins.append(row)
        except BaseException as exception:
            raise self._failure(exception, row) from None
        finally:
            gc.disable()
        self._check_keys()

    def _check_keys(self) -> None:
        names = set().union(*self.results) if self.results else set()
        if not all(isinstance(name, str) for name in names):
            for result, row in zip(self.results, self.origins):
                if not all(isinstance(name, str) for name in result):
                    raise wrong_row(result, self.function, row)

    def _failure(self, exception: BaseException, row: int) -> Failure:
        if isinstance(exception, Failure):
            return exception
        failure = raised(exception, row=row)
        if failure.error == FUNCTION and not _readable(self.lines[row]):
            failure.message = f"json.loads can't read this record: {type(exception).__name__}"
        return failure

    def texts(self) -> dict[str, str]:
        if not self._describe:
            return {}
        return {
            "input_text": describe.records_text([json.loads(line) for line in self.lines[:3]]),
            "output_text": describe.records_text(self.results),
        }


def _readable(line: str) -> bool:
    try:
        json.loads(line)
    except Exception:  # a number of over 4,300 digits, a nest deeper than Python's stack
        return False
    return True
