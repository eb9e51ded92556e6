"""Where: every place an article names, with its country and coordinates where the gazetteer is sure enough.

A demonym ("Turkish") counts as its country, as readers of maps expect, and so does a country within the name of an organisation.
What the tagger took for something else is a place where the gazetteer knows a city of that very name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from acta.annotate.actors.gazetteer import Gazetteer, Spot, load_gazetteer
from acta.annotate.actors.towns import named_behind
from acta.annotate.reading import Reading
from acta.annotate.types import Actor, Mention, Place
from acta.registry import NON_STATE, Registry, load_registry

CITY_PEOPLE = 50_000  # a name tagged otherwise is a city only from this size on
PREVAILS = 0.5  # share of the article's places that lends its country to a place nobody knows
PLACE_KINDS = frozenset({"place", "country"})


def find_places(reading: Reading) -> list[Place]:
    """Places in text order; run after the actors, whose mentions say which names are places."""
    finder = _Finder(reading, load_registry(), load_gazetteer())
    places = [place for mention in finder.names for place in finder.of(mention)]
    return sorted(places, key=lambda place: (place.start, place.end))


@dataclass(slots=True)
class _Context:
    """What the article's other places say about an ambiguous one."""

    around: Counter[str]  # countries
    states: Counter[str]  # US states
    main: str | None  # the country most of its places lie in


class _Finder:
    def __init__(self, reading: Reading, registry: Registry, gazetteer: Gazetteer) -> None:
        self.doc, self.actors = reading.doc, reading.actors
        self.registry, self.gazetteer = registry, gazetteer
        self.names = [m for m in reading.mentions if m.form == "name"]
        self.context = self._context()

    def _context(self) -> _Context:
        around: Counter[str] = Counter()
        states: Counter[str] = Counter()
        for mention in self.names:
            if mention.kind not in PLACE_KINDS:
                continue
            actor = self.actors.get(mention.actor_id or "")
            if actor and actor.country:
                around[actor.country] += 1
            state = self.gazetteer.states.get(self.text(mention).casefold())
            if state and state.area:
                states[state.area] += 1
        top = around.most_common(1)
        main = top[0][0] if top and top[0][1] >= PREVAILS * around.total() else None
        return _Context(around, states, main)

    def text(self, mention: Mention) -> str:
        return " ".join(self.doc.text[mention.start : mention.end].split())

    def of(self, mention: Mention) -> Iterator[Place]:
        """The places that one name holds."""
        actor = self.actors.get(mention.actor_id or "")
        if mention.kind in PLACE_KINDS:
            spot = self._spot(mention, actor)
            country = spot.country if spot else (actor.country if actor else None) or self.context.main
            yield self._place(mention.first, mention.last, spot, country, actor.name if actor else None)
        elif (spot := self._mistaken(mention, actor)) is not None:
            yield self._place(mention.first, mention.last, spot, spot.country, spot.name)
        elif mention.kind == "organisation" and mention.last > mention.first:
            yield from self._inside(mention)

    def _place(self, first: int, last: int, spot: Spot | None, country: str | None, name: str | None) -> Place:
        doc = self.doc
        place = Place(doc.start[first], doc.end[last], first, last, name, country)
        if spot:
            place.name, place.geonames_id, place.lat, place.lon = spot.name, spot.geonames_id, spot.lat, spot.lon
        return place

    def _spot(self, mention: Mention, actor: Actor | None) -> Spot | None:
        """The gazetteer's entry: the country itself, or the city even where it stands for its government."""
        text = self.text(mention)
        if inside := named_behind(self.doc, mention.last, text):
            return self.gazetteer.locate(text, self.context.around, self.context.states, inside)
        capital = any(
            a.kind == "capital" and a.text in (text, text.title())
            for a in self.registry.aliases.get(text.split()[0].title(), ())
        )
        country = actor.country if actor else None
        if actor and actor.kind == "country" and not capital:
            return self.gazetteer.countries.get(country or "")
        if capital and country and country not in NON_STATE:
            return self.gazetteer.locate(text, {country: 1}) or self.gazetteer.countries.get(country)
        return self.gazetteer.locate(text, self.context.around, self.context.states)

    def _mistaken(self, mention: Mention, actor: Actor | None) -> Spot | None:
        """The place behind a name that the tagger took for a person, group or organisation."""
        if mention.actor_id in self.registry.entries or mention.last - mention.first > 1:
            return None
        text = self.text(mention)
        key = text.casefold()
        known = self.gazetteer.regions.get(key) or self.gazetteer.states.get(key)
        if known or mention.kind == "group" or len(text) < 4:
            return known
        if mention.kind == "person" and (actor is None or " " in actor.name):
            return None
        spot = self.gazetteer.locate(text, self.context.around, self.context.states, named_behind(self.doc, mention.last, text))
        return spot if spot and spot.is_main and spot.people >= CITY_PEOPLE else None

    def _inside(self, mention: Mention) -> Iterator[Place]:
        """Countries and capitals within the name of an organisation."""
        for token in range(mention.first, mention.last + 1):
            word = self.doc.word[token]
            for alias in self.registry.aliases.get(word, ()):
                entry = self.registry.entries[alias.actor_id]
                if alias.text == word and entry.kind == "country" and entry.country:
                    at_capital = alias.kind == "capital"
                    country = self.gazetteer.countries.get(entry.country)
                    spot = self.gazetteer.locate(word, {entry.country: 1}) if at_capital else country
                    yield self._place(token, token, spot, entry.country, entry.name)
                    break
