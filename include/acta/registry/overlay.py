"""Facts a person accepted from Wikidata, laid over those of the package: ``registry/*.csv`` in ACTA_JUDGEMENTS_DIR.

The tables have the package's columns and a few of their own (``COLUMNS``). A row of an actor that is known fills cells and
changes nothing where it is empty; a role takes the place of the term it names in ``replaces``. The files count as part of
the annotator's version, so accepting facts makes every article due again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from acta.config import load_settings
from acta.errors import Permanent
from acta.registry.titles import plain

Row = dict[str, str]
ACCEPTED = ["retrieved_on", "accepted_on", "accepted_by"]
COLUMNS = {
    "actors": ["actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source", *ACCEPTED],
    "aliases": ["actor_id", "alias", "alias_kind", "lang", "source", *ACCEPTED],
    "roles": [
        *("actor_id", "title", "organisation_id", "country", "valid_from", "valid_to", "source"),
        "replaces",  # valid_from of the term that this one corrects, or "unknown"; empty for a new one
        *ACCEPTED,
    ],
}
KEYS = {
    "actors": ("actor_id",),
    "aliases": ("actor_id", "alias"),
    "roles": ("actor_id", "title", "organisation_id", "country", "valid_from"),
}
UNKNOWN = "unknown"
_DAYS = ("valid_from", "valid_to", "retrieved_on", "accepted_on")
_SHAPES = {"actor_id": r"act_[a-z0-9_]+", "source": r"wikidata:Q[1-9]\d*", "wikidata_id": r"(Q[1-9]\d*)?"}


def overlay_folder() -> Path:
    """Where accepted facts lie: by the environment, since the finders have no settings at hand."""
    return load_settings().judgements_dir / "registry"


def overlay_rows(table: str, folder: Path) -> list[Row]:
    """The accepted rows of one table; none when nothing was accepted. Raises Permanent with file and line."""
    path = folder / f"{table}.csv"
    if table not in COLUMNS or not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        lines = csv.reader(handle)
        if next(lines, None) != COLUMNS[table]:
            raise Permanent(f"{path}:1: the columns must be {','.join(COLUMNS[table])}")
        found = []
        for line in lines:
            problem = None if len(line) == len(COLUMNS[table]) else f"{len(line)} cells, not {len(COLUMNS[table])}"
            row = dict(zip(COLUMNS[table], line, strict=False))
            problem = problem or _problem(row)
            if problem:
                raise Permanent(f"{path}:{lines.line_num}: {problem}")
            found.append(row)
    return found


def _problem(row: Row) -> str | None:
    for name, shape in _SHAPES.items():
        if name in row and not re.fullmatch(shape, row[name]):
            return f"{name} {row[name]!r} is not of the form {shape}"
    for name in _DAYS:
        try:
            date.fromisoformat(row.get(name) or "2000-01-01")
        except ValueError:
            return f"{name} {row[name]!r} is not a day such as 2024-10-01"
    return None


def key_of(table: str, row: Row) -> tuple[str, ...]:
    """What makes a row what it is; offices are compared in the spelling of ``plain``."""
    return tuple(plain(row[name]) if name == "title" else row[name] for name in KEYS[table])


def replaced_key(row: Row) -> tuple[str, ...]:
    """Key of the term that a role takes the place of."""
    return key_of("roles", row | {"valid_from": "" if row["replaces"] == UNKNOWN else row["replaces"]})


def overlaid(table: str, known: Iterable[Row], accepted: list[Row]) -> Iterator[Row]:
    """The rows of a table with the accepted ones over them, in the package's columns."""
    if not accepted:
        yield from known
        return
    fresh = {key_of(table, row): row for row in accepted}
    replaced = {replaced_key(row) for row in accepted if row.get("replaces")}
    columns: list[str] = []
    for row in known:
        key, columns = key_of(table, row), list(row)
        if key in fresh:
            new = fresh.pop(key)
            yield row | {name: new[name] for name in row if new.get(name) or (name in new and table != "actors")}
        elif key not in replaced:
            yield row
    for row in fresh.values():
        yield {name: row.get(name, "") for name in columns or COLUMNS[table]}
