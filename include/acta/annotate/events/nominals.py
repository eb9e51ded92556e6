"""Nouns as triggers: with the light verb that lends them a subject, or on their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acta.annotate.events.clauses import Frame, clause_of
from acta.annotate.events.found import Found, coded, shift
from acta.annotate.events.lexicon import Entry
from acta.annotate.events.means import by_means
from acta.annotate.events.screening import is_rule, is_told_in_a_work
from acta.annotate.events.status import Modality
from acta.annotate.types import Party

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

POINTING = frozenset({"the", "this", "that", "these", "those"})
STATES = frozenset({"war", "conflict", "crisis", "relation"})  # go on; they are not the act told before
REACH = 8  # sentences that "the attack" may look back over
MET = frozenset({"face", "draw", "receive", "attract", "incur", "suffer", "sustain", "endure"})  # "drew criticism"
DRAWING = frozenset({"draw", "attract", "bring", "gather", "see"})
DURING = frozenset({"in", "during", "at", "after", "on"})
HAPPENING = frozenset({"mark", "be", "represent", "constitute"})


def with_verb(coder: Coder, noun: int, entry: Entry, frame: Frame) -> Found:
    """As in "held talks with X": the noun names the act, the verb its subject, either of them the prepositions."""
    sources, targets = coder.noun_parties(noun, entry, frame)
    return Found(by_means(coder, coded(entry), noun), noun, "light", sources, targets, [noun, frame.verb])


def alone(coder: Coder, noun: int) -> Found | None:
    """A noun that stands for an act: "Russia's invasion of X", "a phone call between A and B", "the shelling of X"."""
    entry = coder.noun_entry(noun)
    if entry is None or entry.alone > 2 or coder.doc.dep[noun] in ("compound", "amod", "nmod"):
        return None
    doc = coder.doc
    verb = clause_of(doc, noun)
    met = coder.frame(verb) if verb is not None and doc.lemma[verb] in MET and noun in coder.frame(verb).objects else None
    sources, targets = coder.noun_parties(noun, entry, replace(met, subject=None) if met else None)
    if met and not targets:
        targets = coder.parties.actors(met.subject)
    governed = next((f for f in coder.found if f.trigger == verb), None)
    if governed is not None and governed.coded.type == entry.type:
        return None
    if entry.type == "PROTEST" and not sources and verb is not None and doc.lemma[verb] in DRAWING:
        sources = drawn(coder, noun, verb)
    if entry.type == "ASSAULT" and is_told_in_a_work(coder, noun):
        return None
    if entry.type == "CONSULT" and not (sources or targets):
        sources, targets = same_as(coder, noun) or (sources, targets)
    if entry.type == "CONSULT" and not (sources and targets):
        sources, targets = implicit(coder, noun, verb) or (sources, targets)
    modality = coder.noun_status(noun)
    coming = entry.type == "CONSULT" and modality.future
    if coming and not sources and verb is not None:
        sources = planners(coder, noun)
    if modality.unsaid:
        return None
    if len(sources) + len(targets) < (1 if coming else entry.alone):
        return told_again(coder, noun, entry)
    anchors = [noun] + ([verb] if verb is not None and is_in_time(coder, noun) else [])
    found = Found(by_means(coder, coded(entry), noun), noun, "noun", sources, targets, anchors)
    since = coder.circumstances.since_when(noun)
    if since and "first" in {doc.lower[c] for c in doc.children[noun]}:
        found.status, found.occurred_on = "historical", since  # "the first call since October": that of October
    shift(found, modality if not found.status else Modality())
    return None if is_rule(coder, found) else found


def drawn(coder: Coder, noun: int, verb: int) -> list[Party]:
    """As in "A rally in the capital drew 20,000 people": who came."""
    doc = coder.doc
    if doc.head[noun] != verb or doc.dep[noun] != "nsubj":
        return []
    return [p for head in doc.child_all(verb, "dobj") if coder.parties.is_actor(head) for p in coder.parties.of(head)]


def told_again(coder: Coder, noun: int, entry: Entry) -> Found | None:
    """As in "Gunmen shot two guards. … The attack …": the act told before, whose parties, time and status it takes over."""
    doc = coder.doc
    if doc.lemma[noun] in STATES or not any(doc.dep[c] == "det" and doc.lower[c] in POINTING for c in doc.children[noun]):
        return None
    if any(doc.dep[c] in ("compound", "nmod") and coder.parties.label.get(c) == "GPE" for c in doc.children[noun]):
        return None  # "the Veska arrests": others
    before = [
        f
        for f in coder.found
        if f.trigger < noun
        and f.coded.type == entry.type
        and (f.coded.mode == entry.mode or not entry.mode or (not f.coded.mode and entry.mode != "arrest"))
        and 0 < doc.sentence[noun] - doc.sentence[f.trigger] <= REACH
    ]
    if not before:
        return None
    told = max(before, key=lambda f: f.trigger)
    again = Found(told.coded, noun, "again", told.sources, told.targets, [noun, *told.anchors])
    again.status, again.occurred_on = told.status, told.occurred_on
    return again


def same_as(coder: Coder, noun: int) -> tuple[list[Party], list[Party]] | None:
    """As in "Thursday's call marked the first conversation between A and B": the predicate noun says who takes part."""
    doc = coder.doc
    verb = doc.head[noun]
    if doc.dep[noun] != "nsubj" or doc.lemma[verb] not in HAPPENING:
        return None
    other = doc.child(verb, "attr", "dobj")
    entry = coder.noun_entry(other) if other is not None else None
    if other is None or entry is None or entry.type != "CONSULT":
        return None
    return coder.noun_parties(other, entry, None)


def implicit(coder: Coder, noun: int, verb: int | None) -> tuple[list[Party], list[Party]] | None:
    """As in "In a phone call, Berg urged Holm …": who takes part is said by the clause."""
    doc = coder.doc
    prep = doc.head[noun]
    if verb is None or doc.dep[noun] != "pobj" or doc.lower[prep] not in DURING or doc.head[prep] != verb:
        return None
    frame = coder.frame(verb)
    sources = coder.parties.actors(frame.subject)
    targets = [p for head in frame.objects[:1] if coder.parties.is_actor(head) for p in coder.parties.actors(head)]
    return (sources, targets) if sources and targets else None


def planners(coder: Coder, noun: int) -> list[Party]:
    """As in "… and planning is under way for a summit": those who plan are named by the clause before."""
    doc = coder.doc
    verb = clause_of(doc, noun)
    while verb is not None and doc.dep[verb] == "conj":
        verb = doc.head[verb]
        for found in coder.found:
            if found.trigger == verb or verb in found.anchors:
                return found.sources
    return []


def is_in_time(coder: Coder, noun: int) -> bool:
    """Does the clause's time hold for the noun? Of a subject, an object or "in a call", not of what someone talks about."""
    doc = coder.doc
    dep = doc.dep[noun]
    if dep in ("nsubj", "nsubjpass", "dobj", "attr"):
        return True
    return (
        dep == "pobj"
        and doc.lower[doc.head[noun]] in DURING
        and clause_of(doc, doc.head[noun]) == doc.head[doc.head[noun]]
    )
