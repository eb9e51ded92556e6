"""Who is in an article: mentions of persons, organisations, countries and groups, resolved to actors with lasting ids.

Names first (``names``), then what is said about persons beside their names (``people``), then nouns (``nominals``) and pronouns
(``coreference``). What is known beforehand is in ``registry``, dated, so that "the prime minister" is whoever was it that day.
"""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.coreference import find_pronouns
from acta.annotate.actors.descriptions import describe
from acta.annotate.actors.names import find_names
from acta.annotate.actors.nominals import find_nominals
from acta.annotate.actors.people import describe_persons
from acta.annotate.reading import Reading
from acta.annotate.types import Actor, Mention
from acta.registry import load_registry


def find_actors(reading: Reading) -> tuple[dict[str, Actor], list[Mention]]:
    """Actors by id, and mentions in text order. Every actor has a mention; a mention may have no actor."""
    cast = find_all_but_pronouns(reading)
    find_pronouns(cast)
    return cast.settle()


def find_all_but_pronouns(reading: Reading) -> Cast:
    """The cast of names and descriptions, from which pronouns choose."""
    cast = Cast(reading.doc, load_registry(), reading.published_on)
    find_names(cast)
    describe_persons(cast)
    describe(cast)
    find_nominals(cast)
    return cast
