"""Actors that stand for a class or an office without a name of its own: "Russian soldiers", "Iranian foreign ministry"."""

from __future__ import annotations

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import AGENTS, ORGANISATION_NOUNS
from acta.annotate.types import Actor
from acta.registry.titles import plain

AS_THEY_ARE = frozenset(
    {
        "police",
        "public",
        "people",
        "infantry",
        "artillery",
        "youth",
        "enforcement",
        "media",
        "press",
        "clergy",
        "military",
    }
)
NO_MAN = frozenset({"german", "roman", "ottoman", "human", "talisman", "shaman"})
STOP = frozenset({"the", "of", "for", "and"})


def plural(key: str) -> str:
    """The name of a class of persons: "soldiers"; organisations and collectives stay as they are."""
    noun = key.rsplit(" ", 1)[-1]
    if noun in ORGANISATION_NOUNS or noun.endswith("s") or noun in AS_THEY_ARE:
        return key
    if noun.endswith(("men", "women", "people", "folk")) or noun == "children":
        return key  # plural already
    for end, many in (("woman", "women"), ("man", "men"), ("child", "children"), ("wife", "wives")):
        if noun.endswith(end) and noun not in NO_MAN:
            return key[: -len(end)] + many
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return key[:-1] + "ies"
    return key + ("es" if noun.endswith(("ch", "sh", "x")) else "s")


def class_actor(cast: Cast, key: str, country: str | None, sector: str | None, owner: Actor | None = None) -> Actor:
    """The actor of a class, of one country where it is known. The name is the same however the text puts it.

    A place that owns it names it: "Scotland government" is not the British one.
    """
    adjective = cast.registry.adjective(country) if country else None
    if owner and owner.kind == "place":
        adjective = owner.name
    base = plural(key)
    noun = base.rsplit(" ", 1)[-1]
    kind = "organisation" if noun in ORGANISATION_NOUNS and noun not in {"forces", "force", "group"} else "group"
    return cast.provisional(kind, f"{adjective} {base}" if adjective else base, country, sector)


def office_noun(words: list[str]) -> str | None:
    """ "foreign ministry" out of "Foreign Ministry" or "Ministry of Foreign Affairs"; None where the words say more."""
    text = [w for w in (plain(word) for word in words) if w not in STOP]
    if not text:
        return None
    if text[0] in {"ministry", "department"} and len(text) > 1:
        rest = [w for w in text[1:] if w != "affairs"]
        text = [*rest, text[0]]
    key = " ".join(text)
    return key if key in AGENTS and text[-1] in ORGANISATION_NOUNS else None
