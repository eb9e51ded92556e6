"""The project, built on a small warehouse by `dbt build`, answers as the rules say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.dbt.builds import Build, dbt_build
from tests.dbt.fixture import (
    CORRECTED_TEXT,
    FIRST_TEXT,
    NEW_READING,
    WITHDRAWN_TEXT,
    article_key,
    fill,
)

from acta.ids import make_id
from acta.model.hashes import table_hashes


def rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return connection.execute(sql, values).fetchall()


def test_the_build_passes_with_all_its_tests(build: Build) -> None:
    assert build.exit_status == 0, build.output[-3000:]
    assert set(build.results().values()) <= {"success", "pass", "warn", "no-op"}


def test_only_the_layers_are_schemas_of_dbt(marts: duckdb.DuckDBPyConnection) -> None:
    schemas = {
        row[0] for row in rows(marts, "select distinct schema_name from duckdb_tables() where database_name = 'acta'")
    }
    of_stages = {"raw", "extracted", "annotated", "registry", "clusters", "judgements", "validations", "audit"}
    assert schemas == of_stages | {"staging", "intermediate", "marts"}


@pytest.mark.fault(25)
def test_a_corrected_article_is_one_row_with_two_versions(marts: duckdb.DuckDBPyConnection) -> None:
    article_id = article_key("alpha/visit")
    assert rows(marts, "select status, version_count from fct_articles where article_id = ?", article_id) == [
        ("corrected", 2)
    ]
    versions = rows(
        marts,
        "select version_number, change_kind, change_ratio, is_current, valid_to::varchar, text from fct_article_versions "
        "join fct_article_texts using (version_id) where fct_article_versions.article_id = ? order by 1",
        article_id,
    )
    assert versions == [
        (1, "first", None, False, "2026-03-02 08:00:00", FIRST_TEXT),
        (2, "text_changed", 0.2308, True, None, CORRECTED_TEXT),  # of 11 and 15 words 10 stayed
    ]


@pytest.mark.fault(25)
def test_statements_of_a_replaced_text_stay_and_are_not_current(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select said_from::varchar, is_current from fct_statements where article_id = ? order by 1",
        article_key("alpha/visit"),
    )
    assert found == [("2026-02-23", False), ("2026-02-24", True)]


def test_a_withdrawn_article_stays_and_its_event_has_no_count(marts: duckdb.DuckDBPyConnection) -> None:
    article = rows(
        marts,
        "select status, withdrawn_at::varchar from fct_articles where article_id = ?",
        article_key("alpha/attack"),
    )
    assert article == [("withdrawn", "2026-03-02 08:00:00")]
    assert rows(marts, "select text from fct_article_texts where article_id = ?", article_key("alpha/attack")) == [
        (WITHDRAWN_TEXT,)
    ]
    assert rows(marts, "select is_current from fct_event_mentions where event_id = 'evt_attack'") == [(False,)]
    event = rows(
        marts,
        "select event_type, is_current, mention_count, article_count, story_count from fct_events where event_id = 'evt_attack'",
    )
    assert event == [("ASSAULT", False, 0, 0, 0)]
    numbers = rows(
        marts, "select kind, exact_text, value_min, value_max, is_current from fct_event_numbers where event_id = 'evt_attack'"
    )
    assert numbers == [("killed", "at least 11", 11.0, None, False)]
    counted = "select killed_min, killed_max, wounded_min, contradiction_count from fct_events where event_id = 'evt_attack'"
    assert rows(marts, counted) == [(11, 11, None, 0)]


def test_one_event_told_by_two_near_copies_is_one_row_and_one_story(marts: duckdb.DuckDBPyConnection) -> None:
    event = rows(
        marts,
        "select mention_count, article_count, outlet_count, story_count, independent_outlet_count, "
        "source_actor_country, target_actor_country, status, mode, "
        "occurred_from::varchar, occurred_precision, place_name from fct_events where event_id = 'evt_visit'",
    )
    assert event == [(2, 2, 2, 1, 1, "XAA", "XAB", "actual", "visit", "2026-02-24", "day", "Velmark")]
    actors = rows(
        marts, "select actor_id, party_role, mention_count from bridge_event_actors where event_id = 'evt_visit' order by 1"
    )
    assert actors == [("act_vell", "source", 2), ("act_xab", "target", 2)]
    story = rows(
        marts, "select original_article_id, article_count, outlet_count from fct_stories where story_id = 'sto_visit'"
    )
    assert story == [(article_key("alpha/visit"), 2, 2)]


def test_the_registry_wins_and_only_mentioned_actors_are_listed(marts: duckdb.DuckDBPyConnection) -> None:
    actors = rows(
        marts, "select actor_id, name, country, sector, role, wikidata_id, is_registered from dim_actors order by 1"
    )
    assert actors == [
        ("act_vell", "Anna Vell", "XAA", "GOV", "prime minister", None, True),
        ("act_xab", "Orland", "XAB", None, None, None, True),
    ]


def test_only_the_newest_annotation_counts(marts: duckdb.DuckDBPyConnection) -> None:
    versions = rows(
        marts, "select distinct annotator_version from fct_mentions where article_id = ?", article_key("beta/visit")
    )
    assert versions == [("10",)]


def test_what_a_newer_annotator_no_longer_finds_is_closed_and_not_deleted(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select exact_text, is_current, is_superseded, speaker_actor_id, annotator_version from fct_statements "
        "where article_id = ? order by 1",
        article_key("beta/visit"),
    )
    assert found == [
        ("We 😀 agree", True, False, "act_vell", "10"),
        ("visited Orland on Tuesday", False, True, None, "9"),
    ]
    event = (
        "select m.is_superseded, e.is_current, e.mention_count, p.actor_id, p.exact_text from fct_event_mentions as m "
        "join fct_events as e using (event_id) join bridge_event_mention_actors as p using (event_mention_id) "
        "where m.event_type = 'REQUEST'"
    )
    assert rows(marts, event) == [(True, False, 0, None, "said")]
    assert rows(marts, "select count(*) from fct_utterances where not is_current") == [(1,)]


@pytest.mark.fault(24, 25)
def test_the_change_log_says_what_was_restated_and_what_that_closed(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select c.subject_kind, c.change_kind, strftime(c.changed_at, '%d %H:%M'), count(*) from rpt_changes as c group by all "
        "order by all",
    )
    assert found == [
        ("article", "corrected", "02 08:00", 1),  # alpha/visit
        ("article", "withdrawn", "02 08:00", 1),  # alpha/attack
        ("event", "lost", None, 3),
        ("event_mention", "corrected", "02 08:00", 1),
        ("event_mention", "superseded", None, 1),
        ("event_mention", "withdrawn", "02 08:00", 1),
        ("statement", "corrected", "02 08:00", 1),
        ("statement", "superseded", None, 1),
        ("utterance", "lost", None, 1),
    ]


def test_a_redirected_actor_is_known_by_the_new_id(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select actor_id from fct_mentions where article_id = ? and exact_text = 'Anna Vell'",
        article_key("beta/visit"),
    )
    assert found == [("act_vell",)]


def test_an_old_id_leads_to_the_present_one_with_its_reason(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select old_actor_id, actor_id, judgement_kind, article_id, cast(judged_at as varchar), reason from dim_actor_redirects",
    )
    assert found == [("act_p_vell", "act_vell", "merge", None, "2026-03-01 10:00:00", "a typo")]


def test_an_actor_shows_how_well_known_it_is(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select actor_id, status, is_private, article_count, cast(first_seen_at as date), cast(last_seen_at as date) "
        "from dim_actors order by 1",
    )
    assert [row[:4] for row in found] == [("act_vell", "registered", False, 2), ("act_xab", "registered", False, 2)]
    assert all(str(row[4]) == "2026-03-01" and str(row[5]) == "2026-03-02" for row in found)


def test_only_the_newest_reading_of_a_page_counts(marts: duckdb.DuckDBPyConnection) -> None:
    texts = rows(marts, "select text from fct_article_texts where article_id = ?", article_key("beta/harbour"))
    assert texts == [(NEW_READING,)]


def test_the_evidence_of_a_statement_is_where_it_says(marts: duckdb.DuckDBPyConnection) -> None:
    evidence = rows(
        marts,
        "select e.exact_text, e.sentence_text, substr(text, e.char_start + 1, e.char_end - e.char_start), url, said_precision "
        "from fct_statements join main.evidence as e using (statement_id) "
        "join fct_article_texts on fct_article_texts.version_id = fct_statements.version_id "
        "where evidence_kind = 'statement' and fct_statements.is_current and e.article_id = ?",
        article_key("beta/visit"),
    )
    assert evidence == [
        ("We 😀 agree", "“We 😀 agree,” she said.", "We 😀 agree", "https://beta.example/visit", "month")
    ]


def test_words_that_two_articles_carry_are_one_utterance(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select utterance_id, speaker_actor_id, kind, exact_text, said_from::varchar, statement_count, article_count, "
        "outlet_count, story_count, wording_count, first_article_id, is_current from fct_utterances where is_current",
    )
    said = ("utt_agree", "act_vell", "direct", "We 😀 agree", "2026-02-24")
    assert found == [(*said, 2, 2, 2, 1, 1, article_key("alpha/visit"), True)]


def test_a_speakers_day_and_whom_they_talk_about_count_utterances_once(marts: duckdb.DuckDBPyConnection) -> None:
    day = "select speaker_actor_id, date_on::varchar, utterance_count, statement_count, article_count from agg_speaker_day"
    assert rows(marts, day) == [("act_vell", "2026-02-24", 1, 2, 2)]
    edge = (
        "select speaker_actor_id, subject_actor_id, quarter_starts_on::varchar, utterance_count, outlet_count "
        "from agg_actor_pairs"
    )
    assert rows(marts, edge) == [("act_vell", "act_xab", "2026-01-01", 1, 2)]


def test_a_dyad_counts_an_event_once_on_its_day(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select source_actor_country, target_actor_country, date_on::varchar, event_count, cooperation_count, conflict_count, "
        "day_article_count, cooperation_per_100_articles from agg_dyad_day",
    )
    assert found == [("XAA", "XAB", "2026-02-24", 1, 1, 0, 0, None)]


def test_an_event_leads_to_its_place(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select p.name, p.country, p.place_precision, p.article_count, p.mention_count from fct_events as e "
        "join dim_places as p using (place_id) where e.event_id = 'evt_visit'",
    )
    assert found == [("Velmark", "XAB", "name", 1, 0)]


def test_an_event_inside_a_quote_is_its_speakers_claim(marts: duckdb.DuckDBPyConnection) -> None:
    claims = rows(
        marts,
        "select m.event_type, m.status, s.speaker_actor_id from fct_event_mentions as m "
        "join fct_statements as s on s.statement_id = m.claim_statement_id",
    )
    assert claims == [("AGREE", "planned", "act_vell")]


def test_a_mention_without_a_cluster_is_an_event_of_its_own(marts: duckdb.DuckDBPyConnection) -> None:
    ((event_id, mention_id),) = rows(
        marts, "select event_id, event_mention_id from fct_event_mentions where event_type = 'AGREE'"
    )
    assert event_id == make_id("evt", mention_id)


@pytest.mark.fault(22)
def test_every_page_has_one_outcome_and_the_fetched_ones_add_up(marts: duckdb.DuckDBPyConnection) -> None:
    outcomes = rows(
        marts,
        "select regexp_extract(url, '//(.*)', 1), occurred_at::date::varchar, final_outcome, reason "
        "from rpt_pipeline_outcomes order by 1, 2",
    )
    assert outcomes == [
        ("alpha.example/attack", "2026-03-01", "stored", None),
        ("alpha.example/attack", "2026-03-02", "gone", "http_410"),
        ("alpha.example/visit", "2026-03-01", "stored", None),
        ("alpha.example/visit", "2026-03-02", "stored", None),
        ("beta.example/down", "2026-03-02", "failed", "http_503"),
        ("beta.example/harbour", "2026-03-01", "stored", None),
        ("beta.example/harbour", "2026-03-02", "unchanged", None),
        ("beta.example/menu", "2026-03-02", "rejected", "not_an_article"),
        ("beta.example/visit", "2026-03-02", "stored", None),
        ("beta.example/visit", "2026-03-03", "unchanged", None),
        ("beta.example/visit-print", "2026-03-03", "duplicate", None),
        ("beta.example/waits", "2026-03-03", "pending", None),
        ("gamma.example/closed", "2026-03-02", "blocked", "robots"),
        ("unlisted.example/port", "2026-03-02", "stored", "fr"),
    ]


def test_a_page_that_waits_for_the_extractor_is_a_warning_not_an_error(build: Build) -> None:
    assert build.results()["what_was_fetched_adds_up"] == "warn"


def test_a_duplicate_is_no_article(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows(marts, "select 1 from fct_articles where article_id = ?", article_key("beta/visit-print")) == []


@pytest.mark.fault(22, 27)
def test_sources_are_judged_by_their_newest_run_and_their_expectation(marts: duckdb.DuckDBPyConnection) -> None:
    health = dict(rows(marts, "select outlet_id, health from rpt_outlet_health"))
    assert health == {
        "alpha": "as_expected",
        "beta": "below_expected",
        "gamma": "blocked",
        "unlisted": "no_expectation",
    }
    assert dict(rows(marts, "select outlet_id, name from dim_outlets"))["alpha"] == "The Alpha"


def test_days_are_unbroken_where_articles_are_and_single_where_only_talked_about(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    days = [row[0] for row in rows(marts, "select date_on::varchar from dim_dates order by 1")]
    assert days == [
        "1945-05-01", "1945-05-31", "2026-02-01", "2026-02-23", "2026-02-24", "2026-02-28", "2026-03-01", "2026-03-02",
    ]  # fmt: skip


def test_a_date_without_time_gives_a_day_and_no_instant(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select published_at::varchar, published_on::varchar, published_offset_minutes from fct_articles "
        "where article_id in (?, ?) order by outlet_id",
        article_key("alpha/visit"),
        article_key("beta/visit"),
    )
    assert found == [("2026-03-01 07:00:00", "2026-03-01", 120), (None, "2026-03-02", None)]


def test_contracts_and_descriptions_are_in_the_file(marts: duckdb.DuckDBPyConnection) -> None:
    constraints = rows(
        marts,
        "select distinct constraint_type from duckdb_constraints() "
        "where table_name = 'fct_statements' and list_contains(constraint_column_names, 'statement_id')",
    )
    assert constraints == [("NOT NULL",)]  # unique is a test, not an index
    bare = rows(
        marts, "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
    )
    assert bare == []


def test_building_again_changes_no_table(build: Build, tmp_path: Path) -> None:
    before = hashes(build.file)
    again = dbt_build(tmp_path, fill, "--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")
    assert again.exit_status == 0, again.output[-3000:]
    assert hashes(again.file) == before


def test_a_warehouse_without_any_rows_builds(tmp_path: Path) -> None:
    built = dbt_build(tmp_path, lambda connection: None, "--exclude-resource-type", "unit_test")
    assert built.exit_status == 0, built.output[-3000:]
    assert set(built.results().values()) == {"success", "pass", "no-op"}


@pytest.mark.fault(19)
def test_evidence_that_is_not_at_its_offsets_stops_the_build(tmp_path: Path) -> None:
    def shift(connection: duckdb.DuckDBPyConnection) -> None:
        fill(connection)
        connection.execute("update annotated.statements set char_start = char_start + 1 where exact_text like 'We%'")

    built = dbt_build(tmp_path, shift, "--select", "+fct_statements", "--exclude-resource-type", "unit_test")
    assert built.exit_status == 1
    assert built.results()["text_at_offsets_fct_statements_exact_text"] == "fail"


def hashes(file: Path) -> dict[str, str]:
    connection = duckdb.connect(str(file), read_only=True)
    try:
        return table_hashes(connection)
    finally:
        connection.close()


def test_an_actor_has_a_row_for_each_period_of_office(marts: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        marts,
        "select role, valid_from::varchar, valid_to::varchar, is_current from dim_actor_versions "
        "where actor_id = 'act_vell' order by version_number",
    )
    assert found == [
        (None, None, "2019-01-01", False),
        ("mayor", "2019-01-01", "2025-05-31", False),
        (None, "2025-05-31", "2025-06-01", False),
        ("prime minister", "2025-06-01", None, True),
    ]


def test_the_report_on_tests_is_empty_before_the_first_results(marts: duckdb.DuckDBPyConnection) -> None:
    assert rows(marts, "select count(*) from rpt_data_tests") == [(0,)]
