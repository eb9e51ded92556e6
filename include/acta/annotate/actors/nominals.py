"""Actors named by a noun: "the prime minister", "Russian forces", "the bloc", "reporters", "Group of Seven foreign ministers".

A definite noun takes up someone named before; an office with a country is asked of the registry; what describes without
identifying ("Russian soldiers", "officials") becomes an actor that stands for the class, with its country and sector.
"""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.classes import class_actor, plural
from acta.annotate.actors.descriptions import OF_RENOWN, bearer, principal
from acta.annotate.actors.lexicon import (
    AGENTS,
    AT_HOME,
    BODY_HEADS,
    BODY_NOUNS,
    COUNTRY_NOUNS,
    DESCRIBING,
    GENERIC_PLURALS,
    KIN,
    OF_SOMETHING,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    singular,
    words,
)
from acta.annotate.actors.phrases import BODY_SECTORS, MEMBERS, VOICES, Phrase, body_of, read_phrase
from acta.annotate.actors.spans import is_fragment
from acta.annotate.types import Actor, Mention
from acta.registry import fold
from acta.registry.titles import TITLES

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
ADJECTIVES = frozenset({"homeless", "displaced", "faithful"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "ROOT"})
INDEFINITE = frozenset({"a", "an", "another", "some", "one", "any", "no", "every", "each"})
FORMER = frozenset(
    {"former", "ex", "late", "onetime", "deputy", "vice", "assistant", "first", "next", "future", "incoming", "elect"}
)
PAST = frozenset({"former", "ex", "late", "onetime", "ousted", "deposed"})
UNIQUE = frozenset(  # offices that one person of a country holds
    {"president", "prime minister", "chancellor", "premier", "foreign minister", "defence minister", "finance minister"}
    | {
        "foreign secretary",
        "secretary of state",
        "treasury secretary",
        "supreme leader",
        "king",
        "queen",
        "emperor",
        "pope",
    }
)
CHIEFS = frozenset({"president", "prime minister", "chancellor", "foreign minister"})
BARE = words(
    """
    police parliament congress government opposition society enforcement media television tv management military
    press troops forces people staff
    """
)
ROLES = frozenset({"attr", "oprd", "xcomp"})
NOT_PEOPLE = {"bank": {"its", "their", "river"}, "media": {"social"}, "force": {"task"}, "worker": {"social"}}
HEADS = (
    frozenset(key.rsplit(" ", 1)[-1] for key in (*AGENTS, *TITLES))
    | set(BODY_NOUNS)
    | OF_RENOWN
    | KIN
    | DESCRIBING
    | COUNTRY_NOUNS
    | BODY_HEADS
    | MEMBERS
) - {"statement", "chair", "private", "of", "in"}
# heads only with a word before them that makes them an office or a person: "attorney general", "lower house", "a general"
WEAK_HEADS = frozenset(
    {"general", "justice", "house", "national", "intelligence", "daily", "radio", "secretary", "royal"}
    | {"major", "principal", "father", "native", "local"}
)
NAMED_SO = words("ministry department court university commission council committee bank force association newspaper")
GENERIC = GENERIC_PLURALS | PERSON_NOUNS
GOVERNMENTS = words("local state provincial regional federal city municipal county interim transitional unity coalition")
RECENT = 60  # mentions that a noun can take up


def find_nominals(cast: Cast) -> None:
    """Note every noun phrase that describes an actor."""
    doc, names = cast.doc, cast.named
    trail = _Trail(cast)
    for i, tag in enumerate(doc.tag):
        trail.reach(i)
        if doc.lower[i] in {"latter", "former"} and i and doc.lower[i - 1] == "the" and doc.dep[i] in ARGUMENTS:
            cast.mention(i - 1, i, "nominal", trail.of_two(doc.lower[i]), 0.7)
            continue
        if i in names or (tag not in NOUNS and not _is_noun(cast, i)):
            if tag == "CD" and doc.lower[i] == "two" and i and doc.lower[i - 1] == "the" and doc.dep[i] != "nummod":
                cast.mention(i - 1, i, "nominal", None, 0.0, "group")
            continue
        word = doc.lower[i]
        base = singular(word) if tag in {"NNS", "NNPS"} or word not in AGENTS else word
        if base not in HEADS and word not in HEADS and not (base in OF_SOMETHING and doc.lower[i + 1 : i + 2]):
            continue
        if doc.dep[i] in {"compound", "nmod", "amod"} and doc.head[i] > i:
            continue
        found = _nominal(cast, trail, i, base)
        if found:
            trail.add(found)


