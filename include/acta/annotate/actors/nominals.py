"""Actors named by a noun: "the prime minister", "Russian forces", "the bloc", "reporters", "Group of Seven foreign ministers".

A definite noun takes up someone named before; an office with a country is asked of the registry; what describes without
identifying ("Russian soldiers", "officials") becomes an actor that stands for the class, with its country and sector.
"""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import (
    AGENTS,
    BODY_HEADS,
    BODY_NOUNS,
    COUNTRY_NOUNS,
    GENERIC_PLURALS,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
    plain,
    singular,
)
from acta.annotate.actors.registry import NON_STATE, fold
from acta.annotate.types import Actor, Mention

LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokesmen", "official", "statement"})
MEMBERS = BODY_HEADS | frozenset(
    """lawmaker lawmakers fighter fighters militant militants supporter supporters deputies mps senators gunmen rebels insurgents troops
    forces soldiers faction chief leadership negotiator negotiators delegation delegates representative representatives peacekeepers
    candidate candidates mp senator politician politicians activists experts investigators inspectors""".split()
)
BODY_SECTORS = frozenset({"IGO", "PTY", "REB", "PRM", "NGO"})
PLACE_DEPS = frozenset({"of", "in", "from", "for", "at"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FORMER = frozenset({"former", "ex", "late", "onetime", "outgoing", "deputy", "vice", "assistant"})


def find_nominals(cast: Cast) -> None:
    """Note every noun phrase that describes an actor."""
    doc, names = cast.doc, cast.named
    trail = _Trail(cast)
    for i, tag in enumerate(doc.tag):
        trail.reach(i)
        if tag not in NOUNS or i in names:
            if tag == "CD" and doc.lower[i] == "two" and i and doc.lower[i - 1] == "the" and doc.head[i] != i + 1:
                cast.mention(i - 1, i, "nominal", None, 0.0, "group")
            continue
        word = doc.lower[i]
        base = singular(word) if tag in {"NNS", "NNPS"} or word not in AGENTS else word
        if base not in HEADS and word not in HEADS:
            continue
        if doc.dep[i] in {"compound", "nmod", "amod"} and doc.head[i] > i:
            continue
        found = _nominal(cast, trail, i, base)
        if found:
            trail.add(found)


HEADS = (
    frozenset(key.rsplit(" ", 1)[-1] for key in (*AGENTS, *TITLES)) | set(BODY_NOUNS) | COUNTRY_NOUNS | BODY_HEADS | MEMBERS
) - {"statement"}


class _Trail:
    """What was named so far, latest last."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.names = sorted((m for m in cast.mentions if m.form == "name" and m.actor_id), key=lambda m: m.first)
        self.at = 0
        self.past: list[Mention] = []

    def reach(self, token: int) -> None:
        while self.at < len(self.names) and self.names[self.at].last < token:
            self.past.append(self.names[self.at])
            self.at += 1

    def add(self, mention: Mention) -> None:
        if mention.actor_id:
            self.past.append(mention)

    def last(self, *kinds: str, limit: int = 60) -> list[Actor]:
        """Actors of these kinds, latest first."""
        out: list[Actor] = []
        for mention in reversed(self.past[-limit:]):
            actor = self.cast.actors[mention.actor_id or ""]
            if actor.kind in kinds and actor not in out:
                out.append(actor)
        return out


def _nominal(cast: Cast, trail: _Trail, i: int, base: str) -> Mention | None:
    doc = cast.doc
    first = _left(cast, i)
    words = [plain(w) for w in doc.word[first : i + 1]]
    named = cast.stands_for.get(i)
    if named:
        return cast.mention(first, i, "nominal", cast.actors[named], 0.85)
    body = _body(cast, i)
    if body:
        mention, actor = body
        return cast.mention(min(first, mention.first), i, "nominal", actor, 0.8, "group" if base in MEMBERS else None)
    owner, pronoun = _owner(cast, first, i)
    if owner and owner.kind == "organisation" and (base in VOICES or (base in MEMBERS and owner.sector in BODY_SECTORS)):
        return cast.mention(first, i, "nominal", owner, 0.75, "person" if base in VOICES else "group")
    country = owner.country if owner and owner.country not in NON_STATE else None
    definite = words[0] in DEFINITE
    key = _key(words[:-1] + [base]) or _key(words)
    singular_noun = doc.tag[i] in {"NN", "NNP"}
    if singular_noun and not FORMER.intersection(words[:-1]):
        title = _ending(words[:-1] + [base], TITLES)
        if title and (person := _office(cast, trail, title, country, definite and owner is None)):
            return cast.mention(first, i, "nominal", person[0], person[1])
        if definite and owner is None and base in COUNTRY_NOUNS and first >= i - 1:
            actor = next(iter(trail.last("country")), None)
            return cast.mention(first, i, "nominal", actor, 0.5, "country")
        if definite and owner is None and base in BODY_NOUNS and first >= i - 2:
            actor = _taken_up(trail, base)
            if actor:
                return cast.mention(first, i, "nominal", actor, 0.65)
    if key is None or (pronoun and base in PERSON_NOUNS):
        return None
    if base in GENERIC_PLURALS | PERSON_NOUNS and country is None:
        return cast.mention(first, i, "nominal", None, 0.0, "person" if singular_noun and base in PERSON_NOUNS else "group")
    if definite and owner is None and (same := _same_class(trail, key)):
        return cast.mention(first, i, "nominal", same, 0.6)
    return cast.mention(first, i, "nominal", _class(cast, key, owner, country, words), 0.6 if country else 0.4)


def _left(cast: Cast, i: int) -> int:
    """First token of the noun phrase up to its head."""
    doc = cast.doc
    first = i
    for child in doc.children[i]:
        if child < i and doc.dep[child] in LEFT and i - doc.left[child] < 8:
            first = min(first, doc.left[child])
    while first < i and not doc.word[first][0].isalnum():
        first += 1
    return first


def _body(cast: Cast, i: int) -> tuple[Mention, Actor] | None:
    """The body whose members a noun means: "Group of Seven foreign ministers", "lawmakers in his Liberal Democratic Party"."""
    doc = cast.doc
    if doc.lower[i] not in MEMBERS and doc.lower[i] not in VOICES:
        return None
    k = i - 1
    while k >= 0 and i - k < 4 and k not in cast.named and doc.tag[k] in {"JJ", "NN", "NNS", "VBN", "VBG", "POS", "NNP"}:
        k -= 1
    mentions = [cast.named.get(k)] if k >= 0 else []
    for child in doc.children[i]:
        if child > i and doc.dep[child] == "prep" and doc.lower[child] in PLACE_DEPS:
            mentions += [cast.named.get(c) for c in doc.child_all(child, "pobj")]
    for mention in mentions:
        actor = cast.actor_of(mention)
        if mention and actor and actor.kind == "organisation" and (actor.sector in BODY_SECTORS or actor.country in NON_STATE):
            return (mention if mention.last < i else cast.mentions[-1] if mention.first < i else _at(i, mention)), actor
    return None


def _at(i: int, mention: Mention) -> Mention:
    """A stand-in that begins at the noun itself, for a body named after it."""
    return Mention(i, i, i, mention.form, mention.kind, mention.actor_id, mention.score, mention.start, mention.end)


def _owner(cast: Cast, first: int, i: int) -> tuple[Actor | None, bool]:
    """The country or organisation that a noun phrase names, and whether a pronoun owns it."""
    doc = cast.doc
    found: Actor | None = None
    pronoun = any(doc.tag[t] == "PRP$" for t in range(first, i))
    for t in range(i - 1, first - 1, -1):
        actor = cast.actor_of(cast.named.get(t))
        if actor and actor.kind in {"country", "organisation", "place"} and (actor.country or actor.kind == "organisation"):
            found = found or actor
    if found is None:
        for child in doc.children[i]:
            if child > i and doc.dep[child] == "prep" and doc.lower[child] in PLACE_DEPS:
                for target in doc.child_all(child, "pobj"):
                    actor = cast.actor_of(cast.named.get(target))
                    if actor and actor.kind in {"country", "organisation", "place"} and actor.country:
                        return actor, pronoun
    return found, pronoun


def _ending(words: list[str], table: dict[str, str]) -> str | None:
    return next((t for k in range(len(words)) if (t := " ".join(words[k:])) in table), None)


def _key(words: list[str]) -> str | None:
    """The longest agent noun (or office) that a phrase ends in."""
    return _ending(words, AGENTS) or _ending(words, TITLES)


def _office(cast: Cast, trail: _Trail, title: str, country: str | None, bare: bool) -> tuple[Actor, float] | None:
    """Who holds an office: by country and date, or the last person named with it."""
    if country is None and not bare:
        return None
    for person in trail.last("person"):
        held = cast.titles.get(person.actor_id, ())
        fits = any(t == title or t.endswith(" " + title) for t in held)
        if fits and (country is None or person.country == country):
            return person, 0.8
    if country and cast.day:
        holder = cast.registry.holder(title, country, cast.day)
        return (cast.known(holder), 0.75) if holder else None
    if bare and cast.day and cast.around and title in {"president", "prime minister", "chancellor", "foreign minister"}:
        top = max(cast.around, key=lambda c: cast.around[c])
        if cast.around[top] * 2 > sum(cast.around.values()) and (holder := cast.registry.holder(title, top, cast.day)):
            return cast.known(holder), 0.5
    return None


def _taken_up(trail: _Trail, base: str) -> Actor | None:
    """The organisation that "the bloc" or "the ministry" takes up again."""
    wanted = BODY_NOUNS[base]
    organisations = trail.last("organisation", "group")
    by_name = next((a for a in organisations if base in fold(a.name).split()), None)
    if by_name:
        return by_name
    return next((a for a in organisations if a.kind == "organisation" and (not wanted or a.sector == wanted)), None)


def _same_class(trail: _Trail, key: str) -> Actor | None:
    ending = _plural(key)
    return next((a for a in trail.last("group", "organisation") if a.name.endswith(ending) and trail.cast.is_provisional(a.actor_id)), None)


def _plural(key: str) -> str:
    """The name of a class: persons in the plural, organisations as they are."""
    noun = key.rsplit(" ", 1)[-1]
    if noun in ORGANISATION_NOUNS or noun.endswith("s") or noun in {"police", "public", "people", "infantry", "artillery", "youth", "law enforcement"}:
        return key
    for end, plural in (("woman", "women"), ("man", "men")):
        if noun.endswith(end):
            return key[: -len(end)] + plural
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return key[:-1] + "ies"
    return key + ("es" if noun.endswith(("ch", "sh", "x")) else "s")


def _class(cast: Cast, key: str, owner: Actor | None, country: str | None, words: list[str]) -> Actor:
    """The actor that stands for a class: "Russian soldiers", "officials"."""
    former = words[0] in FORMER or "former" in words
    sector = AGENTS.get(key) or TITLES.get(key)
    if former and sector in {"GOV", "LEG"}:
        sector, key = "ELI", f"former {key}" if not key.startswith("former") else key
    adjective = cast.registry.adjective(country) if country else None
    base = _plural(key)
    name = f"{adjective} {base}" if adjective else f"{base} of {owner.name}" if owner and country else base
    kind = "organisation" if key.rsplit(" ", 1)[-1] in ORGANISATION_NOUNS and not base.endswith("forces") else "group"
    return cast.provisional(kind, name, country, sector)


