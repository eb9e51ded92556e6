"""Who speaks and to whom: noun phrases, and the actors behind them."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.reading import Reading
from acta.annotate.statements.clauses import RELATIVE, noun_phrase
from acta.annotate.types import Party

TO_WHOM = frozenset({"to", "with", "before"})
OCCASIONS = frozenset(
    [
        "meeting",
        "call",
        "conversation",
        "talk",
        "talks",
        "interview",
        "speech",
        "address",
        "letter",
        "email",
        "e-mail",
        "remarks",
        "briefing",
        "message",
        "note",
        "statement",
        "session",
        "hearing",
        "conference",
        "summit",
    ]
)
TALKED = frozenset(
    {"say", "speak", "talk", "explain", "write", "tell", "suggest", "add", "admit", "complain", "announce"}
)


def speaker(reading: Reading, head: int, span: tuple[int, int] | None = None) -> Party:
    """A source as a party. A relative pronoun keeps its own span and has the actor of what it stands for."""
    first, last = span or noun_phrase(reading.doc, head)
    party = reading.party(head, first, last)
    if party.actor_id is None:
        party.actor_id = _behind(reading, head, first, last)
    return party


def _behind(reading: Reading, head: int, first: int, last: int) -> str | None:
    doc = reading.doc
    if doc.lower[head] in RELATIVE:
        clause = doc.head[head]
        for _ in range(4):
            if doc.dep[clause] == "relcl":
                mention = reading.mention_at.get(doc.head[clause])
                return mention.actor_id if mention else None
            clause = doc.head[clause]
        return None
    for child in doc.children[head]:  # "spokesman John Ito", "John Ito, the spokesman"
        if doc.dep[child] in ("appos", "compound") and first <= child <= last:
            mention = reading.mention_at.get(child)
            if mention and mention.kind == "person":
                return mention.actor_id
    return None


def addressee(reading: Reading, cue: int, told: int | None) -> Party | None:
    """The one spoken to: the object of told, a ``to`` phrase, or those met where it was said."""
    doc = reading.doc
    if told is not None:
        return speaker(reading, told)
    for c in doc.children[cue]:
        if doc.dep[c] == "dative":
            head = _object(doc, c) if doc.tag[c] in ("IN", "TO") else c
            if head is not None:
                return speaker(reading, head)
        if doc.dep[c] != "prep":
            continue
        inner = _object(doc, c)
        if inner is None:
            continue
        if doc.lower[c] in ("to", "with") and doc.lemma[cue] in TALKED and _is_person_like(reading, inner):
            return speaker(reading, inner)
        if doc.lower[c] in ("in", "at", "during", "on") or doc.lower[c] == "to":
            whom = _at_occasion(doc, inner)
            if whom is not None:
                return speaker(reading, whom)
    return None


def _object(doc: Parsed, prep: int) -> int | None:
    return next((k for k in doc.children[prep] if doc.dep[k] == "pobj"), None)


def _at_occasion(doc: Parsed, noun: int) -> int | None:
    """``a meeting of his faction``, ``a call with the president``: the noun inside."""
    if doc.lemma[noun] not in OCCASIONS:
        for c in doc.children[noun]:
            inner = _object(doc, c) if doc.dep[c] == "prep" and doc.lower[c] in ("in", "at", "during") else None
            if inner is not None and inner != noun and doc.lemma[inner] in OCCASIONS:
                return _at_occasion(doc, inner)
        return None
    for c in doc.children[noun]:
        if doc.dep[c] == "prep" and doc.lower[c] in ("with", "to", "of"):
            return _object(doc, c)
    return None


def _is_person_like(reading: Reading, head: int) -> bool:
    doc = reading.doc
    mention = reading.mention_at.get(head)
    if mention is not None:
        return mention.kind in ("person", "organisation", "group", "country")
    return doc.tag[head] in ("PRP", "NNP", "NNPS", "NNS")
