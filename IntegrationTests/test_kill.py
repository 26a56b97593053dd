"""Runs that are killed at any point: the same command again, and the table is as if nothing had happened."""

import hashlib
import json
import os
import random
import signal
import subprocess
import threading
import time

import pytest
from conftest import DATE, eventually

# Slow enough that what it makes is worth keeping; notes each batch that it is called with.
SLOW = """
import pandas as pd, time

def extract(df: pd.DataFrame) -> pd.DataFrame:
    time.sleep(SECONDS)
    with open("seen", "a") as seen:
        seen.write(f"{df['id'].iloc[0]}\\n")
    df["generation"] = GENERATION
    if GENERATION == 2 and df["id"].iloc[0] >= LATE: df["wide"] = df["id"] + 0.5
    else: df["wide"] = df["id"]
    return df

SECONDS, GENERATION, LATE = 0.2, 1, 10**9
"""


def write(project, files=12, records=50, date=DATE):
    project.raw(
        {
            f"{number:02}.jsonl": b"".join(
                b"not json\n" if row == 7 and number % 4 == 0 else b'{"id": %d}\n' % (number * records + row)
                for row in range(records)
            )
            for number in range(files)
        },
        date,
    )


def kill(process):
    """Kills the command and its workers at once, as a machine that dies does."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def seen(project):
    path = project.folder / "seen"
    calls = [int(line) for line in path.read_text().split()] if path.exists() else []
    path.unlink(missing_ok=True)
    return sorted(calls)


def digests(project):
    """The live parts' bytes, without their names: those have the run in them."""
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in project.live()]


def quarantine(project):
    return sorted((entry["file"], entry["line"], entry["reason"]) for entry in project.quarantine())


def assert_nothing_is_stray(project):
    """Below the table's folder lie the log, reports, live parts, and one manifest with the quarantines that it names."""
    files = {str(path.relative_to(project.table)) for path in project.table.rglob("*") if path.is_file()}
    files -= {path for path in files if path.startswith(("_delta_log/", "_runs/"))}
    manifests = {path for path in files if path.startswith("_manifests/")}
    assert len(manifests) == 1, manifests
    named = {path for path in files if path.startswith("_quarantine/")}
    text = (project.table / next(iter(manifests))).read_text()
    assert all(json.dumps(path) in text for path in named), named
    live = {str(path.relative_to(project.table)) for path in project.live()}
    assert files == live | manifests | named


