"""With what: the weapon named as subject, modifier or tool says how an assault was done, and is no party to it.

"A drone killed three rebels": nobody is said to have sent it, so there is no source. "A U.S. strike killed …": the U.S. did.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acta.annotate.events.clauses import is_verb
from acta.annotate.events.conditions import modifiers
from acta.annotate.events.effects import Coded
from acta.annotate.events.lexicon import words
from acta.annotate.types import Party

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

WEAPONS = words("weapon")
MEANS = {  # lemma → mode, CAMEO code; the first that is named counts
    "suicide": ("suicide-attack", "1831"),
    "drone": ("drone", "195"),
    "uav": ("drone", "195"),
    "airstrike": ("aerial", "195"),
    "air": ("aerial", "195"),
    "aerial": ("aerial", "195"),
    "jet": ("aerial", "195"),
    "warplane": ("aerial", "195"),
    "helicopter": ("aerial", "195"),
    "bomber": ("aerial", "195"),
    "airforce": ("aerial", "195"),
    "missile": ("heavy-weapons", "194"),
    "rocket": ("heavy-weapons", "194"),
    "artillery": ("heavy-weapons", "194"),
    "shell": ("heavy-weapons", "194"),
    "shelling": ("heavy-weapons", "194"),
    "mortar": ("heavy-weapons", "194"),
    "tank": ("heavy-weapons", "194"),
    "howitzer": ("heavy-weapons", "194"),
    "bomb": ("explosives", "183"),
    "bombing": ("explosives", "183"),
    "ied": ("explosives", "183"),
    "mine": ("explosives", "183"),
    "landmine": ("explosives", "183"),
    "grenade": ("explosives", "183"),
    "explosive": ("explosives", "183"),
    "gunman": ("firearms", "193"),
    "sniper": ("firearms", "193"),
    "gunfire": ("firearms", "193"),
    "gun": ("firearms", "193"),
    "rifle": ("firearms", "193"),
    "shooting": ("firearms", "193"),
    "knife": ("primitive", "182"),
    "machete": ("primitive", "182"),
    "axe": ("primitive", "182"),
    "stabbing": ("primitive", "182"),
}
OPEN = frozenset({None, "targeted"})  # modes that a means of violence makes exact


def without_weapons(coder: Coder, parties: list[Party]) -> list[Party]:
    """Parties with every weapon replaced by whoever its phrase says it is of, or left out."""
    kept: list[Party] = []
    for party in parties:
        if party.head < 0 or not is_weapon(coder, party.head):
            kept.append(party)
            continue
        for owner in owners(coder, party.head):
            if all(owner.start != other.start for other in kept):
                kept.append(owner)
    return kept


def is_weapon(coder: Coder, head: int) -> bool:
    """Jets and tanks are manned and stay parties; what is fired, dropped or exploded does not."""
    doc = coder.doc
    mention = coder.reading.mention_at.get(head)
    is_blast = doc.lemma[head] in ("explosion", "blast") and bool(modifiers(doc, head) & MEANS.keys())
    return (is_blast or doc.lemma[head] in WEAPONS) and not (mention is not None and mention.form == "name")


def owners(coder: Coder, head: int) -> list[Party]:
    """As in "a Norland strike", "Norland's missile", "a missile of the Norland army", "an attack by rebels"."""
    doc, parties = coder.doc, coder.parties
    for c in doc.children[head]:
        if doc.dep[c] in ("poss", "amod", "compound", "nmod") and parties.is_actor(c):
            return parties.actors(c)
    for c in doc.children[head]:
        if doc.dep[c] in ("prep", "agent") and doc.lower[c] in ("by", "from", "of"):
            found = [p for noun in doc.child_all(c, "pobj") if parties.is_actor(noun) for p in parties.actors(noun)]
            if found:
                return found
    return []


def by_means(coder: Coder, coded: Coded, trigger: int) -> Coded:
    """The act with the mode and code of the weapon that its clause names as subject, tool or modifier."""
    if coded.type != "ASSAULT" or coded.mode not in OPEN:
        return coded
    doc = coder.doc
    named: list[str] = []
    if is_verb(doc, trigger):
        frame = coder.frame(trigger)
        heads = [frame.subject] if frame.subject is not None else []
        heads += [i for prep in ("in", "by", "with", "using") for i in frame.preps.get(prep, [])]
    else:
        heads = [trigger]
    for head in heads:
        named += [doc.lemma[head], *sorted(modifiers(doc, head))]
        if not is_verb(doc, trigger) or doc.lemma[head] in ("attack", "strike", "raid"):
            named += [doc.lemma[i] for c in doc.child_all(head, "prep") for i in doc.child_all(c, "pobj")]
    found = next((MEANS[lemma] for lemma in MEANS if lemma in named), None)
    return replace(coded, mode=found[0], cameo=found[1]) if found else coded
