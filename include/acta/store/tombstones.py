"""What was forgotten stays so: hashes of ids, which tell a return of the same page and say nothing of it.

Collecting passes over a page with a tombstone, no batch takes a row of it, and loading leaves it out of a batch that was
brought back from a backup.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent


@dataclass(frozen=True)
class Tombstones:
    """SHA-256 of each article_id and source_id that was forgotten."""

    hashes: frozenset[str]

    def cover(self, *ids: str | None) -> bool:
        """Whether one of these ids was forgotten."""
        return bool(self.hashes) and any(hash_of(one) in self.hashes for one in ids if one)


def hash_of(one_id: str) -> str:
    """What is kept of a forgotten id."""
    return hashlib.sha256(one_id.encode()).hexdigest()


def tombstones_path(settings: Settings) -> Path:
    """One JSON object a line: hash, what kind of id, when, why."""
    return settings.data_dir / "tombstones.jsonl"


def read_tombstones(settings: Settings) -> Tombstones:
    """All tombstones. Raises Permanent when a line is damaged: collecting must not go on without them."""
    path = tombstones_path(settings)
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return Tombstones(frozenset(json.loads(line)["hash"] for line in lines))
    except (ValueError, KeyError) as error:
        raise Permanent(f"{path} is damaged ({error}): restore it from a backup before anything is collected") from error


def add_tombstones(settings: Settings, ids: Iterable[str], kind: str, at: str, reason: str) -> None:
    """Put up a tombstone for each id that has none, durably."""
    there = read_tombstones(settings).hashes
    new = [hash_of(one) for one in sorted(set(ids)) if hash_of(one) not in there]
    path = tombstones_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.writelines(json.dumps({"hash": one, "kind": kind, "at": at, "reason": reason}) + "\n" for one in new)
        log.flush()
        os.fsync(log.fileno())
