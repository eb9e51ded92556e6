"""Accepted changes → facts over the registry's own. A person names the file; nothing is taken over that he did not see."""

from __future__ import annotations

import csv
import getpass
import io
import re
from collections import Counter
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.refresh.changes import ACCEPTABLE, Change, read_changes
from acta.registry import fold, known_rows, load_registry
from acta.registry.overlay import COLUMNS, UNKNOWN, Row, key_of, overlay_rows, replaced_key
from acta.store.lock import exclusive

Facts = dict[str, dict[tuple[str, ...], Row]]  # by table and key


def accept(
    settings: Settings,
    path: Path,
    kinds: Collection[str] = ACCEPTABLE,
    countries: Collection[str] = (),
    by: str | None = None,
) -> Counter[str]:
    """Take over the rows of a file of changes; returns how many of each kind, and how many were there already.

    Contradictory rows stay where they are: a person who knows better writes another kind into the first cell. Raises Permanent
    with file and line, and takes over nothing, when a row cannot be a fact.
    """
    chosen = [
        (line, change)
        for line, change in read_changes(path)
        if change.kind in kinds and change.kind in ACCEPTABLE and (not countries or change.country in countries)
    ]
    folder = settings.judgements_dir / "registry"
    folder.mkdir(parents=True, exist_ok=True)
    mark = {"accepted_on": datetime.now(UTC).date().isoformat(), "accepted_by": by or getpass.getuser()}
    counts: Counter[str] = Counter()
    with exclusive(folder / ".lock", "the file of accepted facts", wait_seconds=10):
        facts: Facts = {table: {key_of(table, row): row for row in overlay_rows(table, folder)} for table in COLUMNS}
        terms = {key_of("roles", row) for row in known_rows("roles")}
        owners = {fold(row["alias"]): row["actor_id"] for row in known_rows("aliases")}
        for line, change in chosen:
            role = _role(change, mark)
            if _same(facts["roles"].get(key_of("roles", role)), role):
                counts["there already"] += 1
                continue
            problem = _problem(change, terms)
            if problem:
                raise Permanent(f"{path}:{line}: {problem}")
            _add_role(facts["roles"], role)
            _add_actor(facts, change, mark, owners)
            counts[change.kind] += 1
        for table, rows in facts.items():
            _write(folder / f"{table}.csv", table, rows)
    load_registry.cache_clear()
    return counts


def _same(row: Row | None, new: Row) -> bool:
    return row is not None and all(row[name] == new[name] for name in ("valid_to", "source"))


def _role(change: Change, mark: Row) -> Row:
    moved = change.kind in ("changed", "ended") and change.was_from != change.valid_from
    return {
        "actor_id": change.actor_id,
        "title": change.title,
        "organisation_id": change.organisation_id,
        "country": change.country,
        "valid_from": change.valid_from,
        "valid_to": change.valid_to,
        "source": f"wikidata:{change.wikidata_id}",
        "replaces": change.was_from if moved else "",
        "retrieved_on": change.retrieved_on,
    } | mark


def _problem(change: Change, terms: set[tuple[str, ...]]) -> str | None:
    """Why a row cannot be a fact, or None."""
    if not re.fullmatch(r"Q[1-9]\d*", change.wikidata_id):
        return f"wikidata_id {change.wikidata_id!r} is no item: a fact names its source"
    if not re.fullmatch(r"act_[a-z0-9_]+", change.actor_id) or not change.name or not change.title:
        return "actor_id, name and title are needed"
    for name in ("valid_from", "valid_to", "retrieved_on"):
        text = getattr(change, name)
        try:
            date.fromisoformat(text) if text or name != "valid_to" else None
        except ValueError:
            return f"{name} {text!r} is not a day such as 2024-10-01"
    if change.valid_to and change.valid_to <= change.valid_from:
        return "valid_to is not after valid_from"
    if change.kind == "added":
        return None
    was = "" if change.was_from == UNKNOWN else change.was_from
    if (change.actor_id, change.title, change.organisation_id, change.country, was) not in terms:
        return f"the registry has no such term from {change.was_from} any more: run `acta actors refresh` again"
    return None


def _add_role(roles: dict[tuple[str, ...], Row], role: Row) -> None:
    """Add a term. One that corrects an accepted term takes over what that one replaced."""
    if role["replaces"]:
        before = roles.pop(replaced_key(role), None)
        if before is not None:
            role = role | {"replaces": before["replaces"]}
    else:
        before = roles.get(key_of("roles", role))
        role = role | {"replaces": before["replaces"] if before else ""}
    roles[key_of("roles", role)] = role


def _add_actor(facts: Facts, change: Change, mark: Row, owners: dict[str, str]) -> None:
    """What the change says of the person: of a known one only what the registry cannot know better."""
    is_new = change.actor_id not in load_registry().entries
    source = {"source": f"wikidata:{change.wikidata_id}", "retrieved_on": change.retrieved_on} | mark
    row = dict.fromkeys(COLUMNS["actors"], "") | source
    row |= {"actor_id": change.actor_id, "gender": change.gender, "wikidata_id": change.wikidata_id}
    if is_new:
        row |= {"kind": "person", "name": change.name, "country": change.country}
    before = facts["actors"].get((change.actor_id,), {})
    facts["actors"][(change.actor_id,)] = {name: row[name] or before.get(name, "") for name in COLUMNS["actors"]}
    names = [change.name] if is_new else []
    for alias in dict.fromkeys([*names, *(part.strip() for part in change.aliases.split(";"))]):
        if alias and owners.setdefault(fold(alias), change.actor_id) == change.actor_id:
            named = {"actor_id": change.actor_id, "alias": alias, "alias_kind": "name", "lang": "en"} | source
            facts["aliases"].setdefault((change.actor_id, alias), named)


def _write(path: Path, table: str, rows: dict[tuple[str, ...], Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[table], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[key] for key in sorted(rows))
    partial = path.with_suffix(".partial")
    partial.write_text(text.getvalue(), encoding="utf-8")
    partial.rename(path)
