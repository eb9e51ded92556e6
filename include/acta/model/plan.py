"""The build as a list of SQL steps, taken from a finished ``dbt build``.

dbt spends some 40 ms of CPU on each of its nodes, whatever the SQL does, and a small build has hundreds of them. So dbt
builds when the project changed and leaves a plan; the builds after that, of any data folder, run the same compiled SQL in
the process that holds DuckDB (``acta.model.execute``). Plans lie in dbt's target folder, one file per state of the project.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from acta.config import Settings
from acta.model.dbt import is_test, target_dir
from acta.model.increments import KEPT, definitions_of
from acta.model.structure import Structure, structure_of

# What macros/stale.sql writes where dbt compiles a model as a whole: the condition of an incremental build, then `true`.
WHOLE = re.compile(r"/\* incremental: (?P<condition>.*?) \*/\s*true", re.DOTALL)

FORM = 1  # of the stored plan
KEPT_PLANS = 5
TEST_PARTS = ("name", "description", "column_name", "config", "test_metadata", "raw_code", "attached_node", "depends_on")
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
    """Tables in the order of their dependencies, then all data tests; valid for ``definitions`` only.

    ``structure`` makes the tables in a file that has none. ``nodes`` is what dbt's manifest says of the tests, as far as
    ``rpt_data_tests`` needs it.
    """

    definitions: str
    structure: Structure
    tables: list[Table]
    tests: list[Test]
    nodes: dict[str, dict[str, Any]]

    def sql_of(self, model: str) -> str:
        """The SQL of a table, by its name."""
        return next(table.sql for table in self.tables if table.unique_id == f"model.acta.{model}")


def plan_key(settings: Settings) -> str:
    """What a plan is valid for: the project's files and settings, its data tests, and the programs that made it."""
    digest = hashlib.sha256(definitions_of(settings).encode())
    for path in sorted((settings.dbt_dir / "tests").rglob("*.sql")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name in ("dbt-core", "dbt-duckdb", "duckdb"):
        digest.update(f"{name} {version(name)} ".encode())
    return f"{FORM}-{digest.hexdigest()[:32]}"


def plan_paths(settings: Settings, key: str) -> tuple[Path, Path]:
    """Where a plan may lie: in dbt's target folder, or beside the build file where that cannot be written."""
    name = f"plan-{key}.json"
    return settings.dbt_dir / "target" / "plans" / name, settings.build_file.with_name(name)


def read_plan(settings: Settings) -> Plan | None:
    """The plan for the project as it is, or None when there is none."""
    for path in plan_paths(settings, plan_key(settings)):
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):  # dbt makes the next one
            return _plan(json.loads(path.read_text(encoding="utf-8")))
    return None


def _plan(stored: dict[str, Any]) -> Plan:
    tables, tests = [Table(**t) for t in stored["tables"]], [Test(**t) for t in stored["tests"]]
    return Plan(stored["definitions"], Structure(**stored["structure"]), tables, tests, stored["nodes"])


def keep_plan(settings: Settings, key: str, connection: duckdb.DuckDBPyConnection) -> Plan:
    """Write the plan of the ``dbt build`` that just succeeded; ``key`` was taken before it began."""
    manifest, results = (
        json.loads((target_dir(settings) / name).read_text(encoding="utf-8"))
        for name in ("manifest.json", "run_results.json")
    )
    plan = plan_of(key, manifest, results, connection)
    for path in plan_paths(settings, key):
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
            partial.write_text(json.dumps(asdict(plan)), encoding="utf-8")
            partial.rename(path)
            for old in sorted(path.parent.glob("plan-*.json"), key=lambda p: p.stat().st_mtime)[:-KEPT_PLANS]:
                old.unlink(missing_ok=True)
            break
    return plan


def plan_of(
    definitions: str, manifest: dict[str, Any], results: dict[str, Any], connection: duckdb.DuckDBPyConnection
) -> Plan:
    """The plan of a run that built everything, from dbt's two artefacts and the file it built."""
    compiled = {result["unique_id"]: result["compiled_code"] for result in results["results"]}
    nodes = {name: node for name, node in manifest["nodes"].items() if name in compiled}
    tests = {name: node for name, node in nodes.items() if is_test(name)}
    before = {name: node["depends_on"].get("nodes", []) for name, node in nodes.items() if name not in tests}
    order = [nodes[name] for name in TopologicalSorter(before).static_order() if name in nodes]
    names = {kind: [f"{n['schema']}.{n['alias']}" for n in order if n["resource_type"] == kind] for kind in ("seed", "model")}
    return Plan(
        definitions,
        structure_of(connection, names["model"], names["seed"]),
        list(_tables(order, compiled)),
        [_test(node, compiled[name]) for name, node in tests.items()],
        {name: {part: node.get(part) for part in TEST_PARTS} for name, node in tests.items()},
    )


def _tables(order: list[dict[str, Any]], compiled: dict[str, str]) -> Iterator[Table]:
    for node in order:
        name, kind = node["unique_id"], node["config"]["materialized"]
        if kind not in ("table", "incremental"):
            continue
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
