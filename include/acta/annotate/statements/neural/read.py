"""What the network found, as the candidates that the rules write down: cue heads, pieces, sources."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.statements.assemble import Assembly
from acta.annotate.statements.clauses import PUNCTUATION
from acta.annotate.statements.content import trim
from acta.annotate.statements.frames import Candidate, Piece
from acta.annotate.statements.lexicon import Cue
from acta.annotate.statements.neural.encode import encode
from acta.annotate.statements.neural.tagger import Attribution, load_tagger, load_vocabulary

FRAME = "read"


def choose_read(assembly: Assembly) -> None:
    """Fill ``assembly.chosen`` with what the network reads in the article."""
    encoded = encode(assembly.doc, assembly.quotes, load_vocabulary())
    found = [_candidate(assembly, a) for a in load_tagger().read(encoded)]
    assembly.chosen = sorted((c for c in found if c is not None), key=lambda c: c.pieces[0])


def _candidate(assembly: Assembly, a: Attribution) -> Candidate | None:
    doc = assembly.doc
    pieces = [t for piece in a.content if (t := trim(doc, *assembly.without_dateline(piece)))]
    if not pieces:
        return None
    head = _cue_head(assembly, a.cue)
    source = _source(doc, a.source)
    cue = assembly.cues.get((doc.lemma[head], doc.tag[head][0])) or Cue(doc.lemma[head], doc.tag[head][0], "speech", False, {})
    return Candidate(
        head,
        FRAME,
        pieces,
        None if source is None else _head(doc, source),
        a.cue[1],
        object=doc.child(head, "dobj", "dative"),
        score=a.score,
        entry=cue,
        read_cue=a.cue,
        read_source=source,
    )


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


def _source(doc: Parsed, runs: list[Piece]) -> Piece | None:
    """The longest run, without punctuation at its ends; a source in two parts is rare and one of them names it."""
    if not runs:
        return None
    first, last = max(runs, key=lambda r: r[1] - r[0])
    while first < last and doc.word[first] in PUNCTUATION:
        first += 1
    while last > first and doc.word[last] in PUNCTUATION and doc.tag[last] != "POS":
        last -= 1
    return first, last
