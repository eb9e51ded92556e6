"""A source file made by the program: the keys in the order a person would write them, and what it does not know as a remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import yaml

_SUFFIXES = re.compile(r"\.(?:com?|org|net|gov|ac|info|news|int)(?:\.[a-z]{2})?$|\.[a-z]{2,}$")


def id_of(url: str) -> str:
    """A source_id from a host: ``https://www.torvik-herald.example/`` is ``torvik_herald``."""
    host = re.sub(r"^(?:www|feeds|rss|m)\.", "", (urlsplit(url).hostname or "source").lower())
    stem = host if re.fullmatch(r"[\d.:]+", host) else _SUFFIXES.sub("", host)
    return re.sub(r"[^a-z0-9]+", "_", stem).strip("_") or "source"


def source_yaml(
    name: str,
    homepage: str,
    language: str | None,
    feeds: Sequence[str],
    sitemaps: Sequence[str],
    listings: Sequence[str],
) -> str:
    """The text of a source file."""
    values: dict[str, object] = {"name": name, "homepage": homepage}
    if language:
        values["language"] = language
    values |= {
        key: list(urls) for key, urls in (("feeds", feeds), ("sitemaps", sitemaps), ("listings", listings)) if urls
    }
    text: str = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=1000)
    return text + "# country: GBR  # ISO 3166-1 alpha-3, where the outlet sits: a page does not say it\n"
