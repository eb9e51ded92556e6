"""Where: every place an article names, with its country and coordinates where the gazetteer is sure enough.

A demonym ("Turkish") counts as its country, as readers of maps expect; a place inside the name of an organisation does not.
"""

from __future__ import annotations

from collections import Counter

from acta.annotate.actors.gazetteer import Gazetteer, Spot, load_gazetteer
from acta.annotate.actors.registry import Registry, load_registry
from acta.annotate.document import Parsed
from acta.annotate.reading import Reading
from acta.annotate.types import Actor, Mention, Place


def find_places(reading: Reading) -> list[Place]:
    """Places in text order; run after the actors, whose mentions say which names are places."""
    registry, gazetteer = load_registry(), load_gazetteer()
    names = [m for m in reading.mentions if m.form == "name" and m.kind in {"place", "country"}]
    around = Counter(a.country for m in names if (a := reading.actors.get(m.actor_id or "")) and a.country)
    states = Counter(s.area for m in names if (s := gazetteer.states.get(_text(reading.doc, m).casefold())) and s.area)
    out = []
    for mention in names:
        actor = reading.actors.get(mention.actor_id or "")
        spot = _spot(reading.doc, mention, actor, registry, gazetteer, around, states)
        out.append(
            Place(
                mention.start,
                mention.end,
                mention.first,
                mention.last,
                spot.name if spot else (actor.name if actor else None),
                spot.country if spot else (actor.country if actor else None),
                spot.geonames_id if spot else None,
                spot.lat if spot else None,
                spot.lon if spot else None,
            )
        )
    return out


def _text(doc: Parsed, mention: Mention) -> str:
    return doc.text[mention.start : mention.end]


def _spot(
    doc: Parsed,
    mention: Mention,
    actor: Actor | None,
    registry: Registry,
    gazetteer: Gazetteer,
    around: Counter[str],
    states: Counter[str],
) -> Spot | None:
    """The gazetteer's entry of one mention: the country itself, or the city even where it stands for its government."""
    text = _text(doc, mention)
    capital = any(a.text == text and a.kind == "capital" for a in registry.aliases.get(text.split()[0], ()))
    if actor and actor.kind == "country" and not capital:
        return gazetteer.countries.get(actor.country or "")
    if capital and actor and actor.country:
        return gazetteer.locate(text, {actor.country: 1}) or gazetteer.countries.get(actor.country)
    return gazetteer.locate(text, around, states)
