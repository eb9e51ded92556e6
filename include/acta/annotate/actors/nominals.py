"""Actors named by a noun: "the prime minister", "Russian forces", "the bloc", "reporters", "Group of Seven foreign ministers".

A definite noun takes up someone named before; an office with a country is asked of the registry; what describes without
identifying ("Russian soldiers", "officials") becomes an actor that stands for the class, with its country and sector.
"""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.classes import class_actor, plural
from acta.annotate.actors.lexicon import (
    AGENTS,
    BODY_HEADS,
    BODY_NOUNS,
    COUNTRY_NOUNS,
    GENERIC_PLURALS,
    PERSON_NOUNS,
    TITLES,
    plain,
    singular,
)
from acta.annotate.actors.registry import NON_STATE, fold
from acta.annotate.types import Actor, Mention

LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
OWNERS = frozenset({"country", "organisation", "place"})
GOVERNED = frozenset({"administration", "government", "regime", "cabinet"})
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
FORMER = frozenset(
    {"former", "ex", "late", "onetime", "deputy", "vice", "assistant", "first", "next", "future", "incoming", "elect"}
)
BARE = frozenset(  # singular nouns that name an actor without an article
    """police parliament congress government opposition society enforcement media television tv management military press
    troops forces people staff""".split()
)
ROLES = frozenset({"attr", "oprd", "xcomp"})
NOT_PEOPLE = {"media": {"social"}, "force": {"task", "air"}, "worker": {"social"}}


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
    frozenset(key.rsplit(" ", 1)[-1] for key in (*AGENTS, *TITLES))
    | set(BODY_NOUNS)
    | COUNTRY_NOUNS
    | BODY_HEADS
    | MEMBERS
) - {"statement", "chair", "private", "major", "general", "justice", "captain", "principal", "father", "house", "of"}


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

    def country(self) -> Actor | None:
        """The country last named by a noun, or else by an adjective."""
        doc, adjective = self.cast.doc, None
        for mention in reversed(self.past[-60:]):
            actor = self.cast.actors[mention.actor_id or ""]
            if actor.kind == "country" and mention.form == "name":
                if not doc.tag[mention.head].startswith("JJ"):
                    return actor
                adjective = adjective or actor
        return adjective


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
    if (
        owner
        and owner.kind == "organisation"
        and (base in VOICES or (base in MEMBERS and owner.sector in BODY_SECTORS))
    ):
        return cast.mention(first, i, "nominal", owner, 0.75, "person" if base in VOICES else "group")
    country = owner.country if owner and owner.country not in NON_STATE else None
    definite = words[0] in DEFINITE
    key = _key(words) or _key([*words[:-1], base])
    singular_noun = doc.tag[i] in {"NN", "NNP"}
    title = _ending(words, TITLES) if singular_noun else None
    if singular_noun and not FORMER.intersection(words[: len(words) - len((title or base).split())]):
        if title and (person := _office(cast, trail, title, country, definite and owner is None)):
            return cast.mention(first, i, "nominal", person[0], person[1])
        if definite and owner is None and base in COUNTRY_NOUNS and first >= i - 1:
            actor = trail.country()
            return cast.mention(first, i, "nominal", actor, 0.5, "country")
        if definite and owner is None and base in BODY_NOUNS and first >= i - 2:
            actor = _taken_up(trail, base)
            if actor:
                return cast.mention(first, i, "nominal", actor, 0.65)
    if key is None or (pronoun and base in PERSON_NOUNS) or _no_actor(cast, i, first, base, owner):
        return None
    if base in GENERIC_PLURALS | PERSON_NOUNS and country is None:
        return cast.mention(
            first, i, "nominal", None, 0.0, "person" if singular_noun and base in PERSON_NOUNS else "group"
        )
    if definite and owner is None and (same := _same_class(trail, key)):
        return cast.mention(first, i, "nominal", same, 0.6)
    return cast.mention(first, i, "nominal", _class(cast, key, country, words), 0.6 if country else 0.4)


