"""Role paths of the lexicon to parties: ``subj``, ``obj``, ``iobj``, ``comp`` (subject of the clause below), ``poss``,
``amod`` (a demonym or country before a noun), ``poss.agent`` (a possessor only when it cannot be the victim), prepositions."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import Frame, noun_preps, subject_of
from acta.annotate.events.parties import Parties
from acta.annotate.types import Party

Spans = list[tuple[int, int]]


def verb_role(parties: Parties, frame: Frame, paths: tuple[str, ...], taken: list[Party]) -> list[Party]:
    """The first path of a verb that leads to a party; actors before things."""
    things: list[Party] = []
    for path in paths:
        if path == "any" and not things:
            return _nearest_named(parties, frame, taken)
        for head in verb_heads(parties.doc, frame, path):
            found = _free(parties.actors(head), taken)
            if found:
                return found
            things = things or _free(parties.of(head), taken)
    return things


def _nearest_named(parties: Parties, frame: Frame, taken: list[Party]) -> list[Party]:
    """The first country, body or people named after the verb, for acts that must have a recipient."""
    doc = parties.doc
    for i in range(frame.verb + 1, doc.right[frame.verb] + 1):
        if doc.dep[i] == "pobj" and parties.is_named(i) and parties.is_actor(i):
            found = _free(parties.actors(i), taken)
            if found:
                return found
    return []


def verb_heads(doc: Parsed, frame: Frame, path: str) -> list[int]:
    """Heads of the noun phrases at a path of a verb."""
    if path == "subj":
        return [frame.subject] if frame.subject is not None else []
    if path == "obj":
        return frame.objects[:1]
    if path == "iobj":
        return [frame.indirect] if frame.indirect is not None else []
    if path == "pred":
        inner = (doc.child(p, "nsubj") for p in frame.predicates)
        return [s for s in inner if s is not None]
    if path == "comp":
        below = (subject_of(doc, c) for c in frame.complements)
        return [s for s in below if s is not None]
    return frame.preps.get(path, [])


def noun_role(
    parties: Parties, noun: int, paths: tuple[str, ...], frame: Frame | None, taken: list[Party]
) -> list[Party]:
    """The parties of a nominal trigger; ``frame`` is the light verb it hangs on, if any."""
    doc = parties.doc
    preps = noun_preps(doc, noun)
    for path in paths:
        heads: list[int]
        if path == "subj":
            heads = [frame.subject] if frame and frame.subject is not None and frame.subject != noun else []
        elif path in ("obj", "iobj"):
            heads = [frame.indirect] if frame and frame.indirect is not None else []
        elif path in ("poss", "poss.agent"):
            heads = [c for c in doc.children[noun] if doc.dep[c] == "poss"]
            if path == "poss.agent" and "of" not in preps:  # "her arrest": she is the one arrested
                heads = []
        elif path == "amod":
            heads = [c for c in doc.children[noun] if doc.dep[c] in ("amod", "compound", "nmod")]
        else:
            heads = [h for h in preps.get(path, []) or (frame.preps.get(path, []) if frame else []) if h != noun]
        for head in heads:
            found = _free(parties.actors(head) if path in ("poss", "amod", "subj") else parties.of(head), taken)
            if path == "amod":  # "the Norland army's attack", but "the Harbour City attack" happened there
                found = [p for p in found if parties.is_named(p.head) and not parties.is_mere_place(p.head)]
            if found:
                return found
    return []


def split_symmetric(parties: Parties, sources: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
    """As in "A and B met": the first is the source, the others are targets."""
    if len(sources) == 1 and not targets and sources[0].head >= 0:
        sources = parties.paired(sources[0].head) or sources
        if len(sources) == 1:  # "thousands of Norland and Veska troops"
            of = [c for p in parties.doc.child_all(sources[0].head, "prep") for c in parties.doc.child_all(p, "pobj")]
            sources = next((pair for noun in of if (pair := parties.paired(noun))), sources)
    if len(sources) > 1 and not targets:
        return sources[:1], sources[1:]
    return sources, targets


def mutual(doc: Parsed, targets: list[Party]) -> bool:
    """As in "accused each other": what one side does, the other does too."""
    return any(
        p.head >= 0 and " ".join(doc.text[p.start : p.end].casefold().split()) in ("each other", "one another") for p in targets
    )


def _free(found: list[Party], taken: list[Party]) -> list[Party]:
    return [p for p in found if not any(p.start < t.end and t.start < p.end for t in taken)]
