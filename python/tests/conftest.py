"""What the tests of the worker share: a project folder with the user's code, a session in this process and a worker."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow as pa
import pytest

PYTHON = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PYTHON))

from sluice.protocol import ipc_pieces, read_ipc  # noqa: E402
from sluice.worker.session import Session  # noqa: E402


class Project:
    """A folder with a user's code."""

    def __init__(self, folder: Path):
        self.folder = folder

    def write(self, path: str, code: str) -> Project:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(code))
        return self


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A fresh project; what its code does to sys.path, sys.modules and the working directory is undone."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.chdir(tmp_path)
    modules = set(sys.modules)
    yield Project(tmp_path)
    for name in set(sys.modules) - modules:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


class Host:
    """A session with a function loaded."""

    def __init__(self, project: Project):
        self.project = project
        self.session = Session()

    def load(self, features: str = "features.py:extract", input: str | None = None) -> dict:
        header = {"kind": "load", "project": str(self.project.folder), "features": features, "input": input}
        return self.session.answer(header, pa.py_buffer(b""))[0]

    def batch(self, records: list[dict] | pa.Table, **options) -> tuple[dict, pa.Table | None]:
        header, payload = batch_request(records, self.session.function.sent == "lines", **options)
        return self.session.answer(header, pa.py_buffer(payload))

    def file(self, input: str, output: str, **options) -> tuple[dict, pa.Table | None]:
        header = {"kind": "file", "input": input, "output": output, **options}
        return self.session.answer(header, pa.py_buffer(b""))


@pytest.fixture
def host(project):
    def make(code: str, features: str = "features.py:extract", input: str | None = None) -> Host:
        project.write("features.py", code)
        sys.modules.pop("features", None)
        host = Host(project)
        loaded = host.load(features, input)
        assert loaded["kind"] == "loaded", loaded
        return host

    return make


def batch_request(records: list[dict] | pa.Table, lines: bool, **options) -> tuple[dict, bytes]:
    header = {"kind": "batch", "rows": len(records), "lineage": False, "describe": False, **options}
    if lines:
        return header, "\n".join(json.dumps(record) for record in records).encode()
    table = records if isinstance(records, pa.Table) else pa.Table.from_pylist(records)
    return header, b"".join(ipc_pieces(table))


class Worker:
    """A worker process, spoken to as Sluice does."""

    def __init__(self, project: Project):
        environment = {**os.environ, "PYTHONPATH": str(PYTHON)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sluice.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.project = project

    def ask(self, header: dict, payload: bytes = b"") -> tuple[dict, pa.Table | None]:
        text = json.dumps(header).encode()
        self.process.stdin.write(struct.pack("<IQ", len(text), len(payload)) + text + payload)
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> tuple[dict, pa.Table | None]:
        lengths = self.process.stdout.read(12)
        if len(lengths) < 12:
            raise EOFError
        header_length, payload_length = struct.unpack("<IQ", lengths)
        header = json.loads(self.process.stdout.read(header_length))
        payload = self.process.stdout.read(payload_length)
        return header, read_ipc(pa.py_buffer(payload)) if payload else None

    def load(self, features: str = "features.py:extract") -> dict:
        return self.ask({"kind": "load", "project": str(self.project.folder), "features": features, "input": None})[0]

    def batch(self, records: list[dict], lines: bool = False, **options) -> tuple[dict, pa.Table | None]:
        return self.ask(*batch_request(records, lines, **options))

    def finish(self) -> tuple[int, str]:
        """Closes the worker's input; gives its exit code and what it printed."""
        _, errors = self.process.communicate(timeout=30)
        return self.process.returncode, errors.decode()


@pytest.fixture
def worker(project):
    started = []

    def start(code: str) -> Worker:
        project.write("features.py", code)
        started.append(Worker(project))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()
