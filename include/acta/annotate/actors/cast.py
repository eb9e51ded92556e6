"""The cast of one article: its actors and mentions while they are being found, and their final ids.

Names that the registry does not know become provisional actors. Their id is a hash of kind, folded name and country, which may
only be known when the whole article is read; until ``settle`` they go by their place in the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from acta.annotate.document import Parsed
from acta.annotate.types import Actor, Mention
from acta.ids import make_id
from acta.registry import Registry, fold

CLEARLY = 4  # names of the country that an article is about


@dataclass(slots=True)
class Cast:
    """Everything the actor finders share while reading one article."""

    doc: Parsed
    registry: Registry
    day: date | None
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    named: dict[int, Mention] = field(default_factory=dict)  # token -> name mention over it
    titles: dict[str, set[str]] = field(default_factory=dict)  # actor -> offices the text or the registry gives
    genders: dict[str, str | None] = field(default_factory=dict)  # what pronouns may refer to; never published
    nouns: dict[str, set[str]] = field(default_factory=dict)  # actor -> what the text calls it
    stands_for: dict[int, str] = field(default_factory=dict)  # head of an apposition -> the named person's actor
    sides: dict[str, str] = field(default_factory=dict)  # person -> the body he speaks for, as the text says
    around: dict[str, int] = field(default_factory=dict)  # country -> how often it is named
    _provisional: dict[tuple[str, str, str | None], str] = field(default_factory=dict)

    def known(self, actor_id: str) -> Actor:
        """An actor of the registry, as he stands on the article's day."""
        found = self.actors.get(actor_id)
        if found:
            return found
        entry, registry = self.registry.entries[actor_id], self.registry
        role = registry.role_at(actor_id, self.day)
        actor = Actor(
            actor_id,
            entry.name,
            entry.kind,
            entry.country,
            registry.sector_at(actor_id, self.day),
            role.title if role else None,
            entry.wikidata_id,
            entry.gender,
        )
        if role:
            self.titles.setdefault(actor_id, set()).add(role.title)
        self.actors[actor_id] = actor
        return actor

    def provisional(self, kind: str, name: str, country: str | None = None, sector: str | None = None) -> Actor:
        """An actor the registry does not know; the same name in one article is the same actor."""
        key = (kind, fold(name), country)
        actor_id = self._provisional.get(key)
        if actor_id is None:
            actor_id = self._provisional[key] = f"?{len(self._provisional)}"
            self.actors[actor_id] = Actor(actor_id, name, kind, country, sector)
        return self.actors[actor_id]

    def is_provisional(self, actor_id: str) -> bool:
        return actor_id.startswith("?")

    def mention(
        self, first: int, last: int, form: str, actor: Actor | None, score: float, kind: str | None = None
    ) -> Mention:
        """Note a mention of these tokens (last inclusive)."""
        doc = self.doc
        mention = Mention(
            first,
            last,
            head_of(doc, first, last),
            form,
            kind or (actor.kind if actor else "other"),
            actor.actor_id if actor else None,
            score,
            doc.start[first],
            doc.end[last],
        )
        self.mentions.append(mention)
        if form == "name":
            for token in range(first, last + 1):
                self.named[token] = mention
            if actor and actor.country and actor.country not in {"IGO", "UNO", "EUR", "NGO"}:
                self.around[actor.country] = self.around.get(actor.country, 0) + 1
        return mention

    def actor_of(self, mention: Mention | None) -> Actor | None:
        return self.actors.get(mention.actor_id) if mention and mention.actor_id else None

    def home(self) -> str | None:
        """The country that an article is about: more than half of its countries' names are this one's."""
        top = max(self.around, key=lambda c: self.around[c], default=None)
        return top if top and self.around[top] * 2 > sum(self.around.values()) else None

    def strong_home(self) -> str | None:
        """The country that an article is about where a title alone may be taken for its: never a host named once or twice."""
        top = self.home()
        return top if top and self.around[top] >= CLEARLY else None

    def settle(self) -> tuple[dict[str, Actor], list[Mention]]:
        """Give provisional actors their lasting ids and leave out actors that no mention uses."""
        final: dict[str, str] = {}
        actors: dict[str, Actor] = {}
        used = {m.actor_id for m in self.mentions if m.actor_id}
        for actor_id, actor in self.actors.items():
            if actor_id not in used:
                continue
            if self.is_provisional(actor_id):
                actor.actor_id = make_id("act", actor.kind, fold(actor.name), actor.country or "-")
            final[actor_id] = actor.actor_id
            actors.setdefault(actor.actor_id, actor)
        for mention in self.mentions:
            if mention.actor_id:
                mention.actor_id = final[mention.actor_id]
        self.mentions.sort(key=lambda m: (m.start, -m.end))
        return actors, self.mentions


def head_of(doc: Parsed, first: int, last: int) -> int:
    """The token of a span that hangs on something outside it; the last token where the parse has none."""
    for token in range(last, first - 1, -1):
        head = doc.head[token]
        if head == token or not first <= head <= last:
            return token
    return last
