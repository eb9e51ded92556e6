"""Feeds and sitemaps → links. Pure functions over bytes: no network, no entities, no end in sight for a hostile file.

A feed or sitemap that cannot be read raises ``NotAFeed`` with one line; what it does not say is None.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import feedparser
from lxml import etree

from acta.collect.urls import absolute

MAX_LINKS = 10_000  # of one file; the rest is cut, and said so
MAX_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed or sitemap names. Times are ISO 8601 as given, the offset kept."""

    url: str
    title: str | None
    published_at: str | None
    updated_at: str | None
    seen_in: str


@dataclass(frozen=True, slots=True)
class Found:
    """Links of one file, the sitemaps an index names, and a remark when not everything could be taken."""

    links: list[Link] = field(default_factory=list)
    sitemaps: list[Link] = field(default_factory=list)
    remark: str | None = None


class NotAFeed(Exception):
    """The bytes are neither a feed nor a sitemap."""


def read_feed(body: bytes, url: str, content_type: str | None = None) -> Found:
    """Links of an RSS, RDF or Atom feed."""
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        raise NotAFeed(f"no RSS or Atom: {_problem(parsed)}")
    links = [link for entry in parsed.entries[:MAX_LINKS] if (link := _entry(entry, url))]
    return Found(links=links, remark=_remark(len(parsed.entries), parsed))


def read_sitemap(body: bytes, url: str, max_bytes: int) -> Found:
    """Links of a sitemap or news sitemap, or the sitemaps of an index; gzip too."""
    root = _xml(_gunzip(body, max_bytes))
    kind = etree.QName(root).localname.lower() if isinstance(root.tag, str) else ""
    if kind not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"no sitemap: the root element is <{kind or '?'}>")
    entries = [child for child in root if isinstance(child.tag, str)]
    found = [link for entry in entries[:MAX_LINKS] if (link := _location(entry, url))]
    remark = f"{len(entries)} entries, the first {MAX_LINKS} taken" if len(entries) > MAX_LINKS else None
    return Found(sitemaps=found, remark=remark) if kind == "sitemapindex" else Found(links=found, remark=remark)


def iso_time(text: object) -> str | None:
    """An RFC 822 or ISO 8601 time as ISO 8601 with its offset kept; a bare date stays bare; None when it is neither."""
    if not isinstance(text, str) or not (text := text.strip()):
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError):
            return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _entry(entry: Any, base: str) -> Link | None:
    link = entry.get("link") or next((found.get("href") for found in entry.get("links", [])), None)
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        link = entry["id"]
    url = absolute(str(link), base) if link else None
    if url is None:
        return None
    return Link(
        url=url,
        title=_title(entry.get("title")),
        published_at=_moment(entry, "published"),
        updated_at=_moment(entry, "updated") if "updated" in entry.keys() else None,  # noqa: SIM118 feedparser aliases keys
        seen_in=base,
    )


def _moment(entry: Any, name: str) -> str | None:
    """As the feed wrote it when that can be read; else feedparser's reading of odder forms, which is UTC."""
    given = iso_time(entry.get(name))
    parsed = entry.get(f"{name}_parsed")
    if given or not parsed:
        return given
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except (TypeError, ValueError):
        return None


def _location(entry: Any, base: str) -> Link | None:
    values: dict[str, str] = {}
    for element in entry.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            name = etree.QName(element)
            prefix = "image:" if "image" in (name.namespace or "") or "video" in (name.namespace or "") else ""
            values.setdefault(prefix + name.localname.lower(), element.text.strip())
    url = absolute(values.get("loc", ""), base) if values.get("loc") else None
    if url is None:
        return None
    return Link(
        url,
        _title(values.get("title")),
        iso_time(values.get("publication_date")),
        iso_time(values.get("lastmod")),
        base,
    )


def _xml(body: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(f"no XML: {error}") from error
    if root is None:
        raise NotAFeed("no XML: nothing in it can be read")
    return root


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = unpacker.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise NotAFeed(f"gzip that cannot be read: {error}") from error
    if len(text) > max_bytes:
        raise NotAFeed(f"gzip that holds more than {max_bytes} bytes")
    return text


def _title(text: object) -> str | None:
    return (" ".join(unescape(text).split())[:MAX_TITLE] or None) if isinstance(text, str) else None


def _problem(parsed: Any) -> str:
    error = parsed.get("bozo_exception")
    return " ".join(str(error).split())[:150] if error else "nothing in it can be read"


def _remark(entries: int, parsed: Any) -> str | None:
    if entries > MAX_LINKS:
        return f"{entries} entries, the first {MAX_LINKS} taken"
    error = parsed.get("bozo_exception")
    if error is not None and type(error).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType"):
        return f"not quite well-formed: {_problem(parsed)}"
    return None
