"""Discovery: bytes of whatever names pages → links. The readers are ``feeds``, ``sitemaps`` and ``listing``."""

from __future__ import annotations

from acta.collect.feeds import read_entries, read_feed
from acta.collect.links import Found, Link, NotAFeed, iso_time
from acta.collect.listing import read_listing
from acta.collect.sitemaps import read_list, read_sitemap

__all__ = [
    "Found", "Link", "NotAFeed", "iso_time", "read_entries", "read_feed", "read_links", "read_list", "read_listing",
    "read_sitemap",
]  # fmt: skip


def read_links(kind: str, body: bytes, url: str, content_type: str | None, max_bytes: int) -> Found:
    """Links of a ``feed``, ``sitemap`` or ``listing``. A sitemap in place of a feed, or a feed of one, is read as well.

    Raises NotAFeed with what the asked-for kind says about it.
    """
    if kind == "listing":
        return read_listing(body, url, content_type)
    try:
        return read_feed(body, url, content_type) if kind == "feed" else read_sitemap(body, url, max_bytes)
    except NotAFeed as error:
        try:
            return read_sitemap(body, url, max_bytes) if kind == "feed" else read_feed(body, url, content_type)
        except NotAFeed:
            raise error from None
