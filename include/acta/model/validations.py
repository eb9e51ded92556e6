"""Judged samples as tables: the schema ``validations`` is made anew from the files at every load.

Judgements become one row a question; the figures of each sample are worked out by the functions of ``acta validate report``, so
that the marts and the report can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from acta.config import Settings
from acta.ids import version_id
from acta.model.warehouse import replace_table
from acta.store.tombstones import Tombstones, read_tombstones
from acta.validate.records import Item, Judged, Sample, read_judgements, read_samples
from acta.validate.report import report_of

COLUMNS = {
    "judgements": (
        "judgement_id", "judged_at", "judged_by", "kind", "row_id", "article_id", "version_id", "char_start", "char_end",
        "exact_text", "question", "claimed", "answer", "should_be",
    ),
    "precision": (
        "sample_id", "drawn_at", "kind", "question", "part", "part_name", "population_count", "row_count", "unclear_count",
        "effective_row_count", "share", "share_min", "share_max",
    ),
    "agreement": ("sample_id", "kind", "question", "row_count", "agreement_share", "alpha_score"),
}  # fmt: skip


def load_validations(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the schema ``validations`` by what the files say. Raises Permanent with file and line when a row is wrong."""
    forgotten = read_tombstones(settings)
    judgements = [one for one in read_judgements(settings.validation_dir) if not _is_forgotten(one, forgotten)]
    samples, items = read_samples(settings.validation_dir)
    kept = {key: [one for one in listed if not _is_forgotten(one, forgotten)] for key, listed in items.items()}
    tables = {
        "judgements": [row for one in judgements for row in _judgement_rows(one)],
        "precision": list(_precision(samples, kept, judgements)),
        "agreement": list(_agreement(samples, kept, judgements)),
    }
    connection.execute("create schema if not exists validations")
    for table, rows in tables.items():
        texts = [tuple(None if cell is None else str(cell) for cell in row) for row in rows]
        replace_table(connection, f"validations.{table}", COLUMNS[table], texts)


def _is_forgotten(row: Item | Judged, forgotten: Tombstones) -> bool:
    return forgotten.cover(row.article_id, None)


def _judgement_rows(judged: Judged) -> Iterator[tuple[Any, ...]]:
    for question, answer in judged.answers.items():
        yield (
            judged.judgement_id, judged.judged_at.isoformat(), judged.judged_by, judged.kind, judged.row_id, judged.article_id,
            version_id(judged.article_id, judged.text_sha256), judged.char_start, judged.char_end, judged.exact_text, question,
            judged.claims[question], answer, judged.should_be.get(question),
        )  # fmt: skip


def _precision(
    samples: Sequence[Sample], items: dict[str, list[Item]], judgements: Sequence[Judged]
) -> Iterator[tuple[Any, ...]]:
    for sample in samples:
        for kind in report_of(sample, items[sample.sample_id], judgements).kinds:
            for figure in kind.figures:
                share = figure.share
                yield (
                    sample.sample_id, sample.drawn_at.isoformat(), kind.kind, figure.question, figure.part, figure.name or "all",
                    kind.population, share.rows, figure.unclear, share.effective_rows, share.estimate, share.low, share.high,
                )  # fmt: skip


def _agreement(
    samples: Sequence[Sample], items: dict[str, list[Item]], judgements: Sequence[Judged]
) -> Iterator[tuple[Any, ...]]:
    for sample in samples:
        for kind in report_of(sample, items[sample.sample_id], judgements).kinds:
            for question, found in kind.agreement.items():
                if found.rows:
                    yield (sample.sample_id, kind.kind, question, found.rows, found.agreement, found.alpha)
