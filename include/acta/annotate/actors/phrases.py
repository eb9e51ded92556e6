"""A noun phrase as the actor rules see it: its words, what kind of actor its head names, and who owns or holds it together."""

from __future__ import annotations

from dataclasses import dataclass

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import AGENTS, BODY_HEADS, OF_SOMETHING, words
from acta.annotate.document import Parsed
from acta.annotate.types import Actor
from acta.registry import NON_STATE
from acta.registry.titles import TITLES, plain

LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
OWNERS = frozenset({"country", "organisation", "place", "group"})
GOVERNED = frozenset({"administration", "government", "regime", "cabinet"})  # a person's name may own these
VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokesmen", "official"})
MEMBERS = BODY_HEADS | words(
    """
    lawmaker lawmakers fighter fighters militant militants supporter supporters deputies mps senators gunmen
    rebels insurgents troops forces soldiers faction chief leadership negotiator negotiators delegation
    delegates representative representatives peacekeepers candidate candidates mp senator politician politicians
    activists experts investigators inspectors
    """
)
BODY_SECTORS = frozenset({"IGO", "PTY", "REB", "PRM", "NGO"})
PLACE_DEPS = frozenset({"of", "in", "from", "for", "at"})
BETWEEN = frozenset({"JJ", "NN", "NNS", "VBN", "VBG", "POS", "NNP"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
SINGULAR = frozenset({"NN", "NNP"})
PLURAL = frozenset({"NNS", "NNPS"})
LONGEST = 8  # tokens before a head


@dataclass(slots=True)
class Phrase:
    """Tokens first..head; ``base`` is the head's singular, ``key`` the agent noun or office it ends in."""

    first: int
    head: int
    base: str
    words: list[str]
    key: str | None
    title: str | None
    is_singular: bool
    owner: Actor | None
    has_pronoun: bool

    @property
    def is_definite(self) -> bool:
        return self.words[0] in DEFINITE

    @property
    def is_bare_definite(self) -> bool:
        """Definite and nobody's: it takes up something named before."""
        return self.is_definite and self.owner is None

    @property
    def country(self) -> str | None:
        """The country it is of, never a code for what is above states."""
        return self.owner.country if self.owner and self.owner.country not in NON_STATE else None


def read_phrase(cast: Cast, i: int, base: str) -> Phrase:
    """The noun phrase with this head."""
    doc = cast.doc
    first = _left(doc, i)
    printed = [w for word in doc.word[first : i + 1] if (w := plain(word).strip())]
    is_singular = doc.tag[i] in SINGULAR or (doc.tag[i] not in PLURAL and not doc.lower[i].endswith("s"))
    long = _of_something(doc, i, base)
    return Phrase(
        first,
        i,
        base,
        printed,
        long or _key(printed) or _key([*printed[:-1], base]),
        (long if long in TITLES else _ending(printed, TITLES)) if is_singular else None,
        is_singular,
        _owner(cast, first, i),
        any(doc.tag[t] == "PRP$" for t in range(first, i)),
    )


def body_of(cast: Cast, i: int) -> tuple[int, Actor] | None:
    """The body whose members a noun means, and where the phrase begins: "Group of Seven foreign ministers", "NATO allies"."""
    doc = cast.doc
    if doc.lower[i] not in MEMBERS and doc.lower[i] not in VOICES:
        return None
    k = i - 1
    while k >= 0 and i - k < 4 and k not in cast.named and doc.tag[k] in BETWEEN:
        k -= 1
    for token in [k, *_after(doc, i), *_right_behind(doc, i)]:
        mention = cast.named.get(token)
        actor = cast.actor_of(mention)
        if mention is None or actor is None or actor.kind != "organisation":
            continue
        if actor.sector in BODY_SECTORS or actor.country in NON_STATE:
            return min(mention.first, i), actor
    return None


def _left(doc: Parsed, i: int) -> int:
    first = i
    for child in doc.children[i]:
        if child < i and doc.dep[child] in LEFT and i - doc.left[child] < LONGEST:
            first = min(first, doc.left[child])
    while first < i and (not doc.word[first][0].isalnum() or doc.tag[first] == "WP$"):
        first += 1
    if first > 1 and doc.lower[first - 1] == "-" and doc.lower[first - 2] == "ex":
        first -= 2
    return first


def _after(doc: Parsed, i: int) -> list[int]:
    """Heads of what follows a noun: "lawmakers in his *party*", "the government of *Iraq*"."""
    return [
        target
        for child in doc.children[i]
        if child > i and doc.dep[child] == "prep" and doc.lower[child] in PLACE_DEPS
        for target in doc.child_all(child, "pobj")
    ]


def _right_behind(doc: Parsed, i: int) -> list[int]:
    """The same where the parser hung the preposition on the verb: "spoke with lawmakers in his *party*"."""
    after = i + 1
    if after < len(doc) and doc.dep[after] == "prep" and doc.lower[after] in {"in", "of", "from"}:
        return doc.child_all(after, "pobj")
    return []


def _owner(cast: Cast, first: int, i: int) -> Actor | None:
    """The country or organisation that a noun phrase names."""
    doc = cast.doc
    for token in [*range(i - 1, first - 1, -1), *_after(doc, i)]:
        actor = cast.actor_of(cast.named.get(token))
        if actor is None:
            continue
        if actor.kind == "organisation" and token < i:
            return actor
        if actor.country and (actor.kind in OWNERS or (actor.kind == "person" and doc.lower[i] in GOVERNED)):
            return actor
    return None


def _of_something(doc: Parsed, i: int, base: str) -> str | None:
    """The office or noun that goes on behind its head: "chief of staff", "member of parliament"."""
    for parts in OF_SOMETHING.get(base, ()):
        if [plain(w) for w in doc.word[i + 1 : i + len(parts)]] == parts[1:]:
            return " ".join(parts)
    return None


def _ending(words: list[str], table: dict[str, str]) -> str | None:
    return next((t for k in range(len(words)) if (t := " ".join(words[k:])) in table), None)


def _key(words: list[str]) -> str | None:
    """The longest agent noun or office that a phrase ends in."""
    agent, title = _ending(words, AGENTS), _ending(words, TITLES)
    return title if title and len(title) > len(agent or "") else agent
