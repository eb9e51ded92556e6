"""The worked questions, asked of the sample newsroom: each finds the rows that a reader of the articles would expect."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.e2e.conftest import Run

from acta.cli.ask import load_questions
from acta.publish.reading import open_published
from docs import questions


@pytest.fixture(scope="module")
def answers(sample: Run) -> Iterator[dict[int, list[dict[str, Any]]]]:
    with duckdb.connect(str(sample.settings.published_file), read_only=True) as connection:
        found = {question.number: question.answer(connection) for question in load_questions()}
        yield {number: [dict(zip(names, row, strict=True)) for row in rows] for number, (names, rows) in found.items()}


Answers = dict[int, list[dict[str, Any]]]


def test_there_are_eighteen_and_each_finds_something(answers: Answers) -> None:
    assert sorted(answers) == list(range(1, 19))
    assert [number for number, rows in answers.items() if not rows] == []


def test_1_statements_come_with_sentence_and_source(answers: Answers) -> None:
    assert any("hostile act" in row["sentence"] and row["outlet"] == "Meridian Wire" for row in answers[1])
    assert all(str(row["day"])[:7] == "2026-03" and row["url"] for row in answers[1])


def test_2_the_week_of_the_shots_is_the_worst_and_the_accord_is_friendly(answers: Answers) -> None:
    assert str(min(answers[2], key=lambda row: row["conflict"])["week"]) == "2026-05-11"
    assert answers[2][-1]["friendly"] > answers[2][-1]["hostile"]


def test_3_each_outlets_shares_add_up(answers: Answers) -> None:
    outlets = {row["outlet"] for row in answers[3]}
    assert len(outlets) == 7
    assert {row["gender"] for row in answers[3]} <= {"female", "male", "unknown"}
    for outlet in outlets:
        assert 98 <= sum(row["percent"] for row in answers[3] if row["outlet"] == outlet) <= 102


def test_4_words_before_and_after_the_event_are_told_apart(answers: Answers) -> None:
    assert {row["phase"] for row in answers[4]} == {"before", "after"}
    assert all((str(row["day"]) < "2026-05-11") == (row["phase"] == "before") for row in answers[4])


def test_5_the_agency_was_first_and_three_outlets_followed(answers: Answers) -> None:
    assert [(row["outlet"], row["role"]) for row in answers[5]] == [
        ("Meridian Wire", "original"),
        ("The Lisenne Courier", "copy"),
        ("Sorrenia Today", "copy"),
        ("Highland Post", "copy"),
    ]


def test_6_copies_of_one_story_are_one_report_of_the_event(answers: Answers) -> None:
    copied = [row for row in answers[6] if row["articles"] > row["stories"]]
    assert copied and all(row["mentions"] >= row["articles"] for row in answers[6])
    assert all(row["first_told"] <= row["last_told"] for row in answers[6])


def test_7_the_spike_is_in_the_week_of_the_shots(answers: Answers) -> None:
    assert any(row["source"] == "XAA" and row["target"] == "XAB" for row in answers[7])
    assert all(row["sigmas"] > 3 for row in answers[7])


def test_8_a_point_on_the_map_says_how_precise_it_is(answers: Answers) -> None:
    assert any(row["event"] == "ASSAULT" and str(row["day"]) == "2026-05-11" for row in answers[8])
    assert all(row["precision"] in ("country", "admin1", "place", "name") for row in answers[8])
    assert all((row["lat"] is None) == (row["precision"] == "name") for row in answers[8])


def test_9_the_correction_and_the_withdrawal_are_there(answers: Answers) -> None:
    found = [(row["outlet"], row["version"], row["status"], row["valid_to"] is None) for row in answers[9]]
    assert found == [
        ("Sorrenia Today", 1, "withdrawn", False),
        ("The Lisenne Courier", 2, "corrected", True),
        ("The Lisenne Courier", 1, "corrected", False),
    ]


def test_10_every_outlet_was_asked_and_none_was_blocked(answers: Answers) -> None:
    assert len(answers[10]) == 7
    assert all(row["hours_asked"] >= 2 and row["blocked"] == 0 for row in answers[10])


def test_11_the_two_neighbours_talk_about_each_other(answers: Answers) -> None:
    edges = {(row["speaker"], row["about"]) for row in answers[11]}
    assert {("Kestria", "Tavaro"), ("Tavaro", "Kestria")} <= edges


def test_12_a_number_leads_to_its_sentences(answers: Answers) -> None:
    assert any("expelled five Tavaran diplomats" in row["sentence"] for row in answers[12])
    assert all(row["act"] in row["sentence"] and row["url"] and row["version"] for row in answers[12])


def test_13_the_unknown_are_shown_beside_women_and_men(answers: Answers) -> None:
    assert {row["gender"] for row in answers[13]} == {"female", "male", "unknown"}
    assert len({row["outlet"] for row in answers[13]}) == 7
    assert any(row["speaker"] == "(not resolved)" for row in answers[13])


def test_14_an_accusation_has_two_sides_and_its_words(answers: Answers) -> None:
    found = {(row["accuser"], row["accused"]) for row in answers[14]}
    assert ("Irena Solvek", "Tavaro") in found
    assert all(row["first_words"] and row["first_on"] <= row["last_on"] for row in answers[14])


def test_15_every_protest_has_exactly_one_basis_for_its_day(answers: Answers) -> None:
    for row in answers[15]:
        assert row["protests"] == row["day_stated"] + row["from_context"] + row["day_of_report"]
    assert sum(row["day_stated"] for row in answers[15]) > 0


def test_16_copies_come_after_their_original_or_have_no_time(answers: Answers) -> None:
    assert {row["copies_from"] for row in answers[16]} == {"Meridian Wire"}
    assert all((row["median_hours"] is None) == (row["time_unknown"] == row["copies"]) for row in answers[16])
    assert all(row["median_hours"] is None or row["median_hours"] > 0 for row in answers[16])


def test_17_the_correction_and_the_withdrawal_are_news_of_the_day(answers: Answers) -> None:
    changes = {(row["outlet"], row["change"], row["what"]) for row in answers[17]}
    assert ("The Lisenne Courier", "corrected", "article") in changes
    assert ("Sorrenia Today", "withdrawn", "article") in changes and ("Meridian Wire", "new", "article") in changes


def test_18_a_page_reads_in_the_order_of_its_text(answers: Answers) -> None:
    assert [row["char_start"] for row in answers[18]] == sorted(row["char_start"] for row in answers[18])
    assert {row["kind"] for row in answers[18]} == {"statement", "event_mention"}


def test_the_tables_of_the_sample_open_under_any_name_in_a_client_with_nothing_set(sample: Run, tmp_path: Path) -> None:
    copy = shutil.copy(sample.settings.published_file, tmp_path / "my copy.duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{copy}' as w (read_only)")
        listed = connection.execute(
            "select schema_name, table_name from duckdb_columns() where database_name = 'w' and not internal group by all"
        ).fetchall()
        for schema, name in listed:
            connection.execute(f"select * from w.{schema}.{name}").fetchall()
        connection.execute("use w")
        for sql in re.findall(r"```sql\n(.*?)\n```", questions.PAGE.read_text(encoding="utf-8"), re.DOTALL):
            assert connection.execute(sql).fetchall()


def test_a_column_that_the_sample_never_fills_says_why(sample: Run) -> None:
    with duckdb.connect(str(sample.settings.published_file), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() "
            "where not internal and table_name not in ('gdelt_events', 'gdelt_mentions', 'polecat_events')"
        ).fetchall()
        silent = [
            f"{table}.{column}"
            for table, column, comment in columns
            if "sample newsroom" not in comment
            and connection.execute(f'select count(*) > 0 and count("{column}") = 0 from {table}').fetchone() == (True,)
        ]
    assert silent == []


def test_the_page_shows_what_the_questions_find(sample: Run) -> None:
    with open_published(sample.settings) as connection:
        found = questions.page(connection)
    refresh = "run `make run`, then `.venv/bin/python docs/questions.py`, and read what has changed"
    assert found == questions.PAGE.read_text(encoding="utf-8"), f"docs/questions.md is not what the sample gives: {refresh}"
