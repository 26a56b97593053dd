"""The raw files: made once by `sluice generate`, kept in the bench folder, and used again."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import Failed


@dataclass(frozen=True)
class Corpus:
    source: Path  # has YYYY/MM/DD below it
    date: str
    files: int
    records: int  # in all
    bytes: int

    @property
    def day(self):
        return self.source / self.date.replace("-", "/")

    def __str__(self):
        return f"{self.files:,} files × {self.records // self.files:,} records ({self.bytes / 1e6:,.0f} MB)"


def corpus(sluice, bench, files, records_per_file):
    """One day of job listings. A half-made one from an interrupted run is made again."""
    folder = bench / "corpus" / f"{files}x{records_per_file}"
    complete = folder / ".complete"
    if not complete.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"making {files:,} files × {records_per_file:,} records", flush=True)
        command = [sluice, "generate", folder, "--days", "1", "--files", files, "--records", records_per_file]
        command += ["--jobs-only", "--seed", "1"]
        made = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if made.returncode != 0:
            raise Failed(f"sluice generate: exit code {made.returncode}\n{made.stderr[-3000:]}")
        complete.touch()
    digit = "[0-9]"
    days = list(folder.glob(f"**/{digit * 4}/{digit * 2}/{digit * 2}"))
    if len(days) != 1:
        raise Failed(f"{folder} should have one day of raw files and has {len(days)}: remove it and run again")
    raw = [path.stat().st_size for path in days[0].rglob("*.jsonl")]
    if len(raw) != files:
        raise Failed(f"{folder} should have {files} raw files and has {len(raw)}: remove it and run again")
    date = "-".join(days[0].parts[-3:])
    return Corpus(days[0].parents[2], date, files, files * records_per_file, sum(raw))


def warm(corpus):
    """Reads every raw file once, so that no contestant pays for a cold page cache."""
    for path in corpus.day.rglob("*.jsonl"):
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass
