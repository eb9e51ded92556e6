"""Every compiled model parses as Spark SQL as well, so that the project can move to the engine for what does not fit here."""

from __future__ import annotations

import re
from pathlib import Path

import sqlglot
from sqlglot import exp
from tests.dbt.builds import Build

# What DuckDB accepts and Spark does not know; sqlglot parses some of it as an ordinary function call.
DUCKDB_ONLY = re.compile(
    r"\b(qualify|arg_min|arg_max|list_\w+|struct_\w+|any_value|strftime|strptime|regexp_matches|string_agg|generate_series|unnest"
    r"|read_\w+|epoch_ms|list|filter)\s*\(|::|\bgroup by all\b|\bexclude\s*\(|\bmerge into\b|,\s*\n\s*from\b",
    re.IGNORECASE,
)


def compiled_models(build: Build) -> dict[str, str]:
    root = build.target / "compiled" / "acta" / "models"
    # dbt puts the SQL of a model's tests below a folder named after its .yml
    paths = [path for path in sorted(root.rglob("*.sql")) if not path.parent.name.endswith(".yml")]
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def test_every_model_parses_as_spark_sql(build: Build) -> None:
    models = compiled_models(build)
    assert len(models) >= 70
    for name, sql in models.items():
        (tree,) = sqlglot.parse(sql, read="spark")
        assert isinstance(tree, exp.Query), name


def test_no_model_uses_what_only_duckdb_knows(build: Build) -> None:
    found = {
        name: match.group(0)
        for name, sql in compiled_models(build).items()
        if (match := DUCKDB_ONLY.search(uncommented(sql)))
    }
    assert found == {}


def test_every_model_ends_by_selecting_all_of_its_last_step(build: Build) -> None:
    for name, sql in compiled_models(build).items():
        last_step = list(sqlglot.parse_one(sql, read="duckdb").find(exp.With).expressions)[-1].alias  # type: ignore[union-attr]
        assert re.search(rf"select \* from {last_step}\s*$", sql), name


def test_models_are_written_in_lower_case(build: Build) -> None:
    loud = [
        name
        for name, sql in compiled_models(build).items()
        if re.search(r"\b(SELECT|FROM|WHERE|JOIN|CASE|WITH)\b", uncommented(sql))
    ]
    assert loud == []


def uncommented(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)


def test_a_model_fits_on_two_screens() -> None:
    root = Path(__file__).resolve().parents[2] / "dbt_project" / "models"
    long = {
        path.stem: count
        for path in root.rglob("*.sql")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 150
    }
    assert long == {}
