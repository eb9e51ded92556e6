"""What is no event after all: repetitions, weather, contests, courtesies, acts without the parties that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acta.annotate.events.found import VERBAL, Found
from acta.annotate.events.lexicon import words

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

NATURE = words("nature")
REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION"})
CONTEST = words("contest")
METAPHOR = words("metaphor")
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
    return above.coded.type == found.coded.type or (reason and above.coded.type in REASONS)


def is_event(coder: Coder, found: Found) -> bool:
    """Has the act the parties without which it is no event? A storm is no attacker, a disease no enemy."""
    doc = coder.doc
    if any(doc.lemma[p.head] in NATURE for p in (*found.sources, *found.targets) if p.head >= 0):
        return False
    if found.coded.type == "CONSULT" and any(doc.lemma[p.head] in PRESS for p in found.targets if p.head >= 0):
        return False
    if is_contest(coder, found) or is_you_and_me(coder, found):
        return False
    if found.coded.type in ("AID", "COOPERATE"):
        return any(coder.parties.is_actor(p.head) or p.actor_id for p in found.targets if p.head >= 0)
    if found.coded.type in VERBAL:
        return bool(found.sources) or is_told_of_target(coder, found)
    return bool(found.sources or found.targets)


def is_told_of_target(coder: Coder, found: Found) -> bool:
    """As in "Holm was charged with fraud": who did it goes without saying, or is not known; to whom is said."""
    return (
        found.how == "verb"
        and coder.frame(found.trigger).passive
        and any(coder.parties.is_actor(p.head) for p in found.targets if p.head >= 0)
    )


def is_contest(coder: Coder, found: Found) -> bool:
    """Elections and matches are fought, states captured and rivals crushed without any violence."""
    doc = coder.doc
    if found.coded.type not in ("ASSAULT", "COERCE") or doc.lemma[found.trigger] not in METAPHOR:
        return False
    first, last = doc.sentences[doc.sentence[found.trigger]]
    return any(doc.lemma[i] in CONTEST for i in range(first, last))


def is_you_and_me(coder: Coder, found: Found) -> bool:
    """What unnamed speakers say of themselves ("I want to thank you") is talk, not news."""
    doc = coder.doc
    people = [p for p in (*found.sources, *found.targets) if p.head >= 0]
    return any(doc.lower[p.head] in TALK and p.actor_id is None for p in people)
