"""What an unknown organisation's name says of it: the country of the places within or behind it, the sector of its words."""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.classes import class_actor, office_noun
from acta.annotate.actors.gazetteer import load_gazetteer
from acta.annotate.actors.labels import Span
from acta.annotate.actors.lexicon import AGENTS, NAME_SECTORS
from acta.annotate.types import Actor, Mention
from acta.registry import NON_STATE, STRAIGHT

CITY_PEOPLE = 100_000  # of a city whose name lends an organisation its country
LONGEST_PLACE = 3  # tokens
LINKS = frozenset({"of", "in", "for"})
PUBLIC = frozenset({"GOV", "LEG", "JUD", "COP", "EDU", "MED", "MIL", "LAB"})  # named after where they are


def organisation(cast: Cast, span: Span, text: str) -> Actor:
    """A provisional organisation with the country and sector that its name or its adjective gives."""
    doc, country = cast.doc, None
    rest: list[str] = []
    token = span.first
    while token <= span.last:
        found, last = _country_at(cast, token, span.last)
        country = country or found
        if not found and doc.word[token][0].isalnum() and doc.word[token] != "s":
            rest.append(doc.word[token])
        token = last + 1
    if country is None and span.first:
        at = span.first - (2 if doc.tag[span.first - 1] == "POS" and span.first > 1 else 1)
        actor = cast.actor_of(cast.named.get(at))
        if actor and actor.kind == "country":
            country = actor.country
    generic = office_noun(rest)
    if generic:  # "Iran's Foreign Ministry" and "the Iranian foreign ministry" are one
        return class_actor(cast, generic, country, AGENTS[generic])
    sector = _sector(doc.lower[span.first : span.last + 1])
    if country is None and sector in PUBLIC:
        country = _city_country(cast, span)
    return cast.provisional("organisation", text, country, sector)



def _sector(name: list[str]) -> str | None:
    """By the word before "of" ("Department of Energy"), else by the last word that tells."""
    if "of" in name[1:] and (found := NAME_SECTORS.get(name[name.index("of") - 1])):
        return found
    return next((sector for word in reversed(name) if (sector := NAME_SECTORS.get(word))), None)


def _country_at(cast: Cast, first: int, last: int) -> tuple[str | None, int]:
    """The country that these tokens begin with, by its name, adjective, capital, state or region, and its last token."""
    doc, registry, places = cast.doc, cast.registry, load_gazetteer()
    at = doc.start[first]
    text = doc.text[at : doc.end[last]].translate(STRAIGHT)
    ends = {doc.end[t] - at: t for t in range(first, last + 1)}
    for alias in registry.aliases.get(doc.word[first], ()):
        entry = registry.entries[alias.actor_id]
        if entry.kind == "country" and text.startswith(alias.text) and (end := ends.get(len(alias.text))) is not None:
            return entry.country, end
    for end in range(min(last, first + LONGEST_PLACE - 1), first - 1, -1):
        key = doc.text[at : doc.end[end]].casefold()
        spot = places.states.get(key) or places.regions.get(key)
        if spot and spot.country and doc.word[first][0].isupper():
            return spot.country, end
    return None, first


def _city_country(cast: Cast, span: Span) -> str | None:
    """The country of a city in an institution's name: "Lagos Police Command"."""
    doc = cast.doc
    for token in range(span.first, span.last + 1):
        if not doc.word[token].istitle() or doc.lower[token] in NAME_SECTORS:
            continue
        for size in (1, 0):
            if token + size > span.last:
                continue
            name = doc.text[doc.start[token] : doc.end[token + size]]
            found = [s for s in load_gazetteer().cities(name) if s.is_main and s.people >= CITY_PEOPLE]
            if found:
                return max(found, key=lambda s: s.people).country
    return None


def place_organisations(cast: Cast) -> None:
    """Give unknown organisations the country named right behind them: "the Municipal Museum in Germany"."""
    doc = cast.doc
    for mention in cast.mentions:
        actor = cast.actor_of(mention)
        if not actor or actor.country or actor.kind != "organisation" or not cast.is_provisional(actor.actor_id):
            continue
        at = mention.last + 1
        if at + 1 < len(doc) and doc.lower[at] in LINKS:
            actor.country = _state(cast, cast.named.get(at + 1 + (doc.lower[at + 1] == "the")))


def _state(cast: Cast, mention: Mention | None) -> str | None:
    actor = cast.actor_of(mention)
    if actor and actor.kind in {"country", "place"} and actor.country not in NON_STATE:
        return actor.country
    return None
