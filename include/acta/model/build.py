"""Build the warehouse privately: load, join what is the same, run dbt with its tests, leave a receipt.

``receipt.json`` beside the build file says what the last good build holds; publishing needs it. It is removed before the work
starts, so a build that failed or was killed can never be published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from acta.config import Settings
from acta.errors import Permanent
from acta.model.changes import write_version_changes
from acta.model.clusters import table_counts, write_clusters
from acta.model.data_tests import REPORT, load_results, record_results, refresh_report
from acta.model.dbt import Progress, Results, read_results, results_path, run_dbt
from acta.model.execute import execute, write_results
from acta.model.hashes import definitions_hash, hashed_columns, table_hashes_by_days
from acta.model.increments import definitions_of, keep_increments, prepare_increments
from acta.model.load import damaged_lines, load_pending
from acta.model.news import inputs_hash, nothing_to_load
from acta.model.plan import Plan, keep_plan, plan_key, read_plan
from acta.model.receipt import Receipt, read_receipt, receipt_path, write_receipt
from acta.model.structure import make_structure
from acta.model.sums import table_sums
from acta.model.warehouse import is_damage, open_build, writing
from acta.store.batches import all_batches, check_batch
from acta.store.failpoints import reach
from acta.store.faults import check_space, size_of
from acta.store.lock import at_work, exclusive
from acta.store.tables import TABLES
from acta.store.unfinished import refuse_unfinished
from acta.store.version import check_data_version

__all__ = [
    "Receipt", "build", "build_lock", "building", "load", "read_receipt", "rebuild", "receipt_path",
    "standing_receipt", "transform",
]  # fmt: skip


def build_lock(settings: Settings) -> Path:
    """File whose lock the building process holds."""
    return settings.build_file.with_name("build.lock")


@contextmanager
def building(settings: Settings) -> Iterator[None]:
    """For the one process that builds or publishes. Raises Transient when another does, or while something is forgotten.

    Raises Permanent, naming the command that helps, when forgetting was cut off or the build file turns out to be damaged.
    """
    with at_work(settings), exclusive(build_lock(settings), "the build"):
        refuse_unfinished(settings)
        try:
            yield
        except duckdb.Error as error:
            if not is_damage(error):
                raise
            raise Permanent(damaged_build(settings, str(error))) from error


def damaged_build(settings: Settings, why: str) -> str:
    """One line on a damaged build file."""
    return f"{settings.build_file} is damaged ({why.splitlines()[0]}): run `acta rebuild` to make it again from the batches"


def load(settings: Settings, progress: Progress = lambda line: None) -> int:
    """Load new batches and compute clusters; returns how many batches were new. Voids the receipt of the last build.

    Nothing is done, and the receipt stays, when there is nothing new, or only attempts without an article soon after a build.
    """
    check_data_version(settings)
    check_space(settings)
    with building(settings):
        if line := nothing_to_load(settings, standing_receipt(settings)):
            progress(line)
            return 0
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


def standing_receipt(settings: Settings) -> Receipt | None:
    """That of the last build: after a load it is there only when there was nothing to load. None also when it is damaged."""
    try:
        return read_receipt(settings)
    except Permanent:
        return None


def transform(
    settings: Settings,
    progress: Progress = lambda line: None,
    despite_failures: bool = False,
    with_dbt: bool = False,
) -> Receipt:
    """Make all models of what is loaded, run all data tests and write the receipt that publishing needs.

    dbt does so when the project changed since its last build in any data folder, or ``with_dbt``; otherwise the plan that it
    left is executed here.
    Raises Permanent when a data test fails (the published warehouse stays as it is) and Transient when another process builds.
    ``despite_failures`` builds every table whatever the tests say and names those that failed in the receipt.
    """
    check_space(settings, size_of(settings.build_file) / 2)  # the marts beside those of the last build
    with building(settings):
        receipt_path(settings).unlink(missing_ok=True)
        reach(settings, "build.begin")
        # before the models are read: an edit meanwhile must look like another project to the next build
        inputs, project, build_id = inputs_hash(settings), definitions_of(settings), uuid4().hex
        with open_build(settings) as connection:
            load_results(settings, connection)
            everything = prepare_increments(settings, connection)
            connection.execute("create or replace table audit.build_ids as select ? as build_id", [build_id])
        plan = None if with_dbt else read_plan(settings)
        try:
            if plan is None:
                results = _with_dbt(settings, progress, despite_failures, everything)
            else:
                results = _with_plan(settings, plan, progress, despite_failures, everything)
        except Permanent as error:
            if is_damage(error):
                raise Permanent(damaged_build(settings, str(error))) from error
            raise
        finally:
            record_results(settings, plan.nodes if plan else None)
        reach(settings, "build.tested")
        with open_build(settings) as connection:
            refresh_report(settings, connection, plan.sql_of(REPORT) if plan else None)
            receipt = Receipt(
                dict(table_counts(connection, "marts")),
                table_hashes_by_days(connection),
                results.warnings,
                definitions_hash(connection),
                results.failures,
                results.tests,
                damaged_lines(connection),
                build_id,
                datetime.now(UTC).isoformat(timespec="seconds"),
                inputs,
                project,
                table_sums(connection, hashed_columns(connection)),
            )
            reach(settings, "build.hashed")
            keep_increments(connection)  # last: until then the sums of stale days are not those of their rows
        reach(settings, "build.receipt")
        write_receipt(settings, receipt)
    return receipt


def _with_dbt(settings: Settings, progress: Progress, despite_failures: bool, everything: bool) -> Results:
    key = plan_key(settings)
    with writing(settings.build_file):
        results = run_dbt(settings, progress, despite_failures, everything)
    # despite failures dbt runs twice, and the results of each run hold half of the plan; a project that was edited meanwhile
    # may have been compiled before or after
    if not despite_failures and plan_key(settings) == key:
        with open_build(settings) as connection:
            keep_plan(settings, key, connection)
    return results


def _with_plan(
    settings: Settings, plan: Plan, progress: Progress, despite_failures: bool, everything: bool
) -> Results:
    path = results_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with open_build(settings) as connection:
        if everything:
            make_structure(connection, plan.structure)
        write_results(path, execute(connection, plan, progress, lambda: reach(settings, "build.model")))
    return read_results(settings, path, 0, [], despite_failures)


def build(settings: Settings, progress: Progress = lambda line: None, with_dbt: bool = False) -> Receipt:
    """Load, then transform; when the load found nothing to do, the last build stands, unless ``with_dbt``."""
    load(settings, progress)
    return (None if with_dbt else standing_receipt(settings)) or transform(settings, progress, with_dbt=with_dbt)


def rebuild(
    settings: Settings,
    progress: Progress = lambda line: None,
    despite_failures: bool = False,
    with_dbt: bool = False,
) -> Receipt:
    """Throw the build file away and make it again from the batches: the same tables, by definition.

    Raises DamagedBatch, and keeps the build file, when a batch cannot be read: the file may hold the only copy of its rows.
    """
    check_data_version(settings)
    with building(settings):
        for stage in TABLES:
            for manifest in all_batches(settings, stage):
                check_batch(settings, manifest)
        for path in (settings.build_file, *settings.build_file.parent.glob(settings.build_file.name + ".*")):
            path.unlink(missing_ok=True)
        receipt_path(settings).unlink(missing_ok=True)
    load(settings, progress)
    return transform(settings, progress, despite_failures, with_dbt)