def _is_noun(cast: Cast, i: int) -> bool:
    """Whether an actor's noun carries another tag: "the homeless", or a phrase that is all there is of a sentence."""
    doc, word = cast.doc, cast.doc.lower[i]
    if word not in AGENTS and singular(word) not in AGENTS and word not in TITLES:
        return False
    if doc.dep[i] == "ROOT":
        first, stop = doc.sentences[doc.sentence[i]]
        return is_fragment(doc, first, stop)
    return word in ADJECTIVES and doc.lower[i - 1] == "the" and doc.head[i] < i and doc.dep[i] in ARGUMENTS


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

    def last(self, *kinds: str) -> list[Actor]:
        """Actors of these kinds, latest first."""
        out: list[Actor] = []
        for mention in reversed(self.past[-RECENT:]):
            actor = self.cast.actors[mention.actor_id or ""]
            if actor.kind in kinds and actor not in out:
                out.append(actor)
        return out

    def of_two(self, which: str) -> Actor | None:
        """The first or second of the last two that were named together: "Holm and Berg … The latter"."""
        doc = self.cast.doc
        for mention in reversed(self.past[-RECENT:]):
            above = doc.head[mention.head]
            if doc.dep[mention.head] == "conj" and (first := self.cast.named.get(above)):
                return self.cast.actors.get((mention if which == "latter" else first).actor_id or "")
        return None

    def country(self) -> Actor | None:
        """The country last named by a noun, or else by an adjective."""
        doc = self.cast.doc
        adjective: Actor | None = None
        for mention in reversed(self.past[-RECENT:]):
            actor = self.cast.actors[mention.actor_id or ""]
            if actor.kind == "country" and mention.form == "name":
                if not doc.tag[mention.head].startswith("JJ"):
                    return actor
                adjective = adjective or actor
        return adjective

    def organisation(self, noun: str) -> Actor | None:
        """The organisation that "the bloc" or "the ministry" takes up again."""
        found = self.last("organisation", "group")
        by_name = next((a for a in found if noun in fold(a.name).split()), None)
        if by_name or noun in NAMED_SO:
            return by_name
        wanted = BODY_NOUNS[noun]
        return next((a for a in found if a.kind == "organisation" and wanted in ("", a.sector)), None)

    def same_class(self, key: str) -> Actor | None:
        """A class of the same noun, with whatever country it had."""
        ending = plural(key)
        found = (a for a in self.last("group", "organisation") if self.cast.is_provisional(a.actor_id))
        return next((a for a in found if a.name.endswith(ending)), None)


def _nominal(cast: Cast, trail: _Trail, i: int, base: str) -> Mention | None:
    """The mention of one noun phrase, by the first rule that knows it."""
    phrase = read_phrase(cast, i, base)
    named = cast.stands_for.get(i)
    if named:
        return cast.mention(phrase.first, i, "nominal", cast.actors[named], 0.85)
    body = body_of(cast, i)
    if body:
        return cast.mention(
            min(phrase.first, body[0]), i, "nominal", body[1], 0.8, "group" if base in MEMBERS else None
        )
    beside = _apposition(cast, phrase)
    if beside:
        return cast.mention(phrase.first, i, "nominal", beside, 0.8)
    owner = phrase.owner
    if owner and owner.kind == "organisation":
        if base in VOICES:
            return cast.mention(phrase.first, i, "nominal", owner, 0.75, "person")
        if base in MEMBERS and owner.sector in BODY_SECTORS:
            return cast.mention(phrase.first, i, "nominal", owner, 0.75, "group")
    return _taken_up(cast, trail, phrase) or _described(cast, trail, phrase)


