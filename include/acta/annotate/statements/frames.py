"""The ways in which a cue word takes its content and its source, read off the parse: one candidate each.

A frame is a name for such a way: ``that`` (said that …), ``pre`` (…, he said), ``to`` (wants to …), ``obj`` (condemned …),
``of`` (complained of …), ``aside`` (…, officials said, …) and so on. Which cue takes which frame, and how surely it is then
an attribution, stands in cues.csv. A learned ranker may take these candidates instead of the table; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acta.annotate.document import Parsed
from acta.annotate.statements.clauses import agent, beside, is_passive, just_before, subject
from acta.annotate.statements.lexicon import Cue

WH = frozenset({"what", "whether", "how", "why", "if", "who", "where", "when", "which"})
CLAUSAL = frozenset({"ccomp", "xcomp"})
Piece = tuple[int, int]


@dataclass(slots=True)
class Candidate:
    """A possible statement in tokens: cue, frame, content pieces (first, last inclusive) and the source's head."""

    head: int
    frame: str
    pieces: list[Piece]
    source: int | None
    cue_last: int
    object: int | None = None  # who may be the one addressed
    cue_first: int | None = None
    score: float = 0.0
    entry: Cue | None = None
    is_cued: bool = True  # False: only where it stands gives the words to the source, whose head is ``head``
    read_cue: Piece | None = None  # as the accurate grade reads cue and source; None: the parse tells where they end
    read_source: Piece | None = None


def verb_frames(doc: Parsed, v: int) -> Iterator[Candidate]:
    """Candidates of a verb."""
    dep, lower, head = doc.dep, doc.lower, doc.head
    children = doc.children[v]
    passive = is_passive(doc, v)
    source = agent(doc, v) if passive else subject(doc, v)
    if source is None and not passive and doc.tag[v] in ("VBD", "VBZ", "VBP") and dep[v] not in ("amod", "acl"):
        source = just_before(doc, v)
    patient = next((c for c in children if dep[c] == "nsubjpass"), None)
    own = next((c for c in children if dep[c] == "nsubj"), None)
    object_: int | None = next((c for c in children if dep[c] in ("dobj", "dative") and dep[c] != "prep"), None)
    if object_ is not None and dep[object_] == "dative" and doc.tag[object_] == "IN":
        object_ = next((c for c in children if dep[c] == "dobj"), None)
    mark = "p" if passive else ""
    if source is not None and doc.lower[source] == "it" and doc.lemma[v] in ("seem", "appear", "turn", "look"):
        source = None
    for c in children:
        d = dep[c]
        if d in CLAUSAL or (d == "dep" and doc.tag[c][0] == "V"):
            yield from _clause(doc, v, c, source, patient if passive else object_, passive, own)
        elif d == "dobj" and not passive:
            yield Candidate(v, "obj", [_np(doc, c)], source, v, object_)
        elif d in ("prep", "agent") and lower[c] != "by":
            yield from _prepositional(doc, v, c, source, object_, patient if passive else None, mark)
        elif d == "oprd":
            low = object_ if object_ is not None and object_ < c else None
            base = patient if passive else low
            if base is not None:
                yield Candidate(v, mark + "small", _join([_np(doc, base), _sub(doc, c)]), source, v)
        elif d == "acomp":
            yield from _adjective(doc, v, c, source)
        elif d == "advcl" and c < v and doc.sentence[c] == doc.sentence[v] and (own is None or own > c):
            yield Candidate(v, "pre?", [_hull(doc, c, v)], source, v)
        elif d == "prep" and lower[c] == "as":
            continue
    if passive and patient is not None:
        yield Candidate(v, "pobj", [_np(doc, patient)], source, v)
        marked = next((c for c in children if dep[c] == "xcomp"), None)
        if marked is not None:
            yield Candidate(v, "praise", _join([_np(doc, patient), _sub(doc, marked)]), source, v)
    up = head[v]
    if up == v:
        return
    if dep[v] in ("parataxis", "ccomp", "advcl", "conj") and doc.sentence[up] == doc.sentence[v]:
        yield from _aside(doc, v, up, source)
    elif dep[v] == "relcl":
        if object_ is None and own is not None and lower[own] not in ("who", "which", "that"):
            yield Candidate(v, "rel", [_short_np(doc, up)], source, v)
    elif dep[v] == "acl" and doc.tag[v] == "VBN":
        yield Candidate(v, "acl", [_short_np(doc, up)], agent(doc, v), v)
    elif dep[v] == "amod" and doc.tag[v] in ("VBN", "VBD", "VBG"):
        yield Candidate(v, "amod", [(v + 1, max(v + 1, up))], None, v)


