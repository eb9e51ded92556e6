"""What a sample is drawn from, whether a warehouse or files: one relation a kind, rows by id, and the texts they stand in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import duckdb

from acta.errors import Permanent
from acta.validate.records import Kind, Span
from acta.validate.sampling import NO_SCORE, band_names

MOST_MEMBERS = 6  # of a merged event, shown to a coder


@dataclass(frozen=True)
class Document:
    """One version of an article."""

    text: str
    title: str | None
    source: str | None
    published_on: str | None


@dataclass(frozen=True)
class Found:
    """A row with where it stands; ``row`` is in the terms of docs/reference/records.md."""

    row_id: str
    article_id: str
    text_sha256: str
    span: tuple[int, int] | None
    grouping: str
    row: dict[str, Any]
    members: list[Span] = field(default_factory=list)


class Population(Protocol):
    """A source of rows. ``population_<kind>`` in ``connection`` has row_id, score, article_id, outlet_id, published_on, …"""

    connection: duckdb.DuckDBPyConnection
    origin: dict[str, str]

    def rows(self, kind: Kind, row_ids: Collection[str]) -> list[Found]: ...

    def actors(self, actor_ids: Collection[str]) -> dict[str, dict[str, Any]]: ...

    def document(self, article_id: str, text_sha256: str) -> Document | None: ...


def where_of(filters: Mapping[str, str]) -> str:
    """The condition of a filter: ``where`` (SQL), ``source``, ``since``, ``until``; all together."""
    quoted = {name: "'" + value.replace("'", "''") + "'" for name, value in filters.items()}
    parts = [f"({filters['where']})"] if "where" in filters else []
    parts += [f"outlet_id = {quoted['source']}"] if "source" in filters else []
    parts += [f"published_on >= date {quoted['since']}"] if "since" in filters else []
    parts += [f"published_on <= date {quoted['until']}"] if "until" in filters else []
    return " and ".join(parts) or "true"


def strata_of(population: Population, kind: Kind, where: str, edges: Sequence[float]) -> dict[str, int]:
    """Rows in each score band that has any, by the band's name. Raises Permanent when the filter is no SQL condition."""
    sql = f"select {_band(edges)} as band, count(*) from population_{kind} where {where} group by band order by band"
    try:
        found = population.connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise Permanent(f"the filter does not fit {kind}s: {str(error).splitlines()[0]}") from error
    return {_name(band, edges): count for band, count in found}


def draw_rows(
    population: Population, kind: Kind, where: str, edges: Sequence[float], seed: int, drawn: Mapping[str, int]
) -> dict[str, tuple[str, float | None]]:
    """row_id → band and score of the rows with the smallest random numbers, so many of each band."""
    sql = f"""
        select row_id, score from population_{kind} where {where} and {_band(edges)} = $band
        order by sha256(concat($seed, chr(31), row_id)) limit $wanted
    """
    chosen: dict[str, tuple[str, float | None]] = {}
    for name, wanted in drawn.items():
        given = {"seed": str(seed), "band": _place(name, edges), "wanted": wanted}
        chosen |= {row_id: (name, score) for row_id, score in population.connection.execute(sql, given).fetchall()}
    return chosen


def _band(edges: Sequence[float]) -> str:
    steps = " + ".join(f"cast(score >= {edge} as integer)" for edge in edges) or "0"
    return f"case when score is null then -1 else {steps} end"


def _name(band: int, edges: Sequence[float]) -> str:
    return NO_SCORE if band < 0 else band_names(edges)[band]


def _place(name: str, edges: Sequence[float]) -> int:
    return -1 if name == NO_SCORE else band_names(edges).index(name)
