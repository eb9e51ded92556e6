"""The conditions of lexicon entries, one function each: does it hold of a verb and its arguments?

A condition has the form ``name=words`` (see ``lexicon``); ``holds`` looks its function up by name. A name that is none of
``CHECKS`` is a preposition, or several (``with|against``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import Frame, conjuncts, is_infinitive
from acta.annotate.events.lexicon import Condition
from acta.annotate.events.parties import Parties

OPENING = frozenset({"“", "``", '"', "‘", "'"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "nummod"})
MEASURES = frozenset(
    {"round", "series", "number", "set", "batch", "lot", "effort", "package", "part", "shipment", "wave", "dozen", "string"}
)
COUNTS = frozenset({"thousands", "hundreds", "dozens", "scores", "tens", "millions"})
Words = frozenset[str]
Check = Callable[[Parties, Frame, Words], bool]


def holds(parties: Parties, frame: Frame, condition: Condition) -> bool:
    """Whether the condition is met; one written with ``!`` is met where the same one without it is not."""
    check = CHECKS.get(condition.field)
    met = check(parties, frame, condition.words) if check else _prepositions(parties, frame, condition)
    return met != condition.negated


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


def _object(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(not words or _is_word(parties.doc, i, words) for i in _objects(parties.doc, frame))


def _modifier(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(modifiers(parties.doc, i) & words for i in _objects(parties.doc, frame))


def _particle(parties: Parties, frame: Frame, words: Words) -> bool:
    doc = parties.doc
    return bool(words & frame.particles) or any(
        doc.lower[c] in words and doc.dep[c] in ("advmod", "prep") for c in doc.children[frame.verb]
    )


def _predicate(parties: Parties, frame: Frame, words: Words) -> bool:
    doc = parties.doc
    return any(doc.lemma[i] in words or doc.lower[i] in words for i in _predicates(doc, frame))


def _complement(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(not words or parties.doc.lemma[i] in words for i in (*frame.complements, *frame.purposes))


def _infinitive(parties: Parties, frame: Frame, words: Words) -> bool:
    doc = parties.doc
    return any(
        doc.dep[i] in ("xcomp", "advcl", "ccomp") and doc.tag[i] == "VB" and is_infinitive(doc, i)
        for i in (*frame.complements, *frame.purposes)
    )


def _word(parties: Parties, frame: Frame, words: Words) -> bool:
    """Anywhere in the clause, except the verb itself."""
    doc = parties.doc
    return any(doc.lemma[i] in words for i in range(doc.left[frame.verb], doc.right[frame.verb] + 1) if i != frame.verb)


def _actor_object(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(parties.is_actor(o) for o in frame.objects)


def _party(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(parties.is_actor(i) for prep in words for i in frame.preps.get(prep, []))


def _main(parties: Parties, frame: Frame, words: Words) -> bool:
    return parties.doc.dep[frame.verb] not in ("advcl", "acl", "pcomp")


def _form(parties: Parties, frame: Frame, words: Words) -> bool:
    return parties.doc.lower[frame.verb] in words


def _adjective(parties: Parties, frame: Frame, words: Words) -> bool:
    return parties.doc.tag[frame.verb].startswith("JJ")


def _subject(parties: Parties, frame: Frame, words: Words) -> bool:
    if frame.subject is None:
        return False
    return any(_is_word(parties.doc, i, words) for i in conjuncts(parties.doc, frame.subject))


def _state(parties: Parties, frame: Frame, words: Words) -> bool:
    return frame.subject is not None and parties.is_state(frame.subject)


def _no_object(parties: Parties, frame: Frame, words: Words) -> bool:
    return not frame.objects


def _no_predicate(parties: Parties, frame: Frame, words: Words) -> bool:
    dep = parties.doc.dep
    return not any(dep[i] in ("oprd", "ccomp", "xcomp", "acomp") for i in frame.predicates) and not frame.complements


def _any_preposition(parties: Parties, frame: Frame, words: Words) -> bool:
    return any(frame.preps.get(prep) for prep in words)


CHECKS: dict[str, Check] = {
    "obj": _object,
    "mod": _modifier,
    "prt": _particle,
    "pred": _predicate,
    "comp": _complement,
    "inf": _infinitive,
    "word": _word,
    "actor": _actor_object,
    "party": _party,
    "main": _main,
    "form": _form,
    "adj": _adjective,
    "subj": _subject,
    "state": _state,
    "noobj": _no_object,
    "nopred": _no_predicate,
    "prep": _any_preposition,
}


def _prepositions(parties: Parties, frame: Frame, condition: Condition) -> bool:
    """As in ``with|against`` or ``into=custody``: what stands behind one of them."""
    doc, words = parties.doc, condition.words
    heads = (i for prep in condition.field.split("|") for i in frame.preps.get(prep, []))
    return any(not words or doc.lemma[i] in words or doc.lower[i] in words for i in heads)


def _objects(doc: Parsed, frame: Frame) -> Iterator[int]:
    return (i for o in frame.objects for i in conjuncts(doc, o))


def _predicates(doc: Parsed, frame: Frame) -> Iterable[int]:
    yield from frame.predicates
    for i in range(frame.verb + 1, doc.right[frame.verb] + 1):  # quotes and small clauses break the link
        if (doc.head[i] == frame.verb and doc.dep[i] in ("advmod", "advcl", "ccomp", "dobj", "prt", "intj", "dep")) or (
            doc.word[i - 1] in OPENING and doc.tag[i].startswith("JJ")
        ):
            yield i


def _is_word(doc: Parsed, i: int, words: Words) -> bool:
    """The word itself, or what it measures ("a round of talks", "$5 million", "thousands of farmers")."""
    measured = [c for p in doc.children[i] if doc.lower[p] == "of" for c in doc.children[p]]
    if doc.lower[i] in COUNTS and measured:
        return any(doc.lemma[c] in words for c in measured)
    if doc.lemma[i] in words or doc.lower[i] in words:
        return True
    if doc.lemma[i] in MEASURES or doc.tag[i] == "CD" or doc.lower[i] in COUNTS:
        return any(doc.lemma[c] in words for c in (*measured, *doc.child_all(i, "compound")))
    return False
