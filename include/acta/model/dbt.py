"""Runs dbt in a process of its own (in ours it would keep DuckDB's lock) and reads what became of its models and tests."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acta.config import Settings
from acta.errors import Permanent
from acta.store.failpoints import reach
from acta.store.faults import as_transient, reason_in

Progress = Callable[[str], None]

# Unit tests prove the SQL, not the data: `make test` runs them, a build does not need them each time.
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Results:
    """What the data tests of a run said: one line each for those that warned or failed, and how many ended how."""

    warnings: list[str]
    failures: list[str]
    tests: dict[str, int]


def target_dir(settings: Settings) -> Path:
    """Where dbt writes its manifest and its results."""
    return settings.build_file.with_name("target")


def results_path(settings: Settings) -> Path:
    """Where the results of the last run lie, by dbt or by a plan."""
    return target_dir(settings) / "run_results.json"


def run_dbt(
    settings: Settings, progress: Progress, despite_failures: bool = False, everything: bool = False
) -> Results:
    """Build all models and run all data tests. Raises Permanent when a model fails, or a test unless ``despite_failures``.

    ``everything`` makes also the days of evidence anew whose input is as it was.

    dbt skips what depends on a model that a test found wrong; despite failures all models come first, then the tests.
    """
    options = (*NO_UNIT_TESTS, "--full-refresh") if everything else NO_UNIT_TESTS
    if not despite_failures:
        return _run(settings, progress, "build", *options)
    _run(settings, progress, "build", *options, "--exclude-resource-type", "test")
    return _run(settings, progress, "test", *NO_UNIT_TESTS, despite_failures=True)


def _run(settings: Settings, progress: Progress, verb: str, *options: str, despite_failures: bool = False) -> Results:
    target = target_dir(settings)
    # A manifest of an interrupted run must not be read as the result of this one.
    results_path(settings).unlink(missing_ok=True)
    environment = os.environ | {
        "ACTA_BUILD_FILE": str(settings.build_file),
        "ACTA_BUILD_MEMORY": settings.build_memory,
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    command = [
        str(Path(sys.executable).with_name("dbt")),
        *("--no-use-colors", verb, *options),
        *("--project-dir", str(settings.dbt_dir), "--profiles-dir", str(settings.dbt_dir)),
        *("--vars", json.dumps({"name_private_persons": settings.name_private_persons})),
        *("--target-path", str(target), "--log-path", str(target / "logs")),
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        preexec_fn=_die_with_parent,
    ) as process:
        assert process.stdout is not None
        tail: list[str] = []
        for line in process.stdout:
            tail = [*tail[-19:], line.rstrip()]
            progress(line.rstrip())
            if " OK created sql table model marts." in line:
                reach(settings, "build.model")
    return read_results(settings, results_path(settings), process.returncode, tail, despite_failures)


def _die_with_parent() -> None:
    """Runs in the child: a dbt left behind by a killed build would keep DuckDB's lock and go on writing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def raise_fault(settings: Settings, said: list[str]) -> None:
    """Raise Transient when dbt says that the machine failed it, such as for a full disk."""
    for line in said:
        if reason := reason_in(line):
            raise as_transient(settings, reason, line)


def read_results(
    settings: Settings, path: Path, exit_status: int, tail: list[str], despite_failures: bool = False
) -> Results:
    """What a run's tests said. Raises Permanent naming each node that failed and its message, Transient for a full disk."""
    if not path.exists():
        raise_fault(settings, tail)
        raise Permanent("dbt did not start: " + " | ".join(line for line in tail if line.strip())[-600:])
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    excused = [r for r in results if despite_failures and is_test(r["unique_id"]) and r["status"] == "fail"]
    failed = [r for r in results if r["status"] in ("error", "fail") and r not in excused]
    if failed or (exit_status and not excused):
        raise_fault(settings, [str(r.get("message")) for r in failed] + tail)
        listed = "; ".join(f"{_name(r)} ({_one_line(r)})" for r in failed[:5]) or tail[-1]
        more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
        raise Permanent(f"the build is not published, {len(failed)} checks failed: {listed}{more}")
    return Results(
        [f"{_name(r)}: {_one_line(r)}" for r in results if r["status"] == "warn"],
        [f"{_name(r)}: {_one_line(r)}" for r in excused],
        dict(Counter(r["status"] for r in results if is_test(r["unique_id"]))),
    )


def is_test(unique_id: str) -> bool:
    """Whether a node of dbt's is a data test."""
    return unique_id.startswith("test.")


def _name(result: dict[str, Any]) -> str:
    return str(result["unique_id"].split(".")[2])


def _one_line(result: dict[str, Any]) -> str:
    return " ".join(str(result.get("message") or result["status"]).split())[:160]
