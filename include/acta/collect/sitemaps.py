"""Sitemaps → links: sitemaps.org, Google's news extension, indexes, plain text lists of URLs; gzip too. Pure."""

from __future__ import annotations

import zlib
from typing import Any

from lxml import etree

from acta.characters import valid_references
from acta.collect.links import MAX_LINKS, Found, Link, NotAFeed, cut_remark, iso_time, one_line
from acta.collect.urls import absolute

_WEB = ("http://", "https://")


def read_sitemap(body: bytes, url: str, max_bytes: int) -> Found:
    """Links of a sitemap or news sitemap, or the sitemaps of an index."""
    body = _gunzip(body, max_bytes)
    if body[:16].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"http"):
        return read_list(body.decode("utf-8-sig", "replace"), url)
    root = _xml(valid_references(body))
    kind = _name(root.tag)[1] if isinstance(root.tag, str) else ""
    if kind not in ("urlset", "sitemapindex"):
        raise NotAFeed(f"no sitemap: the root element is <{kind or '?'}>")
    entries = [child for child in root if isinstance(child.tag, str)]
    found = [link for entry in entries[:MAX_LINKS] if (link := _location(entry, url))]
    remark = cut_remark(len(entries))
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
        [Link(page, None, None, None, url) for page in urls[:limit]], remark=cut_remark(len(urls), limit) or remark
    )


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
