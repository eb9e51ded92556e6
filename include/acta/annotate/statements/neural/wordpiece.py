"""Word pieces as BERT's uncased models count them: what a tokenizer package would bring a web client along for.

Source of the rules: Devlin et al. 2019 and the vocabulary file (one piece a line; its number is its id).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

UNKNOWN, CLS, SEP = "[UNK]", "[CLS]", "[SEP]"
LONGEST = 60  # characters; longer "words" are addresses and noise


class WordPieces:
    """The vocabulary and what was already cut with it."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self.ids = {piece: number for number, piece in enumerate(lines)}
        self.unknown, self.cls, self.sep = (self.ids[p] for p in (UNKNOWN, CLS, SEP))
        self._cut: dict[str, list[int]] = {}

    def cut(self, word: str) -> list[int]:
        """Piece ids of one word, at least one."""
        found = self._cut.get(word)
        if found is None:
            found = [piece for part in _parts(_plain(word)) for piece in self._pieces(part)] or [self.unknown]
            self._cut[word] = found
        return found

    def _pieces(self, part: str) -> list[int]:
        out: list[int] = []
        begin = 0
        while begin < len(part) <= LONGEST:
            end = len(part)
            while end > begin:
                found = self.ids.get(part[begin:end] if begin == 0 else "##" + part[begin:end])
                if found is not None:
                    out.append(found)
                    break
                end -= 1
            if end == begin:
                return [self.unknown]
            begin = end
        return out or [self.unknown]


def _plain(word: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")


def _parts(word: str) -> list[str]:
    """Runs of letters and digits; every other character alone; blanks dropped."""
    parts: list[str] = []
    run = ""
    for c in word:
        if c.isalnum():
            run += c
            continue
        if run:
            parts.append(run)
        run = ""
        if not c.isspace() and c.isprintable():
            parts.append(c)
    return [*parts, run] if run else parts
