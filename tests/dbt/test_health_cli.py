"""`acta sources health` over a built warehouse, as a person at 80 columns sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dbt.builds import Build

from acta.cli.archive import share_lines

INCLUDE = Path(__file__).parents[2] / "include"


@pytest.fixture
def published(build: Build, tmp_path: Path) -> Path:
    """A data folder whose published warehouse is the fixture's build."""
    current = tmp_path / "data" / "publish" / "current"
    current.mkdir(parents=True)
    (current / "acta.duckdb").symlink_to(build.file)
    return tmp_path / "data"


def health(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from acta.cli import main; main()", "sources", "health", *arguments]
    environ = {**os.environ, "ACTA_DATA_DIR": str(data), "COLUMNS": "80", "PYTHONPATH": str(INCLUDE)}
    return subprocess.run(program, env=environ, capture_output=True, text=True, timeout=120)


def test_the_worst_sources_come_first_and_eighty_columns_are_enough(published: Path) -> None:
    shown = health(published)
    assert shown.returncode == 0, shown.stderr
    assert max(map(len, shown.stdout.splitlines())) <= 80
    table = [line.split() for line in shown.stdout.splitlines()]
    assert [row[:2] for row in table if row and row[0] in ("alpha", "beta", "gamma")] == [
        ["gamma", "blocked"],
        ["beta", "below_expected"],
        ["alpha", "as_expected"],
    ]
    assert "gamma: blocked 2026-03-02 08:00" in shown.stdout


def test_what_fewer_articles_have_than_expected_is_said_in_words() -> None:
    row = {
        "published_on_share": 1.0, "expected_published_on_share": 0.95,
        "author_share": 0.5, "expected_author_share": 0.8,
    }  # fmt: skip
    assert share_lines(row) == ["50% of the articles are signed, 80% expected"]
    assert share_lines(row | {"author_share": None}) == share_lines(row | {"expected_author_share": None}) == []


def test_one_source_can_be_asked_for_and_a_wrong_one_is_one_line(published: Path) -> None:
    assert "alpha" not in health(published, "beta").stdout
    wrong = health(published, "delta")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "acta: delta is not in the warehouse: `acta sources list` names the sources\n"
