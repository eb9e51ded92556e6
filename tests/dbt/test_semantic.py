"""The semantic layer says nothing that the tables do not hold, and only marts are for others to read."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest
from tests.dbt.builds import Build


@pytest.fixture(scope="module")
def semantic(build: Build) -> dict[str, Any]:
    """The manifest that dbt writes for MetricFlow once it holds together."""
    loaded: dict[str, Any] = json.loads((build.target / "semantic_manifest.json").read_text(encoding="utf-8"))
    return loaded


def test_every_entity_dimension_and_measure_is_a_column_of_its_mart(
    semantic: dict[str, Any], marts: duckdb.DuckDBPyConnection
) -> None:
    assert len(semantic["semantic_models"]) >= 6
    for model in semantic["semantic_models"]:
        parts = [*model["entities"], *model["dimensions"], *model["measures"]]
        columns = ", ".join(part["expr"] or part["name"] for part in parts)
        marts.execute(f"select {columns} from {model['node_relation']['alias']} limit 0")


def test_the_key_of_each_semantic_model_is_unique(semantic: dict[str, Any], marts: duckdb.DuckDBPyConnection) -> None:
    for model in semantic["semantic_models"]:
        (key,) = [part["expr"] for part in model["entities"] if part["type"] == "primary"]
        counted = f"select count(*), count(distinct {key}) from {model['node_relation']['alias']}"
        ((rows, keys),) = marts.execute(counted).fetchall()
        assert rows == keys > 0, model["name"]


def test_the_days_of_the_time_spine_are_those_of_dim_dates(semantic: dict[str, Any]) -> None:
    (spine,) = semantic["project_configuration"]["time_spines"]
    assert spine["node_relation"]["alias"] == "dim_dates"
    assert spine["primary_column"] == {"name": "date_on", "time_granularity": "day"}


def test_every_saved_query_asks_for_metrics_that_exist(semantic: dict[str, Any]) -> None:
    known = {metric["name"] for metric in semantic["metrics"]}
    assert semantic["saved_queries"]
    assert {name for query in semantic["saved_queries"] for name in query["query_params"]["metrics"]} <= known


def test_marts_are_public_and_what_leads_to_them_is_private(build: Build) -> None:
    for node in build.manifest()["nodes"].values():
        if node["resource_type"] == "model":
            assert node["config"]["access"] == ("public" if node["fqn"][1] == "marts" else "private"), node["name"]
            assert node["config"]["group"] == "warehouse", node["name"]


def test_descriptions_go_into_the_warehouse(build: Build) -> None:
    marts = [n for n in build.manifest()["nodes"].values() if n["resource_type"] == "model" and n["fqn"][1] == "marts"]
    assert all(node["config"]["persist_docs"] == {"relation": True, "columns": True} for node in marts)
