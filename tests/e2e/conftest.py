"""The sample newsroom through every stage, once for all end-to-end tests. No Airflow here: `make run` and tests/dags do that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from acta.annotate.run import annotate_batches
from acta.collect.run import collect_source
from acta.config import Settings
from acta.extract.run import extract_batches
from acta.model.build import Receipt, build
from acta.newsroom import EDITIONS
from acta.newsroom.server import running_newsroom
from acta.publish.generations import publish
from acta.sources import load_sources

ROOT = Path(__file__).resolve().parents[2]


def collect_edition(settings: Settings, edition: int, run_key: str) -> Settings:
    """Poll every outlet at the edition's clock; returns the settings with that clock."""
    at = replace(settings, now=EDITIONS[edition])
    for source in load_sources(at):
        collect_source(at, source, run_key)
    return at


def finish(settings: Settings) -> Receipt:
    """All stages after collecting."""
    extract_batches(settings)
    annotate_batches(settings)
    receipt = build(settings)
    publish(settings)
    return receipt


@dataclass
class Run:
    """Settings and what each build held."""

    settings: Settings
    receipts: list[Receipt]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Both editions, then the last one again."""
    folder = tmp_path_factory.mktemp("sample")
    receipts = []
    with running_newsroom() as newsroom:
        settings = Settings(
            data_dir=folder / "data",
            sources_dir=folder / "sources",
            validation_dir=folder / "validation",
            newsroom_port=newsroom.port,
            workers=2,
            health_seconds=0,
        )
        for edition, run_key in ((1, "first"), (2, "second"), (2, "third")):
            newsroom.set_edition(edition)
            at = collect_edition(settings, edition, run_key)
            receipts.append(finish(at))
    yield Run(settings, receipts)
    shutil.rmtree(folder, ignore_errors=True)
