"""What takes part in a case: Sluice and its peers, each a command that starts with no output and must write all of it."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import Failed, measure

PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Setting:
    sluice: Path
    python: Path  # of the peers' virtual environment
    bench: Path
    workers: int
    runs: int


class Contestant:
    """A name, the command and the folder that its Parquet files land in."""

    def __init__(self, setting, name, command, output, cwd=None, env=None, writes=True):
        self.setting, self.name, self.command = setting, name, command
        self.output, self.cwd, self.env, self.writes = output, cwd or setting.bench, env, writes

    def run(self, corpus):
        """One measured run; wiping before and checking after are outside the clock."""
        shutil.rmtree(self.output, ignore_errors=True)
        self.output.parent.mkdir(parents=True, exist_ok=True)
        if self.writes and self.name != "sluice":
            self.output.mkdir()
        cost = measure(self.command, cwd=self.cwd, env=self.env)
        if self.writes:
            check(self.setting, self.name, self.output, corpus.records)
        return cost


def check(setting, name, output, records):
    """Full outputs or no time: every record a row, every column chunk snappy."""
    done = subprocess.run([setting.python, PEERS / "check.py", output], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{name}: its output cannot be read\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    if found["rows"] != records:
        raise Failed(f"{name} wrote {found['rows']:,} rows of {records:,} records")
    if found["codecs"] != ["SNAPPY"]:
        raise Failed(f"{name} wrote {', '.join(found['codecs'])} where snappy was asked for")


def sluice(setting, corpus, features=None, workers=None):
    """`sluice run` on a project of one table; `features` is the text of a features.py."""
    project = setting.bench / "projects" / ("features" if features else "flatten")
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir(parents=True)
    lines = [f"warehouse: {setting.bench / 'warehouse'}", "tables:", "  jobs:", f"    source: {corpus.source}"]
    if features:
        (project / "features.py").write_text(features)
        lines.append("    features: features.py:extract")
    lines.append("    compression: snappy")
    (project / "sluice.yaml").write_text("\n".join(lines) + "\n")
    command = [setting.sluice, "run", "jobs", "--date", corpus.date, "--workers", workers or setting.workers]
    return Contestant(setting, "sluice", command, setting.bench / "warehouse" / "jobs", cwd=project)


def peer(setting, corpus, name, script, *arguments, writes=True):
    """A script of the peers folder, called with the day's folder, the output folder and the number of threads."""
    output = setting.bench / "peers" / script.removesuffix(".py")
    command = [setting.python, PEERS / script, corpus.day, output, setting.workers, *arguments]
    # Polars takes its number of threads from the environment, before it is imported.
    env = {"POLARS_MAX_THREADS": str(setting.workers)}
    return Contestant(setting, name, command, output, env=env, writes=writes)


def starter_features(setting):
    """The features.py that `sluice init` gives a new user."""
    folder = setting.bench / "projects" / "starter"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run([setting.sluice, "init", folder], capture_output=True, text=True, cwd=setting.bench)
    if made.returncode != 0:
        raise Failed(f"sluice init: exit code {made.returncode}\n{made.stderr[-2000:]}")
    return folder / "features.py"
