"""From a news site to tables: what the promises of the README say, asked of the tables themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests.e2e.conftest import Run

from acta.model.build import rebuild
from acta.newsroom import EDITIONS

LOGS = {"rpt_pipeline_outcomes", "rpt_outlet_health", "rpt_outlet_hours"}


@pytest.fixture(scope="module")
def marts(sample: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample.settings.published_file), read_only=True) as connection:
        connection.execute("set search_path = 'marts'")
        yield connection


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


def test_every_table_of_the_product_has_rows(sample: Run) -> None:
    empty = {name for name, rows in sample.receipts[-1].rows.items() if rows == 0}
    unjudged = {"fct_validations", "rpt_validation_claims", "rpt_validation_precision", "rpt_validation_agreement"}
    # nobody has judged an actor or a sample here, and the newsroom prints no interview, transcript or live blog
    assert empty == {"dim_actor_redirects", "fct_article_parts", *unjudged}


@pytest.mark.fault(4)
def test_polling_the_same_edition_again_changes_no_table(sample: Run) -> None:
    second, third = sample.receipts[1], sample.receipts[2]
    changed = {name for name, found in third.hashes.items() if second.hashes[name] != found}
    assert changed <= LOGS


def test_the_whole_newsroom_is_in_the_tables(marts: duckdb.DuckDBPyConnection) -> None:
    count = one(marts, "select count(*) from fct_articles")
    days = one(marts, "select max(published_on) - min(published_on) from fct_articles")
    assert isinstance(count, int) and isinstance(days, int)
    assert count >= 105 and days >= 120


@pytest.mark.fault(4)
def test_what_was_fetched_is_stored_unchanged_duplicate_or_rejected_and_nothing_else(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    strange = marts.execute(
        "select final_outcome, count(*) from rpt_pipeline_outcomes where is_fetched "
        "and final_outcome not in ('stored', 'unchanged', 'duplicate', 'rejected') group by all"
    ).fetchall()
    assert strange == []
    assert one(marts, "select count(*) from rpt_pipeline_outcomes where is_fetched") > 84


@pytest.mark.fault(25)
def test_a_correction_is_a_new_version_and_closes_what_the_old_one_said(marts: duckdb.DuckDBPyConnection) -> None:
    article = one(marts, "select article_id from fct_articles where status = 'corrected'")
    versions = marts.execute(
        "select version_number, valid_to is null from fct_article_versions where article_id = ? order by 1", [article]
    ).fetchall()
    assert versions == [(1, False), (2, True)]
    current = marts.execute(
        "select distinct v.version_number, s.is_current from fct_statements as s "
        "join fct_article_versions as v using (version_id) where s.article_id = ? order by 1",
        [article],
    ).fetchall()
    assert current == [(1, False), (2, True)]


@pytest.mark.fault(26)
def test_a_withdrawn_article_stays_as_a_row_and_counts_for_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    article = one(marts, "select article_id from fct_articles where status = 'withdrawn'")
    assert one(marts, f"select bool_or(is_current) from fct_statements where article_id = '{article}'") in (False, None)
    assert one(marts, f"select bool_or(is_current) from fct_event_mentions where article_id = '{article}'") in (
        False,
        None,
    )
    withdrawn_at = one(marts, f"select withdrawn_at from fct_articles where article_id = '{article}'")
    assert withdrawn_at == EDITIONS[2].replace(tzinfo=None)


def test_every_offset_leads_to_the_exact_text(marts: duckdb.DuckDBPyConnection) -> None:
    for table in ("fct_mentions", "fct_statements", "fct_event_mentions"):
        wrong = one(
            marts,
            f"select count(*) from {table} as t join fct_article_texts as x using (version_id) "
            "where substr(x.text, t.char_start + 1, t.char_end - t.char_start) <> t.exact_text",
        )
        assert wrong == 0, table


def test_wire_stories_are_one_story_with_the_agency_first(marts: duckdb.DuckDBPyConnection) -> None:
    carried = marts.execute(
        "select s.story_id, s.outlet_count, d.kind from fct_stories as s join fct_articles as a "
        "on a.article_id = s.original_article_id join dim_outlets as d using (outlet_id) where s.outlet_count >= 3"
    ).fetchall()
    assert len(carried) >= 4
    assert {kind for *_, kind in carried} == {"wire"}


def test_no_invented_row_carries_a_date_of_the_day_the_test_runs(marts: duckdb.DuckDBPyConnection) -> None:
    assert one(marts, "select max(occurred_from) from fct_events") < EDITIONS[2].date().replace(year=2028)
    assert one(marts, "select count(*) from fct_articles where first_seen_at > '2026-07-01'") == 0


def test_the_article_in_another_language_is_an_article_without_annotations(marts: duckdb.DuckDBPyConnection) -> None:
    others = marts.execute("select is_annotated from fct_articles where language <> 'en'").fetchall()
    assert others and not any(annotated for (annotated,) in others)


def test_the_page_that_is_no_article_is_a_row_with_its_reason(marts: duckdb.DuckDBPyConnection) -> None:
    assert (
        one(marts, "select count(*) from rpt_pipeline_outcomes where final_outcome = 'rejected' and reason is not null")
        >= 1
    )


@pytest.mark.fault(30)
def test_a_rebuild_from_the_batches_gives_the_same_tables(sample: Run, tmp_path: Path) -> None:
    copy = replace(sample.settings, data_dir=tmp_path / "data")
    for folder in ("batches", "polls"):
        shutil.copytree(sample.settings.data_dir / folder, copy.data_dir / folder)
    assert rebuild(copy).hashes == sample.receipts[-1].hashes
