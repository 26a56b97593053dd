"""The one fixture: a project in a temporary folder, the command that runs in it, and four readers of its tables."""

import json
import os
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote

import hypothesis
import pyarrow as pa
import pytest

# The same examples each time: a failure here is a failure on the next machine too.
hypothesis.settings.register_profile(
    "deterministic",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=5,
    # No shrinking: an example is a whole run of the command, and the assertion says which record it was.
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("deterministic")

ROOT = Path(__file__).resolve().parent.parent
SLUICE = Path(os.environ.get("SLUICE", ROOT / ".build/release/sluice")).absolute()
DATE = "2020-01-01"


class Result:
    """What one command did."""

    def __init__(self, arguments, code, stdout, stderr):
        self.arguments, self.code, self.stdout, self.stderr = arguments, code, stdout, stderr

    @property
    def output(self):
        return self.stdout + self.stderr

    def __repr__(self):  # what pytest shows when an assertion on the result fails
        command = " ".join(self.arguments)
        return f"sluice {command} → exit {self.code}\n--- stdout\n{self.stdout}\n--- stderr\n{self.stderr}"


class Project:
    """A project folder with one table, `t`, unless the test writes its own sluice.yaml."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configure()

    # --- what the user has ------------------------------------------------------------------------------------------

    def configure(self, features=None, function="extract", **options):
        """Writes sluice.yaml (and features.py, where its text is given) for the table `t`; options are its yaml keys."""
        lines = ["warehouse: ./warehouse", "tables:", "  t:", "    source: ./raw"]
        if features is not None:
            (self.folder / "features.py").write_text(features)
            lines.append(f"    features: features.py:{function}")
        for key, value in options.items():
            lines.append(f"    {key}: {json.dumps(value)}")  # JSON is YAML
        self.yaml("\n".join(lines) + "\n")
        return self

    def yaml(self, text):
        (self.folder / "sluice.yaml").write_text(text)
        return self

    def raw(self, files, date=DATE):
        """Writes raw files: {path below the day: bytes, or a list of records}. Lists become JSON Lines, compressed by name."""
        for name, content in files.items():
            path = self.raw_path(name, date)
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, list):
                content = compressed(name, "".join(json.dumps(record) + "\n" for record in content).encode())
            path.write_bytes(content)
        return self

    def raw_path(self, name, date=DATE):
        return self.folder / "raw" / date.replace("-", "/") / name

    # --- what the user does -----------------------------------------------------------------------------------------

    def sluice(self, *arguments, env=None, timeout=120, user=None):
        arguments = [str(argument) for argument in arguments]
        done = subprocess.run(
            [str(SLUICE), *arguments],
            cwd=self.folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            user=user,
        )
        decoded = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return Result(arguments, done.returncode, *decoded)

    def run(self, *arguments, date=DATE, **options):
        """`sluice run t --date DATE …`"""
        return self.sluice("run", "t", "--date", date, *arguments, **options)

    def ran(self, *arguments, **options):
        """A run that must succeed; its report, whose sum must balance."""
        before = set(self.report_paths())
        result = self.run(*arguments, **options)
        assert result.code == 0, result
        new = [path for path in self.report_paths() if path not in before]
        assert len(new) == 1, f"one new run report expected, found {new}"
        report = json.loads(new[0].read_text())
        assert balances(report), report
        return report

    def start(self, *arguments):
        """A command that goes on while the test does something to it, in a process group of its own."""
        return subprocess.Popen(
            [str(SLUICE), *map(str, arguments)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    # --- what lies in the warehouse ---------------------------------------------------------------------------------

    @property
    def table(self):
        return self.folder / "warehouse" / "t"

    def report_paths(self):
        return sorted((self.table / "_runs").glob("*.json"))

    def reports(self):
        return [json.loads(path.read_text()) for path in self.report_paths()]

    def log(self):
        """The log's entries, oldest first, each a list of actions."""
        entries = sorted((self.table / "_delta_log").glob("[0-9]*.json"))
        return [[json.loads(line) for line in entry.read_text().split("\n") if line] for entry in entries]

    def live(self, date=None):
        """Paths of the live parts, by replaying the log, in the order of their names."""
        live = set()
        for entry in self.log():
            live -= {unquote(action["remove"]["path"]) for action in entry if "remove" in action}
            live |= {unquote(action["add"]["path"]) for action in entry if "add" in action}
        wanted = f"day_partition={date}/" if date else ""
        return [self.table / path for path in sorted(live) if path.startswith(wanted)]

    def files_on_disk(self):
        """Every Parquet file of the table, live or not."""
        return sorted(self.table.glob("day_partition=*/*.parquet"))

    def quarantine(self, date=DATE):
        paths = sorted((self.table / "_quarantine" / f"day_partition={date}").glob("*.jsonl"))
        return [json.loads(line) for path in paths for line in path.read_text().split("\n") if line]

    # --- readers: rows as dicts, in (part, row) order where the reader keeps one -------------------------------------

    def arrow(self, date=None):
        """The live parts as one pyarrow table; the day is in the path only."""
        import pyarrow.parquet as pq

        parts = [pq.ParquetFile(path).read() for path in self.live(date)]
        return pa.concat_tables(parts, promote_options="permissive") if parts else pa.table({})

    def rows(self, date=None):
        return self.arrow(date).to_pylist()

    def rows_by_deltalake(self):
        from deltalake import DeltaTable

        return pa.table(DeltaTable(str(self.table)).to_pyarrow_table()).to_pylist()

    def rows_by_polars(self):
        import polars as pl

        return pl.scan_delta(str(self.table)).collect().to_dicts()

    def rows_by_duckdb(self):
        import duckdb

        paths = [str(path) for path in self.live()]
        query = "SELECT * FROM read_parquet(?, union_by_name = true, hive_partitioning = true, hive_types_autocast = false)"
        cursor = duckdb.execute(query, [paths])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]

    def published(self):
        """Whether any day was ever published."""
        return bool(self.log())


def compressed(name, data):
    codec = {".gz": "gzip", ".zst": "zstd"}.get(Path(name).suffix)
    if codec is None:
        return data
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def balances(report):
    counts = report["counts"]
    return counts["read"] + counts["added"] == counts["written"] + counts["dropped"] + counts["quarantined"]


def eventually(what, condition, seconds=30):
    """Waits until the condition holds; a test's patience, not its assertion."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still waiting after {seconds} s: {what}"
        time.sleep(0.02)


def descendants(pid):
    """Living processes below one process."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue
        state, parent = text[text.rindex(")") + 2 :].split()[:2]
        if state != "Z":
            parents.setdefault(int(parent), []).append(int(path.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="session", autouse=True)
def built():
    if not SLUICE.exists():
        pytest.exit(f"{SLUICE} is not there: build it first (make build), or name it in SLUICE", returncode=2)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
