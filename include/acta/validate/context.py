"""The text around a row, cut at words, with what the row is about marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from acta.validate.records import Item

AROUND_CHARS = 400  # kept on both sides of the marks: two or three sentences, which mostly tell who "he" is
MARKS = ("content", "party", "cue")  # where they overlap the first one counts


@dataclass(frozen=True)
class Piece:
    """A run of text; ``mark`` is content, party, cue or empty."""

    text: str
    mark: str


def marks_of(item: Item) -> list[tuple[int, int, str]]:
    """What is marked in the item's own article: content or trigger, cue, parties."""
    row = item.row
    if item.kind == "article":
        return [(one["start"], one["end"], "content") for things in ("statements", "events") for one in row[things]]
    if item.char_start is None or item.char_end is None:
        return []
    spans = row.get("content") or [[item.char_start, item.char_end]]
    found = [(start, end, "content") for start, end in spans]
    if row.get("cue"):
        found.append((*row["cue"], "cue"))
    parties = [
        row.get("speaker"),
        row.get("addressee"),
        *(row.get("sources") or []),
        *(row.get("targets") or []),
        row.get("place"),
    ]
    found += [(one["start"], one["end"], "party") for one in parties if one and one.get("start") is not None]
    return found


def pieces_around(text: str, marks: Sequence[tuple[int, int, str]], whole: bool = False) -> list[Piece]:
    """The text from a little before the first mark to a little after the last, as runs of one mark each."""
    first = min((start for start, _, _ in marks), default=0)
    last = max((end for _, end, _ in marks), default=0)
    low = 0 if whole else _begin(text, first)
    high = len(text) if whole else _end(text, last)
    cuts = sorted({low, high, *(at for start, end, _ in marks for at in (start, end) if low < at < high)})
    found = []
    for start, end in pairwise(cuts):
        here = {mark for left, right, mark in marks if left < end and right > start}
        found.append(Piece(text[start:end], next((mark for mark in MARKS if mark in here), "")))
    if low > 0:
        found.insert(0, Piece("… ", ""))
    if high < len(text):
        found.append(Piece(" …", ""))
    return found


def _begin(text: str, at: int) -> int:
    """Where the context begins: after the first space within the limit, so that no word is cut."""
    limit = at - AROUND_CHARS
    return 0 if limit <= 0 else _first_space(text, limit, at) + 1


def _end(text: str, at: int) -> int:
    limit = at + AROUND_CHARS
    if limit >= len(text):
        return len(text)
    place = max(text.rfind(" ", at, limit), text.rfind("\n", at, limit))
    return place if place >= 0 else limit


def _first_space(text: str, limit: int, at: int) -> int:
    found = [place for mark in " \n" if (place := text.find(mark, limit, at)) >= 0]
    return min(found, default=limit - 1)
