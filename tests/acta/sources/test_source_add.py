"""A home page becomes a source file: what it names is asked, what answers is written, what does not is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from tests.support.local_site import LocalSite, Page

from acta.collect.homepage import Offer, explore, read_head
from acta.config import Settings
from acta.errors import Permanent
from acta.sources import load_sources
from acta.sources.catalogue import write_source
from acta.sources.write import id_of, source_yaml

HEAD = (
    '<link rel="alternate" type="application/rss+xml" href="/rss">'
    '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    '<link rel="alternate" type="application/atom+xml" href="/empty">'
    '<link rel="alternate" type="application/feed+json" href="/feed.json">'
    '<link rel="alternate" hreflang="fr" href="/fr">'
)
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/a"}]}'


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.fixture
def quick(settings: Settings) -> Settings:
    return dataclasses.replace(settings, host_interval_seconds=0.0, fetch_seconds=5.0)


def home(site: LocalSite, head: str = "", body: str = "", robots: str = "User-agent: *\nDisallow: /private\n") -> None:
    title = "<meta property='og:site_name' content='The  Torvik &amp; North Herald'><title>Home – Herald</title>"
    site.pages["/"] = Page(f"<html lang='en-GB'><head>{title}{head}</head><body>{body}</body></html>")
    site.pages["/robots.txt"] = Page(robots, "text/plain")


def look(settings: Settings, site: LocalSite, path: str = "/") -> Offer:
    return explore(settings, site.url(path), site.allow)


def test_feeds_of_the_head_and_news_sitemaps_of_robots_txt_are_asked_and_kept(quick: Settings, site: LocalSite) -> None:
    maps = "\n".join(f"Sitemap: {site.url(path)}" for path in ("/news-map.xml", "/archive.xml", "/news-lost.xml"))
    home(site, HEAD, robots=f"User-agent: *\nDisallow: /private\n{maps}\n")
    site.publish(["/a", "/b"])
    site.pages["/empty"] = Page(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>", "application/atom+xml"
    )
    site.pages["/feed.json"] = Page(JSON_FEED, "application/feed+json")
    for path in ("/news-map.xml", "/archive.xml"):
        site.pages[path] = Page("<urlset><url><loc>/a</loc></url></urlset>", "text/xml")
    offer = look(quick, site)
    assert (offer.name, offer.language) == ("The Torvik & North Herald", "en")
    assert offer.feeds == [site.url("/rss"), site.url("/feed.json")]
    assert offer.sitemaps == [site.url("/news-map.xml")]
    assert offer.skipped == [f"{site.url('/empty')}: names no page", f"{site.url('/news-lost.xml')}: http_404"]
    assert "/comments/feed" not in site.paths and "/archive.xml" not in site.paths


def test_without_a_word_in_the_page_the_usual_paths_are_tried(quick: Settings, site: LocalSite) -> None:
    home(site)
    site.publish(["/a"], feed="/feed.xml")
    site.pages["/sitemap.xml"] = Page("<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>", "text/xml")
    offer = look(quick, site)
    assert (offer.feeds, offer.sitemaps, offer.listings) == ([site.url("/feed.xml")], [site.url("/sitemap.xml")], [])


def test_a_page_with_articles_and_nothing_else_becomes_a_listing(quick: Settings, site: LocalSite) -> None:
    links = "".join(
        f"<h2><a href='/2026/03/0{day}/the-harbour-story-of-the-day'>The harbour story of day {day}</a></h2>"
        for day in range(1, 7)
    )
    home(site, body=links)
    assert look(quick, site).listings == [site.url("/")]


def test_the_address_of_a_feed_is_taken_as_a_feed(quick: Settings, site: LocalSite) -> None:
    home(site)
    site.publish(["/a"])
    offer = look(quick, site, "/rss")
    assert (offer.feeds, offer.homepage) == ([site.url("/rss")], site.url("/"))


def test_a_page_that_offers_nothing_or_may_not_be_asked_is_one_clear_line(quick: Settings, site: LocalSite) -> None:
    home(site, body="<p>Under construction</p>")
    with pytest.raises(Permanent, match="offers no feed, no sitemap and no list"):
        look(quick, site)
    with pytest.raises(Permanent, match=r"cannot be read: blocked \(robots\)"):
        look(quick, site, "/private/")
    with pytest.raises(Permanent, match=r"cannot be read: rejected \(unsafe_address\)"):
        explore(quick, site.url("/"))
    site.pages["/wall"] = Page("<html><title>Just a moment...</title><div class='cf-challenge'></div></html>")
    with pytest.raises(Permanent, match="cannot be read: blocked"):
        look(quick, site, "/wall")
    with pytest.raises(Permanent, match="not a web address"):
        explore(quick, "ftp://paper.example/")


def test_what_is_written_is_a_valid_source_and_never_overwrites_one(settings: Settings) -> None:
    text = source_yaml(
        "Herald: north # south", "https://h.example/", "no", ["https://h.example/rss"], [], ["https://h.example/world"]
    )
    write_source(settings, "herald", text)
    (source,) = load_sources(settings)
    assert (source.name, source.language, source.country) == ("Herald: north # south", "no", None)
    assert (source.feeds, source.listings) == (("https://h.example/rss",), ("https://h.example/world",))
    with pytest.raises(Permanent, match="is there already"):
        write_source(settings, "herald", text)
    with pytest.raises(Permanent, match="small letters"):
        write_source(settings, "The Herald", text)
    assert [path.name for path in settings.sources_dir.iterdir()] == ["herald.yml"]


@pytest.mark.parametrize(
    ("url", "source_id"),
    [
        ("https://www.torvik-herald.example/", "torvik_herald"),
        ("https://news.paper.co.uk/world", "news_paper"),
        ("https://feeds.paper.com/rss", "paper"),
        ("https://abc.net.au/", "abc"),
        ("http://127.0.0.1:8000/", "127_0_0_1"),
        ("https://24.example/", "24"),
    ],
)
def test_an_id_is_made_from_the_host(url: str, source_id: str) -> None:
    assert id_of(url) == source_id


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Home | Torvik Herald: news of the coast", "Torvik Herald"),
        ("Latest news – The Coast Daily", "The Coast Daily"),
        ("The Coast Daily", "The Coast Daily"),
        ("World news from the far-off north", "World news from the far-off north"),
    ],
)
def test_a_page_without_a_name_is_called_what_its_title_and_host_agree_on(title: str, name: str) -> None:
    head = read_head(f"<html><title>{title}</title><p>x</p></html>".encode(), "https://www.torvikherald.example/")
    assert head.name == name
