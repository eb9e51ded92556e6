"""What a cue says beside who and what: its attitude, and where or by which medium the words were said.

polarity.csv: ``lemma, pos (V, N), polarity``: accuse, praise or deny; most cues have none. venues.csv: ``noun, venue``; a noun
may be two words. A venue is taken only from the cue's own clause: ``said in an interview``, ``told a hearing``.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from acta.annotate.document import Parsed
from acta.annotate.types import Span

FOLDER = Path(__file__).parent
OF_CUE = {"tweet": "post", "retweet": "post", "post": "post", "testify": "hearing", "email": "letter", "blog": "post"}
LINKS = frozenset({"in", "at", "on", "during", "via", "by", "over", "through"})
CLIMB = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep"})


@lru_cache(maxsize=1)
def load_polarity() -> dict[tuple[str, str], str]:
    """Polarity by lemma and part of speech."""
    with (FOLDER / "polarity.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["lemma"], row["pos"]): row["polarity"] for row in csv.DictReader(handle)}


@lru_cache(maxsize=1)
def load_venues() -> dict[str, str]:
    """Venue by noun, lower-case."""
    with (FOLDER / "venues.csv").open(encoding="utf-8", newline="") as handle:
        return {row["noun"]: row["venue"] for row in csv.DictReader(handle)}


def polarity_of(doc: Parsed, head: int) -> str | None:
    """accuse, praise, deny, or None where the cue takes no side."""
    return load_polarity().get((doc.lemma[head], doc.tag[head][0]))


def venue_of(doc: Parsed, cue: int, content: list[Span]) -> str | None:
    """Where or by which medium it was said, or None where the text does not say it."""
    node = cue
    for _ in range(3):
        own = OF_CUE.get(doc.lemma[node]) if doc.tag[node][0] == "V" else None
        if own is not None:
            return own
        for child in doc.children[node]:
            inside = any(start <= doc.start[child] < end for start, end in content)
            found = None if inside else _named(doc, child)
            if found is not None:
                return found
        if doc.dep[node] not in CLIMB or doc.head[node] == node:
            return None
        node = doc.head[node]
    return None


def _named(doc: Parsed, child: int) -> str | None:
    """The venue that a phrase of the cue names: ``in an interview``, ``told a hearing``."""
    if doc.dep[child] in ("dobj", "dative") and doc.tag[child] in ("NN", "NNS"):
        found = _of_noun(doc, child)
        return found if found in ("hearing", "press_conference") else None
    if doc.dep[child] != "prep" or doc.lower[child] not in LINKS:
        return None
    noun = next((k for k in doc.children[child] if doc.dep[k] == "pobj"), None)
    return None if noun is None else _of_noun(doc, noun)


def _of_noun(doc: Parsed, noun: int) -> str | None:
    venues = load_venues()
    before = doc.lower[noun - 1] if noun else ""
    return venues.get(f"{before} {doc.lower[noun]}") or venues.get(doc.lower[noun]) or venues.get(doc.lemma[noun])


def headline_end(doc: Parsed, title: str | None) -> int:
    """Where the body begins: after a first paragraph that repeats the title, else 0."""
    if not title or not doc.paragraphs:
        return 0
    first, end = doc.paragraphs[0]
    opening = doc.text[doc.start[first] : doc.end[end - 1]]
    return doc.end[end - 1] if _letters(opening) == _letters(title) else 0


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
