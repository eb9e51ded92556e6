"""Feeds and sitemaps → links."""

from __future__ import annotations

import contextlib
import gzip
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.fault_server import PATHS, Context, FaultServer, Request

from acta.collect.discover import NotAFeed, iso_time, read_entries, read_feed, read_links, read_list, read_sitemap
from acta.collect.links import Link, newest_first, only_fresh

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


@pytest.mark.fault(23)
def test_items_that_share_a_guid_are_still_as_many_links(site: FaultServer) -> None:
    assert len({link.url for link in read_feed(served(site, "/feed-duplicate-guids"), URL).links}) == 20


def test_a_feed_cut_in_the_middle_gives_what_is_whole_and_says_so(site: FaultServer) -> None:
    found = read_feed(served(site, "/feed-truncated"), URL)
    assert len(found.links) >= 10
    assert found.remark is not None and "well-formed" in found.remark


@pytest.mark.fault(12)
def test_dates_that_cannot_be_read_are_unknown(site: FaultServer) -> None:
    published = [link.published_at for link in read_feed(served(site, "/feed-bad-dates"), URL).links]
    assert published[0] == "2100-01-01"
    assert published[2:4] == [None, None]


def test_relative_links_follow_xml_base(site: FaultServer) -> None:
    assert [link.url for link in read_feed(served(site, "/feed-relative"), URL).links] == [
        "http://news.example/news/one"
    ]


@pytest.mark.fault(14)
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


@pytest.mark.fault(15)
def test_a_gzipped_sitemap_may_not_grow_past_the_cap() -> None:
    with pytest.raises(NotAFeed, match="more than"):
        read_sitemap(gzip.compress(b" " * (CAP + 1)), "https://news.example/s.xml.gz", CAP)


@pytest.mark.fault(14)
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


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Sun, 28 Jun 2026 09:30:00 AEST", "2026-06-28T09:30:00+10:00"),  # feedparser takes an unknown zone for UTC
        ("Sun, 28 Jun 2026 09:30:00 GMT+7", "2026-06-28T09:30:00+07:00"),
        ("Sun, 28 Jun 2026 00:30:00 BST", "2026-06-28T00:30:00+01:00"),
        ("Sun, Jun 28 2026 08:28:28 PM", "2026-06-28T20:28:28"),
        ("Sat, 27 Jun 2026 12:00:00 AM", "2026-06-27"),
        ("1782633600", "2026-06-28T08:00:00+00:00"),
        ("Sun, 28 Jun 2026 09:30:00", "2026-06-28T09:30:00"),
        ("28 Jun 2026", "2026-06-28"),
        ("01/02/2026", None),
        ("Fri, 01/02/2026 09:30:00 GMT", "2026-01-02T09:30:00+00:00"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00+00:00"),  # a language that only feedparser knows
        ("2004\ub144 05\uc6d4 28\uc77c", None),  # of which it makes the first of November
        ("99999999999-01-01", None),
    ],
)
def test_dates_of_a_feed_are_as_precise_as_it_writes_them(given: str, read: str | None) -> None:
    item = f"<item><title>a</title><link>https://n.example/a</link><pubDate>{given}</pubDate></item>"
    body = f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    assert [link.published_at for link in read_feed(body, URL).links] == [read]


JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [
 {"id": "1", "url": "/a", "title": "Envoys &amp; ministers",
  "date_published": "2026-03-04T09:30:00+01:00", "date_modified": "2026-03-05"},
 {"id": "https://news.example/b", "content_text": "A note without a title"}, {"id": "3", "title": "No address"}, "nonsense"]}"""


def test_a_json_feed_gives_links_titles_and_times() -> None:
    first, second = read_feed(JSON_FEED, URL, "application/feed+json").links
    assert (first.url, first.title) == ("http://news.example/a", "Envoys & ministers")
    assert (first.published_at, first.updated_at) == ("2026-03-04T09:30:00+01:00", "2026-03-05")
    assert (second.url, second.title, second.published_at) == ("https://news.example/b", None, None)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"items": []}', b"{" * 100_000, b'{"version": "https://jsonfeed.org/version/1"}']
)
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="no JSON Feed"):
        read_feed(body, URL)


RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://news.example/"><title>Paper</title></channel>
 <item rdf:about="http://news.example/a"><title>Quay reopens</title><link>http://news.example/a</link>
 <dc:date>2026-03-04T09:30:00+01:00</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/x/"><title>Paper</title><entry>
 <title type="html">Quay &lt;b&gt;reopens&lt;/b&gt;</title><link rel="alternate" href="a"/><id>urn:1</id>
 <published>2026-03-04T09:30:00+01:00</published><updated>2026-03-05T10:00:00Z</updated></entry></feed>"""