def _apposition(cast: Cast, phrase: Phrase) -> Actor | None:
    """The organisation named beside a noun for it: "the gas company, Northmarch Energy"."""
    doc, i = cast.doc, phrase.head
    if phrase.base not in ORGANISATION_NOUNS and phrase.base not in BODY_NOUNS:
        return None
    beside = [c for c in doc.children[i] if doc.dep[c] == "appos"] + ([doc.head[i]] if doc.dep[i] == "appos" else [])
    actors = (cast.actor_of(cast.named.get(token)) for token in beside)
    return next((a for a in actors if a and a.kind == "organisation"), None)


def _taken_up(cast: Cast, trail: _Trail, phrase: Phrase) -> Mention | None:
    """A singular noun for someone in particular: an office, "the country", "the bloc"."""
    if not phrase.is_singular:
        return None
    if state := _government(cast, phrase):
        return cast.mention(phrase.first, phrase.head, "nominal", state, 0.7)
    length = phrase.head - phrase.first
    before = phrase.words[: len(phrase.words) - len((phrase.title or phrase.base).split())]
    if phrase.title and not FORMER.intersection(before) and phrase.words[0] not in INDEFINITE:
        person = _office(cast, trail, phrase, phrase.title)
        if person:
            return cast.mention(phrase.first, phrase.head, "nominal", *person)
    known = _known_by(cast, trail, phrase) if phrase.is_definite and phrase.base not in COUNTRY_NOUNS else None
    if known:
        return cast.mention(phrase.first, phrase.head, "nominal", known, 0.65)
    if phrase.is_bare_definite and phrase.base in COUNTRY_NOUNS and length <= 1:
        return cast.mention(phrase.first, phrase.head, "nominal", trail.country(), 0.5, "country")
    if phrase.is_bare_definite and phrase.base in BODY_NOUNS and (length <= 1 or phrase.key in (None, phrase.base)):
        actor = trail.organisation(phrase.base)
        return cast.mention(phrase.first, phrase.head, "nominal", actor, 0.65) if actor else None
    return None


def _government(cast: Cast, phrase: Phrase) -> Actor | None:
    """The state whose government is meant: "the Chinese government", "the government" of the article's own country."""
    if phrase.base not in {"government", "administration"} or len(phrase.words) > 4 or not GOVERNMENTS.isdisjoint(phrase.words):
        return None
    owner = phrase.owner
    president = owner is not None and "president" in cast.titles.get(owner.actor_id, ())
    if owner is not None and owner.kind != "country" and not president:
        return None
    country = phrase.country or (cast.strong_home() if phrase.is_bare_definite and len(phrase.words) == 2 else None)
    state = cast.registry.countries.get(country or "")
    if state is None:
        return None
    actor = cast.known(state)
    actor.sector = actor.sector or "GOV"  # a state acts by its government
    return actor


def _known_by(cast: Cast, trail: _Trail, phrase: Phrase) -> Actor | None:
    """Whom a definite noun describes, by what the text has called them."""
    noun, country = phrase.base, phrase.country
    owner = phrase.owner if phrase.owner and phrase.owner.kind == "organisation" else None
    actors = [a for a in trail.last("person", "organisation") if a is not owner]
    named = {m.actor_id for m in trail.past if m.form == "name"}
    found = bearer(cast, noun, country, [a for a in actors if a.actor_id in named])
    if found:
        return found
    if noun in OF_RENOWN:
        person = principal(cast, trail.past, cast.doc.sentence[phrase.head])
        if person and (country is None or person.country in (None, country)):
            return person
    return None


