"""Offices beside names: "Russian President Vladimir Putin", "Ana Ruiz, a spokeswoman for the ministry"."""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import (
    AGENTS,
    AT_HOME,
    FIRST_NAMES,
    GENDERED,
    HONORIFICS,
    KIN,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    singular,
)
from acta.annotate.actors.offices import LONG_FORMS
from acta.annotate.types import Actor, Mention
from acta.registry.titles import TITLES, plain

PERSONS = (frozenset(AGENTS) | PERSON_NOUNS | KIN) - ORGANISATION_NOUNS
NEAR = 7  # tokens looked at before a name
ATTACHED = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "VBG", "VBN", "HYPH"})
AMERICAN_TITLES = frozenset({"sen", "rep", "gov", "congressman", "congresswoman", "house speaker", "district attorney"})
OF_THE_BODY = frozenset(
    {"spokesperson", "spokesman", "spokeswoman", "official", "chief", "director", "leader", "president", "chairman"}
)


def describe_persons(cast: Cast) -> None:
    """Read titles and appositions of every named person into his actor."""
    for mention in cast.mentions:
        actor = cast.actor_of(mention)
        if actor is None or actor.kind != "person" or mention.form != "name":
            continue
        _title_before(cast, mention, actor)
        _apposition(cast, mention, actor)
    home = cast.strong_home()
    for actor in cast.actors.values():
        if actor.kind == "person" and actor.country is None and cast.is_provisional(actor.actor_id):
            if home and actor.sector in AT_HOME:
                actor.country = home
            elif actor.role in AMERICAN_TITLES:
                actor.country = "USA"
        if actor.kind == "person" and actor.gender is None:
            cast.genders.setdefault(actor.actor_id, _first_name_gender(actor.name))


def _first_name_gender(name: str) -> str | None:
    return FIRST_NAMES.get(name.split()[0].casefold()) if " " in name else None


def _title_before(cast: Cast, mention: Mention, actor: Actor) -> None:
    doc = cast.doc
    first = mention.first
    sentence = doc.sentences[doc.sentence[first]][0]
    k = first
    while (
        k > sentence
        and first - k < NEAR
        and (doc.tag[k - 1] in ATTACHED or (doc.lower[k - 1] in {"of", "for"} and k < first))
    ):
        k -= 1
        if doc.lower[k] == "of" and doc.tag[k - 1] not in ATTACHED:
            break
    if k == first:
        return
    words = [plain(w) for w in doc.word[k:first]]
    honorific = HONORIFICS.get(words[-1])
    if honorific:
        cast.genders[actor.actor_id] = honorific
    title = _ending(words) or (_ending(words[: words.index("of")]) if "of" in words else None)
    if title:
        _apply(cast, actor, title, [m for t in range(k, first) if (m := cast.named.get(t))], "former" in words)


def _ending(words: list[str]) -> str | None:
    """The longest title that the words end in."""
    return next((t for i in range(len(words)) if (t := " ".join(words[i:])) in TITLES), None)


def _apposition(cast: Cast, mention: Mention, actor: Actor) -> None:
    doc, head = cast.doc, mention.head
    nouns = [c for c in doc.children[head] if doc.dep[c] == "appos" and c > mention.last]
    if doc.dep[head] == "appos" and not mention.first <= doc.head[head] <= mention.last:
        nouns.append(_described(cast, doc.head[head]))
    for noun in nouns:
        if noun in cast.named:
            continue
        left, right = max(doc.left[noun], noun - NEAR), min(doc.right[noun], noun + NEAR)
        if noun < mention.first:
            right = mention.first - 1
        end = noun + 1
        if doc.lower[noun] == "minister" and doc.lower[noun + 1 : noun + 2] == ["of"]:
            end = min(noun + 4, right + 1)
        words = [plain(w) for w in doc.word[left:end]]
        title = _ending(words[: noun - left + 1])
        if doc.tag[noun] in {"NN", "NNP"} and (title or singular(doc.lower[noun]) in PERSONS):
            cast.stands_for[noun] = actor.actor_id
        if title:
            near = [m for t in range(left, right + 1) if (m := cast.named.get(t)) and m is not mention]
            _apply(cast, actor, title, near, "former" in words)


def _is_origin(cast: Cast, mention: Mention, near: list[Mention]) -> bool:
    """Whether an adjective only says where people come from: "Chinese-American", "Turkish Cypriot"."""
    after = mention.last + 1 + (cast.doc.word[mention.last + 1] == "-")
    other = cast.named.get(after)
    return other is not None and other is not mention and mention.kind == "country" == other.kind and other in near


def _described(cast: Cast, noun: int) -> int:
    """What an apposition describes: in "the mayor of Stoke Lacey, Gordon Attlebury" the mayor, never the town."""
    doc = cast.doc
    while noun in cast.named and doc.dep[noun] == "pobj" and doc.lower[doc.head[noun]] in {"of", "for", "at", "in"}:
        noun = doc.head[doc.head[noun]]
    return noun


def _apply(cast: Cast, actor: Actor, title: str, near: list[Mention], former: bool) -> None:
    """Give an actor the office, and the country and sector that come with it, where nothing better is known."""
    cast.titles.setdefault(actor.actor_id, set()).update((title, LONG_FORMS.get(title, title)))
    for word in title.split():
        if word in GENDERED:
            cast.genders.setdefault(actor.actor_id, GENDERED[word])
    near = [m for m in near if not _is_origin(cast, m, near)]
    owners = [a for m in near if (a := cast.actor_of(m)) and a is not actor]
    body = next((a for a in owners if a.kind == "organisation"), None)
    if body and not former:
        cast.sides.setdefault(actor.actor_id, body.actor_id)
    if not cast.is_provisional(actor.actor_id):
        if cast.day is None and actor.role is None and not former and TITLES[title] in AT_HOME:
            actor.role, actor.sector = title, TITLES[title]  # of an undated article only its words tell who is in office
        return
    country = next((a.country for a in owners if a.kind in {"country", "place"} and a.country), None)
    if actor.role is None:
        actor.role = title
    if actor.country is None:
        actor.country = (body.country if body else None) or country
    if actor.sector is None:
        actor.sector = (
            "ELI" if former and TITLES[title] in {"GOV", "LEG"} else (body.sector if body else None) or TITLES[title]
        )
