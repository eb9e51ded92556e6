"""Reads a text and answers who is meant where; all names are of the invented world unless a rule is about real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from acta.annotate.actors.find import find_actors
from acta.annotate.parse import parse
from acta.annotate.places import find_places
from acta.annotate.reading import Reading
from acta.annotate.types import Actor, Mention, Place


@dataclass
class Read:
    """A finished reading with questions."""

    text: str
    reading: Reading

    def mention(self, words: str, nth: int = 1) -> Mention | None:
        """The mention that stands exactly on the nth occurrence of these words."""
        at = -1
        for _ in range(nth):
            at = self.text.index(words, at + 1)
        spans = {(m.start, m.end): m for m in self.reading.mentions}
        return spans.get((at, at + len(words)))

    def actor(self, words: str, nth: int = 1) -> Actor | None:
        mention = self.mention(words, nth)
        return self.reading.actors[mention.actor_id] if mention and mention.actor_id else None

    def id_of(self, words: str, nth: int = 1) -> str | None:
        mention = self.mention(words, nth)
        return mention.actor_id if mention else None

    def place(self, words: str, nth: int = 1) -> Place | None:
        at = -1
        for _ in range(nth):
            at = self.text.index(words, at + 1)
        return next((p for p in self.reading.places if (p.start, p.end) == (at, at + len(words))), None)


@pytest.fixture(scope="session")
def read() -> Callable[..., Read]:
    def run(text: str, day: str | None = "2026-03-24") -> Read:
        reading = Reading(next(iter(parse([text]))), date.fromisoformat(day) if day else None, None)
        reading.actors, reading.mentions = find_actors(reading)
        reading.index_mentions()
        reading.places = find_places(reading)
        return Read(text, reading)

    return run
