"""What a build may keep of the last one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from acta.config import REPO, Settings
from acta.model.increments import KEPT, keep_increments, prepare_increments


@pytest.fixture
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema intermediate")
        for things, key in KEPT.items():
            connection.execute(f"create table intermediate.int_{things}__digested ({key}, digest decimal(38, 0))")
            connection.execute(f"create table intermediate.int_{things}__stale ({key})")
        connection.execute("insert into intermediate.int_days__digested values ('2027-03-01', 1), ('2027-03-02', 2)")
        connection.execute("insert into intermediate.int_utterances__digested values ('utt_a', 1), ('utt_b', 2)")
        yield connection


def kept(connection: duckdb.DuckDBPyConnection) -> list[str]:
    days = "select seen_on from audit.built_days where digest is not null order by 1"
    return [str(day) for (day,) in connection.execute(days).fetchall()]


def test_the_first_build_makes_everything(build: duckdb.DuckDBPyConnection) -> None:
    assert prepare_increments(Settings(), build)
    assert kept(build) == []


def test_after_a_good_build_all_its_days_can_be_kept(build: duckdb.DuckDBPyConnection) -> None:
    prepare_increments(Settings(), build)
    keep_increments(build)

    assert not prepare_increments(Settings(), build)
    assert kept(build) == ["2027-03-01", "2027-03-02"]


def test_days_that_a_build_without_end_meant_to_make_are_not_kept(build: duckdb.DuckDBPyConnection) -> None:
    prepare_increments(Settings(), build)
    keep_increments(build)
    prepare_increments(Settings(), build)
    build.execute("insert into intermediate.int_days__stale values ('2027-03-02'), ('2027-03-03')")
    build.execute("insert into intermediate.int_utterances__stale values ('utt_a')")

    assert not prepare_increments(Settings(), build)
    assert kept(build) == ["2027-03-01"]
    assert build.execute("from audit.built_utterances order by 1").fetchall() == [("utt_a", None), ("utt_b", 2)]


def test_a_build_of_everything_without_end_is_followed_by_one_of_everything(build: duckdb.DuckDBPyConnection) -> None:
    prepare_increments(Settings(), build)

    assert prepare_increments(Settings(), build)
    assert kept(build) == []


def test_another_project_keeps_nothing(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    settings = replace(Settings(), dbt_dir=tmp_path / "dbt_project")
    shutil.copytree(REPO / "dbt_project", settings.dbt_dir, ignore=shutil.ignore_patterns("target", "logs"))
    prepare_increments(settings, build)
    keep_increments(build)
    with (settings.dbt_dir / "models" / "marts" / "core" / "dim_sectors.sql").open("a") as model:
        model.write("-- another thought\n")

    assert prepare_increments(settings, build)
    assert kept(build) == []


def test_another_setting_keeps_nothing(build: duckdb.DuckDBPyConnection) -> None:
    prepare_increments(Settings(), build)
    keep_increments(build)

    assert prepare_increments(replace(Settings(), name_private_persons=True), build)
