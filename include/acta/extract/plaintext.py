"""Saved text files as lines of an article: one line a paragraph, whatever way the file parts its paragraphs."""

from __future__ import annotations

import re

from acta.extract.body import clean_lines

WRAP_CHARS = 110  # nobody wraps by hand beyond; a longer line is a paragraph of its own
SHORT_LINE = 0.7  # of the wrap width: a line that ends before it ended its paragraph
SENTENCE_END = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
BLANK = re.compile(r"\n[^\S\n]*\n+")


def paragraphs_of(text: str) -> list[str]:
    """Paragraphs of a plain text: parted by blank lines or by single newlines, hard-wrapped lines rejoined."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").strip("\n")
    blocks = [block for block in BLANK.split(text) if block.strip()]
    lines: list[str] = []
    for block in blocks:
        lines += _unwrap(block.split("\n"))
    return clean_lines("\n".join(lines))


def _unwrap(lines: list[str]) -> list[str]:
    """Lines of one block, joined where a line break falls inside a sentence at the width of the others."""
    if not _is_wrapped(lines):
        return lines
    width = max(len(line.rstrip()) for line in lines)
    joined: list[str] = []
    starts_new = True
    for line in lines:
        stripped = line.strip()
        if starts_new or line.startswith(("    ", "\t")):
            joined.append(stripped)
        elif joined[-1].endswith("-") and not joined[-1].endswith(" -") and stripped[:1].islower():
            joined[-1] += stripped  # a compound broken at its own hyphen; wrapping by hand splits no words
        else:
            joined[-1] += " " + stripped
        starts_new = len(line.rstrip()) < SHORT_LINE * width and bool(SENTENCE_END.search(stripped))
    return joined


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines stop in mid-sentence near one width."""
    inner = [line.rstrip() for line in lines[:-1] if line.strip()]
    if not inner or max(len(line) for line in lines) > WRAP_CHARS:
        return False
    width = max(len(line) for line in inner)
    near = sum(len(line) >= SHORT_LINE * width for line in inner)
    open_ended = sum(not SENTENCE_END.search(line) for line in inner)
    continued = sum(next_line.strip()[:1].islower() for next_line in lines[1:])
    return (
        width >= 40
        and near >= 0.6 * len(inner)
        and open_ended >= 0.5 * len(inner)
        and (continued > 0 or open_ended == len(inner))
    )
