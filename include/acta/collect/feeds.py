"""Feeds → entries: RSS 0.9 to 2.0, RDF, CDF and Atom through feedparser, JSON Feed by its own specification.

Pure functions over bytes: no network, no entities, no end in sight for a hostile file. What cannot be read raises
``NotAFeed`` with one line; what a feed does not say is None.
"""

from __future__ import annotations

import json
import re
import traceback
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser

from acta.collect.links import MAX_LINKS, Found, Link, NotAFeed, choose, cut_remark, iso_time, one_line
from acta.collect.markup import from_root
from acta.collect.urls import absolute
from acta.dates import readings
from acta.isolation import describe

MAX_TAGS = 120_000  # of one feed: feedparser takes some 50 microseconds a tag, and no feed may stall the others
_ROOT = re.compile(rb"<((?:\w+:)?(rss|rdf|feed|channel))\b", re.IGNORECASE)
_HALF_DAY = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)  # of "12:00 AM" feedparser makes noon
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
DATE_NUMBERS = 3  # year, month and day: then feedparser's day must be one of them, in some zone
_ENTRANCE = ("api.py", "encodings.py", "http.py")  # of feedparser: they read arguments, not elements
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. ``url`` is None where it names no page."""

    url: str | None
    title: str | None
    published_at: str | None
    updated_at: str | None
    created_at: str | None = None

    @property
    def dated_at(self) -> str | None:
        """The date of an item in a feed that gives it only one, whatever its name: RDF knows only dc:date."""
        return self.published_at or self.updated_at or self.created_at


@dataclass(frozen=True, slots=True)
class Entries:
    """All items of a feed in its order, and a remark when not everything could be taken."""

    entries: list[Entry] = field(default_factory=list)
    remark: str | None = None


def read_feed(body: bytes, url: str, content_type: str | None = None) -> Found:
    """Links of a feed of any kind. Raises NotAFeed when it has items and none leads anywhere: the site changed their shape."""
    read = read_entries(body, url, content_type)
    links = [
        Link(page, one.title, one.dated_at, one.updated_at, url)
        for one in read.entries
        if one.url and (page := absolute(one.url, url))
    ]
    if read.entries and not links:
        raise NotAFeed(f"none of its {len(read.entries)} items has a link")
    left = len(read.entries) - len(links)
    return Found(links=links, remark=read.remark or (f"{left} of {len(read.entries)} items without a link" if left else None))


def read_entries(body: bytes, url: str, content_type: str | None = None) -> Entries:
    """Items of an RSS, RDF, Atom or JSON feed."""
    if body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, url)
    if not body.strip():
        raise NotAFeed("no RSS or Atom: the answer is empty")
    body, cut = _cut(from_root(body, _ROOT))
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    try:
        parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False)
    except Exception as error:
        if not _is_of_a_handler(error):
            raise
        # on broken markup its handlers of elements stumble, as with "too many values to unpack"
        raise NotAFeed(f"no RSS or Atom: {describe(error)}") from error
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed(f"no RSS or Atom: {_problem(parsed)}")
    entries = [_entry(entry, url) for entry in parsed.entries]
    entries = choose(entries, lambda entry: entry.dated_at, MAX_LINKS)
    return Entries(entries, cut_remark(len(parsed.entries)) or cut or _remark(parsed))


def _is_of_a_handler(error: Exception) -> bool:
    """Whether feedparser stumbled over the document. Where it takes our arguments, an error would be a bug of ours."""
    at = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    if at.name == "encodings.py" and isinstance(error, ValueError):
        return True  # the name of the encoding is the document's too: with a NUL in it, Python looks for none
    return not (at.parent.name == "feedparser" and at.name in _ENTRANCE)


def _cut(body: bytes) -> tuple[bytes, str | None]:
    """The feed with at most ``MAX_TAGS`` tags, cut between two items and closed again, and a remark if it was."""
    if body.count(b"<") <= MAX_TAGS:
        return body, None
    at = -1
    for _ in range(MAX_TAGS):
        at = body.find(b"<", at + 1)
    at = max(body.rfind(b"<item", 0, at), body.rfind(b"<entry", 0, at))
    root = _ROOT.search(body, 0, 10_000)
    if at < 0 or root is None:
        raise NotAFeed(f"no RSS or Atom: more than {MAX_TAGS} tags and no items between them")
    close = (b"</channel>" if root[2].lower() == b"rss" else b"") + b"</" + root[1] + b">"
    return body[:at] + close, f"more than {MAX_TAGS} tags, only the items before them taken"


def _entry(entry: Any, base: str) -> Entry:
    link = entry.get("link") or next((found.get("href") for found in entry.get("links", [])), None)
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        link = entry["id"]
    return Entry(
        url=absolute(str(link), base, keep_fragment=True) if link else None,
        title=one_line(entry.get("title")),
        published_at=_moment(entry, "published"),
        updated_at=_moment(entry, "updated"),
        created_at=_moment(entry, "created"),
    )


def _moment(entry: Any, name: str) -> str | None:
    """As the feed wrote it; of a date in a form or language that only feedparser knows its reading, which is UTC."""
    if name not in entry.keys():  # noqa: SIM118 feedparser answers for absent keys with their neighbours
        return None
    written, parsed = str(entry.get(name) or ""), entry.get(f"{name}_parsed")
    given = iso_time(written)
    is_cut = given is not None and len(given) == 10 and any(parsed[3:6] if parsed else ()) and not _HALF_DAY.search(written)
    if not parsed or (readings(written) and not is_cut):
        return given
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        near = {(moment + timedelta(days=days)).day for days in (-1, 0, 1)}
    except (TypeError, ValueError, OverflowError):
        return None
    numbers = [int(number) for number in _NUMBER.findall(written)]
    is_made_up = len(numbers) >= DATE_NUMBERS and not near.intersection(numbers)
    return None if is_made_up else iso_time(moment.isoformat())


def _read_json(body: bytes, url: str) -> Entries:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"no JSON Feed: {' '.join(str(error).split())[:150]}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise NotAFeed("no JSON Feed: its version or its items are missing")
    entries = [_json_entry(item, url) for item in items if isinstance(item, dict)]
    return Entries(choose(entries, lambda entry: entry.dated_at, MAX_LINKS), cut_remark(len(items)))


def _json_entry(item: dict[str, Any], base: str) -> Entry:
    identity = str(item.get("id", ""))
    link = item.get("url") or (identity if identity.startswith(("http://", "https://")) else item.get("external_url"))
    return Entry(
        url=absolute(link, base) if isinstance(link, str) and link else None,
        title=one_line(item.get("title")),
        published_at=iso_time(item.get("date_published")),
        updated_at=iso_time(item.get("date_modified")),
    )


def _problem(parsed: Any) -> str:
    error = parsed.get("bozo_exception")
    return " ".join(str(error).split())[:150] if error else "nothing in it can be read"


def _remark(parsed: Any) -> str | None:
    error = parsed.get("bozo_exception")
    if error is not None and type(error).__name__ not in _HARMLESS:
        return f"not quite well-formed: {_problem(parsed)}"
    return None
