"""What is known about one URL, and what one more attempt makes of it. Pure: ``state`` keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

DEFERRED = frozenset({"retry_after", "deferred", "circuit_open"})  # not tried: does not count as a failure

INDEX = "index"  # a sitemap of sitemaps: that it stays the same says nothing about those it names
NOT_FOUND = "not_found"  # a page that was there is missing; a second time in a row it is gone
PARTIAL = "window"  # a feed of which a part was taken: the next poll must not skip the rest


@dataclass(frozen=True, slots=True)
class SeenUrl:
    """One URL of one source and what came of it so far."""

    source_id: str
    url_key: str
    article_id: str
    url: str
    first_seen_at: str
    last_attempt_at: str
    last_fetched_at: str | None
    etag: str | None
    last_modified: str | None
    body_sha256: str | None
    hint_title: str | None
    hint_published_at: str | None
    seen_in: str | None
    status: str  # pending, fetched, rejected, gone
    failures: int  # in a row
    last_reason: str | None = None


STATUSES = ("pending", "fetched", "rejected", "gone")


def as_stored(values: Mapping[str, Any]) -> SeenUrl:
    """One URL as the state keeps it. Raises ValueError when a value is none that was ever stored: the file is damaged."""
    for name, value in values.items():
        if name == "failures":
            is_right = isinstance(value, int) and value >= 0
        else:
            is_right = isinstance(value, str) or (value is None and name in _MAY_BE_NONE)
        if not is_right:
            raise ValueError(f"{name} of a URL is {str(value)[:40]!r}")
    seen = SeenUrl(**values)
    if seen.status not in STATUSES:
        raise ValueError(f"the status of a URL is {seen.status[:40]!r}")
    for moment in (seen.first_seen_at, seen.last_attempt_at, seen.last_fetched_at):
        if moment is not None:
            datetime.fromisoformat(moment)
    return seen


_MAY_BE_NONE = frozenset(
    ("last_fetched_at", "etag", "last_modified", "body_sha256", "hint_title", "hint_published_at", "seen_in", "last_reason")
)


@dataclass(frozen=True, slots=True)
class SeenFeed:
    """What to send with the next poll of a feed or sitemap."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


def after_attempt(old: SeenUrl | None, row: Mapping[str, Any]) -> SeenUrl | None:
    """What is known after one row of ``fetches``; None when the row says nothing new.

    A row older than what is known is passed over: a batch applied late must not undo a newer one.
    """
    if not row["url_key"] or not row["article_id"] or (old and old.last_attempt_at > row["requested_at"]):
        return None
    outcome, at = row["outcome"], row["requested_at"]
    kept = old if old and outcome != "fetched" else None
    new = row if outcome == "fetched" else {}
    answered = outcome in ("fetched", "unchanged", "rejected")
    return SeenUrl(
        source_id=row["source_id"],
        url_key=row["url_key"],
        article_id=old.article_id if old else row["article_id"],
        url=row["url"],
        first_seen_at=old.first_seen_at if old else row["first_seen_at"] or at,
        last_attempt_at=at,
        last_fetched_at=at if answered else (old.last_fetched_at if old else None),
        etag=kept.etag if kept else new.get("etag"),
        last_modified=kept.last_modified if kept else new.get("last_modified"),
        body_sha256=kept.body_sha256 if kept else new.get("body_sha256"),
        hint_title=row["hint_title"] or (old.hint_title if old else None),
        hint_published_at=row["hint_published_at"] or (old.hint_published_at if old else None),
        seen_in=row["seen_in"] or (old.seen_in if old else None),
        status=_status(old, outcome),
        failures=_failures(old, outcome, row["reason"]),
        last_reason=row["reason"],
    )


def _status(old: SeenUrl | None, outcome: str) -> str:
    if outcome in ("blocked", "failed"):
        return old.status if old else "pending"
    if outcome == "rejected":
        return "fetched" if old and old.body_sha256 else "rejected"
    return "gone" if outcome == "gone" else "fetched"


def _failures(old: SeenUrl | None, outcome: str, reason: str | None) -> int:
    if outcome not in ("blocked", "failed"):
        return 0
    return (old.failures if old else 0) + (reason not in DEFERRED)
