"""Terms of office by Wikidata against those of the registry: added, confirmed, changed, ended, contradictory. Pure.

Whatever cannot be decided without a person is contradictory and says why: dates that are not known to the day, a name that
fits two actors, two holders of one office at a time, a registered term that Wikidata does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from acta.refresh.changes import Change
from acta.refresh.days import doubt_of, exact, kind_of, overlap
from acta.refresh.offices import CLASSES, title_of
from acta.refresh.query import FIRST_DAY, Term
from acta.registry import Registry, Role, fold
from acta.registry.build_registry import slug

SAME_TERM = timedelta(days=62)  # starts this near each other are one term, dated by election or by oath


@dataclass
class Comparison:
    """The terms of one country while they are being compared."""

    registry: Registry
    sources: Mapping[tuple[str, str, str], str]  # actor, title, valid_from -> source of the registry's row
    retrieved_on: str
    country: str
    aliases: Mapping[str, list[str]] = field(default_factory=dict)  # item -> other names
    used: set[Role] = field(default_factory=set)  # roles that a term was matched with

    @cached_property
    def _by_item(self) -> dict[str, str]:
        people = (entry for entry in self.registry.entries.values() if entry.kind == "person")
        return {entry.wikidata_id: entry.actor_id for entry in people if entry.wikidata_id}

    def changes(self, terms: Iterable[Term]) -> list[Change]:
        """Everything a person should see, in a stable order."""
        mine = [role for roles in self.registry.roles.values() for role in roles if role.country == self.country]
        found = [self._change(term, mine) for term in terms]
        checked = [self._alone(change, found, mine) for change in found]
        return sorted([*checked, *self._unconfirmed(mine)], key=Change.order)

    def _change(self, term: Term, mine: list[Role]) -> Change:
        classes = frozenset().union(*(CLASSES[office] for office in term.offices))
        actor_id, doubt = self._actor(term)
        same = [role for role in mine if role.title in classes]
        role = self._role(actor_id, term, same) if actor_id else None
        title, organisation_id = (role.title, role.organisation_id or "") if role else title_of(term, same)
        change = Change(
            kind="added",
            country=self.country,
            title=title,
            organisation_id=organisation_id,
            actor_id=actor_id or self._new_id(term),
            name=self._name(actor_id, term),
            wikidata_id=term.person,
            gender=term.gender or "",
            aliases="; ".join(self._aliases(term)),
            valid_from=term.start.text if term.start else "",
            valid_to=term.end.text if term.end else "",
            position=term.position,
            retrieved_on=self.retrieved_on,
        )
        if role:
            self.used.add(role)
            start = role.valid_from.isoformat() if role.valid_from else ""
            end = role.valid_to.isoformat() if role.valid_to else ""
            source = self.sources.get((role.actor_id, role.title, start), "")
            change = replace(
                change, kind=kind_of(role, term), was_from=start or "unknown", was_to=end, was_source=source
            )
            if change.kind == "confirmed":
                change = replace(change, valid_from=start, valid_to=end)
        doubt = doubt or doubt_of(term, title)
        return replace(change, kind="contradictory", reason=doubt) if doubt else change

    def _actor(self, term: Term) -> tuple[str | None, str]:
        """The registered actor of a term, or none; and what is doubtful about it."""
        if term.person in self._by_item:
            return self._by_item[term.person], ""
        if term.name is None:
            return None, "Wikidata has no English name for the person"
        ids = sorted(set(self.registry.by_name.get(fold(term.name), [])))
        ids = [i for i in ids if self.registry.entries[i].country in (None, self.country)] or ids
        if len(ids) > 1:
            return None, f"the name fits {', '.join(ids)}"
        if ids and (other := self.registry.entries[ids[0]].wikidata_id):
            return ids[0], f"{ids[0]} is {other} in the registry and {term.person} here"
        if ids and self.registry.entries[ids[0]].country not in (None, self.country):
            return None, f"the name is that of {ids[0]}, of another country"
        return (ids[0] if ids else None), ""

    def _role(self, actor_id: str, term: Term, same: list[Role]) -> Role | None:
        """The registry's row of this term: starting at about the same time, or else the only one that overlaps it."""
        own = [role for role in same if role.actor_id == actor_id and role not in self.used]
        start = exact(term.start.text if term.start else "")
        if start is None:
            return own[0] if len(own) == 1 else None
        near = [role for role in own if role.valid_from and abs(role.valid_from - start) <= SAME_TERM]
        if near:
            return min(near, key=lambda role: abs((role.valid_from or start) - start))
        end = exact(term.end.text if term.end else "") or date.max
        over = [r for r in own if (r.valid_from or date.min) < end and start < (r.valid_to or date.max)]
        return over[0] if len(over) == 1 else None

    def _new_id(self, term: Term) -> str:
        stem = slug(term.name or term.person)
        taken = self.registry.entries.get(f"act_{stem}")
        return f"act_{stem}" if taken is None else f"act_{stem}_{self.country.lower()}"

    def _name(self, actor_id: str | None, term: Term) -> str:
        return self.registry.entries[actor_id].name if actor_id else term.name or ""

    def _aliases(self, term: Term) -> list[str]:
        """Other names that are names: of two words or more, sharing one with the label, and nobody else's."""
        words = set(fold(term.name or "").split())
        good = []
        for alias in self.aliases.get(term.person, []):
            parts = fold(alias).split()
            others = set(self.registry.by_name.get(fold(alias), []))
            if (
                len(parts) > 1
                and words & set(parts)
                and not others
                and fold(alias) != fold(term.name or "")
                and ";" not in alias
            ):
                good.append(alias)
        return good

    def _alone(self, change: Change, found: list[Change], mine: list[Role]) -> Change:
        """The change, contradictory if somebody else holds the same office for more than a day of it."""
        if change.kind in ("confirmed", "contradictory"):
            return change
        terms = [
            (c.name, c.valid_from, c.valid_to)
            for c in found
            if c is not change and c.office == change.office and c.kind != "contradictory"
        ]
        terms += [
            (self.registry.entries[r.actor_id].name, str(r.valid_from or ""), str(r.valid_to or ""))
            for r in mine
            if r not in self.used and (r.title, r.organisation_id or "") == (change.title, change.organisation_id)
        ]
        for name, start, end in terms:
            if overlap(change.valid_from, change.valid_to, start, end):
                return replace(
                    change, kind="contradictory", reason=f"overlaps {name}, {start or '?'} to {end or 'now'}"
                )
        return change

    def _unconfirmed(self, mine: list[Role]) -> list[Change]:
        """What an editor wrote and Wikidata does not have."""
        watched = frozenset().union(*CLASSES.values())
        out = []
        for role in mine:
            entry = self.registry.entries.get(role.actor_id)
            start, end = str(role.valid_from or ""), str(role.valid_to or "")
            source = self.sources.get((role.actor_id, role.title, start), "")
            recent = role.valid_to is None or end > FIRST_DAY
            if entry and role not in self.used and role.title in watched and recent and source == "editor":
                out.append(
                    Change(
                        kind="contradictory",
                        country=self.country,
                        title=role.title,
                        organisation_id=role.organisation_id or "",
                        actor_id=role.actor_id,
                        name=entry.name,
                        wikidata_id=entry.wikidata_id or "",
                        was_from=start or "unknown",
                        was_to=end,
                        was_source=source,
                        retrieved_on=self.retrieved_on,
                        reason="Wikidata has no such term",
                    )
                )
        return out
