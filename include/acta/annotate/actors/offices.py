"""Offices printed before names, and who held one on a day."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from acta.annotate.document import Parsed
from acta.registry import Role, fold, load_registry
from acta.registry.titles import TITLES, plain

LONGEST = 4  # words of a title
LONG_FORMS = {"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "prof": "professor"}
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def title_before(doc: Parsed, first: int) -> str | None:
    """The longest office that ends right before a token: "Foreign Minister" before "Haavisto"."""
    sentence = doc.sentences[doc.sentence[first]][0]
    words = [plain(w) for w in doc.word[max(sentence, first - LONGEST) : first]]
    found = next((t for k in range(len(words)) if (t := " ".join(words[k:])) in TITLES), None)
    return LONG_FORMS.get(found, found) if found else None


@cache
def _by_title() -> dict[str, list[tuple[Role, list[str]]]]:
    registry = load_registry()
    out: dict[str, list[tuple[Role, list[str]]]] = {}
    for roles in registry.roles.values():
        for role in roles:
            words = [w for w in fold(registry.entries[role.actor_id].name).split() if w not in SUFFIXES]
            out.setdefault(role.title, []).append((role, words))
    return out


@lru_cache(maxsize=2_000)
def office_holders(title: str, day: date) -> tuple[tuple[str, list[str]], ...]:
    """Everyone who held an office of this title on a day, of whatever state, with the words of the name, folded."""
    return tuple((role.actor_id, words) for role, words in _by_title().get(title, ()) if role.holds(day))
