"""Attempts at the units of an input batch: all of them first, later those that a passing fault kept from being read.

Batches are immutable, so each attempt writes a batch of its own whose id follows from the first one's and its number. It holds
only the units that were pending before, and its outcome for a unit is the one that counts. What was tried, when, and what
waits can therefore always be read from the batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from acta.config import Settings
from acta.ids import make_id
from acta.store.batches import Manifest, Row, batch_exists, list_batches, read_table
from acta.store.faults import PASSING

Written = dict[str, Manifest]

PENDING, GIVEN_UP = "pending", "given_up"
GROWTH = 4.0  # each pause is this many times the one before
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """One attempt at an input batch: the batch it writes and the units it is about (``subjects``; None: all)."""

    source: Manifest
    batch_id: str
    number: int = 1
    subjects: frozenset[str] | None = None

    def wants(self, subject_id: str) -> bool:
        """Whether a unit is part of the attempt."""
        return self.subjects is None or subject_id in self.subjects


def attempt_id(first_id: str, number: int) -> str:
    """Id of the batch that an attempt writes; the first attempt's is the id of its stage's batch."""
    return first_id if number == 1 else make_id("bat", "attempt", first_id, str(number))


def settled(outcome: str, reason: str | None, number: int, most: int) -> str:
    """The outcome of a unit after an attempt: a passing fault leaves it pending, and given up after ``most`` attempts."""
    if outcome != "failed" or reason not in PASSING:
        return outcome
    return PENDING if number < most else GIVEN_UP


def written(settings: Settings, stage: str) -> Written:
    """All finished batches of a stage by their ids."""
    return {manifest.batch_id: manifest for manifest in list_batches(settings, stage)}


def is_damaged(settings: Settings, batches: Written, batch: str, stage: str = "annotate") -> bool:
    """Whether a batch is there and cannot be read: it is not written again before a person has removed it."""
    return batch not in batches and batch_exists(settings, stage, batch)


def next_attempt(
    settings: Settings, batches: Written, source: Manifest, first_id: str, force: bool = False
) -> Attempt | None:
    """The attempt at an input batch that is due now; None when nothing of it is pending or its pause is not over.

    ``force`` ignores the pause and includes what was given up, and what an earlier version of Acta left as failed.
    """
    number = latest_number(batches, first_id)
    if number == 0:
        return Attempt(source, first_id)
    latest = batches[attempt_id(first_id, number)]
    if not force and not (latest.unread and is_due(settings, latest, number)):
        return None
    waiting = frozenset(row["subject_id"] for row in unread(settings, latest) if force or row["outcome"] == PENDING)
    return Attempt(source, attempt_id(first_id, number + 1), number + 1, waiting) if waiting else None


def latest_number(batches: Written, first_id: str) -> int:
    """How many attempts were made."""
    number = 0
    while attempt_id(first_id, number + 1) in batches:
        number += 1
    return number


def is_due(settings: Settings, latest: Manifest, number: int) -> bool:
    """Whether the pause after an attempt is over; it is also when the clock was set back."""
    tried = datetime.fromisoformat(latest.created_at)
    now = datetime.now(UTC)
    return not tried <= now < tried + pause(settings.retry_seconds, number)


def pause(seconds: float, number: int) -> timedelta:
    """How long to wait after an attempt."""
    return min(timedelta(seconds=min(seconds * GROWTH ** min(number - 1, 20), 1e9)), LONGEST_PAUSE)


def unread(settings: Settings, manifest: Manifest) -> Iterator[Row]:
    """Outcomes of a batch whose unit may yet be read: pending, given up, or failed before there were attempts."""
    for row in read_table(settings, manifest, "outcomes"):
        passing = row["outcome"] == "failed" and row["reason"] in PASSING
        if row["subject_id"] is not None and (passing or row["outcome"] in (PENDING, GIVEN_UP)):
            yield row


def count_unread(settings: Settings, batches: Written, first_ids: Iterable[str]) -> Counter[str]:
    """How many units are pending and how many were given up, after the latest attempt at each input batch."""
    counted: Counter[str] = Counter()
    for first_id in first_ids:
        latest = batches.get(attempt_id(first_id, max(1, latest_number(batches, first_id))))
        if latest and latest.unread:
            counted.update(row["outcome"] for row in unread(settings, latest))
    return counted
