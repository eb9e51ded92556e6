"""`acta clean` removes what is past its time and nothing else; the doctor says how much there is and what a year would leave."""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.days import write_page, write_poll

from acta.cli import cli
from acta.config import Settings
from acta.model.data_tests import results_dir
from acta.orchestrate import airflow, airflow_home
from acta.store.manifest import written_at

DAY = 86_400


@pytest.fixture
def there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The data folder that commands find too."""
    monkeypatch.setenv("ACTA_DATA_DIR", str(settings.data_dir))
    return settings


def file_of(path: Path, days: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


def folder_of(settings: Settings) -> dict[str, list[Path]]:
    """Logs and results of data tests: old ones, and those of yesterday."""
    logs, tests = airflow_home(settings) / "logs", results_dir(settings)
    return {
        "old logs": [file_of(logs / "dag_id=a" / "run_id=1" / "1.log", 40), file_of(logs / "scheduler" / "x.log", 31)],
        "new logs": [file_of(logs / "dag_id=a" / "run_id=2" / "1.log", 1)],
        "old tests": [file_of(tests / "old.json", 800)],
        "new tests": [file_of(tests / "new.json", 1)],
    }


@pytest.mark.fault(32)
def test_old_logs_and_results_go_and_evidence_and_what_is_young_stays(
    there: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACTA_LOG_DAYS", "30")
    monkeypatch.setenv("ACTA_TEST_DAYS", "365")
    write_page(there, "a")
    write_poll(there, "1")
    old_archive = file_of(there.warc_dir / "alpha" / "bat_a.warc.gz", 900)
    evidence = {path: path.read_bytes() for path in there.data_dir.rglob("*") if path.is_file()}
    files = folder_of(there)
    done = CliRunner().invoke(cli, ["clean"])
    assert done.exit_code == 0, done.output
    assert "2 log files" in done.output and "1 runs of data tests" in done.output
    assert [p.exists() for name in ("old logs", "old tests") for p in files[name]] == [False] * 3
    assert [p.exists() for name in ("new logs", "new tests") for p in files[name]] == [True] * 2
    assert not files["old logs"][0].parent.exists() and old_archive in evidence
    assert all(path.read_bytes() == content for path, content in evidence.items())


@pytest.mark.fault(32)
def test_a_setting_of_no_days_keeps_everything(there: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTA_LOG_DAYS", "0")
    monkeypatch.setenv("ACTA_TEST_DAYS", "0")
    files = folder_of(there)
    done = CliRunner().invoke(cli, ["clean"])
    assert (done.exit_code, done.output) == (0, "")
    assert all(path.exists() for paths in files.values() for path in paths)


@pytest.mark.fault(32)
def test_the_doctor_says_how_much_there_is_and_what_a_year_at_this_pace_would_leave(there: Settings) -> None:
    there.data_dir.mkdir(parents=True, exist_ok=True)
    version = there.data_dir / "version.json"
    version.write_text('{"data_version": 1}')
    os.utime(version, (time.time() - 10 * DAY,) * 2)
    for number in range(99):
        file_of(there.batches_dir / "x" / str(number), 1)
    file_of(there.warc_dir / "alpha" / "one.warc.gz", 1)
    done = CliRunner().invoke(cli, ["doctor"])
    (line,) = (line for line in " ".join(done.output.split()).split("growth: ")[1:2])
    assert line.startswith("100 files,") and "in 10.0 days" in line
    assert "3650 files" in line, line


@pytest.mark.slow
@pytest.mark.fault(32)
@pytest.mark.timeout(900)
def test_the_maintenance_dag_runs_in_airflow_and_cleans_its_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path / "data", log_days=30)
    for name, value in {"ACTA_DATA_DIR": settings.data_dir, "ACTA_LOG_DAYS": 30}.items():
        monkeypatch.setenv(name, str(value))
    write_page(settings, "a")
    folder_of(settings)
    airflow(settings, "db", "migrate")
    database = airflow_home(settings) / "airflow.db"
    with sqlite3.connect(database) as connection:
        for key, days in (("old", 40), ("new", 1)):
            at = (written_at() - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
            connection.execute("insert into log (dttm, event) values (?, ?)", (at, f"test_{key}"))
    airflow(settings, "dags", "test", "maintain")
    with sqlite3.connect(database) as connection:
        left = {row[0] for row in connection.execute("select event from log where event like 'test_%'")}
        states = dict(connection.execute("select task_id, state from task_instance where dag_id = 'maintain'").fetchall())
    assert left == {"test_new"}
    assert states == {"compact": "success", "clean": "success"}
    assert not (airflow_home(settings) / "logs" / "scheduler" / "x.log").exists()
