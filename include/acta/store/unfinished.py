"""What was begun and has to be finished before other work makes sense: forgetting, or removing the sample, that was cut off."""

from __future__ import annotations

import json
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.store.lock import holder

FINISH = "`acta forget --finish`"
FINISH_REMOVING = "`acta sample remove`"


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


def removing_path(settings: Settings) -> Path:
    """There while the sample is taken out: a day of which only a part was replaced looks like one with fewer batches."""
    return settings.data_dir / "removing_sample"


def unfinished_removing(settings: Settings) -> str | None:
    """One line when removing the sample was cut off, or None; also None while a process is at it."""
    if not removing_path(settings).exists() or holder(settings.data_dir / "data.lock") is not None:
        return None
    return f"removing the sample was cut off, it is still there in part: run {FINISH_REMOVING}"


def unfinished(settings: Settings) -> str | None:
    """One line about whichever of the two was cut off, or None."""
    return unfinished_forgetting(settings) or unfinished_removing(settings)


def refuse_unfinished(settings: Settings) -> None:
    """Raise Permanent when forgetting or removing the sample was cut off; not in the process that is at it."""
    if line := unfinished(settings):
        raise Permanent(line)
