"""What the network found, as the candidates that the rules write down: cue heads, pieces, sources."""

from __future__ import annotations

import math

from acta.annotate.document import Parsed
from acta.annotate.statements.assemble import Assembly
from acta.annotate.statements.clauses import PUNCTUATION, is_passive, subject
from acta.annotate.statements.content import trim
from acta.annotate.statements.frames import Candidate, Piece
from acta.annotate.statements.lexicon import Cue, unfiled
from acta.annotate.statements.neural.encode import encode
from acta.annotate.statements.neural.tagger import MAX_CUES, Attribution, load_tagger, load_vocabulary
from acta.annotate.statements.quoted import NOBODY

FRAME = "read"
# How often an attribution's content and source are right, by the odds of its cue and the doubt over its labels: fitted on one
# half of the held-back tenth and measured on the other (MODEL_CARD.md).
CONSTANT, CUE_WEIGHT, DOUBT_WEIGHT = -0.10, 0.40, 0.27
MOST_DOUBT = 6.0


def choose_read(assembly: Assembly) -> None:
    """Fill ``assembly.chosen`` with what the network reads in the article."""
    encoded = encode(assembly.doc, assembly.quotes, load_vocabulary())
    attributions, is_cut = load_tagger().read(encoded)
    assembly.reading.cues_read = MAX_CUES if is_cut else None
    found = [_candidate(assembly, a) for a in attributions]
    assembly.chosen = sorted((c for c in found if c is not None), key=lambda c: c.pieces[0])


def _candidate(assembly: Assembly, a: Attribution) -> Candidate | None:
    doc = assembly.doc
    pieces = [t for piece in a.content if (t := trim(doc, *assembly.without_dateline(piece)))]
    if not pieces:
        return None
    words = _words(doc, a.cue)
    head = _cue_head(assembly, words)
    source = _source(doc, a.source)
    word = doc.lemma[head], doc.tag[head][0]
    cue = assembly.cues.get(word) or unfiled(*word)
    return Candidate(
        head,
        FRAME,
        pieces,
        _head(doc, source) if source is not None else _speaking_subject(assembly, head, cue, pieces),
        words[1],
        object=doc.child(head, "dobj", "dative"),
        score=likely(a.cue_chance, a.doubt),
        entry=cue,
        read_cue=words,
        read_source=source,
    )


def likely(cue_chance: float, doubt: float) -> float:
    """The calibrated score of an attribution, 0 to 1."""
    chance = min(max(cue_chance, 1e-4), 1 - 1e-4)
    odds = CONSTANT + CUE_WEIGHT * math.log(chance / (1 - chance)) - DOUBT_WEIGHT * min(doubt, MOST_DOUBT)
    return 1 / (1 + math.exp(-odds))


def _cue_head(assembly: Assembly, cue: Piece) -> int:
    """The word of the cue that attributes: the lexicon's, else its syntactic head."""
    doc = assembly.doc
    known = [i for i in range(cue[0], cue[1] + 1) if (doc.lemma[i], doc.tag[i][0]) in assembly.cues]
    verbs = [i for i in known if doc.tag[i][0] == "V"]
    return verbs[-1] if verbs else known[-1] if known else _head(doc, cue)


def _head(doc: Parsed, span: Piece) -> int:
    """The first token of a span that hangs on one outside of it, punctuation left aside."""
    inside = range(span[0], span[1] + 1)
    outer = (i for i in inside if doc.word[i] not in PUNCTUATION and (doc.head[i] not in inside or doc.head[i] == i))
    return next(outer, span[0])


def _speaking_subject(assembly: Assembly, head: int, cue: Cue, pieces: list[Piece]) -> int | None:
    """Where the network names nobody: the subject of a verb of speech, outside of what is said."""
    doc = assembly.doc
    if not cue.reports or doc.tag[head][0] != "V" or is_passive(doc, head):
        return None
    who = subject(doc, head)
    if who is None or doc.tag[who][0] not in "NP" or doc.lower[who] in NOBODY or assembly.at[who] >= 0:
        return None
    return None if any(first <= who <= last for first, last in pieces) else who


def _source(doc: Parsed, runs: list[Piece]) -> Piece | None:
    """The longest run; a source in two parts is rare, and one of them names it."""
    return _words(doc, max(runs, key=lambda r: r[1] - r[0])) if runs else None


def _words(doc: Parsed, span: Piece) -> Piece:
    """A span without punctuation at its ends."""
    first, last = span
    while first < last and doc.word[first] in PUNCTUATION:
        first += 1
    while last > first and doc.word[last] in PUNCTUATION and doc.tag[last] != "POS":
        last -= 1
    return first, last
