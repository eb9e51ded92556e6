"""Judged rows as training data: rows in the terms of docs/reference/records.md, with what coders said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from acta.validate.answers import answers_of, by_row, corrections_of
from acta.validate.records import Item, Judged

LICENCE = (
    "The quoted words belong to the publishers of the articles: the labels are yours to share, the words only as far as "
    "their terms and the law allow. No text beyond the quoted words is included."
)


def training_rows(items: Iterable[Item], judgements: Sequence[Judged]) -> Iterator[dict[str, Any]]:
    """One dictionary a judged row: where it stands, the row itself, answers by coder, corrections. Rows of several samples
    that are one row come once."""
    judged = by_row(judgements)
    done: set[tuple[str, str]] = set()
    for item in items:
        answers = answers_of(item, judged)
        if not answers or (item.kind, item.row_id) in done:
            continue
        done.add((item.kind, item.row_id))
        should_be: dict[str, list[str]] = {}
        for key, value in corrections_of(item, judged):
            should_be.setdefault(key, []).append(value)
        yield {
            "kind": item.kind,
            "article_id": item.article_id,
            "text_sha256": item.text_sha256,
            "start": item.char_start,
            "end": item.char_end,
            "exact_text": item.exact_text,
            item.kind: item.row,
            "score": item.score,
            "claims": item.shown,
            "answers": answers,
            "should_be": should_be,
            "members": [
                {"start": m.char_start, "end": m.char_end}
                | m.model_dump(include={"article_id", "text_sha256", "exact_text"})
                for m in item.members
            ],
            "licence": LICENCE,
        }
