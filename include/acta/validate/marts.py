"""Rows of the published warehouse, as a population. All SQL over marts that validation reads is in this module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

import duckdb
import pyarrow as pa

from acta.errors import Permanent
from acta.validate.population import MOST_MEMBERS, Document, Found
from acta.validate.records import Kind, Span

Cells = dict[str, Any]

_ARTICLE = "a.title, a.language, a.published_on"
POPULATIONS: dict[Kind, str] = {
    "statement": f"""select s.*, s.statement_id as row_id, s.kind as grouping, {_ARTICLE}
        from fct_statements as s join fct_articles as a using (article_id) where s.is_current""",
    "event": f"""select e.*, e.event_mention_id as row_id, e.event_type as grouping, {_ARTICLE}
        from fct_event_mentions as e join fct_articles as a using (article_id) where e.is_current""",
    "actor": f"""select m.*, m.mention_id as row_id, m.kind as grouping, {_ARTICLE}
        from fct_mentions as m join fct_articles as a using (article_id)
        where m.is_current and m.actor_id is not null and m.form = 'name'""",
    "merged_event": f"""select e.*, e.event_id as row_id, e.event_type as grouping, cast(null as double) as score,
            m.article_id, m.outlet_id, {_ARTICLE}
        from fct_events as e
        join fct_event_mentions as m on m.event_mention_id = e.first_event_mention_id
        join fct_articles as a using (article_id)
        where e.is_current and e.mention_count > 1""",
    "article": """select a.*, a.version_id as row_id, coalesce(a.language, 'unknown') as grouping, cast(null as double) as score
        from fct_articles as a where a.is_annotated and a.version_id is not null""",
}
STATEMENTS = """
    select s.statement_id as row_id, s.*, t.text_sha256 from fct_statements as s join fct_article_texts as t using (version_id)
    where {key} in (select row_id from wanted) {current} order by s.char_start, s.statement_id
"""
EVENTS = """
    select e.event_mention_id as row_id, e.*, t.text_sha256
    from fct_event_mentions as e join fct_article_texts as t using (version_id)
    where {key} in (select row_id from wanted) {current} order by e.char_start, e.event_mention_id
"""
SPANS = """
    select statement_id, char_start, char_end
    from fct_statement_spans where statement_id in (select row_id from wanted) order by all
"""
PARTIES = """
    select event_mention_id, party_role, party_number, char_start, char_end, actor_id
    from bridge_event_mention_actors where event_mention_id in (select row_id from wanted) order by all
"""
MENTIONS = """
    select m.mention_id as row_id, m.*, t.text_sha256 from fct_mentions as m join fct_article_texts as t using (version_id)
    where m.mention_id in (select row_id from wanted)
"""
MERGED = "select event_id as row_id, * from fct_events where event_id in (select row_id from wanted)"
ARTICLES = """
    select a.version_id as row_id, a.article_id, a.language, t.text_sha256
    from fct_articles as a join fct_article_texts as t using (version_id) where a.version_id in (select row_id from wanted)
"""
ACTORS = (
    "select actor_id, name, kind, country, sector, role from dim_actors where actor_id in (select row_id from wanted)"
)
DOCUMENT = """
    select t.text, a.title, s.name as source, cast(a.published_on as varchar) as published_on
    from fct_article_texts as t join fct_articles as a using (article_id) left join dim_outlets as s using (outlet_id)
    where t.article_id = ? and t.text_sha256 = ?
