"""From tokens to the characters of a statement's content, with whole quotes where it opens or closes one."""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.statements.clauses import PUNCTUATION
from acta.annotate.statements.quotes import Quote
from acta.annotate.types import Span

MARKS = frozenset({'"', "“", "”", "''", "``", "'", "‘", "’", "«", "»", "„", "(", ")", "[", "]"})
INNER = PUNCTUATION - MARKS
DIRECT, MIXED = 0.9, 0.02  # least share of the content inside quotation marks


def trim(doc: Parsed, first: int, last: int) -> tuple[int, int] | None:
    """Cut commas, dashes and the like off both ends; None where nothing is left."""
    while first <= last and doc.word[first] in INNER:
        first += 1
    while last >= first and doc.word[last] in INNER and doc.word[last] not in (".", "!", "?", "…", "..."):
        last -= 1
    return (first, last) if first <= last else None


def spans_of(doc: Parsed, pieces: list[tuple[int, int]], quotes: list[Quote], at: list[int]) -> list[Span]:
    """Pieces (first, last token) as spans of text. ``at`` maps a token to the quote over it, -1 for none."""
    out: list[Span] = []
    for first, last in sorted(pieces):
        start, end = doc.start[first], doc.end[last]
        opened, closed = at[first], at[last]
        if opened >= 0 and quotes[opened].first == first:
            start = min(start, quotes[opened].start)
        if closed >= 0 and quotes[closed].last == last:
            end = max(end, min(quotes[closed].end, _line_end(doc, last)))
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return [span for span in (_strip(doc.text, *s) for s in out) if span]


def _line_end(doc: Parsed, token: int) -> int:
    stop = doc.text.find("\n", doc.start[token])
    return stop if stop >= 0 else len(doc.text)


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–"):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and text[end - 2].islower():
        end -= 1
    return (start, end) if start < end else None


def kind_of(text: str, spans: list[Span], quotes: list[Quote]) -> str:
    """direct, mixed or indirect, by the share of the content's characters that stand in quotes."""
    quoted = total = 0
    for start, end in spans:
        size = sum(1 for c in text[start:end] if not c.isspace())
        total += size
        for q in quotes:
            if q.start < end and start < q.end:
                quoted += sum(1 for c in text[max(start, q.start) : min(end, q.end)] if not c.isspace())
    share = quoted / max(1, total)
    return "direct" if share >= DIRECT else "mixed" if share > MIXED else "indirect"
