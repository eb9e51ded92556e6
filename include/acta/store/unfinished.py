"""What was begun and has to be finished before other work makes sense: forgetting that was cut off."""

from __future__ import annotations

import json
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.store.lock import holder

FINISH = "`acta forget --finish`"


def forgetting_path(settings: Settings) -> Path:
    """Where it is noted what is being forgotten, from before anything is taken out until a scan has proved it."""
    return settings.data_dir / "forgetting.json"


def unfinished_forgetting(settings: Settings) -> str | None:
    """One line when forgetting was cut off, or None; also None while a process is at it."""
    path = forgetting_path(settings)
    if not path.exists() or holder(settings.data_dir / "data.lock") is not None:
        return None
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        begun = f" (begun {note['begun_at']}, {len(note['article_ids'])} articles)"
    except (OSError, ValueError, KeyError, TypeError):
        begun = ""  # of an earlier version, or damaged: finishing says so
    return f"forgetting was cut off{begun}, what is to be forgotten is still there in part: run {FINISH}"


def refuse_unfinished_forgetting(settings: Settings) -> None:
    """Raise Permanent when forgetting was cut off; not in the process that is forgetting."""
    if line := unfinished_forgetting(settings):
        raise Permanent(line)
