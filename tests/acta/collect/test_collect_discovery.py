"""Sitemap indexes, listings and lists from the poll to the rows: what leads to pages, how often, and what does not."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.support.fetches import fetches_of
from tests.support.local_site import LocalSite, Page

from acta.collect.parts import CollectResult
from acta.collect.run import collect_source
from acta.config import Settings
from acta.sources import Source

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.fixture
def today(settings: Settings) -> Settings:
    return dataclasses.replace(settings, now=DAY, host_interval_seconds=0.0, fetch_seconds=2.0)


def collect(settings: Settings, site: LocalSite, run_key: str, **ways: tuple[str, ...]) -> CollectResult:
    site.asked.clear()
    addresses: Any = {kind: tuple(site.url(path) for path in paths) for kind, paths in ways.items()}
    return collect_source(settings, Source(source_id="paper", name="Paper", **addresses), run_key, allow=site.allow)


def rows(settings: Settings, result: CollectResult) -> list[dict[str, Any]]:
    return fetches_of(settings, result)


def urlset(*paths: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{path}</loc></url>' for path in paths)}</urlset>"


def test_an_index_that_stays_the_same_still_leads_to_sitemaps_that_change(today: Settings, site: LocalSite) -> None:
    index = "<sitemapindex><sitemap><loc>/news.xml.gz</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>"
    site.pages["/index.xml"] = Page(index, "text/xml", etag='"same"')
    site.pages |= {path: Page(f"<html>article {path}</html>") for path in ("/a", "/b")}
    site.pages["/news.xml.gz"] = Page(gzip.compress(urlset("/a").encode()), "application/x-gzip")
    assert collect(today, site, "r1", sitemaps=("/index.xml",)).pages == {"fetched": 1}
    assert site.paths.count("/index.xml") == 1  # it names itself: asked once all the same
    site.pages["/news.xml.gz"] = Page(gzip.compress(urlset("/a", "/b").encode()), "application/x-gzip")
    later = dataclasses.replace(today, now=DAY + timedelta(hours=1))
    again = collect(later, site, "r2", sitemaps=("/index.xml",))
    assert again.pages == {"fetched": 1} and again.polls == {"fetched": 2}


def test_old_sitemaps_of_an_index_are_not_asked_for(today: Settings, site: LocalSite) -> None:
    site.pages["/index.xml"] = Page(
        "<sitemapindex><sitemap><loc>/2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap>"
        "<sitemap><loc>/now.xml</loc><lastmod>2026-03-04</lastmod></sitemap></sitemapindex>",
        "text/xml",
    )
    site.pages["/now.xml"] = Page(urlset(), "text/xml")
    result = collect(today, site, "r1", sitemaps=("/index.xml",))
    assert "/2019.xml" not in site.paths and "/now.xml" in site.paths
    (index,) = [row for row in rows(today, result) if row["url"].endswith("/index.xml")]
    assert index["detail"] == "1 entries older than 183 days left to a backfill"


def test_a_listing_page_leads_to_its_articles_and_not_to_its_menu(today: Settings, site: LocalSite) -> None:
    site.pages["/world"] = Page(
        "<html><nav><a href='/sport'>Sport</a></nav><h2><a href='/world/harbour-authority-reopens-northern-quay?utm_source=x'>"
        "Harbour authority reopens northern quay</a></h2></html>"
    )
    path = "/world/harbour-authority-reopens-northern-quay"
    site.pages[f"{path}?utm_source=x"] = Page("<html>The quay is open.</html>")
    result = collect(today, site, "r1", listings=("/world",))
    assert (result.pages, result.polls) == ({"fetched": 1}, {"fetched": 1})
    assert "/sport" not in site.paths
    (page,) = [row for row in rows(today, result) if row["kind"] == "article"]
    assert page["url_key"] == site.url(path) and page["seen_in"] == site.url("/world")
    assert page["hint_title"] == "Harbour authority reopens northern quay"


def test_a_check_for_robots_in_place_of_a_listing_is_blocked_and_not_an_empty_listing(
    today: Settings, site: LocalSite
) -> None:
    site.pages["/world"] = Page("<html><title>Just a moment...</title></html>")
    assert collect(today, site, "r1", listings=("/world",)).polls == {"blocked": 1}


def test_a_page_in_a_feed_a_sitemap_and_as_amp_twin_is_fetched_once(today: Settings, site: LocalSite) -> None:
    site.publish(["/story/quay?utm_source=rss"])
    site.pages["/s.xml"] = Page(urlset("/story/quay#top", "/story/quay/amp", "/story/quay/"), "text/xml")
    assert collect(today, site, "r1", feeds=("/rss",), sitemaps=("/s.xml",)).pages == {"fetched": 1}
