"""Past or future: what the verb that governs a time expression says about it.

"The ministers will meet on Thursday" and "the ministers met on Thursday" mean different Thursdays, and only the verb tells.
"""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.times.calendar import FUTURE, PAST, UNKNOWN

MODALS = frozenset(
    ["will", "'ll", "’ll", "wo", "shall", "would", "may", "might", "could", "can", "should", "must", "'d", "’d"]
)
PERFECT = frozenset(["have", "has", "had", "'ve", "’ve", "having"])
WERE = frozenset(["was", "were", "been"])
ARE = frozenset(["is", "are", "am", "'s", "’s", "'re", "’re", "be", "being"])
PLANNED = frozenset(["schedule", "slate", "set", "plan", "expect", "due", "book", "tip", "poise", "aim", "intend"])
IMPLICATIVE = frozenset(
    ["manage", "fail", "use", "refuse", "decline", "help", "begin", "start", "continue", "happen", "appear", "seem"]
)
SAYING = frozenset(["say", "tell", "report", "write", "announce", "claim"])
AFTER = frozenset(["after", "since", "following"])
AHEAD = frozenset(["ahead", "until", "till"])
MAX_STEPS = 12


def direction(doc: Parsed, i: int) -> int:
    """PAST, FUTURE or UNKNOWN for the expression at token i: the nearest verb above it decides, and prepositions on the way."""
    ahead = False
    for _ in range(MAX_STEPS):
        tag, lower = doc.tag[i], doc.lower[i]
        if tag[0] == "V" or tag == "MD":
            told = tense(doc, i)
            return FUTURE if ahead and told != PAST else told
        if lower in AFTER:
            return PAST
        if lower == "ahead":
            return FUTURE
        ahead = ahead or lower in AHEAD
        if lower in {"due", "upcoming"}:
            return FUTURE
        if doc.head[i] == i:
            break
        i = doc.head[i]
    return FUTURE if ahead else UNKNOWN


def tense(doc: Parsed, verb: int, depth: int = 0) -> int:
    """Where a verb puts its clause: PAST, FUTURE (plans, schedules and the modal future) or UNKNOWN."""
    tag, lemma = doc.tag[verb], doc.lemma[verb]
    helpers = {doc.lower[c] for c in doc.children[verb] if doc.dep[c] in {"aux", "auxpass"}}
    above = doc.head[verb]
    if helpers & MODALS:
        return PAST if helpers & PERFECT else FUTURE
    if "to" in helpers:
        return _infinitive(doc, verb, above, depth)
    if lemma in PLANNED and tag in {"VBN", "VBD"}:
        return FUTURE if tag == "VBN" else PAST
    if tag == "VBD" or helpers & (PERFECT | WERE):
        return PAST
    if tag == "VBN":
        return FUTURE if helpers & ARE else PAST
    if tag == "VBG":
        if helpers & ARE:
            return FUTURE
        return _above(doc, verb, above, depth)
    if tag in {"VBZ", "VBP"}:
        return PAST if lemma in SAYING else FUTURE
    if tag == "VB" and doc.dep[verb] == "conj":
        return _above(doc, verb, above, depth)
    return FUTURE if tag in {"VB", "MD"} else UNKNOWN


def _infinitive(doc: Parsed, verb: int, above: int, depth: int) -> int:
    """ "agreed to meet on Friday" looks ahead; "flew in to meet him on Friday" and "failed to meet on Friday" do not."""
    told_above = _above(doc, verb, above, depth)
    if doc.dep[verb] == "advcl" or doc.lemma[above] in IMPLICATIVE:
        return told_above or FUTURE
    return FUTURE


def _above(doc: Parsed, verb: int, above: int, depth: int) -> int:
    while doc.tag[above][0] != "V" and doc.head[above] != above:
        above = doc.head[above]
    if above == verb or depth > 4 or doc.tag[above][0] != "V":
        return UNKNOWN
    return tense(doc, above, depth + 1)
