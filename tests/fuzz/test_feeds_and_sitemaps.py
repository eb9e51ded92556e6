"""Whatever stands where a feed, a sitemap or a list of links should be: links, or one line that says why there are none."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz
from tests.fuzz.documents import ENCODINGS, atom, damaged, elements, encoded, json_values, rss, sitemap

from acta.collect.discover import Link, NotAFeed, read_links, read_list
from acta.collect.http import FetchResult
from acta.collect.links import only_fresh
from acta.collect.rows import Subject, article_id_of, fetch_row, key_of
from acta.isolation import UNEXPECTED

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
URL = "http://127.0.0.1:19403/news/index.xml"
KINDS = st.sampled_from(
    (None, "application/rss+xml", "text/xml; charset=utf-16", "text/html; charset=x", "\x00;charset=\ud800")
)


def json_feed(items: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


feeds = damaged(
    st.one_of(st.builds(encoded, rss() | atom() | elements(), ENCODINGS), st.builds(json_feed, json_values))
)
sitemaps = damaged(st.builds(encoded, sitemap() | elements(), ENCODINGS))


def check_feed(given: tuple[bytes, str | None]) -> None:
    read("feed", *given)


def check_sitemap(given: tuple[bytes, str | None]) -> None:
    read("sitemap", *given)
    for link in read_list(given[0].decode("utf-8", "surrogateescape"), URL).links:
        is_storable(link)


def read(kind: str, body: bytes, content_type: str | None) -> None:
    try:
        found = only_fresh(read_links(kind, body, URL, content_type, 1_000_000), NOW)
    except NotAFeed as error:
        # the readers know these faults: what they do not know is a bug to find here
        assert error.reason != UNEXPECTED, str(error)
        return
    for link in (*found.links, *found.sitemaps):
        is_storable(link)
    assert found.remark is None or found.remark.encode()


def is_storable(link: Link) -> None:
    """A link becomes a row that Parquet, JSON and a terminal take."""
    key = key_of(link.url)
    subject = Subject(
        "article", link.url, key, article_id_of("paper", key), link.seen_in, link.title, link.published_at
    )
    row = fetch_row("paper", "r", subject, NOW, FetchResult(link.url, link.url, "failed", "x", "y", 0), None)
    for value in row.values():
        assert not isinstance(value, str) or value.encode()
    for moment in (link.published_at, link.updated_at):
        assert moment is None or datetime.fromisoformat(moment)


@pytest.mark.fault(13)
@budgets
def test_no_feed_ends_in_an_exception(seconds: float) -> None:
    fuzz(st.tuples(feeds, KINDS), check_feed, seconds)


@pytest.mark.fault(13)
@budgets
def test_no_sitemap_ends_in_an_exception(seconds: float) -> None:
    fuzz(st.tuples(sitemaps, KINDS), check_sitemap, seconds)


def test_what_nobody_expected_of_a_reader_is_a_line_with_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def overflow(*given: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("acta.collect.discover.read_feed", overflow)
    monkeypatch.setattr("acta.collect.discover.read_sitemap", overflow)
    with pytest.raises(NotAFeed, match="RecursionError: too deep") as caught:
        read_links("feed", b"<rss/>", URL, None, 1000)
    assert caught.value.reason == UNEXPECTED


def test_an_argument_of_ours_that_feedparser_cannot_take_is_no_fault_of_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acta.collect.feeds._cut", lambda body: (object(), None))
    with pytest.raises(NotAFeed) as caught:
        read_links("feed", rb"<rss version='2.0'><channel><item/></channel></rss>", URL, None, 1000)
    assert caught.value.reason == UNEXPECTED
