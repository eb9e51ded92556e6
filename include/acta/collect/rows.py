"""Results → rows of the batch tables ``fetches``, ``sources`` and ``outcomes``, without the secrets in URLs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from acta.characters import storable
from acta.collect.http import FetchResult
from acta.collect.masking import mask_text, mask_url
from acta.collect.urls import url_key
from acta.ids import make_id
from acta.sources.model import Source

COLLECTOR = "acta-collect"
COLLECTOR_VERSION = "1"
LAST = 0  # the part of a run that is written last and holds the polls: where it exists, the run is complete
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What was asked for, and what is known about it from elsewhere. Masked already."""

    kind: str  # source, robots, feed, sitemap, listing, archive, article, file
    url: str
    url_key: str | None
    article_id: str | None = None
    seen_in: str | None = None
    title: str | None = None
    published_at: str | None = None
    first_seen_at: str | None = None


def stamp(at: datetime) -> str:
    """An instant of the settings' clock as rows hold it: UTC, to the second."""
    return at.isoformat(timespec="seconds")


def key_of(url: str) -> str:
    """url_key of a URL, secrets masked; the masked URL itself where it has no normal form."""
    return mask_url(url_key(url) or url)


def article_id_of(source_id: str, key: str) -> str:
    """article_id of a page: its source and the URL key under which it was first seen."""
    return make_id("art", source_id, key)


def part_id(source_id: str, run_key: str, number: int) -> str:
    """batch_id of one part of a run."""
    return make_id("bat", "collect", source_id, run_key, str(number))


def fetch_row(
    source_id: str, run_key: str, subject: Subject, at: datetime, result: FetchResult, warc: tuple[str, int] | None
) -> Row:
    """One attempt, in text that every table takes."""
    declared = result.header("content-length")
    row = {
        "fetch_id": fetch_id_of(source_id, subject.url, run_key),
        "source_id": source_id,
        "run_key": run_key,
        "kind": subject.kind,
        "url": subject.url,
        "final_url": mask_url(result.final_url),
        "url_key": subject.url_key,
        "article_id": subject.article_id,
        "seen_in": subject.seen_in,
        "requested_at": stamp(at),
        "outcome": result.outcome,
        "reason": result.reason,
        "detail": mask_text(result.detail) if result.detail else None,
        "http_status": result.http_status,
        "byte_count": len(result.body)
        if result.body is not None
        else (int(declared) if declared and declared.isdigit() and len(declared) < 16 else None),
        "elapsed_ms": result.elapsed_ms,
        "etag": _short(result.header("etag")),
        "last_modified": _short(result.header("last-modified")),
        "content_type": _short(result.header("content-type")),
        "body_sha256": result.body_sha256,
        "warc_path": warc[0] if warc else None,
        "warc_offset": warc[1] if warc else None,
        "hint_title": subject.title,
        "hint_published_at": subject.published_at,
        "first_seen_at": subject.first_seen_at,
        "collector_version": COLLECTOR_VERSION,
    }
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def fetch_id_of(source_id: str, url: str, run_key: str) -> str:
    """Key of the attempt at a URL (masked) in one run."""
    return make_id("fet", source_id, url, run_key)


def outcome_row(fetch: Row) -> Row:
    """The same attempt as rpt_outlet_health reads it."""
    return {
        "outcome_id": make_id("out", "collect", fetch["fetch_id"]),
        "stage": "collect",
        "source_id": fetch["source_id"],
        "subject_id": fetch["fetch_id"],
        "article_id": fetch["article_id"],
        "url": fetch["url"],
        "outcome": fetch["outcome"],
        "reason": fetch["reason"],
        "detail": fetch["detail"],
        "occurred_at": fetch["requested_at"],
    }


def source_row(source: Source, at: datetime) -> Row:
    """The registry's entry at the time of the batch."""
    expected, filled = source.expect.articles_per_day, source.expect.fill_rate
    return {
        "source_id": source.source_id,
        "name": source.name,
        "homepage": mask_url(source.homepage) if source.homepage else None,
        "domain": source.domain,
        "country": source.country,
        "language": source.language,
        "kind": source.kind,
        "expected_articles_per_day_min": expected.min,
        "expected_articles_per_day_max": expected.max,
        "expected_published_on_share": filled.published_at,
        "expected_author_share": filled.author,
        "observed_at": stamp(at),
    }


def _short(value: str | None) -> str | None:
    """A header worth keeping: a kilobyte at most, one line."""
    return value if value and len(value) <= 1000 and value.isprintable() else None
