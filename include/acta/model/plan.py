"""The build as a list of SQL steps, taken from a finished ``dbt build``.

dbt spends some 40 ms of CPU on each of its nodes, whatever the SQL does, and a small build has hundreds of them. So dbt
builds when the project changed and leaves a plan; the builds after that run the same compiled SQL in the process that
holds DuckDB (``acta.model.execute``). Views and seeds are in the build file already and change with the project only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from typing import Any

from acta.config import Settings
from acta.model.dbt import is_test, target_dir
from acta.model.increments import KEPT, definitions_of

# What macros/stale.sql writes where dbt compiles a model as a whole: the condition of an incremental build, then `true`.
WHOLE = re.compile(r"/\* incremental: (?P<condition>.*?) \*/\s*true", re.DOTALL)

CHANGED = {column.split()[0]: f"intermediate.int_{things}__stale" for things, column in KEPT.items()}


@dataclass(frozen=True)
class Table:
    """A model that is made again: whole, or, when ``key`` is given, the rows whose key is in the relation ``changed``."""

    unique_id: str
    relation: str  # quoted, with its catalog
    sql: str
    key: str | None = None
    changed: str | None = None


@dataclass(frozen=True)
class Test:
    """A data test: its SQL returns the rows that contradict it."""

    unique_id: str
    sql: str
    severity: str  # error or warn
    fail_calc: str
    warn_if: str
    error_if: str


@dataclass(frozen=True)
class Plan:
    """Tables in the order of their dependencies, then all data tests; valid for ``definitions`` only."""

    definitions: str
    tables: list[Table]
    tests: list[Test]


def plan_path(settings: Settings) -> Path:
    """Where the plan lies between builds."""
    return settings.build_file.with_name("plan.json")


def plan_key(settings: Settings) -> str:
    """What a plan is valid for: the project's files and settings, and the programs that compiled and run its SQL."""
    return " ".join((definitions_of(settings), *(version(name) for name in ("dbt-core", "dbt-duckdb", "duckdb"))))


def read_plan(settings: Settings) -> Plan | None:
    """The plan, or None when there is none for the project as it is."""
    try:
        stored = json.loads(plan_path(settings).read_text(encoding="utf-8"))
        if stored["definitions"] != plan_key(settings):
            return None
        return Plan(stored["definitions"], [Table(**t) for t in stored["tables"]], [Test(**t) for t in stored["tests"]])
    except (OSError, ValueError, TypeError, KeyError):
        return None  # dbt makes the next one


def keep_plan(settings: Settings, key: str) -> None:
    """Write the plan of the ``dbt build`` that just succeeded; ``key`` is the ``plan_key`` from before it started."""
    manifest, results = (
        json.loads((target_dir(settings) / name).read_text(encoding="utf-8"))
        for name in ("manifest.json", "run_results.json")
    )
    plan = plan_of(key, manifest, results)
    partial = plan_path(settings).with_suffix(".partial")
    partial.write_text(json.dumps(asdict(plan)), encoding="utf-8")
    partial.rename(plan_path(settings))


def plan_of(definitions: str, manifest: dict[str, Any], results: dict[str, Any]) -> Plan:
    """The plan of a run that built everything, from dbt's two artefacts."""
    compiled = {result["unique_id"]: result["compiled_code"] for result in results["results"]}
    nodes = {name: node for name, node in manifest["nodes"].items() if name in compiled}
    tests = [_test(nodes[name], compiled[name]) for name in nodes if is_test(name)]
    return Plan(definitions, list(_tables(nodes, compiled)), tests)


def _tables(nodes: dict[str, Any], compiled: dict[str, str]) -> Iterator[Table]:
    before = {name: node["depends_on"].get("nodes", []) for name, node in nodes.items() if not is_test(name)}
    for name in TopologicalSorter(before).static_order():
        kind = nodes[name]["config"]["materialized"] if name in nodes else None
        if kind not in ("table", "incremental"):
            continue
        node = nodes[name]
        sql = WHOLE.sub(lambda found: found["condition"], compiled[name])
        if kind == "table":
            yield Table(name, node["relation_name"], sql)
        else:
            key = node["config"]["meta"].get("made_anew_by", "seen_on")
            yield Table(name, node["relation_name"], sql, key, CHANGED[key])


def _test(node: dict[str, Any], sql: str) -> Test:
    config = node["config"]
    limit = f"\nlimit {config['limit']}" if config["limit"] else ""
    return Test(
        node["unique_id"], sql + limit, config["severity"].lower(), config["fail_calc"], config["warn_if"], config["error_if"]
    )
