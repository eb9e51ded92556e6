"""What was forgotten leaves the validation files too: the rows that quote those articles, and the judgements of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from acta.store.lock import exclusive
from acta.validate.records import JUDGEMENTS, SAMPLES, Judged

Line = dict[str, Any]


def purge_validation(folder: Path, article_ids: Set[str], source_ids: Set[str]) -> int:
    """Take every row out that quotes one of these articles, and samples that were drawn from one of these sources alone.

    Returns how many rows went. Calling it again does nothing. A whole file takes the old one's place, or none does.
    """
    if not (folder / SAMPLES).exists() and not (folder / JUDGEMENTS).exists():
        return 0
    with exclusive(folder / ".lock", "the validation files", wait_seconds=10):
        samples, judgements = _lines(folder / SAMPLES), _lines(folder / JUDGEMENTS)
        dropped = {row["sample_id"] for row in samples if row.get("filters", {}).get("source") in source_ids}
        gone = {judgement_id(row) for row in judgements if quotes(row, article_ids)}
        removed = _rewrite(
            folder / SAMPLES, samples, lambda row: row["sample_id"] in dropped or quotes(row, article_ids)
        )
        return removed + _rewrite(
            folder / JUDGEMENTS, judgements, lambda row: quotes(row, article_ids) or row.get("undoes") in gone
        )


def quotes(row: Line, article_ids: Set[str]) -> bool:
    """Whether a row of either file stands in one of these articles, or a member of its event does."""
    named = {
        row.get("article_id"),
        *row.get("member_articles", ()),
        *(one["article_id"] for one in row.get("members", ())),
    }
    return not named.isdisjoint(article_ids)


def judgement_id(row: Line) -> str | None:
    """Id of a judgement as ``Judged`` makes it; None of an undo."""
    return Judged.model_validate(row).judgement_id if row.get("verb") == "answer" else None


def _lines(path: Path) -> list[Line]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]


def _rewrite(path: Path, rows: list[Line], is_gone: Callable[[Line], bool]) -> int:
    kept = [row for row in rows if not is_gone(row)]
    if len(kept) < len(rows):
        partial = path.with_name(f".{path.name}.partial")
        partial.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
        partial.replace(path)
    return len(rows) - len(kept)
