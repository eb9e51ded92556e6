"""What is known about actors before reading: the CSV files of this folder and of the invented world, as one index.

Loaded once a process. Names are matched as printed, so an alias is looked up by its first word and then compared with the
text; how the tokenizer would cut it does not matter.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from acta.registry.overlay import overlaid, overlay_folder, overlay_rows
from acta.registry.titles import plain, title_sector

FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "newsroom" / "registry")
FIRST_WORD = re.compile(r"\w+")
NON_STATE = frozenset({"IGO", "UNO", "EUR", "NGO", "MNC", "NMC", "INT"})
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "‑": "-"})  # one for one: offsets stay


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name for comparing: no case, accents or curly quotes; one space between words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.translate(STRAIGHT)) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the registry."""

    actor_id: str
    kind: str
    name: str
    country: str | None
    sector: str | None
    gender: str | None
    wikidata_id: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """An office held: from valid_from until the day before valid_to; None is open."""

    actor_id: str
    title: str
    organisation_id: str | None
    country: str | None
    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Alias:
    """A string that names an actor."""

    actor_id: str
    text: str  # straight quotes
    kind: str  # name, acronym, metonym, demonym, capital


@dataclass(slots=True)
class Registry:
    """Indexes over the four tables."""

    entries: dict[str, Entry] = field(default_factory=dict)
    aliases: dict[str, list[Alias]] = field(default_factory=dict)  # by first word, longest first
    roles: dict[str, list[Role]] = field(default_factory=dict)  # by actor, oldest first
    offices: dict[tuple[str, str], list[Role]] = field(default_factory=dict)  # by title and country or organisation
    members: dict[str, set[str]] = field(default_factory=dict)  # body -> members
    countries: dict[str, str] = field(default_factory=dict)  # country code -> actor_id
    adjectives: dict[str, str] = field(default_factory=dict)  # country code -> first demonym
    by_name: dict[str, list[str]] = field(default_factory=dict)  # folded name of a person -> actor_ids

    def adjective(self, country: str) -> str | None:
        """The adjective of a country: "Japanese" for JPN."""
        return self.adjectives.get(country)

    def role_at(self, actor_id: str, day: date | None) -> Role | None:
        """The office held on a day; without a day the latest one."""
        roles = self.roles.get(actor_id)
        if not roles:
            return None
        if day is None:
            return roles[-1] if roles[-1].valid_to is None else None
        return next((role for role in reversed(roles) if role.holds(day)), None)

    def holder(self, title: str, of: str, day: date | None) -> str | None:
        """Who holds an office of a country (or organisation) on a day; without a day the one who holds it now."""
        held = self.offices.get((title, of), [])
        found = [r for r in held if (r.holds(day) if day else r.valid_to is None)]
        return found[-1].actor_id if found else None

    def sector_at(self, actor_id: str, day: date | None) -> str | None:
        """PLOVER sector on a day: that of the office held, ELI for who held one, else what the registry says."""
        entry = self.entries[actor_id]
        role = self.role_at(actor_id, day)
        if role:
            organisation = self.entries.get(role.organisation_id or "")
            return (organisation.sector if organisation else None) or title_sector(role.title) or entry.sector
        if entry.sector:
            return entry.sector
        roles = self.roles.get(actor_id, [])
        return "ELI" if any(r.valid_to and (day is None or r.valid_to <= day) for r in roles) else None


def rows(table: str, folders: tuple[Path, ...] = FOLDERS) -> Iterator[dict[str, str]]:
    """All rows of a table, of the real world and then of the invented one."""
    for folder in folders:
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as handle:
                lines = csv.reader(handle)
                header = next(lines)
                yield from (dict(zip(header, line, strict=True)) for line in lines)


def known_rows(table: str) -> Iterator[dict[str, str]]:
    """All rows of a table with the facts that a person accepted from Wikidata over them."""
    return overlaid(table, rows(table), overlay_rows(table, overlay_folder()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def load_registry() -> Registry:
    """Read all tables and build the indexes."""
    reg = Registry()
    for row in known_rows("actors"):
        entry = Entry(
            row["actor_id"],
            row["kind"],
            row["name"],
            row["country"] or None,
            row["sector"] or None,
            row["gender"] or None,
            row["wikidata_id"] or None,
        )
        reg.entries[entry.actor_id] = entry
        if entry.kind == "country" and entry.country:
            reg.countries.setdefault(entry.country, entry.actor_id)
    aliases: defaultdict[str, dict[str, Alias]] = defaultdict(dict)
    for row in known_rows("aliases"):
        text = row["alias"].translate(STRAIGHT)
        if row["actor_id"] in reg.entries and (first := FIRST_WORD.search(text)):
            alias = Alias(row["actor_id"], text, row["alias_kind"])
            aliases[first.group()].setdefault(text, alias)
            country = reg.entries[alias.actor_id].country
            if alias.kind == "demonym" and country:
                reg.adjectives.setdefault(country, alias.text)
            if reg.entries[alias.actor_id].kind == "person":
                reg.by_name.setdefault(fold(text), []).append(alias.actor_id)
    reg.aliases = {key: sorted(known.values(), key=lambda a: -len(a.text)) for key, known in aliases.items()}
    for row in sorted(known_rows("roles"), key=lambda r: r["valid_from"]):
        role = Role(
            row["actor_id"],
            plain(row["title"]),
            row["organisation_id"] or None,
            row["country"] or None,
            _day(row["valid_from"]),
            _day(row["valid_to"]),
        )
        reg.roles.setdefault(role.actor_id, []).append(role)
        for of in (role.country, role.organisation_id):
            if of:
                reg.offices.setdefault((role.title, of), []).append(role)
    for row in rows("memberships"):
        reg.members.setdefault(row["body_id"], set()).add(row["member_id"])
    return reg
