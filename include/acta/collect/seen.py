"""What is known about one URL, and what one more attempt makes of it. Pure: ``state`` keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
