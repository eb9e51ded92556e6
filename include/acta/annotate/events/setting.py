"""Where, when the clause does not say: the one place of its sentence, or the country that the act stays within.

Less sure than what is said with the act, so it is told apart (``place_basis`` context). Nothing is placed by the first country of
an article: the parties of the act have to be of that country, all of them, and the article has to name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acta.annotate.events.found import Found
from acta.annotate.types import Place

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder


def place_in_context(coder: Coder, act: Found) -> Place | None:
    """The place that the sentence or the parties make likely; None where they differ or say nothing."""
    return _of_sentence(coder, act) or _of_parties(coder, act)


def _of_sentence(coder: Coder, act: Found) -> Place | None:
    """The only place that the sentence puts something in, where all acts of the sentence can be."""
    said = coder.circumstances.in_sentence.get(coder.doc.sentence[act.trigger], [])
    towns = [p for p in said if not coder.circumstances.is_country(p)] or said
    spans = {(p.start, p.end) for p in (*act.sources, *act.targets)}
    if len({(p.name, p.country) for p in towns}) != 1 or any((p.start, p.end) in spans for p in towns):
        return None
    return towns[0]


def _of_parties(coder: Coder, act: Found) -> Place | None:
    """The country of all parties, where the article names it as a place more often than any other."""
    actors = coder.reading.actors
    ids = [p.actor_id for p in (*act.sources, *act.targets) if p.actor_id]
    countries = {actors[i].country for i in ids if i in actors} - {None}
    if countries != {coder.circumstances.main_country}:
        return None
    (country,) = countries
    return next((p for p in coder.reading.places if p.country == country and coder.circumstances.is_country(p)), None)