def _office(cast: Cast, trail: _Trail, phrase: Phrase, title: str) -> tuple[Actor, float] | None:
    """Who holds an office: the last person named with it, or by country and date."""
    country = phrase.country
    owned = country is not None and (title in UNIQUE or phrase.is_definite)
    if not owned and not phrase.is_bare_definite:
        return None
    for person in trail.last("person"):
        held = cast.titles.get(person.actor_id, ())
        if any(t == title or t.endswith(f" {title}") for t in held) and country in (None, person.country):
            return person, 0.8
    if cast.day is None:
        return None
    if country:
        holder = cast.registry.holder(title, country, cast.day)
        return (cast.known(holder), 0.75) if holder else None
    if title in CHIEFS and (home := cast.strong_home()) and (holder := cast.registry.holder(title, home, cast.day)):
        return cast.known(holder), 0.5
    return None


def _described(cast: Cast, trail: _Trail, phrase: Phrase) -> Mention | None:
    """Someone described: the class of that noun and country."""
    key, base, first, i = phrase.key, phrase.base, phrase.first, phrase.head
    if key is None or (phrase.has_pronoun and key in PERSON_NOUNS) or _no_actor(cast, phrase):
        return None
    if key in WEAK_HEADS and phrase.first == i:
        return None
    if key in GENERIC and phrase.country is None and phrase.is_singular:
        return cast.mention(
            first, i, "nominal", None, 0.0, "person" if phrase.is_singular and base in PERSON_NOUNS else "group"
        )
    if phrase.is_bare_definite and (same := trail.same_class(key)):
        return cast.mention(first, i, "nominal", same, 0.6)
    sector = AGENTS.get(key) or TITLES.get(key)
    if sector in {"GOV", "LEG"} and not key.startswith("former") and PAST.intersection(phrase.words):
        sector, key = "ELI", f"former {key}"  # who held an office once belongs to the elites
    country, score = phrase.country, 0.6 if phrase.country else 0.4
    if country is None and sector in AT_HOME and owner_is_clear(phrase) and (home := cast.home()):
        country, score = home, 0.45
    actor = class_actor(cast, key, country, sector, _seat(cast, phrase))
    person = phrase.is_singular and actor.kind == "group" and base not in BARE
    return cast.mention(first, i, "nominal", actor, score, "person" if person else None)


def _seat(cast: Cast, phrase: Phrase) -> Actor | None:
    """The place that owns a class, unless it is the capital before a national body: "the Kabul government"."""
    owner = phrase.owner
    if owner is None or owner.kind != "place":
        return None
    text = fold(owner.name)
    capital = any(
        a.kind == "capital" and fold(a.text) == text
        for a in cast.registry.aliases.get(owner.name.split()[0], ())
    )
    return None if capital and phrase.base in {"government", "regime", "junta", "official", "authority"} else owner


def owner_is_clear(phrase: Phrase) -> bool:
    """Whether a bare noun can only mean the home country's: "the government", "police", never "a minister"."""
    noun = phrase.words[-1]
    return (phrase.is_bare_definite and noun in ORGANISATION_NOUNS | {"authorities"}) or noun == "police"


def _no_actor(cast: Cast, phrase: Phrase) -> bool:
    """Whether a noun only looks like an actor: a role someone takes ("elected president"), a thing ("by force")."""
    doc, i, first, base = cast.doc, phrase.head, phrase.first, phrase.base
    if base in NOT_PEOPLE and i and doc.lower[i - 1] in NOT_PEOPLE[base]:
        return True
    if not phrase.is_singular or base in BARE or doc.dep[i] == "ROOT":
        return False
    if first == i and phrase.owner is None:
        return True
    has_determiner = doc.tag[first] in {"DT", "PRP$", "CD"} or any(doc.tag[k] == "POS" for k in range(first, i))
    role = doc.dep[i] in ROLES or (doc.dep[i] == "pobj" and doc.lower[doc.head[i]] in {"as", "for"})
    return role and not has_determiner
