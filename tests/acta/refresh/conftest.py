"""A query service of the test's own, and an installation that asks it without pauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.sparql_service import SparqlService

from acta.config import Settings
from acta.registry import load_registry


@pytest.fixture
def service() -> Iterator[SparqlService]:
    with SparqlService() as running:
        yield running


@pytest.fixture
def here(
    settings: Settings, service: SparqlService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """Settings whose service is the test's; accepted facts are read from the test's folder, and forgotten after it."""
    monkeypatch.setenv("ACTA_JUDGEMENTS_DIR", str(settings.judgements_dir))
    load_registry.cache_clear()
    yield replace(
        settings,
        wikidata_url=service.url,
        host_interval_seconds=0.0,
        contact="https://desk.example/",
        circuit_failures=3,
    )
    load_registry.cache_clear()
