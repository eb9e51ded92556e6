"""Sitemaps → links: sitemaps.org, Google's news extension, indexes, plain text lists of URLs; gzip too. Pure."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from acta.collect.links import MAX_LINKS, Found, Link, NotAFeed, choose, cut_remark, iso_time, one_line
from acta.collect.markup import from_root, unpack, with_references
from acta.collect.urls import absolute

_WEB = ("http://", "https://")
_TAIL = 65_536  # bytes in which the end is looked for: comments and warnings may follow it
_END = re.compile(rb"</(?:[\w.\-]+:)?(?:urlset|sitemapindex)\s*>|/>\s*$", re.IGNORECASE)
_ENTRY_END = re.compile(rb"</(?:[\w.\-]+:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.\-]+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)


def read_sitemap(body: bytes, url: str, max_bytes: int) -> Found:
    """Links of a sitemap or news sitemap, or the sitemaps of an index; the newest where it holds more than ``MAX_LINKS``."""
    body = unpack(body, max_bytes)
    if body[:16].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"http"):
        return read_list(body.decode("utf-8-sig", "replace"), url)
    body, cut = _whole(with_references(from_root(body, _ROOT)))
    root = _xml(body)
    kind = _name(root.tag)[1] if isinstance(root.tag, str) else ""
    if kind not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"no sitemap: the root element is <{kind or '?'}>")
    named = [link for child in root if isinstance(child.tag, str) and (link := _location(child, url))]
    found, remark = choose(named, lambda link: link.dated_at, MAX_LINKS), cut_remark(len(named), MAX_LINKS) or cut
    return Found(sitemaps=found, remark=remark) if kind == "sitemapindex" else Found(links=found, remark=remark)


def read_list(text: str, url: str, limit: int = MAX_LINKS) -> Found:
    """URLs, one a line; blank lines and lines that begin with # say nothing, other lines are counted in the remark."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    pages = [absolute(line, url) if line.lower().startswith(_WEB) else None for line in lines]
    urls = list(dict.fromkeys(page for page in pages if page))
    other = pages.count(None)
    remark = f"{other} line{'' if other == 1 else 's'} no web address" if other else None
    return Found(
        [Link(page, None, None, None, url) for page in choose(urls, lambda page: None, limit)],
        remark=cut_remark(len(urls), limit) or remark,
    )


def _whole(body: bytes) -> tuple[bytes, str | None]:
    """A sitemap that breaks off without its last entry, of which the address may be half, and a remark if it does."""
    if not _ROOT.search(body) or _END.search(body, max(0, len(body) - _TAIL)):
        return body, None
    ends = [found.end() for found in _ENTRY_END.finditer(body)]
    return (body[: ends[-1]] if ends else body), "breaks off, the whole entries before it taken"


def _location(entry: Any, base: str) -> Link | None:
    values: dict[str, str] = {}
    for element in entry.iter():
        if isinstance(element.tag, str) and element.text and element.text.strip():
            space, name = _name(element.tag)
            prefix = "image:" if "image" in space or "video" in space else ""
            values.setdefault(prefix + name, element.text.strip())
    url = absolute(values.get("loc", ""), base) if values.get("loc") else None
    if url is None:
        return None
    return Link(
        url,
        one_line(values.get("title")),
        iso_time(values.get("publication_date")),
        iso_time(values.get("lastmod")),
        base,
    )


def _name(tag: str) -> tuple[str, str]:
    """Namespace and name of an element in small letters; of ``news:title`` whose prefix is not declared too."""
    space, _, name = tag.rpartition("}")
    prefix, _, name = name.rpartition(":")
    return (space or prefix).lower(), name.lower()


def _xml(body: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(f"no XML: {error}") from error
    if root is None:
        raise NotAFeed("no XML: nothing in it can be read")
    return root

