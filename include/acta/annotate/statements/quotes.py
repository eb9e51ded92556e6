"""Where quotation marks open and close, so that no slip of a typist makes a quote swallow the article.

A quote never crosses a line. One that is not closed ends with its line, and goes on in the next line only if that one
opens with a mark of its own, as printers do. Marks are “ ” " '' `` « » „, and single ones where they enclose words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from acta.annotate.document import Parsed

MARK = re.compile(r"''|``|’’|‘‘|[“”„«»\"]|['‘’‹›]")
LINE = re.compile(r"[^\n]+")
SINGLE = frozenset("'‘’‹›")
OPENING = frozenset("“„«‘‹") | {"``", "‘‘"}
CLOSING = frozenset("”»›") | {"’’"}
DIGITS = frozenset("0123456789")


@dataclass(slots=True)
class Quote:
    """One stretch between quotation marks, marks included."""

    start: int
    end: int
    first: int  # first token
    last: int  # last token, inclusive
    single: bool
    closed: bool
    words: int


def find_quotes(doc: Parsed) -> list[Quote]:
    """All quotes of an article in text order; those inside another quote are left out."""
    if not MARK.search(doc.text):
        return []
    spans = []
    for line in LINE.finditer(doc.text):
        marks = [(m.start(), m.end(), m.group()) for m in MARK.finditer(doc.text, line.start(), line.end())]
        if marks:
            spans.extend(_pair(doc.text, marks, line.end()))
    quotes = []
    for start, end, single, closed in spans:
        first, last = bisect_right(doc.end, start), bisect_left(doc.start, end) - 1
        if first <= last:
            words = sum(1 for i in range(first, last + 1) if doc.lower[i][:1].isalnum())
            if words:
                quotes.append(Quote(start, end, first, last, single, closed, words))
    return quotes


def _pair(text: str, marks: list[tuple[int, int, str]], line_end: int) -> list[tuple[int, int, bool, bool]]:
    """Spans (start, end, single, closed) of one line. Single marks count only outside of double ones."""
    out: list[tuple[int, int, bool, bool]] = []
    opened = -1
    for start, end, mark in marks:
        if mark in SINGLE:
            continue
        opens, closes = _sides(text, start, end, mark)
        if opened < 0:
            if opens and not (mark in ('"', "''") and text[start - 1 : start] in DIGITS):
                opened = start
        elif closes or mark in CLOSING:
            out.append((opened, end, False, True))
            opened = -1
        elif opens and mark not in {"„"}:  # a mark was forgotten: what was open ends here
            out.append((opened, start, False, False))
            opened = start
    if opened >= 0:
        out.append((opened, line_end, False, False))
    return sorted(out + _pair_single(text, marks, out))


def _pair_single(
    text: str, marks: list[tuple[int, int, str]], double: list[tuple[int, int, bool, bool]]
) -> list[tuple[int, int, bool, bool]]:
    out: list[tuple[int, int, bool, bool]] = []
    opened = -1
    at = 0
    for start, end, mark in marks:
        if mark not in SINGLE:
            continue
        while at < len(double) and double[at][1] <= start:
            at += 1
        if at < len(double) and double[at][0] <= start:
            opened = -1  # inside a double quote
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        if opened >= 0 and before and not before.isspace() and not after.isalnum() and mark not in "‘‹":
            if text[opened:start].count(" ") or before in ".,!?":
                out.append((opened, end, True, True))
            opened = -1
        elif (not before or before.isspace() or before in "([—–-:") and (after.isalpha() or after in "[…"):
            opened = start if opened < 0 or mark in "‘‹" else opened
    return [span for span in out if not any(s < span[1] and span[0] < e for s, e, _, _ in double)]


def _sides(text: str, start: int, end: int, mark: str) -> tuple[bool, bool]:
    """Can this mark open a quote here, can it close one? Curly marks say so, straight ones by their neighbours."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark in OPENING:  # some write “so“
        turned = bool(before) and not before.isspace() and before not in "([—–-" and (not after or after.isspace())
        return not turned, turned
    if mark in CLOSING:
        return mark == "»" and after.isalnum(), True
    space_before = not before or before.isspace() or before in "([{—–-:'‘/\u200f\u200e"
    space_after = not after or after.isspace()
    if space_before and not space_after:
        return True, False
    if space_after and not space_before:
        return False, True
    return not space_before or after == "", True