def _no_actor(cast: Cast, i: int, first: int, base: str, owner: Actor | None) -> bool:
    """Whether a noun only looks like an actor: a role someone takes ("elected president"), a thing ("by force")."""
    doc = cast.doc
    if base in NOT_PEOPLE and i and doc.lower[i - 1] in NOT_PEOPLE[base]:
        return True
    if doc.tag[i] not in {"NN", "NNP"} or base in BARE or doc.dep[i] == "ROOT":
        return False
    if first == i and owner is None:
        return True
    has_determiner = doc.tag[first] in {"DT", "PRP$", "CD"} or any(doc.tag[k] == "POS" for k in range(first, i))
    role = doc.dep[i] in ROLES or (doc.dep[i] == "pobj" and doc.lower[doc.head[i]] in {"as", "for"})
    return role and not has_determiner


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
    while (
        k >= 0 and i - k < 4 and k not in cast.named and doc.tag[k] in {"JJ", "NN", "NNS", "VBN", "VBG", "POS", "NNP"}
    ):
        k -= 1
    mentions = [cast.named.get(k)] if k >= 0 else []
    for child in doc.children[i]:
        if child > i and doc.dep[child] == "prep" and doc.lower[child] in PLACE_DEPS:
            mentions += [cast.named.get(c) for c in doc.child_all(child, "pobj")]
    for mention in mentions:
        actor = cast.actor_of(mention)
        if (
            mention
            and actor
            and actor.kind == "organisation"
            and (actor.sector in BODY_SECTORS or actor.country in NON_STATE)
        ):
            return (mention if mention.last < i else cast.mentions[-1] if mention.first < i else _at(i, mention)), actor
    return None


def _at(i: int, mention: Mention) -> Mention:
    """A stand-in that begins at the noun itself, for a body named after it."""
    return Mention(i, i, i, mention.form, mention.kind, mention.actor_id, mention.score, mention.start, mention.end)


def _owner(cast: Cast, first: int, i: int) -> tuple[Actor | None, bool]:
    """The country or organisation that a noun phrase names, and whether a pronoun owns it."""
    doc = cast.doc
    pronoun = any(doc.tag[t] == "PRP$" for t in range(first, i))
    near = list(range(i - 1, first - 1, -1))
    for child in doc.children[i]:
        if child > i and doc.dep[child] == "prep" and doc.lower[child] in PLACE_DEPS:
            near += doc.child_all(child, "pobj")
    for token in near:
        actor = cast.actor_of(cast.named.get(token))
        if actor is None:
            continue
        if actor.kind == "organisation" and token < i:
            return actor, pronoun
        if actor.country and (actor.kind in OWNERS or (actor.kind == "person" and doc.lower[i] in GOVERNED)):
            return actor, pronoun
    return None, pronoun


def _ending(words: list[str], table: dict[str, str]) -> str | None:
    return next((t for k in range(len(words)) if (t := " ".join(words[k:])) in table), None)


def _key(words: list[str]) -> str | None:
    """The longest agent noun or office that a phrase ends in."""
    agent, title = _ending(words, AGENTS), _ending(words, TITLES)
    return title if title and len(title) > len(agent or "") else agent


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
    ending = plural(key)
    return next(
        (
            a
            for a in trail.last("group", "organisation")
            if a.name.endswith(ending) and trail.cast.is_provisional(a.actor_id)
        ),
        None,
    )


def _class(cast: Cast, key: str, country: str | None, words: list[str]) -> Actor:
    """The class that a noun phrase describes; who held an office once belongs to the elites."""
    sector = AGENTS.get(key) or TITLES.get(key)
    if sector in {"GOV", "LEG"} and not key.startswith("former") and "former" in words:
        sector, key = "ELI", f"former {key}"
    return class_actor(cast, key, country, sector)
