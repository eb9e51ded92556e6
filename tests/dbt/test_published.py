"""The published file opens anywhere: under another name, attached beside others, in a client with nothing set."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.dbt.builds import REPO, Build

from acta.cli.ask import load_questions
from acta.publish.copy_marts import copy_marts

WIDE = {"statements", "events", "event_mentions", "articles", "actors", "evidence"}


@pytest.fixture(scope="module")
def file(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture as it is published, copied to another name."""
    folder = tmp_path_factory.mktemp("published")
    copy_marts(build.file, folder / "acta.duckdb")
    return Path(shutil.move(folder / "acta.duckdb", folder / "news of may.duckdb"))


@pytest.fixture
def bare(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A client with nothing set."""
    with duckdb.connect(str(file), read_only=True) as connection:
        yield connection


def test_the_first_command_of_a_new_reader_lists_the_wide_tables(bare: duckdb.DuckDBPyConnection) -> None:
    assert {name for (name,) in bare.execute("show tables").fetchall()} == WIDE
    assert bare.execute("select count(*) from statements").fetchone() != (0,)


def test_what_is_published_is_what_was_built(build: Build, bare: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect(str(build.file), read_only=True) as built:
        names = built.execute(
            "select schema_name || '.' || view_name from duckdb_views() where schema_name in ('main', 'marts') and not internal "
            "union all select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        assert len(names) > 40
        for (name,) in names:
            rows = f"from {name} order by all"
            assert bare.execute(rows).fetchall() == built.execute(rows).fetchall(), name


def test_every_table_and_view_can_be_read_where_the_file_is_attached_under_another_name(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as w (read_only)")
        listed = connection.execute(
            "select schema_name, table_name from duckdb_columns() where database_name = 'w' and not internal group by all"
        ).fetchall()
        assert len(listed) > 40
        for schema, name in listed:
            connection.execute(f"select * from w.{schema}.{name}").fetchall()


def test_no_view_names_a_catalog(bare: duckdb.DuckDBPyConnection) -> None:
    for name, sql in bare.execute("select view_name, sql from duckdb_views() where not internal").fetchall():
        assert not re.search(r"\b(acta|build)\.(main|marts)\b", sql), name


def test_every_query_of_the_page_of_questions_runs_in_a_client_with_nothing_set(bare: duckdb.DuckDBPyConnection) -> None:
    page = (REPO / "docs" / "questions.md").read_text(encoding="utf-8")
    printed = re.findall(r"```sql\n(.*?)\n```", page, re.DOTALL)
    assert printed == [question.sql for question in load_questions()] and len(printed) == 18
    for sql in printed:
        bare.execute(sql).fetchall()


def test_every_table_and_view_has_a_comment(bare: duckdb.DuckDBPyConnection) -> None:
    without = bare.execute(
        "select table_name from duckdb_tables() where coalesce(comment, '') = '' "
        "union all select view_name from duckdb_views() where not internal and coalesce(comment, '') = ''"
    ).fetchall()
    assert without == []


@pytest.mark.parametrize("table", ["main.statements", "main.event_mentions", "marts.fct_statements", "marts.fct_mentions"])
def test_rows_of_one_article_lie_together_in_the_order_of_its_text(bare: duckdb.DuckDBPyConnection, table: str) -> None:
    keys = bare.execute(f"select article_id, char_start from {table}").fetchall()
    assert keys == sorted(keys) and len(keys) > 1


def test_every_row_has_a_day_to_count_by_and_a_basis_that_fits(bare: duckdb.DuckDBPyConnection) -> None:
    for table, day in (("statements", "said"), ("event_mentions", "occurred"), ("events", "occurred")):
        wrong = f"""
            select count(*) from {table}
            where counted_on is null or counted_on_basis is null
                or ({day}_on is not null) <> ({day}_precision is not distinct from 'day')
                or ({day}_on is not null and (counted_on <> {day}_on or counted_on_basis not in ('stated', 'context')))
                or (counted_on_basis in ('stated', 'context') and {day}_from is null)
        """
        assert bare.execute(wrong).fetchone() == (0,), table


def test_an_article_leads_to_its_saved_page(bare: duckdb.DuckDBPyConnection) -> None:
    kept = bare.execute("select count(*) from articles where archive_path is not null and archive_offset is not null").fetchone()
    assert kept is not None and kept[0] > 0
    assert bare.execute("select count(*) from marts.fct_article_versions where batch_id is null").fetchone() == (0,)
