"""Chosen candidates written down as statements: spans of text, parties, days."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.reading import Reading
from acta.annotate.statements.assemble import Assembly
from acta.annotate.statements.clauses import cue_words, is_negated, just_before
from acta.annotate.statements.content import kind_of, spans_of
from acta.annotate.statements.frames import Candidate
from acta.annotate.statements.parties import addressee, speaker
from acta.annotate.statements.setting import headline_end, polarity_of, venue_of
from acta.annotate.statements.when import Days
from acta.annotate.types import Party, Statement

SAME = frozenset({"he", "she", "they", "who"})


def write_statements(assembly: Assembly) -> list[Statement]:
    """The chosen candidates as statements in text order."""
    reading, doc = assembly.reading, assembly.doc
    days = Days(doc, reading.times)
    body = headline_end(doc, reading.title)
    out: list[Statement] = []
    seen: set[tuple[object, ...]] = set()
    told: dict[int, Party] = {}
    last_speaker: str | None = None
    for c in sorted(assembly.chosen, key=lambda c: (c.head, c.pieces[0][0])):
        spans = spans_of(doc, c.pieces, assembly.quotes, assembly.at)
        if not spans or (c.head, *spans) in seen:
            continue
        seen.add((c.head, *spans))
        first, last = c.read_cue or cue_words(doc, c.head if c.cue_first is None else c.cue_first, c.cue_last)
        who = speaker(reading, _source(assembly, c.source, c.head), c.read_source) if c.source is not None else None
        spoken = c.entry is not None and c.entry.reports
        whom = _addressee(reading, c, told) if spoken else None
        if whom is not None:
            told[c.head] = whom
        key = _key(doc, who, last_speaker)
        last_speaker = key or last_speaker
        statement = Statement(
            kind=kind_of(doc.text, spans, assembly.quotes),
            content=spans,
            cue=doc.span(first, last) if c.is_cued else None,
            cue_lemma=doc.lemma[c.head] if c.is_cued else None,
            speaker=who,
            addressee=whom,
            said_on=days.said_on(c.head, spans, key, spoken),
            negated=c.is_cued and is_negated(doc, c.head),
            score=round(c.score, 3),
            cue_kind=c.entry.kind if c.entry else None if c.is_cued else "speech",
            polarity=polarity_of(doc, c.head) if c.is_cued else None,
            venue=venue_of(doc, c.head, spans) if spoken else None,
            is_headline=spans[-1][1] <= body,
            cue_head=c.head if c.is_cued else -1,
            content_tokens=list(c.pieces),
        )
        out.append(statement)
    return sorted(out, key=lambda s: (s.content[0], s.cue_head))


def _source(assembly: Assembly, source: int, cue: int) -> int:
    """The source's head; a city in a dateline is none."""
    doc = assembly.doc
    first = doc.sentences[doc.sentence[source]][0]
    if source < assembly.datelines.get(first, 0):
        return just_before(doc, cue) or source
    return source


def _addressee(reading: Reading, c: Candidate, told: dict[int, Party]) -> Party | None:
    """Whom the cue names, or whom the verb that it hangs on told: ``told reporters …, adding that …``."""
    doc = reading.doc
    addresses = c.entry is not None and c.entry.addresses and c.frame not in ("objto", "obj")
    own = addressee(reading, c.head, c.object if addresses else None)
    if own is not None:
        return own
    node = c.head
    while doc.dep[node] in ("advcl", "conj") and doc.head[node] != node:
        node = doc.head[node]
        if node in told:
            return told[node]
    return None


def _key(doc: Parsed, who: Party | None, last: str | None) -> str | None:
    """A key that is the same for the same speaker: the actor, or a name's last word; a pronoun means the one before."""
    if who is None:
        return None
    if who.actor_id is not None:
        return who.actor_id
    word = doc.lower[who.head]
    return last if word in SAME else word
