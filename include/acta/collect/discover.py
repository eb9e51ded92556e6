"""Discovery: bytes of whatever names pages → links. The readers are ``feeds``, ``sitemaps`` and ``listing``."""

from __future__ import annotations

from collections.abc import Callable

from acta.collect.feeds import read_entries, read_feed
from acta.collect.links import Found, Link, NotAFeed, iso_time
from acta.collect.listing import read_listing
from acta.collect.markup import unpack
from acta.collect.sitemaps import read_list, read_sitemap
from acta.isolation import UNEXPECTED, Fault, attempt

__all__ = [
    "Found",
    "Link",
    "NotAFeed",
    "iso_time",
    "read_alone",
    "read_entries",
    "read_feed",
    "read_links",
    "read_list",
    "read_listing",
    "read_sitemap",
]  # fmt: skip


def read_links(kind: str, body: bytes, url: str, content_type: str | None, max_bytes: int) -> Found:
    """Links of a ``feed``, ``sitemap`` or ``listing``. A sitemap in place of a feed, or a feed of one, is read as well.

    Raises NotAFeed with what the asked-for kind says about it, and nothing else whatever the bytes are.
    """
    if kind == "listing":
        return read_alone(kind, lambda: read_listing(body, url, content_type))
    readers = {
        "feed": lambda: read_feed(unpack(body, max_bytes), url, content_type),
        "sitemap": lambda: read_sitemap(body, url, max_bytes),
    }
    other = "sitemap" if kind == "feed" else "feed"
    try:
        return read_alone(kind, readers[kind])
    except NotAFeed as error:
        try:
            return read_alone(other, readers[other])
        except NotAFeed:
            raise error from None


def read_alone(kind: str, reader: Callable[[], Found]) -> Found:
    """What a reader finds; whatever it raises is NotAFeed."""
    found = attempt(f"reading a {kind}", reader, expected=(NotAFeed,))
    if isinstance(found, Fault):
        raise NotAFeed(f"no {kind} that can be read: {found.detail}", UNEXPECTED)
    return found
