"""Listing pages: what looks like an article is a link, what looks like a menu is not."""

from __future__ import annotations

import contextlib

import pytest

from acta.collect.links import NotAFeed
from acta.collect.listing import read_listing

URL = "https://www.paper.example/world"
PAGE = b"""<html><head><base href="https://www.paper.example/"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a>
 <a href="/2026/03/01/the-day-in-five-pictures-and-more">The day in pictures</a></nav>
<main>
 <article class="card"><h2><a class="t" href="/world/harbour-authority-reopens-northern-quay">
  Harbour authority reopens northern quay after storm</a></h2>
  <a href="/authors/hanne-ostby-correspondent-torvik">Hanne Ostby</a>
  <a href="/topics/ports-and-shipping-in-the-north">Ports and shipping</a>
 </article>
 <article class="card"><h2><a class="t" href="/world/2026/mar/04/fishermen">Fishermen refuse the offer</a></h2></article>
 <article class="card"><h2><a class="t" href="/a/48211093?utm_source=front#top">
  Envoys meet in Torvik for a second day of talks</a></h2></article>
 <article class="card"><a href="/a/48211093"><img alt=""></a></article>
 <a href="https://www.paper.example/files/annual-report-of-the-year-2025.pdf">
  The annual report of the year 2025</a>
 <a href="https://other.example/2026/03/04/someone-elses-story-about-the-port">
  Someone else's story about the port</a>
 <a href="javascript:void(0)">Open the comments of this page now</a>
 <a href="mailto:desk@paper.example">Write to the desk of this paper</a>
</main>
<footer><a href="/about-us">About the paper and its people</a><a href="/privacy-policy">Privacy</a></footer></body></html>"""


def test_articles_are_told_from_menus_authors_topics_and_files_by_shape() -> None:
    found = read_listing(PAGE, URL)
    assert [link.url for link in found.links] == [
        "https://www.paper.example/world/harbour-authority-reopens-northern-quay",
        "https://www.paper.example/world/2026/mar/04/fishermen",
        "https://www.paper.example/a/48211093?utm_source=front",
    ]
    assert found.links[0].title == "Harbour authority reopens northern quay after storm"
    assert {link.seen_in for link in found.links} == {URL} and found.remark is None


def test_a_link_that_is_there_twice_is_one_with_its_longest_text() -> None:
    (link,) = [link for link in read_listing(PAGE, URL).links if "48211093" in link.url]
    assert link.title == "Envoys meet in Torvik for a second day of talks"


def test_a_page_of_menus_alone_says_that_nothing_looks_like_an_article() -> None:
    found = read_listing(b"<nav><a href='/world'>World</a><a href='/sport'>Sport</a></nav>", URL)
    assert found.links == [] and found.remark == "none of 1 links looks like an article"


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<p>text without a link</p>", b"\x00\x01\x02"])
def test_a_page_without_links_is_no_listing(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="no listing"):
        read_listing(body, URL)


def test_a_hostile_page_ends() -> None:
    deep = b"<div>" * 100_000 + b"<a href='/2026/03/04/the-deepest-story-of-them-all'>The deepest story of them all</a>"
    wide = b"".join(
        b"<a href='/2026/03/04/story-number-%d-of-many'>A story among very many</a>" % n for n in range(12_000)
    )
    with contextlib.suppress(NotAFeed):
        read_listing(deep, URL)
    found = read_listing(wide, URL)
    assert len(found.links) == 10_000 and found.remark == "12000 entries, the first 10000 taken"


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", None, ""),
        ("utf-8", "text/html; charset=UTF-8", "<meta charset='iso-8859-1'>"),
        ("iso-8859-1", "text/html; charset=nonsense", "<meta charset='iso-8859-1'>"),
        ("windows-1252", None, ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_titles_are_read_in_the_characters_of_the_page(encoding: str, content_type: str | None, head: str) -> None:
    page = f"<html>{head}<h2><a href='/2026/03/04/hafen-in-torvik-wieder-offen'>Häfen in Torvik wieder geöffnet – bald</a></h2>"
    body = page.replace("–", "-").encode(encoding)
    (link,) = read_listing(body, URL, content_type).links
    assert link.title == "Häfen in Torvik wieder geöffnet - bald"
