"""Published tables and columns are named by docs/reference/naming.md."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from tests.dbt.builds import Build

from acta.publish.copy_marts import copy_marts

INTEROP = {"gdelt_events", "gdelt_mentions", "polecat_events"}  # named as those data sets name them
WIDE = {"statements", "events", "event_mentions", "articles", "actors", "evidence"}
PERIOD = r"(occurred|said|published)_(from|to)"
INTEGERS = r".*_(count|number|start|end|min|max|ms|minutes|days|offset|class|change)|(place_)?geonames_id|cow_code"
NUMBERS = (
    r"(.*_)?(score|share|ratio|goldstein|lat|lon|density|sum|mean|ms|min|max)|goldstein_.*|.*_per_(day|100_articles)(_min|_max)?"
)

Column = tuple[str, str, str, str]  # table, column, type, comment


@pytest.fixture(scope="module")
def columns(build: Build, tmp_path_factory: pytest.TempPathFactory) -> list[Column]:
    """Every published column but those of the views for other tools."""
    file = tmp_path_factory.mktemp("names") / "any_name.duckdb"
    copy_marts(build.file, file)
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute(
            "select table_name, column_name, data_type, coalesce(comment, '') from duckdb_columns() "
            "where schema_name in ('main', 'marts') and not internal order by table_name, column_index"
        ).fetchall()
    return [row for row in found if row[0] not in INTEROP]


def breaking(columns: list[Column], kind: str, pattern: str) -> list[str]:
    """Columns of a type whose names do not fit."""
    return [f"{table}.{name}" for table, name, type_, _ in columns if type_ == kind and not re.fullmatch(pattern, name)]


def test_names_are_lower_case_words(columns: list[Column]) -> None:
    assert len(columns) > 500
    assert [name for _, name, *_ in columns if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


def test_each_type_has_its_own_endings(columns: list[Column]) -> None:
    assert breaking(columns, "BOOLEAN", r"(is|has)_.*") == []
    assert breaking(columns, "DATE", rf".*_on|{PERIOD}|valid_(from|to)") == []
    assert breaking(columns, "TIMESTAMP", r".*_at|valid_(from|to)") == []
    assert breaking(columns, "BIGINT", INTEGERS) == []
    assert breaking(columns, "DOUBLE", NUMBERS) == []


def test_no_text_has_the_name_of_another_type(columns: list[Column]) -> None:
    texts = [(table, name) for table, name, kind, _ in columns if kind == "VARCHAR"]
    assert [name for _, name in texts if re.search(r"^(is|has)_|_(on|at|count|number|share)$", name)] == []


def test_a_key_is_a_text(columns: list[Column]) -> None:
    kept = {"geonames_id", "place_geonames_id"}  # numbers of another registry
    assert [name for _, name, kind, _ in columns if name.endswith("_id") and kind != "VARCHAR" and name not in kept] == []


def test_a_source_is_who_acts_and_an_outlet_is_who_publishes(columns: list[Column]) -> None:
    said = [f"{table}.{name}" for table, name, *_ in columns if "source" in name.split("_")]
    assert [name for name in said if ".source_actor_" not in name] == []
    assert {"outlet_id", "outlet_count", "outlet_name"} <= {name for _, name, *_ in columns}


def test_tables_carry_the_prefix_of_what_they_are(columns: list[Column]) -> None:
    tables = {table for table, *_ in columns}
    assert tables >= WIDE
    assert [table for table in tables - WIDE if not re.match(r"(fct|dim|bridge|agg|rpt)_", table)] == []


def test_keys_come_last_in_wide_tables(columns: list[Column]) -> None:
    for table in sorted(WIDE):
        is_key = [name.endswith("_id") for of, name, *_ in columns if of == table]
        assert is_key == sorted(is_key) and any(is_key), table


def test_the_first_date_of_a_wide_table_of_evidence_is_the_one_to_count_by(columns: list[Column]) -> None:
    for table in ("statements", "events", "event_mentions", "evidence"):
        assert [name for of, name, *_ in columns if of == table][:2] == ["counted_on", "counted_on_basis"], table


def test_every_column_has_a_comment_and_every_moment_says_that_it_is_utc(columns: list[Column]) -> None:
    assert [f"{table}.{name}" for table, name, _, comment in columns if not comment.strip()] == []
    moments = [(f"{table}.{name}", comment) for table, name, kind, comment in columns if kind == "TIMESTAMP"]
    assert [name for name, comment in moments if "UTC" not in comment] == []


def test_the_page_of_rules_explains_every_ending_that_is_checked() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "naming.md").read_text(encoding="utf-8")
    endings = ("_on", "_at", "_count", "_number", "_min", "_start", "_ms", "_share", "_per_", "_basis", "_version", "_id", "is_")
    for ending in endings:
        assert ending in page
