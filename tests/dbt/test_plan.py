"""The plan that dbt leaves makes the tables and says what dbt itself would."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import duckdb
import pytest
from tests.dbt.fixture import create_empty, fill

from acta.config import Settings
from acta.errors import Permanent
from acta.model.build import transform
from acta.model.dbt import is_test, results_path
from acta.model.increments import definitions_of
from acta.model.plan import WHOLE, plan_key, plan_paths, read_plan

# Rows of a batch never change, so a build would not look at the ones that a test changed.
ALL_DAYS_CHANGED = "update audit.built_days set digest = null"


def statuses(settings: Settings) -> dict[str, tuple[str, int | None, str | None]]:
    listed = json.loads(results_path(settings).read_text(encoding="utf-8"))["results"]
    return {r["unique_id"]: (r["status"], r["failures"], r["message"]) for r in listed if is_test(r["unique_id"])}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The fixture, built once by dbt, from a copy of the project that nobody has built before."""
    folder = tmp_path_factory.mktemp("plan")
    project = folder / "dbt_project"
    shutil.copytree(Settings().dbt_dir, project, ignore=shutil.ignore_patterns("target", "logs"))
    settings = replace(Settings(), data_dir=folder / "data", dbt_dir=project)
    prepare(settings)
    transform(settings)
    return settings


def prepare(settings: Settings) -> None:
    """A new build file with the fixture loaded."""
    settings.build_file.unlink(missing_ok=True)
    settings.build_file.parent.mkdir(parents=True, exist_ok=True)
    connection = create_empty(settings.build_file)
    fill(connection)
    connection.close()


def test_a_plan_makes_the_same_tables_and_its_tests_say_the_same(built: Settings) -> None:
    by_dbt = transform(built, with_dbt=True)
    said_by_dbt = statuses(built)
    lines: list[str] = []
    by_plan = transform(built, lines.append)
    assert by_plan.hashes == by_dbt.hashes and by_plan.definitions == by_dbt.definitions
    assert statuses(built) == said_by_dbt and len(said_by_dbt) > 300
    assert lines[-1].startswith(f"{len(lines)} of {len(lines)} ")
    prepare(built)
    anew = transform(built)  # nothing but the plan knows what dbt would make of an empty file
    assert anew.hashes == by_dbt.hashes and anew.definitions == by_dbt.definitions
    assert statuses(built) == said_by_dbt
    with duckdb.connect(str(built.build_file), read_only=True) as connection:
        found = connection.execute(KNOWN_TESTS).fetchone()
    assert found == (len(said_by_dbt), len(said_by_dbt))


KNOWN_TESTS = """
    select count(*), count(*) filter (expectation is not null and model_name is not null)
    from marts.rpt_data_tests where is_latest
"""


def test_the_plan_is_incremental_though_dbt_compiled_everything(built: Settings) -> None:
    plan = read_plan(built)
    assert plan is not None
    (statements,) = [table for table in plan.tables if table.relation == '"acta"."marts"."fct_statements"']
    assert statements.key == "seen_on" and not WHOLE.search(statements.sql)
    assert "select seen_on from" in statements.sql
    names = [table.unique_id for table in plan.tables]
    assert names.index("model.acta.int_days__stale") < names.index("model.acta.fct_statements")


def test_a_plan_of_another_project_is_not_used(built: Settings) -> None:
    assert read_plan(built) is not None
    assert read_plan(replace(built, name_private_persons=True)) is None
    test = built.dbt_dir / "tests" / "nothing_is_wrong.sql"
    test.write_text("-- nothing is wrong\nselect 1 where false\n", encoding="utf-8")
    assert read_plan(built) is None
    test.unlink()
    assert read_plan(built) is not None


def test_a_damaged_plan_is_made_again_and_one_of_a_project_edited_meanwhile_is_not_kept(built: Settings) -> None:
    path, _ = plan_paths(built, plan_key(built))
    path.write_text("{", encoding="utf-8")
    edited = built.dbt_dir / "macros" / "edited.sql"
    before = definitions_of(built)
    assert transform(built, lambda line: edited.touch()).project == before != definitions_of(built)
    assert read_plan(built) is None
    edited.unlink()
    assert read_plan(built) is None
    transform(built)
    assert read_plan(built) is not None


def test_a_wrong_row_fails_the_build_under_a_plan_and_the_next_build_starts_from_the_truth(built: Settings) -> None:
    right = transform(built)
    with duckdb.connect(str(built.build_file)) as connection:
        connection.execute("create temp table kept as select rowid as place, exact_text from annotated.statements")
        connection.execute("update annotated.statements set exact_text = 'We never agree'")
        connection.execute(ALL_DAYS_CHANGED)
        kept = connection.execute("from kept").fetchall()
    with pytest.raises(Permanent, match=r"text_at_offsets_fct_statements_exact_text \(Got \d+ results"):
        transform(built)
    receipt = transform(built, despite_failures=True)
    assert [line.split(":")[0] for line in receipt.failures] == ["text_at_offsets_fct_statements_exact_text"]
    with duckdb.connect(str(built.build_file)) as connection:
        connection.executemany("update annotated.statements set exact_text = $2 where rowid = $1", kept)
        connection.execute(ALL_DAYS_CHANGED)
    assert transform(built).hashes == right.hashes
