"""Every mart says what it holds: a contract, a description for each column, a .yml beside its .sql."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from tests.dbt.builds import PROJECT, Build
from tests.dbt.coverage import FLOORS, measure


def mart_nodes(build: Build) -> list[dict[str, Any]]:
    nodes = build.manifest()["nodes"].values()
    return [node for node in nodes if node["resource_type"] == "model" and node["fqn"][1] == "marts"]


@pytest.mark.fault(28)
def test_every_mart_has_an_enforced_contract(build: Build) -> None:
    marts = mart_nodes(build)
    assert len(marts) >= 20
    assert [node["name"] for node in marts if not node["contract"]["enforced"]] == []


def test_every_column_of_every_mart_has_a_type_and_a_description(build: Build) -> None:
    bare = [
        f"{node['name']}.{column['name']}"
        for node in mart_nodes(build)
        for column in node["columns"].values()
        if not column["description"].strip() or not column["data_type"]
    ]
    assert bare == []


def test_every_mart_opens_with_its_grain_and_names_its_key(build: Build) -> None:
    vague = [
        node["name"]
        for node in mart_nodes(build)
        if not node["description"].startswith("One row ") or "Key: " not in node["description"]
    ]
    assert vague == []


def test_every_mart_that_is_a_table_has_one_primary_key_of_one_column(build: Build) -> None:
    for node in mart_nodes(build):
        keys = [
            name
            for name, column in node["columns"].items()
            if any(constraint["type"] == "primary_key" for constraint in column["constraints"])
        ]
        assert len(keys) == (0 if node["config"]["materialized"] == "view" else 1), node["name"]


def test_no_mart_has_a_nested_column_or_the_time_of_the_build(build: Build) -> None:
    for node in mart_nodes(build):
        types = {column["data_type"] for column in node["columns"].values()}
        assert types <= {"string", "bigint", "double", "boolean", "date", "timestamp"}, node["name"]
        code = node["compiled_code"].lower()
        assert not [word for word in ("now()", "current_timestamp", "current_date", "random(") if word in code], node[
            "name"
        ]


def test_every_model_and_seed_has_its_own_yml_beside_it() -> None:
    alone = [str(path) for path in (PROJECT / "models").rglob("*.sql") if not path.with_suffix(".yml").exists()]
    alone += [str(path) for path in (PROJECT / "seeds").glob("*.csv") if not path.with_suffix(".yml").exists()]
    assert alone == []


def test_only_staging_models_read_what_python_owns(build: Build) -> None:
    nodes = build.manifest()["nodes"].values()
    strangers = [
        node["name"]
        for node in nodes
        if node["resource_type"] == "model"
        and node["fqn"][1] != "staging"
        and any(parent.startswith("source.") for parent in node["depends_on"]["nodes"])
    ]
    assert strangers == []


def test_no_model_reads_from_a_layer_to_its_right(build: Build) -> None:
    order = {"staging": 0, "intermediate": 1, "marts": 2}
    models = {key: node for key, node in build.manifest()["nodes"].items() if node["resource_type"] == "model"}
    backwards = [
        (node["name"], models[parent]["name"])
        for node in models.values()
        for parent in node["depends_on"]["nodes"]
        if parent in models and order[models[parent]["fqn"][1]] > order[node["fqn"][1]]
    ]
    assert backwards == []


def test_every_exposure_names_marts_and_every_mart_is_exposed(build: Build) -> None:
    exposures = build.manifest()["exposures"].values()
    exposed = {parent.split(".")[-1] for exposure in exposures for parent in exposure["depends_on"]["nodes"]}
    assert exposed == {node["name"] for node in mart_nodes(build)}


def test_the_name_of_a_unit_test_is_a_sentence() -> None:
    names = [
        entry["name"]
        for path in (PROJECT / "models").rglob("*.yml")
        for entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("unit_tests", [])
    ]
    assert len(names) >= 25
    assert [name for name in names if name.count("_") < 4] == []


def test_what_is_described_and_tested_never_falls(build: Build) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    found = measure(build.manifest())
    assert {name: value for name, value in found.items() if value < floors[name]} == {}
