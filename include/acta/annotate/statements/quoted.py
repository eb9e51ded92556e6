"""Quotes whose cue the parse did not tell: by the words around them, and by who was speaking before."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.statements.clauses import beside, subject
from acta.annotate.statements.frames import Candidate
from acta.annotate.statements.lexicon import Cue, unfiled
from acta.annotate.statements.quotes import Quote

LEAST_WORDS = 4  # shorter ones in mid-sentence are scare quotes
LEAST_PRE = 0.05  # less often a cue after its content than this: no verb to look for beside a quote
REACH = 45  # tokens between a quote and its cue


def extend(doc: Parsed, candidate: Candidate, quotes: list[Quote], at: list[int]) -> None:
    """Let the pieces of a candidate take in the whole of a quote that they open or close."""
    outer = at[candidate.head]
    pieces = []
    for first, last in candidate.pieces:
        q = at[first]
        if q >= 0 and q != outer and quotes[q].first < first and candidate.frame in ("pre", "pre?", "aside"):
            first = quotes[q].first
        elif first and q != outer and at[first - 1] >= 0 and quotes[at[first - 1]].first == first - 1:
            first -= 1  # the mark right before
        q = at[last]
        if q >= 0 and q != outer and last < quotes[q].last and quotes[q].first >= first:
            last = quotes[q].last
        for step in (1, 2):
            j = last + step
            if (
                q < 0
                and j < len(at)
                and at[j] >= 0
                and quotes[at[j]].last == j
                and first <= quotes[at[j]].first <= last
            ):
                last = j
        if outer >= 0:
            first, last = max(first, quotes[outer].first), min(last, quotes[outer].last)
        pieces.append((first, last))
    candidate.pieces = [p for p in pieces if p[0] <= p[1]]


def nearby_cue(
    doc: Parsed, quote: Quote, at: list[int], cues: dict[tuple[str, str], Cue], paragraph: tuple[int, int]
) -> tuple[int, int | None, Cue] | None:
    """A reporting verb and its subject outside of the quote: right after it, else right before it."""
    low, high = paragraph
    if not doc.text[quote.start : quote.end].rstrip("\"”'’»").endswith((".", "…")):
        after = range(quote.last + 1, min(high, quote.last + REACH))
        found = _inverted(doc, quote.last + 1, high, at, cues) or _verb(doc, after, at, cues)
        if found is not None:
            return found
    lead = doc.lower[quote.first - 1] if quote.first > 0 else ""
    opens = quote.first == low
    if opens and lead != ":":
        return None
    if lead in (":", ",") or (lead and lead[0].isalnum()):
        bottom = doc.sentences[doc.sentence[quote.first - 1]][0] if opens else low
        before = range(quote.first - (2 if lead == ":" else 1), max(bottom - 1, quote.first - REACH), -1)
        found = _verb(doc, before, at, cues)
        if found is not None:
            return found
        if lead == ":" and quote.words >= LEAST_WORDS:
            return _introduced(doc, quote.first - 1, at)
    return None


def _verb(
    doc: Parsed, tokens: range, at: list[int], cues: dict[tuple[str, str], Cue]
) -> tuple[int, int | None, Cue] | None:
    for i in tokens:
        if at[i] >= 0 or doc.word[i] in (".", "!", "?", ";"):
            return None
        if doc.tag[i][0] == "V":
            cue = cues.get((doc.lemma[i], "V"))
            if cue is not None and cue.reports and cue.frames.get("pre", 0.0) > LEAST_PRE:
                who = subject(doc, i)
                if who is None or at[who] >= 0:
                    who = beside(doc, i)
                return i, who, cue
    return None


def _inverted(
    doc: Parsed, first: int, high: int, at: list[int], cues: dict[tuple[str, str], Cue]
) -> tuple[int, int | None, Cue] | None:
    """``"…," beamed the winner``: right after a quote any verb with its subject behind it reports."""
    for i in range(first, min(first + 3, high)):
        if doc.tag[i] in ("VBD", "VBZ") and at[i] < 0:
            behind = [c for c in doc.children[i] if c > i and at[c] < 0]
            who = next((c for c in behind if doc.dep[c] == "nsubj"), None)
            if who is None and subject(doc, i) is None:  # "thundered the leader": the parse takes the speaker for the object
                who = next((c for c in behind if doc.dep[c] == "dobj"), None)
            if who is None:
                return None
            return i, who, cues.get((doc.lemma[i], "V")) or unfiled(doc.lemma[i], "V")
    return None


NOBODY = frozenset({"it", "this", "that", "these", "those", "there", "which", "what"})


def _introduced(doc: Parsed, colon: int, at: list[int]) -> tuple[int, int | None, Cue] | None:
    """``He had a question: "…"``: the clause before the colon has no reporting verb, but its subject speaks."""
    first = doc.sentences[doc.sentence[colon]][0]
    for i in range(first, colon):
        if doc.tag[i] in ("VBD", "VBZ", "VBP") and at[i] < 0 and doc.dep[i] == "ROOT":
            who = next((c for c in doc.children[i] if c < i and doc.dep[c] == "nsubj"), None)
            if who is None or doc.lower[who] in NOBODY:
                return None
            return (i, who, unfiled(doc.lemma[i], "V"))
    return None
