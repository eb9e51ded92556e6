"""Policy on every DAG at once: they import, say how to run them, and are wired by assets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = {"collect", "extract", "annotate", "model", "publish"}

# Airflow reads its settings when it is imported and opens its database then, so it gets a process of its own.
SCRIPT = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
print("\\n" + json.dumps({
    "errors": {k: str(v) for k, v in bag.import_errors.items()},
    "dags": {
        dag.dag_id: {
            "file": dag.fileloc, "doc": dag.doc_md, "tags": sorted(dag.tags), "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs, "timetable": type(dag.timetable).__name__,
            "tasks": {t.task_id: {"pool": t.pool, "retries": t.retries, "timeout": bool(t.execution_timeout),
                                  "down": sorted(t.downstream_task_ids), "outlets": [o.uri for o in t.outlets]}
                      for t in dag.tasks},
        } for dag in bag.dags.values()
    },
}))
"""


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> dict:
    home = tmp_path_factory.mktemp("airflow")
    environment = os.environ | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PYTHONPATH": str(ROOT / "dags"),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, str(ROOT / "dags")],
        env=environment,
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_every_dag_imports(bag: dict) -> None:
    assert bag["errors"] == {}
    assert sorted(bag["dags"]) == ["annotate_articles", "build_marts", "collect_articles", "maintain", "refresh_actors"]


def test_a_dag_is_named_after_its_file_and_its_docstring_is_the_runbook(bag: dict) -> None:
    for dag_id, dag in bag["dags"].items():
        assert Path(dag["file"]).stem == dag_id
        for heading in ("Reads ", "Writes ", "Schedule ", "On failure ", "Backfill "):
            assert heading in dag["doc"], f"{dag_id} does not say {heading}"


@pytest.mark.fault(6)
def test_tags_are_stages_and_a_dag_runs_one_at_a_time(bag: dict) -> None:
    for dag in bag["dags"].values():
        assert dag["tags"] and set(dag["tags"]) <= VOCABULARY
        assert dag["max_active_runs"] == 1 and dag["catchup"] is False


def test_every_task_is_retried_and_has_a_timeout(bag: dict) -> None:
    for dag in bag["dags"].values():
        assert all(task["retries"] >= 1 and task["timeout"] for task in dag["tasks"].values())


@pytest.mark.fault(6)
def test_whatever_opens_the_build_file_is_in_the_pool_of_one(bag: dict) -> None:
    assert {task["pool"] for task in bag["dags"]["build_marts"]["tasks"].values()} == {"duckdb_writer"}


def test_assets_chain_the_stages(bag: dict) -> None:
    assert bag["dags"]["collect_articles"]["timetable"] == "CronDataIntervalTimetable"
    assert bag["dags"]["collect_articles"]["tasks"]["extract"]["outlets"] == ["acta://extracted/articles"]
    assert bag["dags"]["annotate_articles"]["tasks"]["announce"]["outlets"] == ["acta://annotated/annotations"]
    assert {bag["dags"][d]["timetable"] for d in ("annotate_articles", "build_marts")} == {"AssetTriggeredTimetable"}


def test_the_task_graphs_are_as_drawn(bag: dict) -> None:
    graph = {dag_id: {task: spec["down"] for task, spec in dag["tasks"].items()} for dag_id, dag in bag["dags"].items()}
    assert graph == {
        "collect_articles": {"list_sources": ["collect"], "collect": ["check", "extract"], "extract": [], "check": []},
        "annotate_articles": {"list_batches": ["annotate"], "annotate": ["announce"], "announce": []},
        "build_marts": {"load": ["transform"], "transform": ["publish"], "publish": []},
        "maintain": {"clean": [], "compact": []},
        "refresh_actors": {"is_enabled": ["refresh"], "refresh": []},
    }


def test_every_pool_a_task_names_is_made_by_up(bag: dict) -> None:
    from acta.orchestrate import POOLS

    named = {task["pool"] for dag in bag["dags"].values() for task in dag["tasks"].values()} - {"default_pool"}
    assert named == set(POOLS)
