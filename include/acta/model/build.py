"""Build the warehouse privately: load, join what is the same, run dbt with its tests, leave a receipt.

``receipt.json`` beside the build file says what the last good build holds; publishing needs it. It is removed before the work
starts, so a build that failed or was killed can never be published.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from acta.config import Settings
from acta.errors import Permanent
from acta.model.changes import write_version_changes
from acta.model.clusters import table_counts, write_clusters
from acta.model.hashes import definitions_hash, table_hashes
from acta.model.load import load_pending
from acta.model.warehouse import open_build, writing
from acta.store.failpoints import reach
from acta.store.lock import exclusive
from acta.store.version import check_data_version

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Receipt:
    """What a build made: rows and hash of every mart, and the tests that warned."""

    rows: dict[str, int]
    hashes: dict[str, str]
    warnings: list[str]
    definitions: str = ""  # hash of views and comments


def build_lock(settings: Settings) -> Path:
    """File whose lock the building process holds."""
    return settings.build_file.with_name("build.lock")


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
    with exclusive(build_lock(settings), "the build"):
        receipt_path(settings).unlink(missing_ok=True)
        reach(settings, "load.begin")
        with open_build(settings) as connection:
            loaded = load_pending(settings, connection)
            progress(f"loaded {loaded.batches} new batches, {sum(loaded.rows.values())} rows")
            reach(settings, "load.batches")
            write_clusters(connection)
            reach(settings, "load.clusters")
            write_version_changes(connection)
            reach(settings, "load.changes")
            progress("joined same stories and same events")
    return loaded.batches


def transform(settings: Settings, progress: Progress = lambda line: None) -> Receipt:
    """Run ``dbt build`` over what is loaded and write the receipt that publishing needs.

    Raises Permanent when a data test fails (the published warehouse stays as it is) and Transient when another process builds.
    """
    with exclusive(build_lock(settings), "the build"):
        receipt_path(settings).unlink(missing_ok=True)
        reach(settings, "build.begin")
        with writing(settings.build_file):
            warnings = run_dbt(settings, progress)
        reach(settings, "build.tested")
        with open_build(settings, read_only=True) as connection:
            receipt = Receipt(
                dict(table_counts(connection, "marts")),
                table_hashes(connection),
                warnings,
                definitions_hash(connection),
            )
        partial = receipt_path(settings).with_suffix(".partial")
        partial.write_text(json.dumps(asdict(receipt), indent=1) + "\n", encoding="utf-8")
        reach(settings, "build.receipt")
        partial.rename(receipt_path(settings))
    return receipt


def build(settings: Settings, progress: Progress = lambda line: None) -> Receipt:
    """Load, then transform."""
    load(settings, progress)
    return transform(settings, progress)


def rebuild(settings: Settings, progress: Progress = lambda line: None) -> Receipt:
    """Throw the build file away and make it again from the batches: the same tables, by definition."""
    check_data_version(settings)
    with exclusive(build_lock(settings), "the build"):
        for path in (settings.build_file, settings.build_file.with_suffix(".duckdb.wal")):
            path.unlink(missing_ok=True)
    return build(settings, progress)


def run_dbt(settings: Settings, progress: Progress) -> list[str]:
    """Run ``dbt build`` in a process of its own (in ours it would keep DuckDB's lock); returns tests that warned."""
    target = settings.build_file.with_name("target")
    # A manifest of an interrupted run must not be read as the result of this one.
    (target / "run_results.json").unlink(missing_ok=True)
    environment = os.environ | {
        "ACTA_BUILD_FILE": str(settings.build_file),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    command = [
        str(Path(sys.executable).with_name("dbt")),
        "--no-use-colors",
        "build",
        # Unit tests prove the SQL, not the data: `make test` runs them, a build does not need them each time.
        *("--exclude-resource-type", "unit_test"),
        *("--project-dir", str(settings.dbt_dir), "--profiles-dir", str(settings.dbt_dir)),
        *("--vars", json.dumps({"name_private_persons": settings.name_private_persons})),
        *("--target-path", str(target), "--log-path", str(target / "logs")),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, preexec_fn=_die_with_parent
    ) as process:
        assert process.stdout is not None
        tail: list[str] = []
        for line in process.stdout:
            tail = [*tail[-19:], line.rstrip()]
            progress(line.rstrip())
            if " OK created sql table model marts." in line:
                reach(settings, "build.model")
    return read_results(target / "run_results.json", process.returncode, tail)


def _die_with_parent() -> None:
    """Runs in the child: a dbt left behind by a killed build would keep DuckDB's lock and go on writing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def read_results(path: Path, exit_status: int, tail: list[str]) -> list[str]:
    """Names of the tests that warned. Raises Permanent naming each node that failed and its message."""
    if not path.exists():
        raise Permanent("dbt did not start: " + " | ".join(line for line in tail if line.strip())[-600:])
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    failed = [r for r in results if r["status"] in ("error", "fail")]
    if failed or exit_status:
        listed = "; ".join(f"{r['unique_id'].split('.')[2]} ({_one_line(r)})" for r in failed[:5]) or tail[-1]
        more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
        raise Permanent(f"the build is not published, {len(failed)} checks failed: {listed}{more}")
    return [f"{r['unique_id'].split('.')[2]}: {_one_line(r)}" for r in results if r["status"] == "warn"]


def _one_line(result: dict[str, object]) -> str:
    return " ".join(str(result.get("message") or result["status"]).split())[:160]
