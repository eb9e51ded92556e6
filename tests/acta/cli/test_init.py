"""A project of one's own: three commands from a folder of saved pages to a table, and from a row of it back to the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.saved_pages import write_pages

from acta.config import REPO, Settings, find_project, load_settings
from acta.errors import Permanent

ACTA = str(Path(sys.executable).with_name("acta"))


def acta(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it is typed in ``folder``, with no setting in the environment."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("ACTA_")} | {"COLUMNS": "100"}
    return subprocess.run([ACTA, *arguments], cwd=folder, env=environment, text=True, capture_output=True, timeout=1500)


def rows(folder: Path, sql: str) -> list[dict[str, str]]:
    done = acta(folder, "query", sql, "--format", "json", "--limit", "0")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_thirty_saved_pages_are_tables_after_three_commands(tmp_path: Path) -> None:
    said = write_pages(tmp_path / "pages")
    odd = tmp_path / "pages" / "00-aldmere.html"
    odd.write_text(odd.read_text(encoding="utf-8").replace("Printed in", "\x1b]0;owned\x07\u202ePrinted in"), encoding="utf-8")
    project = tmp_path / "my news"

    assert acta(tmp_path, "init", "my news").returncode == 0
    taken = acta(project, "ingest", "../pages")
    counted = acta(project, "query", "select count(*) as articles from articles", "--format", "csv")

    assert taken.returncode == 0, taken.stderr
    assert counted.stdout.split() == ["articles", "30"]
    found = rows(project, "select speaker_name, speaker_text, exact_text, statement_id, version_id, title from statements")
    for speaker, quote in said.values():
        assert any(quote in row["exact_text"] and speaker in (row["speaker_name"] or "") for row in found), (speaker, quote)
    outlets = rows(project, "select outlet_name, count(*) as n from articles group by all")
    assert outlets == [{"outlet_name": "Own files", "n": 30}]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my news", "pages"]

    # a row leads to its page, from anywhere in the project
    row = next(row for row in found if said["00-aldmere.html"][1] in row["exact_text"])
    below = project / "sources"
    page = acta(below, "show", row["statement_id"], "--page")
    assert said["00-aldmere.html"][1] in page.stdout and "<!doctype html>" in page.stdout
    assert "\x1b" not in page.stdout and "\u202e" not in page.stdout and "␛]0;owned" in page.stdout
    written = acta(below, "show", row["version_id"], "--page", "--output", str(tmp_path / "page.html"))
    assert written.returncode == 0 and (tmp_path / "page.html").read_bytes() == odd.read_bytes()
    assert said["00-aldmere.html"][1] in acta(below, "show", row["title"]).stdout.replace("\n", " ")
    assert "--output goes with --page" in acta(below, "show", row["title"], "--output", "x").stderr

    # when the archive has expired, the text and the address remain
    for archive in (project / "data" / "warc").rglob("*.warc.gz"):
        archive.unlink()
    gone = acta(project, "show", row["statement_id"], "--page")
    assert gone.returncode == 1 and "ACTA_ARCHIVE_DAYS" in gone.stderr and row["version_id"] in gone.stderr
    assert "no statement has the id" in acta(project, "show", "sta_" + "0" * 24).stderr


def test_a_new_project_is_empty_and_a_second_init_changes_nothing(tmp_path: Path) -> None:
    first = acta(tmp_path, "init")
    assert first.returncode == 0, first.stderr
    (tmp_path / ".env").write_text("ACTA_HOME=.\nACTA_WORKERS=3\n")
    again = acta(tmp_path, "init")
    assert "nothing was changed" in again.stdout and "ACTA_WORKERS=3" in (tmp_path / ".env").read_text()
    assert acta(tmp_path, "sources", "list").stdout == ""
    assert "put a YAML file" in acta(tmp_path, "collect").stderr
    assert "0 in " in next(line for line in acta(tmp_path, "doctor").stdout.splitlines() if "sources:" in line)


def test_a_dry_run_of_init_writes_nothing(tmp_path: Path) -> None:
    assert "would write" in acta(tmp_path, "init", "news", "--dry-run").stdout
    assert list(tmp_path.iterdir()) == []


def test_init_touches_neither_the_checkout_nor_another_project_nor_somebody_elses_env(tmp_path: Path) -> None:
    assert "is Acta itself" in acta(REPO, "init").stderr
    acta(tmp_path, "init", "news")
    assert "lies inside the project" in acta(tmp_path / "news", "init", "more").stderr
    (tmp_path / ".env").write_text("SECRET=1\n")
    assert "ACTA_HOME=." in acta(tmp_path, "init").stderr
    assert (tmp_path / ".env").read_text() == "SECRET=1\n" and not (tmp_path / "sources").exists()


def test_a_project_sets_its_folders_and_the_environment_goes_first(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ACTA_HOME=.\nACTA_WORKERS=3\nACTA_DATA_DIR=elsewhere\nOTHER=x\nACTA_CONTACT=\n")
    settings = load_settings({"ACTA_HOME": str(tmp_path)})
    assert settings.sources_dir == tmp_path / "sources" and settings.judgements_dir == tmp_path / "judgements"
    assert settings.data_dir == tmp_path / "elsewhere" and settings.workers == 3
    assert settings.dbt_dir == REPO / "dbt_project" and settings.contact == Settings().contact
    ours = load_settings({"ACTA_HOME": str(tmp_path), "ACTA_WORKERS": "2", "ACTA_DATA_DIR": "/tmp/x"})
    assert ours.workers == 2 and ours.data_dir == Path("/tmp/x")


def test_a_typo_in_a_projects_env_is_named_and_a_home_that_is_missing_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ACTA_HOME=.\nACTA_WORKRES=3\n")
    with pytest.raises(Permanent, match="did you mean ACTA_WORKERS"):
        load_settings({"ACTA_HOME": str(tmp_path)})
    with pytest.raises(Permanent, match="acta init"):
        load_settings({"ACTA_HOME": str(tmp_path / "no")})


@pytest.mark.parametrize("text", ["", "ACTA_HOME=\nACTA_WORKERS=3\n", "OTHER=1\n", "\x00\xff not a file of settings"])
def test_an_env_that_names_no_project_makes_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".env").write_bytes(text.encode("latin-1"))
    assert find_project(tmp_path) is None


def test_the_nearest_project_upwards_is_found(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ACTA_HOME=.\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / ".env").write_text("UNRELATED=1\n")
    assert find_project(tmp_path / "a" / "b") == tmp_path
