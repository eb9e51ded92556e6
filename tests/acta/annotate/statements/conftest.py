"""Helpers to read statements off a text: everything runs for real, parser and all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from acta.annotate.parse import parse
from acta.annotate.reading import Reading
from acta.annotate.statements import find_statements
from acta.annotate.times import find_times
from acta.annotate.types import Party, Statement


@dataclass(frozen=True)
class Said:
    """A statement as text."""

    speaker: str | None
    cue: str
    content: tuple[str, ...]
    kind: str
    addressee: str | None
    said_on: str | None
    negated: bool
    lemma: str | None

    @property
    def words(self) -> str:
        return " … ".join(self.content)


def read(text: str, published_on: date | None = None, grade: str = "fast") -> list[Statement]:
    doc = next(parse([text]))
    reading = Reading(doc, published_on)
    reading.times = find_times(doc, published_on)
    reading.index_mentions()
    return find_statements(reading, grade)


@pytest.fixture(scope="session")
def said() -> Callable[..., list[Said]]:
    """Statements of a text, as text."""

    def find(text: str, published_on: date | None = None, grade: str = "fast") -> list[Said]:
        def words(party: Party | None) -> str | None:
            return text[party.start : party.end] if party else None

        return [
            Said(
                words(s.speaker),
                text[s.cue[0] : s.cue[1]] if s.cue else "",
                tuple(text[start:end] for start, end in s.content),
                s.kind,
                words(s.addressee),
                s.said_on,
                s.negated,
                s.cue_lemma,
            )
            for s in read(text, published_on, grade)
        ]

    return find
