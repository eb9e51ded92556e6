"""The real DAGs: a command beside a running one, and a metadata database that is lost. Minutes, so marked slow."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.faults.site import rows
from tests.scale.batches import write_day

from acta import orchestrate
from acta.config import Settings
from acta.model.build import build_lock
from acta.newsroom import EDITIONS
from acta.newsroom.server import running_newsroom
from acta.publish.generations import current_generation
from acta.store.lock import holder

ACTA = str(Path(sys.executable).with_name("acta"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def environment(settings: Settings) -> dict[str, str]:
    return {
        "ACTA_DATA_DIR": str(settings.data_dir),
        "ACTA_SOURCES_DIR": str(settings.sources_dir),
        "ACTA_JUDGEMENTS_DIR": str(settings.judgements_dir),
        "ACTA_NEWSROOM_PORT": str(settings.newsroom_port),
        "ACTA_NOW": EDITIONS[1].isoformat(),
    }


def run(settings: Settings, dag_id: str, conf: str = "{}") -> None:
    orchestrate.run_dag(settings, dag_id, environment(settings), lambda line: None, conf)


@pytest.mark.fault(30)
def test_a_lost_airflow_database_costs_no_request_and_doubles_no_article(settings: Settings) -> None:
    asked_for = '{"only_due": false}'
    with running_newsroom() as newsroom:
        settings = replace(settings, newsroom_port=newsroom.port)
        orchestrate.prepare(settings)
        run(settings, "collect_articles", asked_for)
        before = rows(settings, "extract", "articles")
        fetched = sum(row["outcome"] == "fetched" for row in rows(settings))
        for path in orchestrate.airflow_home(settings).glob("airflow.db*"):
            path.unlink()
        orchestrate.prepare(settings)
        run(settings, "collect_articles", asked_for)
    assert len(before) > 80 and rows(settings, "extract", "articles") == before
    outcomes = [row["outcome"] for row in rows(settings) if row["kind"] != "robots"]
    assert outcomes.count("fetched") == fetched - sum(row["kind"] == "robots" for row in rows(settings))
    assert outcomes.count("unchanged") > 5  # it did ask again


@pytest.mark.fault(6)
def test_a_command_beside_a_running_dag_is_one_line_that_names_the_process_and_the_dag_goes_on(settings: Settings) -> None:
    write_day(settings, 0, 60)
    orchestrate.prepare(settings)
    failed: list[BaseException] = []

    def build() -> None:
        try:
            run(settings, "build_marts")
        except BaseException as error:
            failed.append(error)

    dag = threading.Thread(target=build)
    dag.start()
    pid = wait_for(lambda: holder(build_lock(settings)), dag)
    assert psutil.Process(pid).pid != os.getpid()
    done = subprocess.run(
        [ACTA, "build"], env=os.environ | environment(settings), capture_output=True, text=True, timeout=300
    )
    said = done.stderr.strip()
    assert done.returncode != 0 and "Traceback" not in said
    assert "the build is busy: process" in said and "wait for it, or stop it" in " ".join(said.split())
    dag.join()
    assert failed == []
    assert current_generation(settings) is not None


def wait_for(look: Any, dag: threading.Thread) -> int:
    """The holder of a lock, as soon as there is one."""
    while dag.is_alive():
        if pid := look():
            return int(pid)
        time.sleep(0.02)
    raise AssertionError("the DAG ended before it held the lock")
