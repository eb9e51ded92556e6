"""The real DAGs through Airflow: `make run` twice, and the scheduler chaining the stages by assets. Minutes, so marked slow."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from acta import orchestrate
from acta.cli.ask import load_questions
from acta.config import Settings
from acta.newsroom import EDITIONS
from acta.newsroom.server import running_newsroom
from acta.publish.generations import current_generation

ACTA = str(Path(sys.executable).with_name("acta"))


def sample(data: Path, port: int) -> str:
    environment = os.environ | {"ACTA_DATA_DIR": str(data), "ACTA_NEWSROOM_PORT": str(port), "COLUMNS": "80"}
    done = subprocess.run([ACTA, "sample"], env=environment, text=True, capture_output=True, timeout=1500)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.fault(4)
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_the_main_job_runs_and_a_second_run_adds_nothing_and_says_so(tmp_path: Path) -> None:
    first = sample(tmp_path / "data", 21760)
    assert load_questions()[0].title in " ".join(first.split()) and "Meridian Wire" in first
    second = sample(tmp_path / "data", 21760)
    assert "nothing was added, and the hashes of all" in " ".join(second.split())


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_scheduler_runs_the_stages_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path / "data", sources_dir=tmp_path / "sources", airflow_port=18999)
    with running_newsroom() as newsroom:
        settings = replace(settings, newsroom_port=newsroom.port)
        for name, value in {
            "ACTA_DATA_DIR": settings.data_dir,
            "ACTA_SOURCES_DIR": settings.sources_dir,
            "ACTA_NEWSROOM_PORT": newsroom.port,
            "ACTA_NOW": EDITIONS[1].isoformat(),
        }.items():
            monkeypatch.setenv(name, str(value))
        try:
            orchestrate.up(settings, wait_seconds=300)
            orchestrate.airflow(settings, "dags", "trigger", "collect_articles", "--conf", '{"only_due": false}')
            deadline = time.monotonic() + 900
            while current_generation(settings) is None and time.monotonic() < deadline:
                time.sleep(5)
            generation = current_generation(settings)
            assert generation is not None and generation.rows["fct_articles"] > 80
        finally:
            assert orchestrate.down(settings)
    assert orchestrate.running_group(settings) is None
