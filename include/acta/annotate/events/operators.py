"""Operators: words that change the act they embed ("agreed to send", "called for talks", "said X must go")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acta.annotate.events import nominals
from acta.annotate.events.clauses import Frame, conjuncts, is_verb, subject_of
from acta.annotate.events.effects import COOPERATIVE, Coded, embed
from acta.annotate.events.found import VERBAL, Found
from acta.annotate.events.lexicon import Operator, words
from acta.annotate.events.matching import match_verb
from acta.annotate.events.roles import verb_heads, verb_role
from acta.annotate.events.screening import is_you_and_me
from acta.annotate.events.status import SAYING, verb_modality
from acta.annotate.types import Party

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

SILENT = words("silent")  # "declined to comment" refuses nothing
SCHEDULED = frozenset({"slate", "schedule", "set", "expect", "prepare", "due", "commit", "mean"})
NO_ACT = frozenset({"transparent", "hypothetical", "deny", "attempt", "none"})  # they act through status or not at all
NOUN_FIRST = frozenset({"order", "demand", "call", "seek", "urge"})
ASKED = ("obj", "on", "to", "with", "from", "comp")
GOALS = ("iobj", "to", "with", "obj", "for", "from", "against", "on", "in")


def read_operator(coder: Coder, i: int) -> Found | None:
    """As in "agreed to send", "called for talks", "threatened sanctions", "is ready to help"."""
    doc = coder.doc
    frame = with_purposes(coder.frame(i))
    operator = match_verb(coder.parties, frame, coder.lexicon.operators[doc.lemma[i]])
    if operator is None or operator.effect in NO_ACT:
        return None
    modality = verb_modality(doc, i)
    if modality.unsaid:
        return None
    if operator.effect in ("refuse", "request") and any(doc.lemma[c] in SILENT for c in frame.complements):
        return None  # "declined to comment", "asked to comment"
    if any(doc.lower[c] in ("whether", "if") for x in frame.complements for c in doc.children[x]):
        return None
    below = embedded(coder, i, frame, operator)
    if operator.effect in ("request", "demand", "promise") and not is_wish(coder, frame, below):
        return None
    act = embed(operator.effect, below.coded if below else None, operator.cameo)
    if act is None:
        return None
    if act.cameo.startswith("02") and operator.effect == "demand":
        act = Coded(act.type, act.mode, "100", act.contexts)
    sources = operator_sources(coder, i, frame)
    if not sources and act.type in VERBAL:
        return None
    needs_actor = act.type in VERBAL or operator.effect == "stop"  # "the compromise ended the summit": nobody broke it off
    if sources and needs_actor and not any(coder.parties.is_actor(p.head) for p in sources):
        return None
    targets = operator_targets(coder, operator, act, frame, below, sources)
    sources, targets = coder.both(act.type, sources, targets)
    status = modality.status
    if is_you_and_me(coder, Found(act, i, "operator", sources, targets, [i])):
        return None
    if operator.effect in ("future", "decide") and status == "actual":
        status = "planned"
    if modality.negated and modality.future and operator.effect == "stop":
        act, status = Coded("REJECT", "yield", "124", act.contexts), "actual"
    elif modality.negated and not modality.hypothetical and operator.effect in ("promise", "future"):
        if below is not None and below.coded.type not in COOPERATIVE:
            return None
        act, status = embed("refuse", below.coded if below else None, None) or act, "actual"
    used = [below.trigger, *below.used] if below else []
    anchors = (below.anchors if below else []) + [i]
    return Found(
        act, i, "operator", sources, targets, anchors, status, used=[*used, *swallowed(coder, i, operator, frame)]
    )


def with_purposes(frame: Frame) -> Frame:
    """What a loosely hung infinitive says is asked or promised, where nothing else is."""
    return replace(frame, complements=frame.purposes) if frame.purposes and not frame.complements else frame


def is_wish(coder: Coder, frame: Frame, below: Found | None) -> bool:
    """As in "asked X to go", "agreed to go", "called for talks": not "asked whether X went"."""
    doc = coder.doc
    if below is not None or not frame.complements:
        return True
    for c in frame.complements:
        aux = {doc.lemma[a] for a in doc.children[c] if doc.dep[a] == "aux"}
        if doc.tag[c] in ("VB", "VBP") or aux & {"to", "will", "would", "should", "must"}:
            return True
    return False


def embedded(coder: Coder, i: int, frame: Frame, operator: Operator) -> Found | None:
    """The act that an operator embeds: a clause below, or a noun."""
    doc = coder.doc
    if doc.lower[i] in NOUN_FIRST or not frame.complements:
        nouns = frame.objects + [i for prep in ("for", "on", "with", "to") for i in frame.preps.get(prep, [])]
        for head in nouns:
            for noun in conjuncts(doc, head):
                entry = coder.noun_entry(noun, frame)
                if entry is not None:
                    return nominals.with_verb(coder, noun, entry, frame)
    for c in frame.complements:
        if doc.dep[c] == "pcomp" and doc.lower[doc.head[c]] != "to" and operator.effect in ("promise", "future", "decide"):
            continue  # "will not go without asking"
        for verb in [c, *(x for x in conjuncts(doc, c)[1:] if is_verb(doc, x))]:
            found = coder.predicate(verb, embedded=True) if verb != i else None
            if found is None and doc.lemma[verb] in coder.lexicon.operators:
                found = read_operator(coder, verb)
            if found is not None:
                return found
    return None


def swallowed(coder: Coder, i: int, operator: Operator, frame: Frame) -> list[int]:
    """What stands under an operator is no event of its own: it has not happened."""
    if operator.effect == "stop":
        return []
    doc = coder.doc
    reach: list[int] = []
    for c in frame.complements:
        reach.extend(
            x
            for x in range(doc.left[c], doc.right[c] + 1)
            if is_verb(doc, x) and doc.dep[x] in ("xcomp", "conj", "ccomp")
        )
    return reach


def operator_sources(coder: Coder, i: int, frame: Frame) -> list[Party]:
    is_adj = not is_verb(coder.doc, i)
    head = subject_of(coder.doc, i) if is_adj else frame.subject
    if head is None and is_adj:
        head = subject_of(coder.doc, coder.doc.head[i])
    if frame.passive and head is None and coder.doc.lemma[i] in SCHEDULED:
        head = frame.objects[0] if frame.objects else None
    return coder.parties.actors(head) or ([] if is_adj else coder.parties.of(head))


def operator_targets(
    coder: Coder, operator: Operator, act: Coded, frame: Frame, below: Found | None, sources: list[Party]
) -> list[Party]:
    if operator.effect in ("request", "demand") and act.type != "ACCUSE":
        for path in ASKED:
            for head in verb_heads(coder.doc, frame, path):
                if coder.parties.is_actor(head):
                    found = [p for p in coder.parties.actors(head) if all(p.head != s.head for s in sources)]
                    if found:
                        return found
    if operator.effect == "threaten":
        for head in frame.objects[:1]:
            if coder.parties.is_actor(head):
                return coder.parties.actors(head)
    if below is None:
        found = verb_role(coder.parties, frame, ("with", "to", "against", "on", "for"), sources)
        if not found and frame.complements:
            inner = coder.frame(frame.complements[0])
            found = verb_role(coder.parties, inner, GOALS, sources)
        if not found and operator.effect == "refuse":
            found = verb_role(coder.parties, frame, ("obj",), sources)
        return found
    if below.targets:
        return below.targets
    return [p for p in below.sources if all(p.end <= s.start or s.end <= p.start for s in sources)]


def read_obligation(coder: Coder, i: int) -> Found | None:
    """As in "Norland said Veska must leave": a demand of whoever says so."""
    doc = coder.doc
    verb = doc.head[i]
    above = doc.head[verb]
    if not is_verb(doc, verb) or above == verb or doc.lemma[above] not in SAYING or doc.dep[verb] != "ccomp":
        return None
    if doc.lemma[i] == "should" and doc.lemma[above] not in ("say", "insist", "stress"):
        return None
    subject = doc.child(verb, "nsubj", "nsubjpass")
    speaker = subject_of(doc, above)
    if subject is None or speaker is None or verb_modality(doc, above).negated:
        return None
    sources, targets = coder.parties.actors(speaker), coder.parties.actors(subject)
    if not sources or not targets or any(p.head == s.head for p in targets for s in sources):
        return None
    if any(doc.lower[c] in ("a", "an", "any", "every") for c in doc.children[subject]) or doc.lower[subject] in ("i", "we"):
        return None
    base = coder.predicate(verb, embedded=True)
    act = embed("demand", base.coded if base and base.coded.type in COOPERATIVE else None, "100")
    return Found(act, verb, "modal", sources, targets, [above], "actual") if act else None
