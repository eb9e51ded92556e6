"""A listing page (a section front, a home page) → links to articles, judged by shape alone. Pure.

No page is asked for to decide: a link is an article's when its address looks like one (a date, a number, a long slug),
when its text reads like a headline, and when it repeats (the same nesting of elements holds other such links). Menus,
tags, authors and files are not. A wrong guess costs one request: what is no article is recognised later.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from acta.collect.html_tree import html_tree
from acta.collect.links import MAX_LINKS, Found, Link, NotAFeed, cut_remark, one_line
from acta.collect.urls import absolute, url_key

ENOUGH = 3  # points
MAX_ANCHORS = 20_000  # looked at on one page
_DATE = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?(?:/|-|$)", re.I)
_NUMBER = re.compile(r"(?:^|[-_/.a-z])\d{5,}(?:\.[a-z]+)?$", re.I)
_HEX = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-", re.I)
_MENU = re.compile(
    r"^(?:about\w*|accessibility|account|advertis\w+|authors?|by|careers?|category|categories|comments?|contact\w*|cookies?"
    r"|corrections|events?|faq|feeds?|help|jobs|legal|login|log-in|members?(?:hip)?|my-?account|newsletters?|offers?|page"
    r"|people|podcasts?|privacy\w*|profiles?|register|rss|search|sections?|share|shop|sign-?(?:in|up)|sitemaps?|sponsored"
    r"|staff|store|subscri\w+|tags?|terms\w*|topics?|users?|videos?|weather|wp-\w+)$",
    re.I,
)
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|avi|mov|zip|gz|docx?|xlsx?|pptx?|xml|rss|json|css|js|ics|exe|apk)$",
    re.I,
)
_NAV = frozenset({"nav", "footer", "menu"})
_HEADS = frozenset({"h1", "h2", "h3", "h4", "article"})


@dataclass(slots=True)
class _Anchor:
    """All links of a page to one address."""

    url: str
    text: str
    shape: str
    in_menu: bool
    in_head: bool


def read_listing(body: bytes, url: str, content_type: str | None = None) -> Found:
    """Links of a page that look like articles of the same site, in the order of the page."""
    root = html_tree(body, content_type)
    if root is None:
        raise NotAFeed("no listing: nothing in it can be read")
    anchors = _anchors(root, url)
    repeated = Counter(anchor.shape for anchor in anchors)
    links = [
        Link(anchor.url, one_line(anchor.text), None, None, url)
        for anchor in anchors
        if points(anchor, repeated[anchor.shape]) >= ENOUGH
    ]
    if not links and not anchors:
        raise NotAFeed("no listing: the page has no links of its own site")
    none = f"none of {len(anchors)} links looks like an article" if not links else None
    seen = sum(1 for _ in root.iter("a"))
    many = f"{seen} links, the first {MAX_ANCHORS} looked at" if seen > MAX_ANCHORS else None
    return Found(links=links[:MAX_LINKS], remark=many or cut_remark(len(links), chosen="first") or none)


def points(anchor: _Anchor, repeated: int) -> int:
    """How much a link looks like an article's; ``ENOUGH`` is one."""
    return (
        _address_points(anchor.url)
        + _text_points(anchor.text)
        + (1 if repeated >= 3 else 0)
        + (1 if anchor.in_head else 0)
        - (3 if anchor.in_menu else 0)
    )


def _address_points(url: str) -> int:
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments or _FILE.search(parts.path):
        return -9
    slug = re.sub(r"\.\w{2,5}$", "", segments[-1])
    words = [word for word in re.split(r"[-_+]|%20", slug) if word]
    score = 0
    if any(_MENU.match(segment) for segment in segments[:-1]) or _MENU.match(slug):
        score -= 3
    if _DATE.search(parts.path):
        score += 2
    if (
        _NUMBER.search(slug)
        or _HEX.search(slug)
        or re.search(r"(?:^|&)(?:id|p|article\w*|story\w*)=\d{3,}", parts.query, re.I)
    ):
        score += 2
    if len(words) >= 4:
        score += 2
    elif len(words) == 3:
        score += 1
    if len(segments) == 1 and len(words) <= 2 and not score:
        score -= 2  # /world, /sport-news: a section
    return score


def _text_points(text: str) -> int:
    words = text.split()
    if len(words) >= 5 or (len(text) >= 14 and not text.isascii() and len(words) < 3):
        return 2  # a headline; some scripts write it without spaces
    return 1 if len(words) >= 3 else -1 if len(words) <= 1 else 0


def _anchors(root: Any, url: str) -> list[_Anchor]:
    """Addresses of the same site in the order of the page, each once, with its longest text."""
    base = next((absolute(tag.get("href"), url) or url for tag in root.iter("base") if tag.get("href")), url)
    here, site = url_key(url), _site(url)
    found: dict[str, _Anchor] = {}
    for tag in islice(root.iter("a"), MAX_ANCHORS):
        link = absolute(tag.get("href") or "", base) if tag.get("href") else None
        key = url_key(link) if link else None
        if link is None or key is None or key == here or _site(link) != site:
            continue
        anchor = _anchor(tag, link)
        first = found.setdefault(key, anchor)
        if first is not anchor:
            first.text = max(first.text, anchor.text, key=len)
            first.in_menu, first.in_head = first.in_menu and anchor.in_menu, first.in_head or anchor.in_head
    return list(found.values())


def _anchor(tag: Any, url: str) -> _Anchor:
    text = " ".join(" ".join(tag.itertext()).split()) or " ".join((tag.get("title") or "").split())
    above = [tag, *_ancestors(tag, 12)]
    names = [str(element.tag) for element in above]
    shape = ">".join(f"{element.tag}.{(element.get('class') or '').split(' ')[0]}" for element in above[:3])
    in_menu = any(
        name in _NAV or element.get("role") == "navigation" for name, element in zip(names, above, strict=True)
    )
    in_head = any(name in _HEADS for name in names[:5]) or any(child.tag in _HEADS for child in tag.iter())
    return _Anchor(url, text, shape, in_menu, in_head)


def _ancestors(tag: Any, limit: int) -> list[Any]:
    found: list[Any] = []
    while len(found) < limit and (tag := tag.getparent()) is not None:
        found.append(tag)
    return found


def _site(url: str) -> str:
    """Host name without ``www.`` and ``m.``: a listing names pages of its own site."""
    return re.sub(r"^(?:www|m|amp)\.", "", (urlsplit(url).hostname or "").lower())
