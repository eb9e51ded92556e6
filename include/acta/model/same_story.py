"""Whether two texts are one story: copies, edited copies and shortened ones, never two reports of one event.

A pair counts when enough of the shorter text's three-word shingles stand in the longer one (containment: a shortened copy has a
low Jaccard and a containment near 1). Lines that stand in many stories are furniture and are left out first. Which pairs are
looked at is told by anchors, a sample of five-word shingles. All of it depends on the two texts and on which lines are furniture.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Collection
from typing import NamedTuple

SHINGLE_WORDS = 3
ANCHOR_WORDS = 5  # rare enough that two texts that share some are worth a look
SAMPLE = 8  # of a long text every eighth anchor is kept …
LONG_TEXT = 100  # … and of one with fewer words each
CONTAINMENT = 0.4
MANY_STORIES = 10  # a line in as many stories is furniture or formula
MIN_SHINGLES = 25  # a shorter text is one story with another only when they are equal

WORD = re.compile(r"\w+")


class Line(NamedTuple):
    """One line of a text, without case and punctuation."""

    key: int  # 64 bits
    other: int  # key of the text's longest other line: copies of one story agree in it, stories do not; 0 where there is none


class Features(NamedTuple):
    """What the search for copies keeps of a text."""

    words_key: int | None  # texts in the same words have the same; None without words
    lines: list[Line]  # each once
    anchors: list[int]  # 32 bits, each once, ascending
    is_sampled: bool
    sampled_count: int  # anchors that are kept, or would be if the text were long


def lines_of(text: str) -> list[str]:
    """The words of each line, without case and punctuation; lines without words are left out."""
    found = (" ".join(WORD.findall(line)) for line in text.casefold().split("\n"))
    return [line for line in found if line]


def key_of(line: str) -> int:
    """A line's first 64 bits of SHA-256."""
    return int.from_bytes(hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()[:8])


def features_of(text: str) -> Features:
    """Keys and anchors of a text."""
    lines = lines_of(text)
    keys = {line: key_of(line) for line in lines}
    longest = [keys[line] for line in sorted(keys, key=lambda line: (-len(line), line))[:2]] + [0, 0]
    words_key = key_of(" ".join(lines)) if lines else None
    everything = {anchor for line in keys for anchor in anchors_of(line)}
    sampled = {anchor for anchor in everything if anchor % SAMPLE == 0}
    is_long = sum(line.count(" ") + 1 for line in lines) >= LONG_TEXT
    return Features(
        words_key,
        [Line(key, longest[1] if key == longest[0] else longest[0]) for key in keys.values()],
        sorted(sampled if is_long else everything),
        is_long,
        len(sampled),
    )


def anchors_of(line: str) -> set[int]:
    """Hashes of a line's five-word shingles; of a shorter line that of the whole."""
    return _hashes(line.split(" "), ANCHOR_WORDS) or {zlib.crc32(line.encode("utf-8", "surrogatepass"))}


def shingles_of(text: str, furniture: Collection[int] = ()) -> set[int]:
    """Hashes of the three-word shingles of a text without its furniture (keys of lines)."""
    kept = [line for line in lines_of(text) if not furniture or key_of(line) not in furniture]
    return _hashes(" ".join(kept).split(" "), SHINGLE_WORDS)


def containment(a: set[int], b: set[int]) -> float | None:
    """Share of the shorter text's shingles that stand in the other, or None when they are no copies."""
    shorter = min(len(a), len(b))
    if shorter < MIN_SHINGLES:
        return None
    share = len(a & b) / shorter
    return round(share, 4) if share >= CONTAINMENT else None


def _hashes(words: list[str], size: int) -> set[int]:
    return {
        zlib.crc32(" ".join(words[start : start + size]).encode("utf-8", "surrogatepass"))
        for start in range(len(words) - size + 1)
    }
