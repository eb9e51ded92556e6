"""Quotes whose cue the parse did not tell: by the words around them, and by who was speaking before."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.statements.clauses import beside, subject
from acta.annotate.statements.frames import Candidate
from acta.annotate.statements.lexicon import Cue
from acta.annotate.statements.quotes import Quote

LEAST_WORDS = 4  # shorter ones in mid-sentence are scare quotes
REACH = 45  # tokens between a quote and its cue


def extend(doc: Parsed, candidate: Candidate, quotes: list[Quote], at: list[int], ends: list[int]) -> None:
    """Let the pieces of a candidate take in the whole of a quote that they open or close."""
    outer = at[candidate.head]
    pieces = []
    for first, last in candidate.pieces:
        q = at[first]
        if q >= 0 and q != outer and quotes[q].first < first and candidate.frame in ("pre", "pre?", "aside"):
            first = quotes[q].first
        elif first and q < 0 and at[first - 1] >= 0 and quotes[at[first - 1]].first == first - 1:
            first -= 1
        elif q >= 0 and q != outer and quotes[q].first == first - 1:
            first -= 1
        q = at[last]
        if q >= 0 and q != outer and last < quotes[q].last and quotes[q].first >= first:
            last = quotes[q].last
        for step in (1, 2):
            j = last + step
            if q < 0 and j < len(at) and at[j] >= 0 and quotes[at[j]].last == j and first <= quotes[at[j]].first <= last:
                last = j
        if outer >= 0:
            first, last = max(first, quotes[outer].first), min(last, quotes[outer].last)
        pieces.append((first, last))
    candidate.pieces = [p for p in pieces if p[0] <= p[1]]


def nearby_cue(
    doc: Parsed, quote: Quote, at: list[int], cues: dict[tuple[str, str], Cue], spans: tuple[int, int]
) -> tuple[int, int | None] | None:
    """A reporting verb and its subject outside of the quote: right after it, else right before it."""
    low, high = spans  # of the paragraph
    after = range(quote.last + 1, min(high, quote.last + REACH))
    ended = doc.text[quote.start : quote.end].rstrip("\"”'’»").endswith((".", "…"))
    if not ended:
        found = _verb(doc, after, at, cues, stop_at_end=True)
        if found is not None:
            return found
    before = range(quote.first - 1, max(low - 1, quote.first - REACH), -1)
    lead = doc.lower[quote.first - 1] if quote.first > low else ""
    if lead in (":", ",") or (lead and lead[0].isalnum()):
        found = _verb(doc, before, at, cues, stop_at_end=True)
        if found is not None:
            return found
    return None


def _verb(
    doc: Parsed, tokens: range, at: list[int], cues: dict[tuple[str, str], Cue], stop_at_end: bool
) -> tuple[int, int | None] | None:
    for i in tokens:
        if at[i] >= 0 or (stop_at_end and doc.word[i] in (".", "!", "?", ";")):
            return None
        if doc.tag[i][0] == "V":
            cue = cues.get((doc.lemma[i], "V"))
            if cue is not None and cue.reports and "pre" in cue.frames:
                who = subject(doc, i)
                if who is None or at[who] >= 0:
                    who = beside(doc, i)
                return i, who
    return None
