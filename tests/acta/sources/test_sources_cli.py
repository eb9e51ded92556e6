"""A person adds a source with the program alone: one file, read back, collected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acta.newsroom import EDITIONS
from acta.newsroom.server import running_newsroom

PROGRAM = [sys.executable, "-c", "from acta.cli import main; main()"]


def acta(folder: Path, *arguments: str, text: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ACTA_")}
    environment |= {
        "ACTA_DATA_DIR": str(folder / "data"), "ACTA_SOURCES_DIR": str(folder / "sources"), "COLUMNS": "80",
        "PYTHONPATH": str(Path(__file__).parents[3] / "include"), **more,
    }  # fmt: skip
    return subprocess.run(
        [*PROGRAM, *arguments], env=environment, input=text, text=True, capture_output=True, timeout=300
    )


def test_an_outlet_of_the_catalogue_is_enabled_and_listed(tmp_path: Path) -> None:
    assert len(acta(tmp_path, "sources", "list", "--catalogue").stdout.splitlines()) >= 60
    assert acta(tmp_path, "sources", "list").stdout == ""
    assert acta(tmp_path, "sources", "enable", "bbc_world", "dawn").returncode == 0
    assert [line.split()[0] for line in acta(tmp_path, "sources", "list").stdout.splitlines()] == ["bbc_world", "dawn"]
    failed = acta(tmp_path, "sources", "enable", "bbc_wrld")
    assert (failed.returncode, failed.stderr) == (
        1, "acta: no source 'bbc_wrld' in the catalogue; did you mean 'bbc_world'?\n",
    )  # fmt: skip


def test_a_home_page_becomes_one_file_and_the_file_becomes_articles(tmp_path: Path) -> None:
    with running_newsroom() as newsroom:
        sample = {"ACTA_NEWSROOM_PORT": str(newsroom.port), "ACTA_NOW": EDITIONS[1].isoformat()}
        home = f"http://127.0.0.1:{newsroom.port + 1}/"
        added = acta(tmp_path, "sources", "add", home, "--id", "my_paper", **sample)
        assert added.returncode == 0, added.stderr
        assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".yml", ".yaml")] == ["my_paper.yml"]
        assert "no errors" in acta(tmp_path, "sources", "check").stdout
        collected = acta(tmp_path, "collect", "--source", "my_paper", **sample)
        assert " fetched" in collected.stderr, collected.stderr
        again = acta(tmp_path, "collect", "--from-list", "-", text=f"{home}no-such-page\nnothing\n", **sample)
        assert "http_404" in again.stderr and "1 line no web address" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("sources", "add", "http://127.0.0.1:9/"), "unsafe_address"),
        (("sources", "add", "file:///etc/passwd"), "not a web address"),
        (("collect", "--from-list", "nothing.txt"), "cannot be read"),
    ],
)
def test_what_cannot_be_added_is_one_line(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    failed = acta(tmp_path, *arguments)
    assert failed.returncode == 1 and len(failed.stderr.splitlines()) == 1
    assert failed.stderr.startswith("acta: ") and says in failed.stderr
    assert not list((tmp_path / "sources").glob("*")) if (tmp_path / "sources").exists() else True


def test_every_wrong_file_is_named_by_one_check(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "one.yml").write_text("name: One\nfeeds: [one.example]\n")
    (tmp_path / "sources" / "sound.yml").write_text("name: Sound\nfeeds: [https://sound.example/rss]\n")
    (tmp_path / "sources" / "two.yml").write_text("name: Two\n\nfeedz: [https://two.example/rss]\n")
    checked = acta(tmp_path, "sources", "check")
    assert checked.returncode == 1
    assert [line.split(": ")[:2] for line in checked.stderr.splitlines()] == [
        ["acta", "sources/one.yml:2"],
        ["sources/two.yml:3", "unknown key 'feedz'; did you mean 'feeds'?"],
    ]
