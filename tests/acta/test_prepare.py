"""Airflow's database is made once: each start of the program `airflow` costs seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from acta import orchestrate
from acta.config import Settings


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Airflow commands that were run; instead of migrating, an empty file stands for the database."""
    made: list[str] = []

    def run(settings: Settings, *arguments: str) -> str:
        made.append(" ".join(arguments[:2]))
        orchestrate.airflow_home(settings).mkdir(parents=True, exist_ok=True)
        (orchestrate.airflow_home(settings) / "airflow.db").touch()
        return ""

    monkeypatch.setattr(orchestrate, "airflow", run)
    return made


BOTH = ["db migrate", "pools import"]


def test_a_second_start_migrates_nothing(tmp_path: Path, calls: list[str]) -> None:
    settings = Settings(data_dir=tmp_path)
    orchestrate.prepare(settings)
    orchestrate.prepare(settings)
    assert calls == BOTH


def test_a_database_that_is_gone_is_made_again(tmp_path: Path, calls: list[str]) -> None:
    settings = Settings(data_dir=tmp_path)
    orchestrate.prepare(settings)
    (orchestrate.airflow_home(settings) / "airflow.db").unlink()
    orchestrate.prepare(settings)
    assert calls == BOTH * 2


def test_another_version_of_airflow_or_other_pools_prepare_again(
    tmp_path: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path)
    orchestrate.prepare(settings)
    monkeypatch.setattr(orchestrate, "version", lambda name: "99.0")
    orchestrate.prepare(settings)
    monkeypatch.setattr(orchestrate, "POOLS", {"cpu": (4, "all that computes")})
    orchestrate.prepare(settings)
    assert calls == BOTH * 3


def test_a_preparation_that_failed_is_done_again(tmp_path: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=tmp_path)
    orchestrate.prepare(settings)
    works = orchestrate.airflow

    def fail(settings: Settings, *arguments: str) -> str:
        raise RuntimeError("cut off")

    monkeypatch.setattr(orchestrate, "version", lambda name: "99.0")
    monkeypatch.setattr(orchestrate, "airflow", fail)
    with pytest.raises(RuntimeError):
        orchestrate.prepare(settings)
    monkeypatch.setattr(orchestrate, "version", lambda name: "3.3.2")
    monkeypatch.setattr(orchestrate, "airflow", works)
    orchestrate.prepare(settings)
    assert calls == BOTH * 2
