"""A list of URLs and standard input as input: what is new is fetched, once, however often the list is given."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.local_site import LocalSite, Page

from acta.collect import parts
from acta.collect.files import collect_files
from acta.collect.lists import collect_list
from acta.config import Settings
from acta.errors import Permanent
from acta.sources import Source
from acta.store.batches import list_batches, read_batch, read_table

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
FILES = Source(source_id="files", name="Own files", kind="files")
PIPED = """
import sys
from pathlib import Path
from acta.collect.files import collect_files
from acta.config import Settings
settings = Settings(data_dir=Path(sys.argv[1]), sources_dir=Path(sys.argv[1]))
print(collect_files(settings, ["-"], run_key=sys.argv[2]).pages)
"""


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.fixture
def today(settings: Settings) -> Settings:
    return dataclasses.replace(settings, now=DAY, host_interval_seconds=0.0, fetch_seconds=5.0)


def write_list(site: LocalSite, path: Path, count: int) -> Path:
    for number in range(count):
        site.pages[f"/story/{number}"] = Page(f"<html><h1>Story {number}</h1><p>The envoy spoke.</p></html>")
    lines = [site.url(f"/story/{number}?utm_source=mail") for number in range(count)]
    site.pages |= {f"{path}?utm_source=mail": page for path, page in site.pages.items()}
    path.write_text("# stories\n" + "\n".join([*lines, site.url("/story/0#top"), "story 1"]) + "\n")
    return path


def test_each_page_of_a_list_is_fetched_once_however_it_is_spelt(
    today: Settings, site: LocalSite, tmp_path: Path
) -> None:
    said: list[str] = []
    listed = write_list(site, tmp_path / "urls.txt", 3)
    result = collect_list(today, listed, FILES, "r1", said.append, site.allow)
    assert result.pages == {"fetched": 3}
    assert any("1 line no web address" in line for line in said)
    row = read_table(today, read_batch(today, "collect", result.batch_ids[0]), "fetches")[0]
    assert (row["url_key"], row["seen_in"]) == (site.url("/story/0"), listed.as_uri())


def test_the_same_list_an_hour_later_asks_for_nothing_and_after_a_day_looks_again(
    today: Settings, site: LocalSite, tmp_path: Path
) -> None:
    listed = write_list(site, tmp_path / "urls.txt", 3)
    collect_list(today, listed, FILES, "r1", allow=site.allow)
    site.asked.clear()
    later = dataclasses.replace(today, now=DAY + timedelta(hours=1))
    assert collect_list(later, listed, FILES, "r2", allow=site.allow).pages == {} and site.paths == []
    next_day = dataclasses.replace(today, now=DAY + timedelta(hours=25))
    assert collect_list(next_day, listed, FILES, "r3", allow=site.allow).pages == {"unchanged": 3}


def test_a_list_that_was_cut_off_goes_on_with_what_was_not_stored(
    today: Settings, site: LocalSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acta.collect.run.PAGES_PER_PART", 4)
    listed = write_list(site, tmp_path / "urls.txt", 10)
    finish, finished = parts.Part.finish, 0

    def cut_off(self: parts.Part) -> object:
        nonlocal finished
        finished += 1
        if finished == 2:
            raise KeyboardInterrupt
        return finish(self)

    with monkeypatch.context() as patch:
        patch.setattr(parts.Part, "finish", cut_off)
        with pytest.raises(KeyboardInterrupt):
            collect_list(today, listed, FILES, "r1", allow=site.allow)
    site.asked.clear()
    collect_list(today, listed, FILES, "r2", allow=site.allow)
    stored = [
        row["url"]
        for batch in list_batches(today, "collect")
        for row in read_table(today, batch, "fetches")
        if row["kind"] == "article"
    ]
    # the first part was finished, the second one fetched: only what comes after is asked for
    assert len(site.paths) == 2 and {site.url(path) for path in site.paths} <= set(stored)
    assert len(stored) == len(set(stored)) == 10


@pytest.mark.parametrize(
    ("text", "says"), [("", "no web address"), ("a.example/b\n", "no web address"), (None, "cannot be read")]
)
def test_a_list_without_an_address_is_one_clear_line(
    today: Settings, tmp_path: Path, text: str | None, says: str
) -> None:
    path = tmp_path / "urls.txt"
    if text is not None:
        path.write_text(text)
    with pytest.raises(Permanent, match=says):
        collect_list(today, path, FILES, "r1")


def test_a_list_may_come_from_standard_input(today: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/a"] = Page("<html>A story.</html>")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(site.url("/a").encode())))
    assert collect_list(today, "-", FILES, "r1", allow=site.allow).pages == {"fetched": 1}


def test_a_text_piped_in_is_an_article_once(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "include")}
    pages = [
        subprocess.run(
            [sys.executable, "-c", PIPED, str(tmp_path), run_key],
            env=environment, input=text, text=True, capture_output=True, check=True,
        ).stdout.strip()
        for run_key, text in (("r1", "The envoy spoke."), ("r2", "The envoy spoke."), ("r3", ""))
    ]  # fmt: skip
    assert [json.loads(line.replace("'", '"')) for line in pages] == [{"fetched": 1}, {"unchanged": 1}, {"rejected": 1}]


def test_a_web_archive_in_a_folder_does_not_hide_a_path_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="no such file or folder"):
        collect_files(settings, [tmp_path / "a.warc.gz"], run_key="r1")
