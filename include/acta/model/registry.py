"""The actor registry as tables: the CSV files of the package with accepted facts over them, empty cells as NULL."""

from __future__ import annotations

from acta.annotate.actors.registry import known_rows

COLUMNS = {
    "actors": ("actor_id", "kind", "name", "country", "sector", "gender", "wikidata_id", "source"),
    "aliases": ("actor_id", "alias", "alias_kind", "lang"),
    "roles": ("actor_id", "title", "organisation_id", "country", "valid_from", "valid_to", "source"),
    "memberships": ("member_id", "body_id", "valid_from", "valid_to", "source"),
}


def registry_rows(table: str) -> list[tuple[str | None, ...]]:
    """All rows of one registry table, of the real and the invented world, in file order."""
    return [tuple(row[name] or None for name in COLUMNS[table]) for row in known_rows(table)]
