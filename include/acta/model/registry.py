"""The actor registry as tables: the CSV files of the package, row by row, empty cells as NULL."""

from __future__ import annotations

import csv
from pathlib import Path

import acta

PACKAGE = Path(acta.__file__).parent
FOLDERS = (PACKAGE / "annotate" / "actors" / "registry", PACKAGE / "newsroom" / "registry")
COLUMNS = {
    "actors": ("actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source"),
    "aliases": ("actor_id", "alias", "alias_kind", "lang"),
    "roles": ("actor_id", "title", "organisation_id", "country", "valid_from", "valid_to", "source"),
    "memberships": ("member_id", "body_id", "valid_from", "valid_to", "source"),
}


def registry_rows(table: str) -> list[tuple[str | None, ...]]:
    """All rows of one registry table, of the real and the invented world, in file order."""
    rows: list[tuple[str | None, ...]] = []
    for folder in FOLDERS:
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as handle:
                rows.extend(tuple(line[name] or None for name in COLUMNS[table]) for line in csv.DictReader(handle))
    return rows