def _clause(
    doc: Parsed, v: int, c: int, source: int | None, object_: int | None, passive: bool, own: int | None
) -> Iterator[Candidate]:
    kids = doc.children[c]
    mark = "p" if passive else ""
    if c < v:
        if source is None and not passive:
            source = beside(doc, v, doc.right[c])
        yield Candidate(v, mark + "pre", [_hull(doc, c, v)], source, v, object_ if object_ and object_ > v else None)
        return
    infinitive = doc.tag[c] == "VB" and any(doc.lower[k] == "to" and doc.dep[k] == "aux" for k in kids)
    if infinitive or (doc.tag[c] != "VB" and any(doc.lower[k] == "to" and doc.dep[k] == "aux" and k < c for k in kids)):
        to = next(k for k in kids if doc.lower[k] == "to")
        inner = next((k for k in kids if doc.dep[k] == "nsubj" and k < to), None)
        who = inner if inner is not None else object_
        if doc.lower[to - 1] in ("not", "never") and to - 1 > v:
            to -= 1
        yield Candidate(v, mark + "to", [(to, doc.right[c])], source, v, who)
        if who is not None and v < who < to and not passive:
            yield Candidate(v, "objto", [(doc.left[who], doc.right[c])], source, v, who)
        if passive or object_ is None:
            base = object_ if passive else own
            if base is not None and base < v:
                yield Candidate(v, mark + "raise", _join([_np(doc, base), (to, doc.right[c])]), None, v)
        return
    first = doc.left[c]
    finite = doc.tag[c] in ("VBD", "VBZ", "VBP", "MD") or any(
        doc.tag[k] in ("VBD", "VBZ", "VBP", "MD") and doc.dep[k] in ("aux", "auxpass", "cop") for k in kids
    )
    quoted = doc.lower[first] in ('"', "“", "''", "``")
    if doc.lower[first] == "that" and doc.dep[first] == "mark":
        name = "that"
    elif doc.lower[first] in WH:
        name = "wh"
    elif finite or quoted:
        name = "zero"
    elif doc.tag[c] == "VBG":
        name = "ing"
    elif doc.tag[c] == "VB":
        name = "bare"
    else:
        base = object_ if object_ is not None and object_ < c else None
        pieces = _join([_np(doc, base), _sub(doc, c)]) if base is not None else [_sub(doc, c)]
        yield Candidate(v, mark + "small", pieces, source, v)
        return
    yield Candidate(v, mark + name, [_sub(doc, c)], source, v, object_)


def _prepositional(
    doc: Parsed, v: int, p: int, source: int | None, object_: int | None, patient: int | None, mark: str
) -> Iterator[Candidate]:
    inner = next((k for k in doc.children[p] if doc.dep[k] in ("pobj", "pcomp")), None)
    if inner is None:
        deeper = next((k for k in doc.children[p] if doc.dep[k] == "prep"), None)
        inner = next((k for k in doc.children[deeper] if doc.dep[k] in ("pobj", "pcomp")), None) if deeper else None
        if inner is None:
            return
    name = doc.lower[p]
    piece = (max(p + 1, doc.left[inner]), doc.right[inner])
    if p < v:
        return
    if piece[0] <= piece[1]:
        yield Candidate(v, f"{mark}{name}", [piece], source, max(v, piece[0] - 1) if p - v < 3 else v, object_)
    if object_ is not None and v < object_ < p and not mark:
        yield Candidate(v, f"obj+{name}", [(doc.left[object_], piece[1])], source, v)
    if patient is not None and name == "as":
        yield Candidate(v, "p+as", _join([_np(doc, patient), (p, piece[1])]), source, v)


def _adjective(doc: Parsed, v: int, a: int, source: int | None) -> Iterator[Candidate]:
    for c in doc.children[a]:
        if c < a:
            continue
        d = doc.dep[c]
        if d == "ccomp" or (d == "xcomp" and doc.tag[c] == "VB"):
            name = "that" if d == "ccomp" else "to"
            if source is not None and doc.lower[source] == "it":
                source = None  # "it is clear that …": to whom is not said
            yield Candidate(a, name, [_sub(doc, c)], source, a, cue_first=v)
        elif d == "prep":
            inner = next((k for k in doc.children[c] if doc.dep[k] in ("pobj", "pcomp")), None)
            if inner is not None:
                yield Candidate(a, doc.lower[c], [_sub(doc, inner)], source, c, cue_first=v)
    for c in doc.children[v]:  # the clause hangs on the verb as often
        if c > a and doc.dep[c] == "ccomp":
            yield Candidate(a, "that", [_sub(doc, c)], source, a, cue_first=v)
        elif c > a and doc.dep[c] == "xcomp":
            yield Candidate(a, "to", [_sub(doc, c)], source, a, cue_first=v)


