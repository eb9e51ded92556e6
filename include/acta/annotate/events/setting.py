"""Where, when the clause does not say: the one place of its sentence, or the country that the act stays within.

Less sure than what is said with the act, so it is told apart (``place_basis`` context). Nothing is placed by the first country of
an article: the parties of the act have to be of that country, all of them, and the article has to name it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from acta.annotate.events.circumstances import PLACE_PREPOSITIONS
from acta.annotate.events.found import Found
from acta.annotate.types import Place

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder


def place_in_context(coder: Coder, act: Found) -> Place | None:
    """The place that the sentence or the parties make likely; None where they differ or say nothing."""
    return _of_sentence(coder, act) or _of_parties(coder, act)


def _of_sentence(coder: Coder, act: Found) -> Place | None:
    """The only place that the sentence puts something in, where all acts of the sentence can be."""
    doc = coder.doc
    sentence = doc.sentence[act.trigger]
    said = [p for p in coder.reading.places if doc.sentence[p.first] == sentence and _is_setting(coder, p)]
    towns = [p for p in said if not coder.circumstances.is_country(p)] or said
    spans = {(p.start, p.end) for p in (*act.sources, *act.targets)}
    if len({(p.name, p.country) for p in towns}) != 1 or any((p.start, p.end) in spans for p in towns):
        return None
    return towns[0]


def _is_setting(coder: Coder, place: Place) -> bool:
    doc = coder.doc
    return doc.dep[place.last] == "pobj" and doc.lower[doc.head[place.last]] in PLACE_PREPOSITIONS - {"of", "on", "over"}


def _of_parties(coder: Coder, act: Found) -> Place | None:
    """The country of all parties, where the article names it as a place more often than any other."""
    actors = coder.reading.actors
    ids = [p.actor_id for p in (*act.sources, *act.targets) if p.actor_id]
    countries = {actors[i].country for i in ids if i in actors} - {None}
    if len(countries) != 1:
        return None
    (country,) = countries
    named = Counter(p.country for p in coder.reading.places if p.country)
    if not named or named.most_common(1)[0][0] != country:
        return None
    return next((p for p in coder.reading.places if p.country == country and coder.circumstances.is_country(p)), None)
