"""For every belief a row that breaks it, so that a test which catches nothing is found out.

A generic test's bad row follows from what it says; a test of its own file has its bad rows here, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb

# Values no column holds, by type; two of an order for what must not come after.
STRANGE = {"VARCHAR": "'nonsense'", "DATE": "date '1000-01-01'", "TIMESTAMP": "timestamp '1000-01-01'"}
LATER = {"DATE": ("date '2100-01-02'", "date '2100-01-01'")}
LATER["TIMESTAMP"] = ("timestamp '2100-01-02'", "timestamp '2100-01-01'")

NOW = "(select max(last_attempt_at) from marts.rpt_outlet_health)"

BAD_ROWS = {
    "a_judged_row_stands_in_the_text_it_quotes":
        "insert into marts.fct_validations (validation_id, version_id, char_start, char_end, exact_text) "
        "select 'bad', min(version_id), 0, 1, 'never said' from marts.fct_article_texts",
    "a_later_version_says_how_much_changed":
        "insert into marts.fct_article_versions (version_id, previous_version_id) values ('ver_bad', 'ver_before')",
    "a_statement_counts_exactly_when_its_version_does": "update marts.fct_statements set is_current = not is_current",
    "an_article_has_at_most_one_current_version": "update marts.fct_article_versions set is_current = true",
    "an_event_counts_its_current_mentions": "update marts.fct_events set mention_count = mention_count + 1",
    "an_utterance_counts_its_current_statements": "update marts.fct_utterances set statement_count = statement_count + 1",
    "an_utterance_has_one_speaker":
        "insert into marts.fct_statements (statement_id, utterance_id, speaker_actor_id, is_current) "
        "values ('bad_1', 'utt_bad', 'act_one', true), ('bad_2', 'utt_bad', 'act_two', true)",
    "every_event_between_two_countries_is_in_its_dyads_day":
        "insert into marts.agg_dyad_day (source_actor_country, target_actor_country, event_count) values ('ZZZ', 'YYY', 3)",
    "what_is_closed_is_in_the_change_log":
        "insert into marts.fct_statements (statement_id, is_current) values ('sta_closed', false)",
    "stored_pages_are_the_versions": "insert into marts.fct_article_versions (version_id) values ('ver_bad')",
    "what_was_fetched_adds_up":
        "insert into marts.rpt_pipeline_outcomes (subject_id, is_fetched, final_outcome) values ('bad', true, 'lost')",
    "nothing_waits_for_days":
        "insert into marts.rpt_pipeline_outcomes (subject_id, is_fetched, is_pending, final_outcome, occurred_at) "
        "values ('bad', true, true, 'pending', timestamp '2020-01-01')",
    "little_is_given_up": "update marts.rpt_outlet_health set given_up_count = 1",
    "every_batch_can_be_read": "insert into staging.stg_raw__damaged_batches values ('bat_bad', 'collect', 'it is damaged')",
    "news_is_recent": "update marts.rpt_outlet_health set last_attempt_at = last_attempt_at + interval 30 day",
    # ten articles a day for ten days, then none
    "a_source_brings_as_much_as_before":
        f"insert into marts.fct_articles (article_id, outlet_id, first_seen_at) select 'bad_' || d || '_' || n, 'quiet', "
        f"{NOW} - d * interval 1 day from range(2, 12) r(d), range(10) s(n)",
    # a month ago all dated, since yesterday none
    "a_source_fills_in_as_much_as_before":
        f"insert into marts.fct_articles (article_id, outlet_id, first_seen_at, published_on) select 'bad_' || n, 'bare', "
        f"{NOW} - case when n < 20 then 1 else 30 end * interval 1 day, case when n < 20 then null else date '2026-01-01' end "
        "from range(40) r(n)",
    "a_wide_table_has_one_row_for_each_row_of_its_mart":
        "insert into marts.fct_events (event_id, is_current) values ('evt_without_a_wide_row', false)",
    "a_speaker_is_an_actor_of_the_article": "update marts.fct_statements set speaker_actor_id = 'act_absent'",
    "nothing_happened_after_it_was_reported": "update marts.fct_statements set said_from = date '2199-01-01'",
    "days_that_cannot_be_are_rare": "update intermediate.int_statements__dated set is_day_impossible = true",
    "no_event_comes_from_a_line_taken_out":
        "insert into staging.stg_extracted__removed_lines (version_id, line_text) "
        "select version_id, sentence_text from marts.fct_event_mentions",
    "a_quotation_is_as_long_as_speech":
        "insert into marts.fct_statements (statement_id, kind, char_start, char_end) values ('bad', 'direct', 0, 9000)",
    "most_articles_are_originals":
        "insert into marts.fct_articles (article_id, outlet_id, status, is_original) "
        "select 'bad_' || n, 'copies', 'published', false from range(60) r(n)",
    "no_outlet_is_most_of_the_news":
        "insert into marts.fct_articles (article_id, outlet_id) select 'bad_' || n, 'alpha' from range(100) r(n)",
    # forty quotations of the old version that the new one does not find
    "a_new_annotator_finds_as_much":
        "insert into staging.stg_annotated__annotations (version_id, annotator_version, annotated_at, batch_id) "
        "values ('bad', '98', timestamp '2090-01-01', 'old'), ('bad', '99', timestamp '2090-01-02', 'new'); "
        "insert into staging.stg_annotated__statements (version_id, kind, batch_id) "
        "select 'bad', 'direct', 'old' from range(40) r(n)",
}  # fmt: skip


# Of utterances and events a test looks at those that the build made.
MADE_ANEW = {"utterance_id": "intermediate.int_utterances__stale", "event_id": "intermediate.int_events__stale"}


class Seeder:
    """Puts the bad row of one test into the table that it is about."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, node: dict[str, Any]) -> None:
        self.connection, self.column = connection, (node.get("column_name") or "").strip('"')
        self.kwargs: dict[str, Any] = (node.get("test_metadata") or {}).get("kwargs", {})
        model = (node.get("attached_node") or next(iter(node["depends_on"]["nodes"]))).split(".")[-1]
        self.table, self.types = model, {}
        for schema, name, kind in connection.execute(
            "select schema_name, column_name, data_type from duckdb_columns() where table_name = ?", [model]
        ).fetchall():
            self.table, self.types[name] = f"{schema}.{model}", kind
        self.day = {"seen_on": "(select min(seen_on) from intermediate.int_days__stale)"} if "seen_on" in self.types else {}

    def insert(self, **cells: str) -> None:
        """A row with these cells; truth values that are not given are false, its day one of this build, all else NULL."""
        cells = {name: "false" for name, kind in self.types.items() if kind == "BOOLEAN"} | self.day | cells
        names = ", ".join(f'"{name}"' for name in cells)
        self.connection.execute(f"insert into {self.table} ({names}) values ({', '.join(cells.values())})")

    def strange(self, column: str) -> str:
        return STRANGE.get(self.types[column], "-99999")

    def unique(self) -> None:
        for _ in range(2):
            self.of_another_world()

    def unique_together(self) -> None:
        names = [name.strip('"') for name in self.kwargs["columns"]]
        for _ in range(2):
            self.insert(**{name: self.strange(name) for name in names if self.types[name] != "BOOLEAN"})

    def not_null(self) -> None:
        self.insert(**{self.column: "null"})

    def of_another_world(self) -> None:
        if self.column in MADE_ANEW:
            self.connection.execute(f"insert into {MADE_ANEW[self.column]} values ({self.strange(self.column)})")
        self.insert(**{self.column: self.strange(self.column)})

    def in_range(self) -> None:
        low, high = self.kwargs.get("minimum"), self.kwargs.get("maximum")
        self.insert(**{self.column: f"{low} - 1" if low is not None else f"{high} + 1"})

    def in_order(self) -> None:
        after = self.kwargs["not_after"]
        later, earlier = LATER.get(self.types[self.column], ("2", "1"))
        self.insert(**{self.column: later, after: LATER.get(self.types[after], ("2", "1"))[1] if after else earlier})

    def text_at_offsets(self) -> None:
        start, end = self.kwargs.get("char_start", "char_start"), self.kwargs.get("char_end", "char_end")
        version = "(select min(version_id) from marts.fct_article_texts)"
        self.insert(**{"version_id": version, start: "0", end: "1", self.column: "'never said'"})


