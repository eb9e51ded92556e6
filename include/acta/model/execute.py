"""Runs a plan in the process that holds DuckDB: what ``dbt build`` does with the same SQL, without its cost per node.

Tables keep their columns, constraints and comments, because only their rows are replaced; each in a transaction of its own.
Results have the form of dbt's ``run_results.json``, so that whoever reads those reads these.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from acta.errors import Permanent
from acta.model.plan import Plan, Table, Test

Progress = Callable[[str], None]
Made = Callable[[], None]  # told after each table


def execute(
    connection: duckdb.DuckDBPyConnection, plan: Plan, progress: Progress, made: Made = lambda: None
) -> list[dict[str, Any]]:
    """Make all tables, then run all tests; returns one result per node. Raises Permanent naming the table that failed."""
    # as dbt_project/profiles.yml has it
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set preserve_insertion_order = false")
    total = len(plan.tables) + len(plan.tests)
    results = []
    for number, table in enumerate(plan.tables, 1):
        begun = time.perf_counter()
        try:
            replace_rows(connection, table)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise Permanent(f"the build is not published, {_name(table.unique_id)} failed: {_one_line(error)}") from error
        results.append(_result(table.unique_id, "success", begun))
        progress(f"{number} of {total} OK {_name(table.unique_id)}")
        made()
    for number, test in enumerate(plan.tests, len(plan.tables) + 1):
        results.append(run_test(connection, test))
        progress(f"{number} of {total} {results[-1]['status'].upper()} {_name(test.unique_id)}")
    return results


def replace_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Replace all rows of a table, or those whose key changed, by what its SQL gives now."""
    described = connection.execute(f"describe {table.relation}").fetchall()
    columns = ", ".join(f'"{column[0]}"' for column in described)
    changed = f" where {table.key} in (select {table.key} from {table.changed})" if table.key else ""
    connection.execute("begin")
    try:
        connection.execute(f"delete from {table.relation}{changed}")
        connection.execute(f"insert into {table.relation} ({columns}) select {columns} from (\n{table.sql}\n)")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def run_test(connection: duckdb.DuckDBPyConnection, test: Test) -> dict[str, Any]:
    """Count what contradicts a test; the status follows dbt's rules: error_if before warn_if, and only for errors."""
    begun = time.perf_counter()
    query = (
        f"select {test.fail_calc}, {test.fail_calc} {test.warn_if}, {test.fail_calc} {test.error_if} from (\n{test.sql}\n) found"
    )
    try:
        failures, warns, errs = connection.execute(query).fetchone() or (0, False, False)
    except duckdb.Error as error:
        return _result(test.unique_id, "error", begun, message=_one_line(error))
    found = f"{failures} result" if failures == 1 else f"{failures} results"
    if test.severity == "error" and errs:
        return _result(test.unique_id, "fail", begun, failures, f"Got {found}, configured to fail if {test.error_if}")
    if warns:
        return _result(test.unique_id, "warn", begun, failures, f"Got {found}, configured to warn if {test.warn_if}")
    return _result(test.unique_id, "pass", begun, failures)


def write_results(path: Path, results: list[dict[str, Any]]) -> None:
    """Leave the results where dbt leaves its own."""
    metadata = {"invocation_id": str(uuid.uuid4()), "generated_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    path.write_text(json.dumps({"metadata": metadata, "results": results}), encoding="utf-8")


def _result(
    unique_id: str, status: str, begun: float, failures: int | None = None, message: str | None = None
) -> dict[str, Any]:
    return {
        "unique_id": unique_id,
        "status": status,
        "execution_time": time.perf_counter() - begun,
        "failures": failures,
        "message": message,
    }


def _name(unique_id: str) -> str:
    return unique_id.split(".")[2]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
