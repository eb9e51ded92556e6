"""The actor registry as tables: the CSV files of the package with accepted facts over them, empty cells as NULL; and where
places lie."""

from __future__ import annotations

import gzip
from pathlib import Path

from acta.registry import known_rows

DIVISIONS = Path(__file__).with_name("divisions.tsv.gz")  # written by build_divisions.py

COLUMNS = {
    "actors": ("actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source"),
    "aliases": ("actor_id", "alias", "alias_kind", "lang"),
    "roles": ("actor_id", "title", "organisation_id", "country", "valid_from", "valid_to", "source"),
    "memberships": ("member_id", "body_id", "valid_from", "valid_to", "source"),
    "divisions": ("geonames_id", "division", "is_whole"),
}


def registry_rows(table: str) -> list[tuple[str | None, ...]]:
    """All rows of one registry table, of the real and the invented world, in file order."""
    if table == "divisions":
        lines = gzip.decompress(DIVISIONS.read_bytes()).decode().splitlines()
        return [tuple(line.split("\t")) for line in lines]
    return [tuple(row[name] or None for name in COLUMNS[table]) for row in known_rows(table)]
