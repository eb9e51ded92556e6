"""Build the warehouse privately: load, join what is the same, run dbt with its tests, leave a receipt.

``receipt.json`` beside the build file says what the last good build holds; publishing needs it. It is removed before the work
starts, so a build that failed or was killed can never be published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.model.changes import write_version_changes
from acta.model.clusters import table_counts, write_clusters
from acta.model.data_tests import load_results, record_results, refresh_report
from acta.model.dbt import Progress, Results, read_results, results_path, run_dbt
from acta.model.execute import execute, write_results
from acta.model.hashes import definitions_hash, table_hashes_by_days
from acta.model.increments import keep_increments, prepare_increments
from acta.model.load import load_pending
from acta.model.plan import Plan, keep_plan, plan_path, read_plan
from acta.model.warehouse import open_build, writing
from acta.store.failpoints import reach
from acta.store.lock import at_work, exclusive
from acta.store.version import check_data_version


@dataclass(frozen=True)
class Receipt:
    """What a build made: rows and hash of every mart, and the tests that warned."""

    rows: dict[str, int]
    hashes: dict[str, str]
    warnings: list[str]
    definitions: str = ""  # hash of views and comments
    failures: list[str] = field(default_factory=list)  # tests that failed; only in a build made despite them
    tests: dict[str, int] = field(default_factory=dict)  # how many data tests ended how


def build_lock(settings: Settings) -> Path:
    """File whose lock the building process holds."""
    return settings.build_file.with_name("build.lock")


@contextmanager
def building(settings: Settings) -> Iterator[None]:
    """For the one process that builds or publishes. Raises Transient when another does, or while something is forgotten."""
    with at_work(settings), exclusive(build_lock(settings), "the build"):
        yield


def receipt_path(settings: Settings) -> Path:
    """Where the last good build says what it holds."""
    return settings.build_file.with_name("receipt.json")


def read_receipt(settings: Settings) -> Receipt | None:
    """The last good build, or None when there is none. Raises Permanent when its file is damaged."""
    path = receipt_path(settings)
    try:
        return Receipt(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
    except (ValueError, TypeError) as error:
        raise Permanent(f"{path} is damaged ({error}): run `acta build` to write it again") from error


def load(settings: Settings, progress: Progress = lambda line: None) -> int:
    """Load new batches and compute clusters; returns how many batches were new. Voids the receipt of the last build."""
    check_data_version(settings)
    with building(settings):
        receipt_path(settings).unlink(missing_ok=True)
        reach(settings, "load.begin")
        with open_build(settings) as connection:
            loaded = load_pending(settings, connection)
            progress(f"loaded {loaded.batches} new batches, {sum(loaded.rows.values())} rows")
            reach(settings, "load.batches")
            write_clusters(connection, progress)
            reach(settings, "load.clusters")
            write_version_changes(connection)
            reach(settings, "load.changes")
    return loaded.batches


def transform(
    settings: Settings,
    progress: Progress = lambda line: None,
    despite_failures: bool = False,
    with_dbt: bool = False,
) -> Receipt:
    """Make all models of what is loaded, run all data tests and write the receipt that publishing needs.

    dbt does so the first time and when the project changed, or ``with_dbt``; otherwise the plan it left is executed here.
    Raises Permanent when a data test fails (the published warehouse stays as it is) and Transient when another process builds.
    ``despite_failures`` builds every table whatever the tests say and names those that failed in the receipt.
    """
    with building(settings):
        receipt_path(settings).unlink(missing_ok=True)
        reach(settings, "build.begin")
        with open_build(settings) as connection:
            load_results(settings, connection)
            everything = prepare_increments(settings, connection)
        plan = None if everything or with_dbt else read_plan(settings)
        try:
            if plan is None:
                results = _with_dbt(settings, progress, despite_failures, everything)
            else:
                results = _with_plan(settings, plan, progress, despite_failures)
        finally:
            record_results(settings)
        reach(settings, "build.tested")
        with open_build(settings) as connection:
            refresh_report(settings, connection)
            receipt = Receipt(
                dict(table_counts(connection, "marts")),
                table_hashes_by_days(connection),
                results.warnings,
                definitions_hash(connection),
                results.failures,
                results.tests,
            )
            reach(settings, "build.hashed")
            keep_increments(connection)  # last: until then the sums of stale days are not those of their rows
        partial = receipt_path(settings).with_suffix(".partial")
        partial.write_text(json.dumps(asdict(receipt), indent=1) + "\n", encoding="utf-8")
        reach(settings, "build.receipt")
        partial.rename(receipt_path(settings))
    return receipt


def _with_dbt(settings: Settings, progress: Progress, despite_failures: bool, everything: bool) -> Results:
    plan_path(settings).unlink(missing_ok=True)
    with writing(settings.build_file):
        results = run_dbt(settings, progress, despite_failures, everything)
    if not despite_failures:  # that takes two runs of dbt, whose results hold half of the plan each
        keep_plan(settings)
    return results


def _with_plan(settings: Settings, plan: Plan, progress: Progress, despite_failures: bool) -> Results:
    path = results_path(settings)
    path.unlink(missing_ok=True)
    with open_build(settings) as connection:
        write_results(path, execute(connection, plan, progress, lambda: reach(settings, "build.model")))
    return read_results(path, 0, [], despite_failures)


def build(settings: Settings, progress: Progress = lambda line: None, with_dbt: bool = False) -> Receipt:
    """Load, then transform."""
    load(settings, progress)
    return transform(settings, progress, with_dbt=with_dbt)


def rebuild(settings: Settings, progress: Progress = lambda line: None) -> Receipt:
    """Throw the build file away and make it again from the batches: the same tables, by definition."""
    check_data_version(settings)
    with building(settings):
        for path in (settings.build_file, settings.build_file.with_suffix(".duckdb.wal")):
            path.unlink(missing_ok=True)
    return build(settings, progress)
