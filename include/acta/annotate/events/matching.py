"""Which lexicon entry a verb or noun in its sentence is, if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import Frame, noun_preps
from acta.annotate.events.conditions import holds, modifiers
from acta.annotate.events.lexicon import Condition, Entry, Operator
from acta.annotate.events.parties import Parties

E = TypeVar("E", Entry, Operator)


def match_verb(parties: Parties, frame: Frame, entries: Iterable[E]) -> E | None:
    """The first entry whose conditions hold of a verb and its arguments."""
    return next((entry for entry in entries if all(holds(parties, frame, c) for c in entry.conditions)), None)


def match_noun(doc: Parsed, noun: int, entries: Iterable[Entry], frame: Frame | None = None) -> Entry | None:
    """The first entry whose conditions hold of a noun and its modifiers, and the prepositions of its light verb."""
    around: set[str] | None = None
    preps: dict[str, list[int]] | None = None

    def holds_of_noun(condition: Condition) -> bool:
        nonlocal around, preps
        if condition.field == "mod":
            around = modifiers(doc, noun) if around is None else around
            return bool(around & condition.words)
        if condition.field == "poss":
            return doc.child(noun, "poss") is not None
        if condition.field == "verb":
            return doc.lemma[doc.head[noun]] in condition.words and doc.dep[noun] in ("nsubj", "nsubjpass", "dobj")
        if preps is None:
            preps = noun_preps(doc, noun) if frame is None else {**frame.preps, **noun_preps(doc, noun)}
        if condition.field == "prep":
            return bool(condition.words & preps.keys())
        heads = [i for name in condition.field.split("|") for i in preps.get(name, [])]
        return any(not condition.words or doc.lemma[i] in condition.words for i in heads)

    for entry in entries:
        if all(holds_of_noun(condition) != condition.negated for condition in entry.conditions):
            return entry
    return None
