"""What is no event after all: repetitions, weather, contests, courtesies, acts without the parties that make them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acta.annotate.events.clauses import clause_of, subject_of
from acta.annotate.events.found import VERBAL, Found
from acta.annotate.events.lexicon import words

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

VIOLENT = frozenset({"COERCE", "ASSAULT"})
LAWS = frozenset({"law", "treaty", "convention", "constitution", "statute", "rule", "charter", "act", "code", "regulation"})
AIMED = frozenset({"aim", "focus", "design", "intend", "dedicate", "concentrate", "gear"})
AIMS = frozenset({"REJECT", "REQUEST", "ACCUSE", "SUPPORT"})
NATURE = words("nature")
CONTESTED = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "CONSULT"})
REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION"})
CONTEST = words("contest")
METAPHOR = words("metaphor")
SPORT = words("sport")
VIOLENCE = words("violence")  # who fights in earnest, and with what
FICTION = words("fiction")
WORKS = words("work")
SCORE = re.compile(r"^\d{1,3}[-–]\d{1,3}$")
ABOUT = frozenset({"about", "on", "of", "depicting", "in"})
TALK = frozenset({"i", "me", "you", "we", "us"})
PRESS = frozenset({"reporter", "journalist", "press", "media", "newspaper", "audience"})


def is_repeated(coder: Coder, i: int, found: Found) -> bool:
    """As in "summoned X to complain", "arrested for collaborating": purpose and reason of an act just coded."""
    doc = coder.doc
    head = doc.head[i]
    reason = doc.dep[i] == "pcomp" and doc.lower[head] in ("for", "of", "with")
    if reason:
        head = doc.head[head]
    if doc.dep[i] not in ("xcomp", "advcl", "pcomp", "acl"):
        return False
    above = next((f for f in coder.found if f.trigger == head or head in f.anchors), None)
    if above is None:
        return False
    if above.coded.type == found.coded.type:  # "raided the camp, arresting 30" are two acts, "attacked, killing ten" is one
        return found.coded.type == "ASSAULT" or reason or (found.coded.mode or above.coded.mode) == above.coded.mode
    return reason and above.coded.type in REASONS


def is_cause_of_protest(coder: Coder, found: Found) -> bool:
    """As in "marched to demand", "gathered to oppose": what a protest is for is no act beside it."""
    doc, i = coder.doc, found.trigger
    if found.coded.type not in AIMS or doc.dep[i] not in ("xcomp", "advcl"):
        return False
    return any(f.trigger == doc.head[i] and f.coded.type == "PROTEST" for f in coder.found)


def is_event(coder: Coder, found: Found) -> bool:
    """Has the act the parties without which it is no event? A storm is no attacker, a disease no enemy."""
    doc = coder.doc
    if any(doc.lemma[p.head] in NATURE for p in (*found.sources, *found.targets) if p.head >= 0):
        return False
    if found.coded.type == "CONSULT" and any(doc.lemma[p.head] in PRESS for p in found.targets if p.head >= 0):
        return False
    if is_contest(coder, found) or is_you_and_me(coder, found) or is_rule(coder, found) or is_aim(coder, found):
        return False
    if found.coded.type in ("AID", "COOPERATE"):
        return any(coder.parties.is_actor(p.head) or p.actor_id for p in found.targets if p.head >= 0)
    if found.coded.type in VERBAL:
        return bool(found.sources) or is_told_of_target(coder, found)
    return bool(found.sources or found.targets)


def is_rule(coder: Coder, found: Found) -> bool:
    """What a law says is nothing that happened: "International law bars attacks on hospitals"."""
    doc = coder.doc
    verb = clause_of(doc, found.trigger)
    subject = subject_of(doc, verb) if verb is not None else None
    return found.coded.type in VIOLENT and subject is not None and doc.lemma[subject] in LAWS


def is_aim(coder: Coder, found: Found) -> bool:
    """As in "exercises focused on defending the coast"."""
    doc = coder.doc
    i = found.trigger
    return doc.dep[i] == "pcomp" and doc.lemma[doc.head[doc.head[i]]] in AIMED


def is_told_of_target(coder: Coder, found: Found) -> bool:
    """As in "Holm was charged with fraud": who did it goes without saying, or is not known; to whom is said."""
    if not any(coder.parties.is_actor(p.head) for p in found.targets if p.head >= 0):
        return False
    if found.how == "noun" or (not found.sources and found.coded.cameo == "115"):  # "the trial of", "faces charges"
        return found.coded.mode in ("allege", "investigate", "convict")
    return found.how == "verb" and coder.frame(found.trigger).passive


def is_contest(coder: Coder, found: Found) -> bool:
    """Elections and matches are fought, states captured and rivals crushed without any violence; novels are full of it."""
    doc = coder.doc
    if found.coded.type not in CONTESTED:
        return False
    first, last = doc.sentences[doc.sentence[found.trigger]]
    around = range(first, last)
    if found.coded.type == "ASSAULT" and is_told_in_a_work(coder, found.trigger):
        return True
    if any(doc.lemma[i] in VIOLENCE for i in around if i != found.trigger):
        return any(is_score(coder, i) for i in around)
    if doc.lemma[found.trigger] in METAPHOR and any(doc.lemma[i] in CONTEST for i in around):
        return True
    sporting = {doc.lemma[i] for i in around} & SPORT
    return len(sporting) > 1 or (bool(sporting) and found.coded.mode is None) or any(is_score(coder, i) for i in around)


def is_score(coder: Coder, i: int) -> bool:
    """As in "destroyed the visitors 4-0", not as in "killed 10-15 people"."""
    doc = coder.doc
    if doc.tag[i] != "CD":
        return False
    last = i if SCORE.match(doc.word[i]) else i + 2
    if last != i and (last >= len(doc) or not SCORE.match(doc.text[doc.start[i] : doc.end[last]])):
        return False
    return last + 1 >= len(doc) or not doc.tag[last + 1].startswith(("NN", "JJ"))


def is_told_in_a_work(coder: Coder, trigger: int) -> bool:
    """As in "a novel about the killing of …", "In the game, troops invade …"."""
    doc = coder.doc
    first, last = doc.sentences[doc.sentence[trigger]]
    i = trigger
    for _ in range(6):
        head = doc.head[i]
        if head == i:
            break
        if doc.lemma[head] in WORKS and doc.dep[i] in ("prep", "acl", "relcl") and (
            doc.dep[i] != "prep" or doc.lower[i] in ABOUT
        ):
            return True
        i = head
    fiction = [t for t in range(first, last) if doc.lemma[t] in FICTION]
    return any(
        doc.dep[t] == "pobj" and doc.lower[doc.head[t]] in ("in", "of") and doc.head[doc.head[t]] == trigger for t in fiction
    ) or len({doc.lemma[t] for t in fiction}) > 1


def is_you_and_me(coder: Coder, found: Found) -> bool:
    """What unnamed speakers say of themselves ("I want to thank you") is talk, not news."""
    doc = coder.doc
    people = [p for p in (*found.sources, *found.targets) if p.head >= 0]
    return any(doc.lower[p.head] in TALK and p.actor_id is None for p in people)
