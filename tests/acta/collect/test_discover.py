"""Feeds and sitemaps → links."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from tests.support.fault_server import PATHS, Context, FaultServer, Request

from acta.collect.discover import NotAFeed, iso_time, read_feed, read_sitemap

URL = "http://news.example/feed"
CAP = 1_000_000


@pytest.fixture(scope="module")
def site() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def served(site: FaultServer, path: str) -> bytes:
    context = Context(site, Request(0.0, "GET", path, {}), 1)
    return b"".join(PATHS[path][1](context)).split(b"\r\n\r\n", 1)[1]


def test_a_feed_gives_links_titles_and_times_with_their_offset(site: FaultServer) -> None:
    links = read_feed(served(site, "/feed"), URL).links
    assert len(links) == 20
    first = links[0]
    assert (first.url, first.title, first.seen_in) == ("http://news.example/story/0", "Story 0", URL)
    assert first.published_at == "2026-03-01T00:30:00+01:00"
    assert first.updated_at is None


def test_items_that_share_a_guid_are_still_as_many_links(site: FaultServer) -> None:
    assert len({link.url for link in read_feed(served(site, "/feed-duplicate-guids"), URL).links}) == 20


def test_a_feed_cut_in_the_middle_gives_what_is_whole_and_says_so(site: FaultServer) -> None:
    found = read_feed(served(site, "/feed-truncated"), URL)
    assert len(found.links) >= 10
    assert found.remark is not None and "well-formed" in found.remark


def test_dates_that_cannot_be_read_are_unknown(site: FaultServer) -> None:
    published = [link.published_at for link in read_feed(served(site, "/feed-bad-dates"), URL).links]
    assert published[0] == "2100-01-01T00:00:00+00:00"
    assert published[2:4] == [None, None]


def test_relative_links_follow_xml_base(site: FaultServer) -> None:
    assert [link.url for link in read_feed(served(site, "/feed-relative"), URL).links] == [
        "http://news.example/news/one"
    ]


@pytest.mark.parametrize("path", ["/feed-entity-bomb", "/feed-external-entity"])
def test_entities_of_a_hostile_feed_expand_to_nothing(site: FaultServer, path: str) -> None:
    site.reset()
    try:
        titles = [link.title or "" for link in read_feed(served(site, path), URL).links]
    except NotAFeed:
        titles = []
    assert all(len(title) < 200 and "root:" not in title for title in titles)
    assert site.requests == []


def test_a_page_is_no_feed(site: FaultServer) -> None:
    with pytest.raises(NotAFeed, match="no RSS or Atom"):
        read_feed(served(site, "/feed-html"), URL)


NEWS_SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/a</loc><lastmod>2026-03-05</lastmod><image:image><image:loc>https://news.example/a.jpg</image:loc>
<image:title>A picture</image:title></image:image>
<news:news><news:publication_date>2026-03-04T09:30:00+01:00</news:publication_date>
<news:title>Ministers &amp; envoys meet</news:title></news:news></url><url><lastmod>2026-03-05</lastmod></url></urlset>"""


@pytest.mark.parametrize("body", [NEWS_SITEMAP, gzip.compress(NEWS_SITEMAP)])
def test_a_news_sitemap_gives_what_it_says_about_the_page_and_not_about_its_picture(body: bytes) -> None:
    (link,) = read_sitemap(body, "https://news.example/sitemap.xml", CAP).links
    assert (link.url, link.title) == ("https://news.example/a", "Ministers & envoys meet")
    assert (link.published_at, link.updated_at) == ("2026-03-04T09:30:00+01:00", "2026-03-05")


def test_an_index_names_sitemaps_not_pages() -> None:
    body = b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"
    found = read_sitemap(body, "https://news.example/index.xml", CAP)
    assert [link.url for link in found.sitemaps] == ["https://news.example/s1.xml"] and found.links == []


def test_a_gzipped_sitemap_may_not_grow_past_the_cap() -> None:
    with pytest.raises(NotAFeed, match="more than"):
        read_sitemap(gzip.compress(b" " * (CAP + 1)), "https://news.example/s.xml.gz", CAP)


def test_an_external_entity_in_a_sitemap_is_not_read() -> None:
    body = b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://n.example/&x;</loc></url></urlset>'
    assert [link.url for link in read_sitemap(body, "https://n.example/s.xml", CAP).links] in (
        [],
        ["https://n.example/"],
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Tue, 03 Mar 2026 10:30:00 +0100", "2026-03-03T10:30:00+01:00"),
        ("2026-03-03T10:30:00Z", "2026-03-03T10:30:00+00:00"),
        ("2026-03-03", "2026-03-03"),
        ("yesterday", None),
        ("31 Feb 2026 10:00:00 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_times_keep_their_offset_and_are_never_guessed(given: str | None, read: str | None) -> None:
    assert iso_time(given) == read