def staged(project):
    folder = project.table / "_staging"
    return [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.exists() else []


OPTIONS = {"batch_size": 60, "max_quarantined": "10%", "workers": 2}


# With the second, a column becomes wider in a late batch, so that what was encoded before is encoded again.
@pytest.mark.parametrize("constants", ["0.2, 1, 10**9", "0.2, 2, 400"])
def test_a_killed_run_is_gone_on_with_and_has_the_same_bytes(project, constants):
    project.configure(SLOW.replace("0.2, 1, 10**9", constants), **OPTIONS)
    write(project)
    project.ran()
    expected, calls, lines = digests(project), seen(project), quarantine(project)
    subprocess.run(["rm", "-rf", str(project.table)], check=True)

    process = project.start("run", "t", "--date", DATE)
    eventually("six batches kept", lambda: len(staged(project)) >= 6)
    kill(process)
    assert not project.published()
    kept = len(staged(project))
    seen(project)
    report = project.ran()
    assert report["resumedBatches"] == kept >= 6
    # A worker may outlive its killed run by one batch.
    assert len(set(seen(project))) == len(calls) - kept
    assert digests(project) == expected
    assert quarantine(project) == lines
    assert staged(project) == [], "nothing is kept once the day is published"


def test_a_killed_run_is_not_gone_on_with_under_other_code_or_files(project):
    project.configure(SLOW, **OPTIONS)
    write(project)
    for change in ("code", "file"):
        process = project.start("run", "t", "--date", DATE, "--full")
        eventually("batches kept", lambda: len(staged(project)) >= 3)
        kill(process)
        if change == "code":
            project.configure(SLOW.replace("0.2, 1,", "0.2, 3,"), **OPTIONS)
        else:
            project.raw({"05.jsonl": [{"id": 5000 + row} for row in range(50)]})
        report = project.ran("--full")
        assert report["resumedBatches"] == 0
        assert staged(project) == []
    assert {row["generation"] for row in project.rows()} == {3}
    assert 5000 in {row["id"] for row in project.rows()}


def test_an_interrupted_run_is_gone_on_with_too(project):
    project.configure(SLOW, **OPTIONS)
    write(project)
    process = project.start("run", "t", "--date", DATE)
    eventually("batches kept", lambda: len(staged(project)) >= 4)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert project.ran()["resumedBatches"] >= 4


def test_what_was_kept_of_a_run_that_is_not_needed_any_more_is_removed(project):
    project.configure(SLOW, **OPTIONS)
    write(project)
    project.ran()
    process = project.start("run", "t", "--date", DATE, "--full")
    eventually("batches kept", lambda: len(staged(project)) >= 2)
    kill(process)
    assert project.ran()["outcome"] == "unchanged"
    assert staged(project) == []


def test_staged_batches_that_are_damaged_are_made_again(project):
    project.configure(SLOW, **OPTIONS)
    write(project)
    process = project.start("run", "t", "--date", DATE)
    eventually("batches kept", lambda: len(staged(project)) >= 4)
    kill(process)
    for number, path in enumerate(sorted(staged(project))):
        data = path.read_bytes()
        path.write_bytes([data[: len(data) // 2], b"", b"\xff" * len(data)][number % 3])
    report = project.ran()
    assert report["resumedBatches"] == 0
    assert sorted(row["id"] for row in project.rows()) == sorted(set(range(600)) - {row * 200 + 7 for row in range(3)})


def test_kills_at_many_moments_change_nothing(project):
    """Extract, pack, publish, append and pack again, killed some forty times at moments of a seeded choice."""
    project.configure(SLOW.replace("0.2, 1", "0.01, 1"), **{**OPTIONS, "max_rows_per_part": 100})
    random_moment = random.Random(3)
    killed = 0
    for generation, (files, expected) in enumerate([(6, 300), (12, 600), (18, 900)]):
        write_from(project, files)
        if generation == 0:
            begun = time.monotonic()
            assert project.run().code == 0
            a_file = (time.monotonic() - begun) / files
        for attempt in range(14):
            # A run that finds the day done already has little to be killed in: two of three build it anew.
            process = project.start("run", "t", "--date", DATE, *(["--full"] if attempt % 3 else []))
            time.sleep(random_moment.uniform(0.05, 1.0) * a_file * files)
            killed += process.poll() is None
            kill(process)
            check_consistent(project)
        result = project.run()
        assert result.code == 0, result
        rows = project.rows_by_polars()
        assert sorted(row["id"] for row in rows) == sorted(set(range(expected)) - bad(files))
        assert sorted(row["id"] for row in project.rows_by_deltalake()) == sorted(row["id"] for row in rows)
    assert killed > 15
    vacuumed = project.sluice("vacuum", "t", "--retain", "0s", "--force")
    assert vacuumed.code == 0, vacuumed
    assert_nothing_is_stray(project)
    assert quarantine(project) == sorted((f"2020/01/01/{number:02}.jsonl", 8, "not JSON") for number in range(0, 18, 4))
    assert {path.name for path in project.files_on_disk()} >= {path.name for path in project.live()}


def write_from(project, files, records=50):
    """Adds the raw files that are not there yet, so that those that are do not change."""
    for number in range(files):
        if not project.raw_path(f"{number:02}.jsonl").exists():
            lines = (b"not json\n" if row == 7 and number % 4 == 0 else b'{"id": %d}\n' % (number * records + row) for row in range(records))
            project.raw({f"{number:02}.jsonl": b"".join(lines)})


def bad(files, records=50):
    return {number * records + 7 for number in range(0, files, 4)}


def check_consistent(project):
    """Whatever is published is a whole state of the day: 6, 12 or 18 files, each once."""
    if not project.published():
        return
    found = sorted(row["id"] for row in project.rows())
    assert found in [sorted(set(range(files * 50)) - bad(files)) for files in (6, 12, 18)], len(found)


def test_readers_never_see_a_mixture_while_a_day_is_replaced(project):
    import polars as pl
    from deltalake import DeltaTable

    project.configure(
        "def extract(record: dict) -> dict:\n    return {**record, 'generation': GENERATION}\n\nGENERATION = 0\n",
        max_rows_per_part=40,
        max_quarantined="10%",
    )
    write(project, files=4)
    project.ran()
    count = len(project.rows())
    stop = threading.Event()
    problems, looks = [], []

    def look():
        while not stop.is_set():
            try:
                table = DeltaTable(str(project.table))
                frame = pl.scan_delta(str(project.table), version=table.version()).collect()
                looks.append(table.version())
                if frame["generation"].n_unique() != 1 or len(frame) != count:
                    problems.append((table.version(), frame["generation"].unique().to_list(), len(frame)))
            except Exception as error:  # noqa: BLE001: any error is what the test is about
                problems.append(repr(error))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for generation in range(1, 9):
            text = (project.folder / "features.py").read_text()
            (project.folder / "features.py").write_text(text.replace(f"= {generation - 1}\n", f"= {generation}\n"))
            assert project.ran()["work"] == "rebuild"
    finally:
        stop.set()
        thread.join()
    assert problems == []
    assert len(set(looks)) > 3


def test_eight_processes_at_one_table_lose_no_acknowledged_commit(project):
    days = ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-01", "2020-01-02", "2020-01-04", "2020-01-05", "2020-01-01"]
    for day in set(days):
        write(project, files=2, date=day)
    project.configure(max_quarantined="10%")
    processes = [(day, project.start("run", "t", "--date", day, "--full", "--json")) for day in days]
    acknowledged = []
    for day, process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode in (0, 3), err
        if process.returncode == 0:
            report = [json.loads(line) for line in out.splitlines() if b"day_finished" in line][0]["report"]
            acknowledged.append((report["tableVersion"], day, report["run"]))
    committed = []
    for version, entry in enumerate(project.log()):
        info = [action["commitInfo"] for action in entry if "commitInfo" in action][0]
        days_of_entry = {action["add"]["partitionValues"]["day_partition"] for action in entry if "add" in action}
        committed.append((version, *days_of_entry, json.dumps(info)))
    assert len(acknowledged) == len(committed)
    for (version, day, run), (there, day_there, info) in zip(sorted(acknowledged), committed):
        assert (version, day) == (there, day_there) and run in info
    assert {day for _, day, _ in acknowledged} == set(days)
    assert len(project.rows_by_deltalake()) == 5 * 99