def _aside(doc: Parsed, v: int, up: int, source: int | None) -> Iterator[Candidate]:
    """``X, officials said, Y`` and ``…, as she put it``: the content is the clause around."""
    if doc.dep[v] == "conj":
        return
    first, last = doc.left[v], doc.right[v]
    marked = doc.lower[first] if doc.dep[first] in ("mark", "advmod", "punct") else ""
    if doc.dep[v] == "advcl" and "as" not in (marked, doc.lower[min(first + 1, v)]):
        return
    if doc.dep[v] == "ccomp" and up < v:
        return
    hull = (doc.left[up], doc.right[up])
    if doc.dep[v] == "ccomp" and hull[0] < first:
        return
    name = {"advcl": "as", "ccomp": "lead"}.get(doc.dep[v], "aside")
    yield Candidate(v, name, _without(hull, (first, last)), source, v)


def noun_frames(doc: Parsed, n: int) -> Iterator[Candidate]:
    """Candidates of a noun: ``claims that …``, ``a plan to …``, ``criticism of …``."""
    source = _noun_source(doc, n)
    governor = doc.head[n]
    light = doc.dep[n] in ("dobj", "attr") and doc.tag[governor][0] == "V"
    owned = source is not None
    if not owned and light:
        source = subject(doc, governor)
    elif not owned and doc.dep[n] == "pobj" and doc.dep[governor] == "prep":  # "said in a statement that …"
        above = doc.head[governor]
        source = subject(doc, above) if doc.tag[above][0] == "V" and not is_passive(doc, above) else None
    mark = "v:" if light else ""
    begin = governor if light and not owned and governor < n else None
    for c in doc.children[n]:
        if c < n:
            continue
        d = doc.dep[c]
        if d in ("acl", "ccomp", "relcl", "appos") and doc.tag[c][0] == "V":
            first = doc.left[c]
            if doc.lower[first] == "that" and doc.dep[first] == "mark":
                yield Candidate(n, mark + "that", [_sub(doc, c)], source, n, cue_first=begin)
            elif d == "acl" and doc.tag[c] == "VB" and doc.lower[first] == "to":
                yield Candidate(n, mark + "to", [_sub(doc, c)], source, n, cue_first=begin)
            elif d == "ccomp":
                yield Candidate(n, mark + "zero", [_sub(doc, c)], source, n, cue_first=begin)
        elif d == "prep" and doc.lower[c] not in ("by", "from"):
            inner = next((k for k in doc.children[c] if doc.dep[k] in ("pobj", "pcomp")), None)
            if inner is not None:
                yield Candidate(n, mark + doc.lower[c], [_sub(doc, inner)], source, c, cue_first=begin)


def _noun_source(doc: Parsed, n: int) -> int | None:
    """The possessor, the noun after ``by`` or ``from``, or a name right before the cue noun."""
    for c in doc.children[n]:
        if doc.dep[c] == "poss":
            return c
    for c in doc.children[n]:
        if c > n and doc.dep[c] == "prep" and doc.lower[c] in ("by", "from"):
            return next((g for g in doc.children[c] if doc.dep[g] == "pobj"), None)
    for c in doc.children[n]:
        if c < n and doc.dep[c] in ("compound", "amod", "nmod") and doc.tag[c].startswith("NNP"):
            return c
    return None


def according(doc: Parsed, a: int) -> Iterator[Candidate]:
    """``According to X, …``: the content is the clause that the phrase belongs to."""
    to = next((c for c in doc.children[a] if doc.lower[c] == "to"), None)
    if to is None:
        return
    source = next((c for c in doc.children[to] if doc.dep[c] in ("pobj", "pcomp")), None)
    clause = doc.head[a]
    for _ in range(6):
        if doc.tag[clause][0] == "V" and doc.dep[clause] not in ("xcomp", "acl", "pcomp", "relcl"):
            break
        if doc.head[clause] == clause:
            break
        clause = doc.head[clause]
    if clause == a:
        return
    pieces = _without((doc.left[clause], doc.right[clause]), (doc.left[a], doc.right[a]))
    yield Candidate(a, "to", pieces, source, to)


def _sub(doc: Parsed, c: int) -> Piece:
    return doc.left[c], doc.right[c]


def _np(doc: Parsed, c: int) -> Piece:
    return doc.left[c], doc.right[c]


def _short_np(doc: Parsed, n: int) -> Piece:
    """A noun with what stands before it: the phrase without the clause that holds the cue."""
    return doc.left[n], n


def _hull(doc: Parsed, c: int, v: int) -> Piece:
    """A clause before its cue, cut where the cue's own words begin."""
    last = doc.right[c]
    for k in doc.children[v]:
        if k > c and k < v and doc.left[k] <= last:
            last = doc.left[k] - 1
    return doc.left[c], max(c, min(last, v - 1))


def _join(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring pieces as one."""
    out: list[Piece] = []
    for first, last in sorted(pieces):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


def _without(hull: Piece, hole: Piece) -> list[Piece]:
    parts = [(hull[0], min(hull[1], hole[0] - 1)), (max(hull[0], hole[1] + 1), hull[1])]
    return [p for p in parts if p[0] <= p[1]]
