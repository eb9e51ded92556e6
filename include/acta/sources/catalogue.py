"""The catalogue: sources that come with Acta and sleep until one is enabled, by a copy into the user's own folder."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.sources.model import Source
from acta.sources.registry import load_sources, parse_source
from acta.sources.source_id import checked_source_id

FOLDER = Path(__file__).parent / "catalogue"


def load_catalogue() -> list[Source]:
    """Every source of the catalogue in the order of their ids."""
    return [parse_source(path) for path in sorted(FOLDER.glob("*.yml"))]


def enable(settings: Settings, source_ids: Iterable[str], dry_run: bool = False) -> list[Path]:
    """Copy sources of the catalogue into the user's folder, all of them or, when one is wrong, none; returns the files.

    Raises Permanent for an id that is not in the catalogue, naming the nearest, or one that is active already.
    """
    wanted = list(dict.fromkeys(source_ids))
    known = {path.stem: path for path in FOLDER.glob("*.yml")}
    active = {source.source_id for source in load_sources(settings)}
    for source_id in wanted:
        if source_id not in known:
            near = difflib.get_close_matches(source_id, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "`acta sources list --catalogue` shows what there is"
            raise Permanent(f"no source {source_id!r} in the catalogue; {hint}")
        if source_id in active:
            raise Permanent(f"{source_id!r} is active already: {settings.sources_dir / source_id}.yml")
    if dry_run:
        return [settings.sources_dir / f"{source_id}.yml" for source_id in wanted]
    return [write_source(settings, source_id, known[source_id].read_text(encoding="utf-8")) for source_id in wanted]


def write_source(settings: Settings, source_id: str, text: str) -> Path:
    """Write a source file that is not there yet, and read it back: what is written is always valid.

    Raises Permanent when there is one of that name, or when the name can be no source's.
    """
    checked_source_id(source_id)
    settings.sources_dir.mkdir(parents=True, exist_ok=True)
    path = settings.sources_dir / f"{source_id}.yml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Permanent(f"{path} is there already: edit it, or give another name with --id") from error
    try:
        parse_source(path)
    except Permanent:
        path.unlink()
        raise
    return path
