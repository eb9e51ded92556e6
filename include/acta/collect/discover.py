"""Discovery: bytes of whatever names pages → links. The readers are ``feeds``, ``sitemaps`` and ``listing``."""

from __future__ import annotations

from acta.collect.feeds import read_entries, read_feed
from acta.collect.links import Found, Link, NotAFeed, iso_time
from acta.collect.sitemaps import read_list, read_sitemap

__all__ = ["Found", "Link", "NotAFeed", "iso_time", "read_entries", "read_feed", "read_list", "read_sitemap"]
