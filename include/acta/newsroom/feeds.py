"""RSS, Atom, sitemap and news sitemap of one outlet at one moment, as XML bytes.

Nothing in them depends on when they are asked for except what is published: a poll that finds nothing new finds the same bytes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from acta.newsroom.catalogue import OPENED, Article, Outlet, Revision
from acta.newsroom.pages import lede

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
NEWS_WINDOW = timedelta(hours=48)  # the norm: only the last two days

Shown = list[tuple[Article, Revision]]

for prefix, uri in (("atom", ATOM), ("news", NEWS), ("dc", DUBLIN_CORE)):
    ET.register_namespace(prefix, uri)


def rss(outlet: Outlet, base: str, shown: Shown) -> bytes:
    """RSS 2.0, newest first."""
    root = ET.Element("rss", version="2.0")
    channel = _child(root, "channel")
    _child(channel, "title", outlet.name)
    _child(channel, "link", f"{base}/")
    _child(channel, "description", outlet.motto)
    _child(channel, "language", outlet.language)
    for article, revision in shown[: outlet.feed_length]:
        item = _child(channel, "item")
        _child(item, "title", revision.title)
        _child(item, "link", base + article.path)
        _child(item, "guid", base + article.path)
        _child(item, "pubDate", format_datetime(revision.published_at))
        if revision.modified_at:
            _child(item, f"{{{ATOM}}}updated", revision.modified_at.isoformat())
        for author in revision.authors:
            _child(item, f"{{{DUBLIN_CORE}}}creator", author)
        _child(item, "category", revision.section)
        _child(item, "description", lede(revision))
    return _bytes(root)


def atom(outlet: Outlet, base: str, shown: Shown) -> bytes:
    """Atom 1.0, newest first."""
    root = ET.Element("feed", xmlns=ATOM)
    _child(root, "id", f"{base}/")
    _child(root, "title", outlet.name)
    _child(root, "updated", max((revision.updated_at for _, revision in shown), default=OPENED).isoformat())
    _child(root, "link", href=f"{base}/")
    _child(root, "link", rel="self", href=base + (outlet.atom or ""))
    for article, revision in shown[: outlet.feed_length]:
        entry = _child(root, "entry")
        _child(entry, "id", base + article.path)
        _child(entry, "title", revision.title)
        _child(entry, "link", href=base + article.path)
        _child(entry, "published", revision.published_at.isoformat())
        _child(entry, "updated", revision.updated_at.isoformat())
        for author in revision.authors or (outlet.name,):
            _child(_child(entry, "author"), "name", author)
        _child(entry, "summary", lede(revision))
    return _bytes(root)


def sitemap(outlet: Outlet, base: str, shown: Shown, now: datetime) -> bytes:
    """All pages, oldest first, with the pages that are no articles and the print pages that robots.txt refuses."""
    root = ET.Element("urlset", xmlns=SITEMAP)
    for article, revision in reversed(shown):
        _location(root, base + article.path, revision.updated_at)
        if article.slug in outlet.print_pages:
            _location(root, f"{base}/print/{article.slug}", revision.updated_at)
    for page in outlet.no_articles:
        updated_at = datetime.fromisoformat(page["updated_at"])
        if updated_at <= now:
            _location(root, base + page["path"], updated_at)
    return _bytes(root)


def news_sitemap(outlet: Outlet, base: str, shown: Shown, now: datetime) -> bytes:
    """Articles of the last two days."""
    root = ET.Element("urlset", xmlns=SITEMAP)
    for article, revision in shown:
        if now - revision.published_at > NEWS_WINDOW:
            continue
        url = _location(root, base + article.path, revision.updated_at)
        news = _child(url, f"{{{NEWS}}}news")
        publication = _child(news, f"{{{NEWS}}}publication")
        _child(publication, f"{{{NEWS}}}name", outlet.name)
        _child(publication, f"{{{NEWS}}}language", revision.language)
        _child(news, f"{{{NEWS}}}publication_date", revision.published_at.isoformat())
        _child(news, f"{{{NEWS}}}title", revision.title)
    return _bytes(root)


def _location(root: ET.Element, url: str, updated_at: datetime) -> ET.Element:
    element = _child(root, "url")
    _child(element, "loc", url)
    _child(element, "lastmod", updated_at.isoformat())
    return element


def _child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    found: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"