GENERIC: dict[str, Callable[[Seeder], None]] = {
    "unique": Seeder.unique,
    "not_null": Seeder.not_null,
    "relationships": Seeder.of_another_world,
    "accepted_values": Seeder.of_another_world,
    "in_range": Seeder.in_range,
    "in_order": Seeder.in_order,
    "text_at_offsets": Seeder.text_at_offsets,
    "unique_together": Seeder.unique_together,
}


def kind_of(node: dict[str, Any]) -> str | None:
    """Name of a generic test's kind; None for a test of its own file."""
    metadata = node.get("test_metadata")
    return metadata["name"] if metadata else None


def has_bad_row(node: dict[str, Any]) -> bool:
    """Whether a row is known that the test must catch."""
    return node["name"] in BAD_ROWS or kind_of(node) in GENERIC


def seed(connection: duckdb.DuckDBPyConnection, node: dict[str, Any]) -> None:
    """Put the bad row of a test into the tables."""
    if node["name"] in BAD_ROWS:
        connection.execute(BAD_ROWS[node["name"]])
    else:
        GENERIC[kind_of(node) or ""](Seeder(connection, node))


def data_tests(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The data tests of a project by name."""
    nodes = (node for node in manifest["nodes"].values() if node["resource_type"] == "test")
    yield from sorted(nodes, key=lambda node: str(node["name"]))
