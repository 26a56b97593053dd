"""The command as its user meets it: a start, a look, a run, and mistakes answered with the line and the remedy."""

import json

import pytest
from conftest import DATE

SUBCOMMANDS = ["init", "preview", "run", "history", "restore", "vacuum", "generate"]


@pytest.mark.parametrize("command", SUBCOMMANDS)
def test_help_teaches(project, command):
    everything = project.sluice("--help")
    assert everything.code == 0 and command in everything.stdout
    result = project.sluice(command, "--help")
    assert result.code == 0 and "USAGE" in result.stdout.upper()


def test_init_makes_a_project_that_previews_and_runs_and_never_overwrites(project):
    folder = project.folder / "mine"
    made = project.sluice("init", folder)
    assert made.code == 0, made
    assert (folder / "sluice.yaml").exists() and (folder / "features.py").exists()
    (folder / "features.py").write_text("# mine\n")
    again = project.sluice("init", folder)
    assert again.code != 0, again
    assert (folder / "features.py").read_text() == "# mine\n"


def test_preview_shows_a_few_records_and_writes_nothing(project):
    project.configure("def extract(r: dict) -> dict:\n    return {'twice': r['n'] * 2, 'text': 'preview me'}\n")
    project.raw({"a.jsonl": [{"n": n} for n in range(1000)]})
    result = project.sluice("preview", "t", "--date", DATE)
    assert result.code == 0, result
    assert "twice" in result.stdout and "preview me" in result.stdout and "int64" in result.stdout
    assert not project.table.exists()


def test_preview_shows_the_users_traceback(project):
    project.configure("def extract(r: dict) -> dict:\n    return r['missing key']\n").raw({"a.jsonl": [{"n": 1}]})
    result = project.sluice("preview", "t", "--date", DATE)
    assert result.code == 1, result
    assert "KeyError" in result.output and "features.py" in result.output


def test_run_prints_a_summary_that_adds_up(project):
    project.raw({"a.jsonl": b'{"n": 1}\nbad\n{"n": 2}\n'})
    result = project.run("--max-quarantined", 1)
    assert result.code == 0, result
    for word in ("read", "written", "dropped", "quarantined"):
        assert word in result.output, word
    assert "\r" not in result.output and "\x1b" not in result.output  # no terminal, plain lines


def test_json_is_for_machines_line_by_line_with_the_report_last(project):
    features = "def extract(r: dict) -> dict:\n    print('from the function')\n    return r\n"
    project.configure(features).raw({"a.jsonl": [{"n": 1}]})
    result = project.run("--json")
    assert result.code == 0, result
    values = [json.loads(line) for line in result.stdout.splitlines() if line.strip()]
    (report,) = project.reports()

    def contains(value):
        if value == report:
            return True
        return isinstance(value, dict) and any(map(contains, value.values())) or isinstance(value, list) and any(map(contains, value))

    assert contains(values), values


def test_run_without_a_table_runs_them_all(project):
    project.yaml("warehouse: ./warehouse\ntables:\n  one:\n    source: ./raw\n  two: { source: ./raw }\n")
    project.raw({"a.jsonl": [{"n": 1}]})
    result = project.sluice("run", "--date", DATE)
    assert result.code == 0, result
    assert all(list((project.folder / "warehouse" / name).glob(f"day_partition={DATE}/*.parquet")) for name in ("one", "two"))


def test_paths_are_relative_to_the_configuration_wherever_the_command_is_called(project, tmp_path):
    project.configure("def extract(r: dict) -> dict:\n    return r\n").raw({"a.jsonl": [{"n": 1}]})
    elsewhere = project.folder / "elsewhere"
    elsewhere.mkdir()
    import subprocess

    from conftest import SLUICE

    command = [str(SLUICE), "run", "t", "--date", DATE, "--config", str(project.folder / "sluice.yaml")]
    done = subprocess.run(command, cwd=elsewhere, env={"PATH": "/usr/bin:/bin"}, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert project.rows() == [{"n": 1}] or [row["n"] for row in project.rows()] == [1]
    assert not list(elsewhere.iterdir())


# sluice.yaml, the number of the wrong line, words that the answer must have.
MISTAKES = {
    "unknown key": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    feature: features.py:extract\n", 5, ["feature", "features"]),
    "unknown key at the top": ("warehouse: ./w\ntabels:\n  t:\n    source: ./raw\n", 2, ["tabels", "tables"]),
    "no source": ("warehouse: ./w\ntables:\n  t:\n    lineage: true\n", 3, ["source"]),
    "no such choice": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    compression: gzip9\n", 5, ["gzip9", "zstd"]),
    "no such on_error": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    on_error: ignore\n", 5, ["ignore", "quarantine"]),
    "no number": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    max_rows_per_part: many\n", 5, ["max_rows_per_part", "many"]),
    "too many rows": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    max_rows_per_part: 2000000\n", 5, ["1048576"]),
    "no type": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    schema: { at: timestmap }\n", 5, ["timestmap", "timestamp"]),
    "no function in features": ("warehouse: ./w\ntables:\n  t:\n    source: ./raw\n    features: features.py\n", 5, ["features.py:"]),
    "no YAML": ("warehouse: ./w\ntables:\n  t: [\n", None, ["sluice.yaml"]),
    "a tab": ("warehouse: ./w\ntables:\n\tt:\n", 3, ["sluice.yaml"]),
    "no tables": ("warehouse: ./w\n", None, ["tables"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_configuration_is_answered_with_its_line_and_a_remedy(project, mistake):
    text, line, words = MISTAKES[mistake]
    project.yaml(text).raw({"a.jsonl": [{"n": 1}]})
    result = project.run()
    assert result.code == 2, result
    if line:
        assert f"sluice.yaml:{line}" in result.stderr, result
    for word in words:
        assert word in result.stderr.replace(",", ""), result
    assert not (project.folder / "w").exists()


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["run", "nothing", "--date", DATE], "nothing"),
        (["run", "t", "--date", "2020-02-30"], "2020-02-30"),
        (["run", "t", "--dates", "2020-01-02..2020-01-01"], "2020-01-0"),
        (["run", "t", "--date", DATE, "--dates", "2020-01-01..2020-01-02"], "--date"),
        (["run", "t"], "--date"),
        (["run", "t", "--date", DATE, "--workers", "0"], "workers"),
        (["run", "t", "--date", DATE, "--on-error", "shrug"], "shrug"),
        (["run", "t", "--date", DATE, "--max-quarantined", "some"], "some"),
        (["run", "t", "--date", DATE, "--timeout", "-1"], "timeout"),
        (["run", "t", "--date", DATE, "--config", "nowhere.yaml"], "nowhere.yaml"),
        (["preview", "nothing", "--date", DATE], "nothing"),
        (["swim"], "swim"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_on_the_command_line_exits_2_and_says_what(project, arguments, word):
    project.raw({"a.jsonl": [{"n": 1}]})
    result = project.sluice(*arguments)
    assert result.code == 2, result
    assert word in result.stderr, result
    assert not project.table.exists()


def test_a_missing_configuration_points_at_init(project):
    (project.folder / "sluice.yaml").unlink()
    result = project.run()
    assert result.code == 2, result
    assert "sluice.yaml" in result.stderr and "init" in result.stderr


def test_a_missing_feature_file_or_function_is_named(project):
    project.configure("def other(r: dict) -> dict:\n    return r\n").raw({"a.jsonl": [{"n": 1}]})
    result = project.run()
    assert result.code in (1, 2) and "extract" in result.output, result
    (project.folder / "features.py").unlink()
    result = project.run()
    assert result.code == 2 and "features.py" in result.output, result
