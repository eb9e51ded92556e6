"""What a home page offers to a collector: feeds, sitemaps, or failing both its own links. Each is asked before it is named.

The requests are those of any run: guarded, paced, and with robots.txt obeyed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from acta.collect.discover import Found, NotAFeed, read_alone, read_feed, read_links
from acta.collect.guard import NOTHING, Allowance
from acta.collect.html_tree import html_tree
from acta.collect.http import Fetcher, FetchResult
from acta.collect.politeness import Politeness
from acta.collect.robots import Robots
from acta.collect.state import open_state
from acta.collect.urls import absolute, url_key
from acta.collect.walls import judge_wall
from acta.config import Settings
from acta.errors import Permanent
from acta.isolation import Fault, attempt
from acta.sources.local import local_outlets

Fetch = Callable[[str], FetchResult]
FEED_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json", "/index.xml")
SITEMAP_PATHS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")
MAX_FEEDS, MAX_SITEMAPS, MAX_TRIED = 10, 5, 12
ENOUGH_LINKS = 5
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml", re.I)
_FEED_LINK = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom)(?:[/._-]|$|\.xml)", re.I)
_COMMENTS = re.compile(r"/comments?(?:/|$)|[?&]comments?=", re.I)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Offer:
    """What was found. ``skipped`` says why of each address that the site names and that is of no use."""

    homepage: str
    name: str | None = None
    language: str | None = None
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    listings: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself and of its feeds."""

    name: str | None = None
    language: str | None = None
    feeds: tuple[str, ...] = ()


def explore(settings: Settings, url: str, allow: Allowance = NOTHING) -> Offer:
    """Ask a home page, its robots.txt and the usual paths for feeds and sitemaps.

    Raises Permanent when the page cannot be read or offers nothing at all.
    """
    url = url if "://" in url else f"https://{url}"
    if url_key(url) is None:
        raise Permanent(f"{url} is not a web address; it should look like https://outlet.example/")
    local = local_outlets(settings)
    with open_state(settings) as state, contextlib.closing(Fetcher(settings, allow | local)) as fetcher:
        robots = Robots(settings, state, fetcher)
        polite = Politeness(state, robots, settings.host_interval_seconds, local)

        def fetch(address: str) -> FetchResult:
            return fetcher.fetch(address, page=False, admit=polite.admit, settle=polite.settle)

        page = fetch(url)
        if page.outcome != "fetched" or page.body is None:
            raise Permanent(f"{url} cannot be read: {page.outcome} ({page.reason}): {page.detail}")
        rules = fetch(urljoin(page.final_url, "/robots.txt"))
        named = _SITEMAP_LINE.findall((rules.body or b"").decode("utf-8-sig", "replace"))
        return look(settings, page, [one for line in named if (one := absolute(line, page.final_url))], fetch)


def look(settings: Settings, page: FetchResult, named: list[str], fetch: Fetch) -> Offer:
    """The offer of a page, given the sitemaps its robots.txt names."""
    home, body, skipped = page.final_url, page.body or b"", list[str]()
    with contextlib.suppress(NotAFeed):
        if read_alone("feed", lambda: read_feed(body, home, page.header("content-type"))).links:
            return Offer(urljoin(home, "/"), feeds=[home])
    kind = page.header("content-type")
    found = attempt("reading the head of a page", lambda: read_head(body, home, kind))
    head = Head() if isinstance(found, Fault) else found

    def kept(kind: str, addresses: list[str], limit: int, vain: list[str] = skipped) -> list[str]:
        good: list[str] = []
        for address in addresses[:MAX_TRIED]:
            if len(good) < limit and _try(settings, kind, fetch(address), vain):
                good.append(address)
        return good

    feeds = kept("feed", list(head.feeds), MAX_FEEDS)
    feeds = feeds or kept("feed", [urljoin(home, path) for path in FEED_PATHS], 1, [])
    news = [address for address in named if "news" in urlsplit(address).path.lower()]
    sitemaps = kept("sitemap", news or named, MAX_SITEMAPS)
    sitemaps = sitemaps or kept("sitemap", [urljoin(home, path) for path in SITEMAP_PATHS], 1, [])
    listings = [] if feeds or sitemaps else _listing(body, home, kind)
    wall = judge_wall(body) if not (feeds or sitemaps) else None
    if wall:
        raise Permanent(f"{home} cannot be read: {wall.outcome} ({wall.reason}): {wall.detail}")
    if not (feeds or sitemaps or listings):
        raise Permanent(f"{home} offers no feed, no sitemap and no list of articles; look for one and write it by hand")
    return Offer(home, head.name, head.language, feeds, sitemaps, listings, skipped)


def read_head(body: bytes, url: str, content_type: str | None = None) -> Head:
    """Name, language and feeds of a page, as its head and its links give them. Pure."""
    root = html_tree(body, content_type)
    if root is None:
        return Head()
    metas = {(tag.get("property") or tag.get("name") or "").lower(): tag.get("content") for tag in root.iter("meta")}
    title = next((tag.text for tag in root.iter("title") if tag.text), None)
    name = metas.get("og:site_name") or metas.get("application-name") or (_of_title(title, url) if title else None)
    language = re.match(r"[a-z]{2,3}(?=$|[-_])", (root.get("lang") or "").strip().lower())
    alternates = [
        tag.get("href")
        for tag in root.iter("link")
        if "alternate" in (tag.get("rel") or "").lower().split() and _FEED_TYPE.match(tag.get("type") or "")
    ]
    shown = [tag.get("href") for tag in root.iter("a") if _FEED_LINK.search(_path(tag))]
    links = [
        link for href in alternates + shown if href and (link := absolute(href, url)) and not _COMMENTS.search(link)
    ]
    return Head(" ".join(name.split())[:200] if name else None, language[0] if language else None, _distinct(links))


def _of_title(title: str, url: str) -> str:
    """The outlet in a title such as ``Home | Torvik Herald: news of the coast``: the part that the host repeats."""
    parts = [part for part in re.split(r"\s+[|–—·-]\s+|:\s", title) if part.strip()] or [title]
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(url).hostname or "").lower())
    named = [part for part in parts if re.sub(r"[^a-z0-9]", "", part.lower()) in host]
    others = [
        part
        for part in parts
        if part.strip().lower() not in ("home", "homepage", "home page", "welcome", "latest news")
    ]
    return (named or others or parts)[0]


def _try(settings: Settings, kind: str, result: FetchResult, skipped: list[str]) -> Found | None:
    """What an address holds; None, with a line in ``skipped``, when it is not what was hoped for."""
    if result.outcome != "fetched" or result.body is None:
        skipped.append(f"{result.url}: {result.reason or result.outcome}")
        return None
    try:
        found = read_links(kind, result.body, result.final_url, result.header("content-type"), settings.max_body_bytes)
    except NotAFeed as error:
        skipped.append(f"{result.url}: {error}")
        return None
    if not (found.links or found.sitemaps):
        skipped.append(f"{result.url}: names no page")
        return None
    return found


def _listing(body: bytes, url: str, content_type: str | None) -> list[str]:
    with contextlib.suppress(NotAFeed):
        if len(read_links("listing", body, url, content_type, len(body)).links) >= ENOUGH_LINKS:
            return [url]
    return []


def _path(tag: Any) -> str:
    try:
        return urlsplit(tag.get("href") or "").path
    except ValueError:
        return ""


def _distinct(links: list[str]) -> tuple[str, ...]:
    return tuple({url_key(link) or link: link for link in reversed(links)}.values())[::-1]
