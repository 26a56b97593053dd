"""The README's walk-through is true: its blocks are run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def blocks(document: str, label: str) -> list[tuple[str, str]]:
    """(language, text) of each fenced block that follows `<!-- test: label -->`."""
    text = (ROOT / document).read_text()
    pattern = rf"<!-- test: {label} -->\n```(\w*)\n(.*?)```"
    return re.findall(pattern, text, re.DOTALL)


def test_the_first_table_walk_through_works_as_written(tmp_path):
    shell, python = [], []
    for language, text in blocks("README.md", "first-table"):
        (python if language == "python" else shell).append(text)
    assert len(shell) == 3 and len(python) == 1

    script = "set -euo pipefail\nshopt -s expand_aliases\n"
    script += f"alias sluice={ROOT}/.build/release/sluice\n" + "\n".join(shell)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    summary = re.findall(r"job_features\s+2020-01-0[12]\s+2,000 =\s+2,000 \+\s+0 \+\s+0\s+published", done.stdout)
    assert len(summary) == 2, done.stdout
    unchanged = re.findall(r"job_features\s+2020-01-0[12] .* unchanged", done.stdout)
    assert len(unchanged) == 2, "nothing changed between the two runs"
    assert re.search(r"\n\s+1 .* 2020-01-02 .*\n\s+0 .* 2020-01-01 ", done.stdout), "the history names both days"

    project = tmp_path / "my-project"
    shown = subprocess.run(
        [sys.executable, "-c", python[0]], cwd=project, capture_output=True, text=True, timeout=120
    )
    assert shown.returncode == 0, shown.stderr
    assert "2020-01-02" in shown.stdout and "job_" in shown.stdout


def test_the_readme_shows_every_form_that_functions_are_told_by():
    text = (ROOT / "README.md").read_text()
    for form in ("pd.DataFrame", "pa.RecordBatch", "pa.Table", "pl.DataFrame", "record: dict", "inp_file", "transform"):
        assert form in text


def test_documents_link_to_what_is_there():
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"
