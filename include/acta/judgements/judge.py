"""Make a judgement: check it against all that was judged before, then write it down."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from acta.config import Settings
from acta.errors import Permanent
from acta.judgements.records import Entry, Judgement, append, parse, read_judgements
from acta.judgements.replay import Ruling, replay
from acta.registry import load_registry

NEW = "the new judgement"


def judge(settings: Settings, verb: str, because: str, by: str | None = None, **values: Any) -> tuple[Judgement, Path]:
    """Write one judgement; returns it and its file. Raises Permanent, and writes nothing, when it cannot stand."""
    earlier = read_judgements(settings.judgements_dir)
    now = datetime.now(UTC).replace(microsecond=0)
    if earlier:  # one person's clock may be behind another's: a judgement comes after those that it answers
        now = max(now, earlier[-1].judgement.judged_at + timedelta(seconds=1))
    judgement = parse(
        {"judged_at": now.isoformat(), "judged_by": by or getpass.getuser(), "because": because, "verb": verb} | values
    )
    registered = load_registry().entries
    replay(earlier, registered)  # what is wrong already is named with its own line
    try:
        replay([*earlier, Entry(judgement, NEW)], registered)
    except Permanent as error:
        if str(error).startswith(NEW):
            raise Permanent(str(error).removeprefix(f"{NEW}: ")) from error
        raise Permanent(f"a later judgement rests on this one, take it back first: {error}") from error
    return judgement, append(settings.judgements_dir, judgement)


def current_ruling(settings: Settings) -> Ruling:
    """Who is who by all judgements of the files."""
    return replay(read_judgements(settings.judgements_dir), load_registry().entries)
