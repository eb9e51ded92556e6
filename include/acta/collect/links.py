"""What discovery finds, whatever it reads: links with what is said about them, and times as they were written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TypeVar

from acta.characters import storable
from acta.dates import read_date

MAX_LINKS = 10_000  # of one file; the rest is cut, and said so
MAX_TITLE = 1000
FRESH = timedelta(days=183)  # half a year: a new source starts with a past worth reading, not with its whole archive
T = TypeVar("T")
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed, sitemap or page names. Times are ISO 8601 as given, the offset kept."""

    url: str
    title: str | None
    published_at: str | None
    updated_at: str | None
    seen_in: str

    @property
    def dated_at(self) -> str | None:
        """The latest time that is said of it."""
        return max((text for text in (self.published_at, self.updated_at) if text), key=instant, default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """Links of one file, the sitemaps an index names, and a remark when not everything could be taken."""

    links: list[Link] = field(default_factory=list)
    sitemaps: list[Link] = field(default_factory=list)
    remark: str | None = None


class NotAFeed(Exception):
    """The bytes are not what they were asked for. ``reason`` is a code where it is known better than that."""

    def __init__(self, says: str, reason: str | None = None) -> None:
        super().__init__(says)
        self.reason = reason


def iso_time(value: object) -> str | None:
    """A date as feeds and sitemaps write it, in ISO 8601 as precise as written; None when it is none, or ambiguous."""
    return read_date(value)


def instant(text: str) -> datetime:
    """The instant of an ISO 8601 time; UTC where it says no offset, midnight where it is a bare date."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def one_line(text: object) -> str | None:
    """A title without markup and line breaks, entities resolved; None when nothing remains."""
    if not isinstance(text, str):
        return None
    return " ".join(unescape(_TAG.sub(" ", storable(text))).split())[:MAX_TITLE] or None


def only_fresh(found: Found, now: datetime) -> Found:
    """Without what a sitemap dates before ``FRESH``: sitemaps name a site's whole past, which is for a backfill."""
    links = [link for link in found.links if _is_fresh(link, now)]
    sitemaps = [link for link in found.sitemaps if _is_fresh(link, now)]
    left = len(found.links) - len(links) + len(found.sitemaps) - len(sitemaps)
    if not left:
        return found
    remark = f"{left} entries older than {FRESH.days} days left to a backfill"
    return replace(found, links=links, sitemaps=sitemaps, remark="; ".join(filter(None, (found.remark, remark))))


def _is_fresh(link: Link, now: datetime) -> bool:
    latest = link.dated_at
    return latest is None or instant(latest) >= now - FRESH


def newest_first(items: Sequence[T], dated_at: Callable[[T], str | None]) -> list[T]:
    """Items by their time, the latest first, then those without one. Equals are taken from both ends in turn.

    Files of many entries are written oldest first or newest first, and the order alone does not say which.
    """
    ends = [items[-1 - turn // 2] if turn % 2 == 0 else items[turn // 2] for turn in range(len(items))]
    dated = [(instant(when), item) for item in ends if (when := dated_at(item))]
    ordered = [item for _, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return ordered + [item for item in ends if not dated_at(item)]


def choose(items: Sequence[T], dated_at: Callable[[T], str | None], limit: int) -> list[T]:
    """At most ``limit`` items in the order they come in: the newest, and of those without a date a fair share."""
    if len(items) <= limit:
        return list(items)
    ranked = newest_first(list(range(len(items))), lambda number: dated_at(items[number]))
    dated = [number for number in ranked if dated_at(items[number])]
    undated = ranked[len(dated) :]
    share = max(limit - len(undated), limit * len(dated) // len(items))
    dated = dated[:share]
    return [items[number] for number in sorted([*dated, *undated[: limit - len(dated)]])]


def cut_remark(count: int, limit: int = MAX_LINKS, chosen: str = "newest") -> str | None:
    """What to say when a file holds more than is taken."""
    return f"{count} entries, the {chosen} {limit} taken" if count > limit else None
