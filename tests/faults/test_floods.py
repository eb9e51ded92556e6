"""A feed of ten thousand items, and items that do not say who they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.faults.site import article, collect, feed, quick, rows
from tests.support.local_site import LocalSite, Page

from acta.collect import run
from acta.config import Settings

ITEMS, A_RUN = 10_000, 60


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


def hurry(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """The time of a source is over after so many pages, however fast the machine is."""
    left = iter(range(pages))
    monkeypatch.setattr(run.Run, "_out_of_time", property(lambda self: next(left, None) is None))


@pytest.mark.fault(23)
def test_ten_thousand_items_are_fetched_in_the_order_of_the_feed_as_far_as_time_goes_and_none_is_lost(
    settings: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"/a{number:05}" for number in range(ITEMS)]
    site.pages["/rss"] = feed([(path, f"Story {path}", None) for path in paths])
    site.pages |= {path: article(f"Story {path}") for path in paths[: 2 * A_RUN]}
    at = quick(settings)
    hurry(monkeypatch, A_RUN)
    first = collect(at, site, "r1")
    fetched = [path for path in site.paths if path in site.pages and path != "/rss"]
    assert fetched == paths[: len(fetched)] and A_RUN - 5 <= len(fetched) <= A_RUN
    assert sum(first.pages.values()) == ITEMS  # what was not fetched is a row that says so
    assert first.pages["failed"] == ITEMS - len(fetched)
    assert {row["reason"] for row in rows(at) if row["outcome"] == "failed"} == {"deferred"}
    hurry(monkeypatch, A_RUN)
    collect(at, site, "r2")
    again = [path for path in site.paths if path in site.pages and path != "/rss"]
    assert len(again) >= A_RUN - 5 and again == paths[len(fetched) : len(fetched) + len(again)]


@pytest.mark.fault(23)
def test_guids_that_are_absent_doubled_or_used_again_neither_hide_a_page_nor_double_one(
    settings: Settings, site: LocalSite
) -> None:
    def item(link: str, guid: str | None = None) -> str:
        return f"<item><title>T</title><link>{link}</link>{f'<guid>{guid}</guid>' if guid else ''}</item>"

    def show(*items: str) -> None:
        site.pages["/rss"] = Page(f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>', "application/rss+xml")

    site.pages |= {path: article(f"Story {path}") for path in ("/a", "/b", "/c", "/d")}
    show(item("/a"), item("/b", "one"), item("/c", "one"), item("/c?utm_source=rss", "two"))
    at = quick(settings)
    assert collect(at, site, "r1").pages == {"fetched": 3}
    show(item("/d", "one"), item("/c", "three"))  # an old guid on a new page, and a new one on an old page
    assert collect(at, site, "r2").pages == {"fetched": 1}
    assert sorted(row["url"] for row in rows(at) if row["kind"] == "article") == [site.url(f"/{name}") for name in "abcd"]


@pytest.mark.fault(23)
def test_one_text_under_two_addresses_is_archived_once(settings: Settings, site: LocalSite) -> None:
    site.pages["/rss"] = feed([("/a", "A", None), ("/a-copy", "A", None)])
    site.pages["/a"] = site.pages["/a-copy"] = article("A")
    at = replace(quick(settings), archive_days=0)
    collect(at, site, "r1")
    places = {(row["warc_path"], row["warc_offset"]) for row in rows(at) if row["kind"] == "article"}
    assert len(places) == 1
