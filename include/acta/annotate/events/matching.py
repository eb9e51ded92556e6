"""Which lexicon entry a verb or noun in its sentence is, if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import Frame, conjuncts, noun_preps
from acta.annotate.events.lexicon import Condition, Entry, Operator
from acta.annotate.events.parties import Parties

E = TypeVar("E", Entry, Operator)

OPENING = frozenset({"“", "``", '"', "‘", "'"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "nummod"})


def match_verb(doc: Parsed, parties: Parties, frame: Frame, entries: Iterable[E]) -> E | None:
    """The first entry whose conditions hold of a verb and its arguments."""
    for entry in entries:
        if all(_holds(doc, parties, frame, condition) for condition in entry.conditions):
            return entry
    return None


def match_noun(doc: Parsed, noun: int, entries: Iterable[Entry], frame: Frame | None = None) -> Entry | None:
    """The first entry whose conditions hold of a noun and its modifiers, and the prepositions of its light verb."""
    around: set[str] | None = None
    preps: dict[str, list[int]] | None = None
    for entry in entries:
        for condition in entry.conditions:
            if condition.field == "mod":
                around = modifiers(doc, noun) if around is None else around
                if not around & condition.words:
                    break
            elif condition.field == "poss":
                if doc.child(noun, "poss") is None:
                    break
            else:
                if preps is None:
                    preps = noun_preps(doc, noun) if frame is None else {**frame.preps, **noun_preps(doc, noun)}
                if condition.field == "prep":
                    if not condition.words & preps.keys():
                        break
                elif not any(doc.lemma[i] in condition.words for i in preps.get(condition.field[1:], [])):
                    break
        else:
            return entry
    return None


def modifiers(doc: Parsed, noun: int, depth: int = 0) -> set[str]:
    """Lemmas that stand before a noun, those of compounds in compounds too."""
    found: set[str] = set()
    for c in doc.children[noun]:
        if doc.dep[c] in MODIFIERS:
            found.add(doc.lemma[c])
            found.add(doc.lower[c])
            if depth < 2:
                found |= modifiers(doc, c, depth + 1)
        elif doc.dep[c] == "conj" and depth and c < noun:
            found.add(doc.lemma[c])
    return found


def _holds(doc: Parsed, parties: Parties, frame: Frame, condition: Condition) -> bool:
    name, words = condition.field, condition.words
    if name == "obj":
        return any(not words or _is_word(doc, i, words) for o in frame.objects for i in conjuncts(doc, o))
    if name == "mod":
        return any(modifiers(doc, i) & words for o in frame.objects for i in conjuncts(doc, o))
    if name == "prt":
        return bool(words & frame.particles) or any(
            doc.lower[c] in words and doc.dep[c] in ("advmod", "prep") for c in doc.children[frame.verb]
        )
    if name == "pred":
        return any(doc.lemma[i] in words or doc.lower[i] in words for i in _predicates(doc, frame))
    if name == "comp":
        return any(not words or doc.lemma[i] in words for i in (*frame.complements, *frame.purposes))
    if name == "word":
        return any(doc.lemma[i] in words for i in range(doc.left[frame.verb], doc.right[frame.verb] + 1))
    if name == "actor":
        return any(parties.is_actor(o) for o in frame.objects)
    if name == "party":
        return any(parties.is_actor(i) for prep in words for i in frame.preps.get(prep, []))
    if name == "main":
        return doc.dep[frame.verb] not in ("advcl", "acl", "pcomp")
    if name == "form":
        return doc.lower[frame.verb] in words
    if name == "adj":
        return doc.tag[frame.verb].startswith("JJ")
    if name == "subj":
        return frame.subject is not None and _is_word(doc, frame.subject, words)
    if name == "noobj":
        return not frame.objects
    if name == "nopred":
        return (
            not any(doc.dep[i] in ("oprd", "ccomp", "xcomp", "acomp") for i in frame.predicates)
            and not frame.complements
        )
    heads = [i for prep in (words if name == "prep" else name.split("/")[1:]) for i in frame.preps.get(prep, [])]
    if name == "prep":
        return bool(heads)
    return any(not words or doc.lemma[i] in words or doc.lower[i] in words for i in heads)


def _predicates(doc: Parsed, frame: Frame) -> Iterable[int]:
    yield from frame.predicates
    for i in range(frame.verb + 1, doc.right[frame.verb] + 1):  # quotes and small clauses break the link
        if (doc.head[i] == frame.verb and doc.dep[i] in ("advmod", "advcl", "ccomp", "dobj", "prt", "intj", "dep")) or (
            doc.word[i - 1] in OPENING and doc.tag[i].startswith("JJ")
        ):
            yield i


def _is_word(doc: Parsed, i: int, words: frozenset[str]) -> bool:
    """The word itself, or what it measures ("a round of talks", "$5 million")."""
    if doc.lemma[i] in words or doc.lower[i] in words:
        return True
    if doc.lower[i] in ("round", "series", "number", "set", "batch", "lot", "effort", "package", "part", "shipment"):
        return any(
            doc.lemma[c] in words for p in doc.children[i] if doc.lower[p] == "of" for c in doc.children[p]
        ) or any(doc.lemma[c] in words for c in doc.children[i] if doc.dep[c] == "compound")
    return False