RSS_091 = b"""<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Paper</title><item><title>Quay reopens</title><link>http://news.example/a</link></item>
<item><description>An item without a link</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (RDF, ("http://news.example/a", "2026-03-04T09:30:00+01:00", "2026-03-04T09:30:00+01:00")),
        (ATOM, ("http://news.example/x/a", "2026-03-04T09:30:00+01:00", "2026-03-05T10:00:00+00:00")),
        (RSS_091, ("http://news.example/a", None, None)),
    ],
    ids=["rdf", "atom", "rss-0.91"],
)
def test_every_kind_of_feed_gives_its_link_and_dates(body: bytes, expected: tuple[str, str | None, str | None]) -> None:
    (link,) = read_feed(body, URL).links
    assert (link.url, link.published_at, link.updated_at) == expected
    assert link.title == "Quay reopens"


def test_items_without_a_link_are_counted_though_they_lead_nowhere() -> None:
    assert [entry.url for entry in read_entries(RSS_091, URL).entries] == ["http://news.example/a", None]


def test_a_sitemap_may_be_a_plain_list_of_addresses() -> None:
    found = read_sitemap(
        b"https://n.example/a\nhttps://n.example/b#x\nhttps://n.example/b\n", "https://n.example/s.txt", CAP
    )
    assert [link.url for link in found.links] == ["https://n.example/a", "https://n.example/b"]


def test_a_list_says_how_many_lines_are_no_address() -> None:
    found = read_list("# my list\n\nhttps://n.example/a\nn.example/b\n", "file:///list.txt")
    assert [link.url for link in found.links] == ["https://n.example/a"]
    assert found.remark == "1 line no web address"


def test_a_sitemap_given_as_a_feed_is_read_all_the_same() -> None:
    (link,) = read_links("feed", NEWS_SITEMAP, "https://news.example/s.xml", None, CAP).links
    assert link.url == "https://news.example/a"
    with pytest.raises(NotAFeed, match="no sitemap"):
        read_links("sitemap", b"<html><p>Not here</p></html>", "https://news.example/s.xml", None, CAP)


def test_a_sitemap_of_the_whole_past_gives_what_is_fresh_and_says_so() -> None:
    old = NEWS_SITEMAP.replace(b"2026-03-0", b"2025-03-0")
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert only_fresh(read_sitemap(NEWS_SITEMAP, URL, CAP), now).links != []
    found = only_fresh(read_sitemap(old, URL, CAP), now)
    assert found.links == [] and found.remark == "1 entries older than 183 days left to a backfill"


@pytest.mark.fault(23)
@pytest.mark.parametrize("root", ["rss", "rdf:RDF", "feed"])
def test_a_feed_of_very_many_tags_is_cut_between_two_items_and_says_so(
    root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acta.collect.feeds.MAX_TAGS", 1000)
    item = "<item><title>T</title><link>/%d</link></item>"
    if root == "feed":
        item = "<entry><title>T</title><link href='/%d'/></entry>"
    start = {
        "rss": "<rss version='2.0'><channel>",
        "feed": "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "rdf:RDF": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
    }[root]
    body = start + "".join(item % number for number in range(500))
    found = read_feed(body.encode(), URL)
    fit = (1000 - start.count("<")) // item.count("<")
    assert abs(len(found.links) - fit) <= 1
    assert found.remark == "more than 1000 tags, only the items before them taken"


def test_a_feed_of_tags_without_items_is_refused_at_once() -> None:
    with pytest.raises(NotAFeed, match="no items between them"):
        read_feed(b"<rss><channel>" + b"<a/>" * 1_000_000, URL)


CASES = Path(__file__).parents[4] / "shared" / "cases" / "ingest"
WARNINGS = [
    b"",
    b"\n\n  ",
    b"\xef\xbb\xbf\xef\xbb\xbf",
    b"\n\xef\xbb\xbf\n",
    b"<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/www/map.php</b> on line <b>3</b><br />\n",
    b"PHP Notice: a < b & c\n",
]


def sitemap(*entries: tuple[str, str | None], kind: str = "url") -> bytes:
    dated = {when: f"<lastmod>{when}</lastmod>" for _, when in entries if when}
    items = "".join(f"<{kind}><loc>{url}</loc>{dated.get(when or '', '')}</{kind}>" for url, when in entries)
    root = "urlset" if kind == "url" else "sitemapindex"
    return f'<?xml version="1.0"?><{root}>{items}</{root}>'.encode()


@pytest.mark.parametrize("kind", ["url", "sitemap"])
@pytest.mark.parametrize("is_oldest_first", [True, False])
def test_of_more_entries_than_are_taken_the_newest_are(
    kind: str, is_oldest_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acta.collect.sitemaps.MAX_LINKS", 10)
    entries = [(f"https://n.example/{day}", f"2026-03-{day:02}") for day in range(1, 29)]
    found = read_sitemap(sitemap(*(entries if is_oldest_first else entries[::-1]), kind=kind), URL, CAP)
    days = {int(link.url.rpartition("/")[2]) for link in found.links + found.sitemaps}
    assert days == set(range(19, 29))
    assert found.remark is not None and found.remark.startswith("28 entries, the newest")


def test_of_entries_without_dates_both_ends_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acta.collect.sitemaps.MAX_LINKS", 10)
    body = sitemap(*((f"https://n.example/{number}", None) for number in range(30)))
    taken = [int(link.url.rpartition("/")[2]) for link in read_sitemap(body, URL, CAP).links]
    assert taken == [*range(5), *range(25, 30)]


def test_neither_dated_nor_undated_entries_displace_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acta.collect.sitemaps.MAX_LINKS", 10)
    dated = [(f"https://n.example/d{day}", f"2026-03-{day:02}") for day in range(1, 29)]
    undated = [(f"https://n.example/u{number}", None) for number in range(28)]
    links = read_sitemap(sitemap(*undated, *dated), URL, CAP).links
    assert [link.dated_at for link in links if link.dated_at] == [f"2026-03-{day}" for day in range(24, 29)]
    assert len(links) == 10


def test_sitemaps_of_an_index_are_asked_for_newest_first_and_from_both_ends() -> None:
    dated = (("a", None), ("b", "2026-01-01"), ("c", "2026-02-01"), ("d", None))
    links = [Link(name, None, None, when, URL) for name, when in dated]
    assert [link.url for link in newest_first(links, lambda link: link.dated_at)] == ["c", "b", "d", "a"]


def test_every_member_of_a_gzip_file_is_read_and_padding_is_not() -> None:
    head, rest = NEWS_SITEMAP[:120], NEWS_SITEMAP[120:]
    packed = gzip.compress(head) + gzip.compress(rest[:50]) + gzip.compress(rest[50:]) + b"\x00" * 100
    assert read_sitemap(packed, URL, CAP) == read_sitemap(NEWS_SITEMAP, URL, CAP)
    assert read_links("feed", gzip.compress(RDF[:90]) + gzip.compress(RDF[90:]), URL, None, CAP).links != []
    with pytest.raises(NotAFeed, match="more than"):
        read_sitemap(gzip.compress(b" " * (CAP // 2 + 1)) * 2, URL, CAP)


def test_a_sitemap_that_breaks_off_gives_its_whole_entries_and_says_so() -> None:
    body = sitemap(*((f"https://n.example/story-{number}", None) for number in range(3)))
    found = read_sitemap(body[: body.index(b"story-2") + 4], URL, CAP)
    assert [link.url for link in found.links] == ["https://n.example/story-0", "https://n.example/story-1"]
    assert found.remark is not None and "breaks off" in found.remark


def test_an_ampersand_of_an_address_need_not_be_escaped() -> None:
    urls = {
        "https://n.example/a?x=1&y=2": "https://n.example/a?x=1&y=2",
        "https://n.example/a?x=1&amp;y=3": "https://n.example/a?x=1&y=3",
        "<![CDATA[https://n.example/a?x=1&y=4]]>": "https://n.example/a?x=1&y=4",
        "https://n.example/a?x=1&copy=5&": "https://n.example/a?x=1&copy=5&",
        "https://n.example/caf&eacute;": "https://n.example/caf%C3%A9",
    }
    found = read_sitemap(sitemap(*((url, None) for url in urls)), URL, CAP)
    assert [link.url for link in found.links] == list(urls.values())


@pytest.mark.parametrize("printed", WARNINGS)
def test_what_a_site_prints_before_its_xml_is_passed_over(printed: bytes) -> None:
    body = b'<?xml version="1.0" encoding="ISO-8859-1"?><urlset><url><loc>https://n.example/caf\xe9</loc></url></urlset>'
    declaration, root = body[:43], body[43:]
    for given in (printed + body, declaration + printed + root):
        assert [link.url for link in read_sitemap(given, URL, CAP).links] == ["https://n.example/caf%C3%A9"]
    (link,) = read_feed(printed + b'<?xml version="1.0"?>' + RDF, URL).links
    assert (link.url, link.title) == ("http://news.example/a", "Quay reopens")


def damaged(body: bytes, seed: int) -> bytes:
    """The document with some of its bytes cut, doubled, replaced by what parsers stumble over, or out of order."""
    chance = random.Random(seed)
    pieces = [b"\x00", b"&#xD83D;", b"&#1114112;", b"<![CDATA[", b"]]>", b"<!--", b"&", b"<", b"\xff\xfe", b"1e999", b"]", b"://["]
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + chance.choice((0, 1, 7, 60)))
        body = body[:start] + chance.choice([*pieces, body[start:end] * 2, b""]) + body[end:]
    return body


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_whatever_the_bytes_are_the_answer_is_links_or_a_refusal(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = [damaged(whole, seed) for whole in (RDF, ATOM, RSS_091, JSON_FEED, NEWS_SITEMAP) for seed in range(60)]
    bodies += [path.read_bytes() for path in sorted(CASES.glob("crash_*.bin"))]  # where this checkout has them
    bodies += [b'<?xml version="1.0" encoding="utf-8\x00"?><rss/>', b"\x1f\x8b", b"\xff\xfe<", b"{", b"<?xml", b"<urlset"]
    for body in bodies:
        with contextlib.suppress(NotAFeed):
            for link in read_links(kind, body, URL, None, CAP).links:
                link.url.encode()
    assert "Traceback" not in capsys.readouterr().err
