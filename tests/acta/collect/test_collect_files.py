"""A user's own files, folders and pages."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.local_site import LocalSite, Page

from acta.collect.archive import read_body
from acta.collect.files import collect_files
from acta.collect.parts import CollectResult
from acta.config import Settings
from acta.errors import Permanent
from acta.store.batches import read_batch, read_table

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def rows(settings: Settings, result: CollectResult) -> list[dict[str, Any]]:
    return [
        row for one in result.batch_ids for row in read_table(settings, read_batch(settings, "collect", one), "fetches")
    ]


def test_a_folder_is_read_in_order_and_what_cannot_be_read_says_why(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text("The minister spoke.", encoding="utf-8")
    (folder / "b.txt").write_text("")
    (folder / "below" / "c.html").write_text("<html><p>The envoy spoke.</p></html>")
    (folder / "d.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "e.pdf").write_bytes(b"%PDF-1.4")
    result = collect_files(dataclasses.replace(settings, now=NOW), [folder], run_key="r1", published_at="2026-03-01")
    found = {Path(row["url"]).name: row for row in rows(settings, result)}
    assert {name: (row["outcome"], row["reason"], row["content_type"]) for name, row in found.items()} == {
        "a.txt": ("fetched", None, "text/plain"),
        "b.txt": ("rejected", "empty", None),
        "c.html": ("fetched", None, "text/html"),
        "d.txt": ("rejected", "binary", None),
    }
    text = found["a.txt"]
    assert (text["kind"], text["hint_published_at"], text["first_seen_at"]) == ("file", "2026-03-01", NOW.isoformat())
    assert read_body(settings, text["warc_path"], text["warc_offset"])[:2] == (b"The minister spoke.", "text/plain")
    assert len(result.problems) == 2


def test_the_same_bytes_twice_in_one_run_are_fetched_once(settings: Settings, tmp_path: Path) -> None:
    for name in ("one/a.txt", "two/a.txt", "two/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("The same words.")
    (tmp_path / "two/c.txt").write_text("Other words.")
    paths = [tmp_path / "one", tmp_path / "two", tmp_path / "two/b.txt"]
    found = rows(settings, collect_files(settings, paths, run_key="r1"))
    assert [(row["outcome"], row["reason"]) for row in found] == [
        ("fetched", None), ("unchanged", "same_body"), ("unchanged", "same_body"), ("fetched", None),
    ]  # fmt: skip
    assert len({row["article_id"] for row in found}) == 2
    other = rows(settings, collect_files(settings, paths[:1], "other", run_key="r2"))
    assert [row["outcome"] for row in other] == ["fetched"]  # another source's article


def test_a_file_taken_in_twice_is_one_article_whatever_its_name(settings: Settings, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("The same words.")
    first = rows(settings, collect_files(settings, [one], run_key="r1"))
    one.rename(two)
    second = rows(settings, collect_files(settings, [two], run_key="r2"))
    assert [row["outcome"] for row in first + second] == ["fetched", "unchanged"]
    assert first[0]["article_id"] == second[0]["article_id"]


def test_a_date_given_later_reaches_the_article(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("Words without a date.")
    collect_files(settings, [path], run_key="r1")
    (row,) = rows(settings, collect_files(settings, [path], run_key="r2", published_at="2026-03-01"))
    assert (row["outcome"], row["hint_published_at"]) == ("fetched", "2026-03-01")


def test_a_page_goes_the_same_way_as_a_source_s_pages(settings: Settings) -> None:
    with LocalSite() as site:
        site.pages["/a"] = Page("<html><h1>Story</h1></html>")
        result = collect_files(settings, [site.url("/a")], run_key="r1", allow=site.allow)
        assert "/robots.txt" in site.paths
    row = next(row for row in rows(settings, result) if row["kind"] == "article")
    assert (row["outcome"], row["source_id"]) == ("fetched", "files")


def test_a_path_that_is_not_there_is_one_clear_line(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="no such file or folder"):
        collect_files(settings, [tmp_path / "nothing.txt"], run_key="r1")
