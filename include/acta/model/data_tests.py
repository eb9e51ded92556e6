"""Results of data tests as rows with history: one file a run outside the build file, so that a rebuild keeps them.

A mart is built before its tests are run, so ``rpt_data_tests`` is filled again, by its own SQL, once the results are known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from acta.config import Settings
from acta.model.dbt import is_test, target_dir
from acta.model.warehouse import replace_table
from acta.store.faults import write_whole

KEPT_RUNS = 200  # two days of a run each 15 minutes; some 300 tests each
COLUMNS = (
    "invocation_id", "test_id", "test_name", "belief", "model_name", "column_name", "severity", "status", "failure_count",
    "message", "run_at", "elapsed_ms",
)  # fmt: skip
REPORT = "rpt_data_tests"

# What a generic test believes of a column, for those that do not say it in their own words.
BELIEFS = {
    "unique": "no two rows have the same {column}",
    "not_null": "{column} is known",
    "relationships": "each {column} is a {field} of {to}",
    "accepted_values": "{column} is one of {values}",
    "in_order": "{column} is not after {not_after}",
    "in_range": "{column} lies between {minimum} and {maximum}",
    "text_at_offsets": "the characters between the offsets are {column}",
    "unique_together": "no two rows agree in {columns}",
}


def results_dir(settings: Settings) -> Path:
    """Folder of the results, one file a run, named by its time."""
    return settings.data_dir / "data_tests"


def record_results(settings: Settings, nodes: dict[str, Any] | None = None) -> None:
    """Keep what the tests of the run that just ended said, passed or not; nothing when it never came to them.

    ``nodes`` are the tests by their ids as dbt's manifest describes them; by default those of dbt's own run.
    """
    target = target_dir(settings)
    if not (target / "run_results.json").exists():
        return
    run = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    nodes = nodes or json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    rows = list(result_rows(run, nodes))
    if not rows:
        return
    folder = results_dir(settings)
    folder.mkdir(parents=True, exist_ok=True)
    run_at = run["metadata"]["generated_at"].replace(":", "").replace("-", "")
    final = folder / f"{run_at}_{run['metadata']['invocation_id']}.json"
    write_whole(final, json.dumps(rows))
    for old in sorted(folder.glob("*.json"))[:-KEPT_RUNS]:
        old.unlink()


def result_rows(run: dict[str, Any], nodes: dict[str, Any]) -> Iterator[list[str | None]]:
    """Cells of COLUMNS for each data test of a run, from dbt's run_results.json and the nodes of its manifest."""
    for result in run["results"]:
        if not is_test(result["unique_id"]):
            continue
        node = nodes[result["unique_id"]]
        cells = (
            run["metadata"]["invocation_id"], result["unique_id"], node["name"], belief(node), tested_model(node),
            node.get("column_name"), node["config"]["severity"].lower(), result["status"], result["failures"],
            result["message"], run["metadata"]["generated_at"], round(1000 * result["execution_time"]),
        )  # fmt: skip
        yield [None if cell is None else str(cell) for cell in cells]


def tested_model(node: dict[str, Any]) -> str | None:
    """Name of the model a test is about; of a test of its own file the first model it reads."""
    attached = node.get("attached_node") or next(iter(node["depends_on"]["nodes"]), None)
    return attached.split(".")[2] if attached else None


def belief(node: dict[str, Any]) -> str:
    """The sentence that a test holds for true: its own description, its first comment, or what its kind says."""
    if node.get("description"):
        return " ".join(node["description"].split())
    metadata = node.get("test_metadata")
    if metadata is None:
        first = node["raw_code"].lstrip().splitlines()[0]
        return str(first.removeprefix("--").strip() if first.startswith("--") else node["name"].replace("_", " "))
    given = {"minimum": "any", "maximum": "any"} | metadata["kwargs"]
    given = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in given.items()}
    given |= {"column": node.get("column_name"), "to": str(given.get("to", "")).removeprefix("ref(").strip("\"')")}
    template = BELIEFS.get(metadata["name"])
    return template.format(**given) if template else str(node["name"]).replace("_", " ")


def load_results(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``audit.data_tests`` by the results that are kept; a file that cannot be read is left out: it is no evidence."""
    rows: list[tuple[str | None, ...]] = []
    for path in sorted(results_dir(settings).glob("*.json")):
        try:
            rows += [tuple(row) for row in json.loads(path.read_text(encoding="utf-8"))]
        except ValueError:
            continue
    connection.execute("create schema if not exists audit")
    replace_table(connection, "audit.data_tests", COLUMNS, rows)


def refresh_report(settings: Settings, connection: duckdb.DuckDBPyConnection, sql: str | None = None) -> None:
    """Fill the mart of results again, now with those of the run that built it; by its compiled SQL, dbt's by default."""
    load_results(settings, connection)
    if sql is None:
        (compiled,) = (target_dir(settings) / "compiled" / "acta" / "models").rglob(f"{REPORT}.sql")
        sql = compiled.read_text(encoding="utf-8")
    connection.execute("begin")
    connection.execute(f"delete from marts.{REPORT}")
    connection.execute(f"insert into marts.{REPORT} by name ({sql})")
    connection.execute("commit")
