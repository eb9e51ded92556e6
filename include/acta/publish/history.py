"""What was published and taken back when, and why: one line an act in ``<data>/publish/history.jsonl``, never rewritten."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from acta.config import Settings


@dataclass(frozen=True)
class Act:
    """One change of what readers see."""

    at: str
    act: str  # published, rolled back
    generation: str  # what readers see since
    before: str | None
    reason: str | None = None


def history_path(settings: Settings) -> Path:
    return settings.publish_dir / "history.jsonl"


def read_history(settings: Settings) -> list[Act]:
    """All acts, oldest first."""
    path = history_path(settings)
    if not path.exists():
        return []
    return [Act(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def note(settings: Settings, act: str, generation: str, before: str | None, reason: str | None = None) -> None:
    """Append one act."""
    row = Act(datetime.now(UTC).isoformat(timespec="seconds"), act, generation, before, reason)
    with history_path(settings).open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(asdict(row)) + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def rolled_back(settings: Settings) -> dict[str, str | None]:
    """Generations that were taken back and not published again, with the reason."""
    taken: dict[str, str | None] = {}
    for row in read_history(settings):
        if row.act == "rolled back" and row.before:
            taken[row.before] = row.reason
        taken.pop(row.generation, None)
    return taken
