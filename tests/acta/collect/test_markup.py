"""Feeds and sitemaps as broken sites send them, and which entries are taken of too many."""

from __future__ import annotations

import gzip

import pytest

from acta.collect.discover import read_links
from acta.collect.links import MAX_LINKS, Found, NotAFeed

SITE = "https://n.example/sitemap.xml"


def sitemap(*entries: str) -> bytes:
    urls = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def read(body: bytes, kind: str = "sitemap") -> list[str]:
    return [link.url for link in read_links(kind, body, SITE, None, 50_000_000).links]


def test_the_newest_of_too_many_are_taken_whatever_the_order_of_the_file() -> None:
    old = [f"<loc>https://n.example/old/{n}</loc><lastmod>2020-01-01</lastmod>" for n in range(MAX_LINKS + 52)]
    new = [f"<loc>https://n.example/new/{n}</loc><lastmod>2026-03-0{n}</lastmod>" for n in (1, 2)]
    for entries in (old + new, new + old, old[:5000] + new + old[5000:]):
        found = read(sitemap(*entries))
        assert len(found) == MAX_LINKS
        assert {"https://n.example/new/1", "https://n.example/new/2"} <= set(found)


def test_both_ends_are_taken_of_what_has_no_date() -> None:
    found = read(sitemap(*(f"<loc>https://n.example/{n}</loc>" for n in range(MAX_LINKS + 2))))
    assert len(found) == MAX_LINKS
    assert {"https://n.example/0", f"https://n.example/{MAX_LINKS + 1}"} <= set(found)


PAGE = "<loc>https://n.example/a?x=1&y=2</loc>"


@pytest.mark.parametrize(
    "body",
    [
        sitemap(PAGE),
        sitemap(PAGE.replace("&", "&amp;")),
        b"<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/sitemap.php</b> on line <b>3</b><br />\n" + sitemap(PAGE),
        b"\xef\xbb\xbf\n\n  " + sitemap(PAGE),
        sitemap(PAGE).replace(b"</urlset>", b"<url><loc>https://n.exam"),  # it breaks off
        gzip.compress(sitemap(PAGE)[:60]) + gzip.compress(sitemap(PAGE)[60:]),
        gzip.compress(sitemap(PAGE)) + b"\x00" * 512,
    ],
    ids=["bare ampersand", "reference", "php warning", "byte order mark", "broken off", "two gzip members", "padded gzip"],
)
def test_a_sitemap_is_read_whatever_stands_around_it(body: bytes) -> None:
    assert read(body) == ["https://n.example/a?x=1&y=2"]


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x1f\x8b",
        b"<?xml version='1.0' encoding='u\x00tf'?><rss><channel/></rss>",
        b"<urlset><url><loc>&#xD83D;&#xDE00;</loc></url></urlset>",
        b"<rss version='2.0'><channel><item><title>&#1114112;</title><pubDate>99999999999</pubDate></item></channel></rss>",
        b"<urlset><n:url><n:loc>https://n.example/</n:loc></n:url></urlset>",
        b"<!DOCTYPE a [<!ENTITY b '" + b"c" * 1000 + b"'>]><urlset>&b;</urlset>",
        bytes(range(256)) * 8,
    ],
)
def test_no_bytes_end_in_an_exception_that_nobody_expects(kind: str, body: bytes) -> None:
    try:
        assert isinstance(read_links(kind, body, SITE, None, 1_000_000), Found)
    except NotAFeed as refused:
        assert "\n" not in str(refused)