"""


class MartRows:
    """The population of a published warehouse; ``marts`` is the connection's default schema."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, generation: str) -> None:
        self.connection, self.origin = connection, {"generation": generation}
        if not connection.execute("select 1 from duckdb_tables() where table_name = 'fct_article_texts'").fetchone():
            raise Permanent("the published warehouse holds no texts to judge by: publish them, or give --articles")
        for kind, sql in POPULATIONS.items():
            connection.execute(f"create or replace temp view population_{kind} as {sql}")

    def rows(self, kind: Kind, row_ids: Collection[str]) -> list[Found]:
        """The rows of these ids, in no order."""
        readers: dict[Kind, Callable[[Collection[str]], list[Found]]] = {
            "statement": self._statements,
            "event": self._events,
            "actor": self._mentions,
            "merged_event": self._merged,
            "article": self._articles,
        }
        return readers[kind](row_ids)

    def actors(self, actor_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """Name, kind, country, sector and role of actors by id."""
        return {cells["actor_id"]: cells for cells in self._select(ACTORS, actor_ids)}

    def document(self, article_id: str, text_sha256: str) -> Document | None:
        """A version's text with its article's title; None when the warehouse has it no longer."""
        found = self.connection.execute(DOCUMENT, [article_id, text_sha256]).fetchone()
        return Document(*found) if found else None

    def _select(self, sql: str, row_ids: Collection[str]) -> list[Cells]:
        self.connection.register("wanted", pa.table({"row_id": pa.array(sorted(set(row_ids)), pa.string())}))
        found = self.connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _statements(self, row_ids: Collection[str], key: str = "s.statement_id", current: str = "") -> list[Found]:
        found = self._select(STATEMENTS.format(key=key, current=current), row_ids)
        spans: dict[str, list[list[int]]] = defaultdict(list)
        for cells in self._select(SPANS, [cells["row_id"] for cells in found]):
            spans[cells["statement_id"]].append([cells["char_start"], cells["char_end"]])
        return [_found(cells, cells["kind"], _statement(cells, spans[cells["row_id"]])) for cells in found]

    def _events(self, row_ids: Collection[str], key: str = "e.event_mention_id", current: str = "") -> list[Found]:
        found = self._select(EVENTS.format(key=key, current=current), row_ids)
        parties: dict[tuple[str, str], list[Cells]] = defaultdict(list)
        for cells in self._select(PARTIES, [cells["row_id"] for cells in found]):
            party = {"start": cells["char_start"], "end": cells["char_end"], "actor_id": cells["actor_id"]}
            parties[cells["event_mention_id"], cells["party_role"]].append(party)
        return [
            _found(
                cells,
                cells["event_type"],
                _event(cells, parties[cells["row_id"], "source"], parties[cells["row_id"], "target"]),
            )
            for cells in found
        ]

    def _mentions(self, row_ids: Collection[str]) -> list[Found]:
        names = {
            "row_id": "id",
            "char_start": "start",
            "char_end": "end",
            "form": "form",
            "kind": "kind",
            "actor_id": "actor_id",
        }
        return [
            _found(cells, cells["kind"], {new: cells[old] for old, new in names.items()})
            for cells in self._select(MENTIONS, row_ids)
        ]

    def _merged(self, row_ids: Collection[str]) -> list[Found]:
        members: dict[str, list[Cells]] = defaultdict(list)
        for cells in self._select(EVENTS.format(key="e.event_id", current="and e.is_current"), row_ids):
            members[cells["event_id"]].append(cells)
        return [_merged(cells, members[cells["row_id"]]) for cells in self._select(MERGED, row_ids)]

    def _articles(self, row_ids: Collection[str]) -> list[Found]:
        heads = self._select(ARTICLES, row_ids)
        listed: dict[str, dict[tuple[str, str], list[Cells]]] = {
            "statements": defaultdict(list),
            "events": defaultdict(list),
        }
        statements = self._statements(row_ids, "s.version_id", "and s.is_current")
        events = self._events(row_ids, "e.version_id", "and e.is_current")
        for things, found in (("statements", statements), ("events", events)):
            for one in found:
                listed[things][one.article_id, one.text_sha256].append(one.row)
        return [
            Found(
                cells["row_id"], cells["article_id"], cells["text_sha256"], None, cells["language"] or "unknown",
                {"id": cells["row_id"]}
                | {things: rows[cells["article_id"], cells["text_sha256"]] for things, rows in listed.items()},
            )
            for cells in heads
        ]  # fmt: skip


def _found(cells: Cells, grouping: str, row: Cells) -> Found:
    span = (cells["char_start"], cells["char_end"])
    return Found(cells["row_id"], cells["article_id"], cells["text_sha256"], span, grouping, row)


def partial_date(first_day: Any, precision: str | None) -> str | None:
    """An ISO date, month or year, as precise as known."""
    if first_day is None or precision is None:
        return None
    return str(first_day)[: {"year": 4, "month": 7}.get(precision, 10)]


def _party(cells: Cells, role: str) -> Cells | None:
    start, actor_id = cells[f"{role}_start"], cells[f"{role}_actor_id"]
    return None if start is None else {"start": start, "end": cells[f"{role}_end"], "actor_id": actor_id}


def _statement(cells: Cells, spans: list[list[int]]) -> Cells:
    return {
        "id": cells["row_id"],
        "kind": cells["kind"],
        "content": spans or [[cells["char_start"], cells["char_end"]]],
        "cue": None if cells["cue_start"] is None else [cells["cue_start"], cells["cue_end"]],
        "speaker": _party(cells, "speaker"),
        "addressee": _party(cells, "addressee"),
        "said_on": partial_date(cells["said_from"], cells["said_precision"]),
        "negated": cells["is_negated"],
    }


def _event(cells: Cells, sources: list[Cells], targets: list[Cells]) -> Cells:
    place = {
        "start": cells["place_start"],
        "end": cells["place_end"],
        "name": cells["place_name"],
        "country": cells["place_country"],
    }
    return {
        "id": cells["row_id"],
        "type": cells["event_type"],
        "mode": cells["mode"],
        "trigger": [cells["char_start"], cells["char_end"]],
        "sources": sources,
        "targets": targets,
        "status": cells["status"],
        "occurred_on": partial_date(cells["occurred_from"], cells["occurred_precision"]),
        "place": place if cells["place_name"] else None,
    }


def _merged(cells: Cells, members: list[Cells]) -> Found:
    first = next((one for one in members if one["row_id"] == cells["first_event_mention_id"]), members[0])
    others = [one for one in members if one is not first]
    spans = [Span(**{name: one[name] for name in Span.model_fields}) for one in [first, *others][:MOST_MEMBERS]]
    coded = {
        "type": cells["event_type"],
        "status": cells["status"],
        "source": cells["source_actor_id"],
        "target": cells["target_actor_id"],
        "occurred_on": partial_date(cells["occurred_from"], cells["occurred_precision"]),
        "place": cells["place_name"],
    }
    row = {"id": cells["row_id"], "members": sorted(one["row_id"] for one in members), "coded": coded}
    span = (first["char_start"], first["char_end"])
    return Found(cells["row_id"], first["article_id"], first["text_sha256"], span, cells["event_type"], row, spans)
