"""The sample newsroom, both editions, by its real server: what a first-time user's run does."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from tests.support.fetches import fetches_of

from acta.collect.run import collect_source
from acta.config import Settings
from acta.newsroom import EDITIONS
from acta.newsroom.server import Newsroom, running_newsroom
from acta.sources import load_sources
from acta.sources.local import local_outlets
from acta.store.batches import list_batches, read_table


def poll(
    settings: Settings, newsroom: Newsroom, edition: int, run_key: str
) -> tuple[Counter[str], Counter[str], list[str]]:
    """Collect every outlet at an edition's clock; pages and polls by outcome, and the articles that are gone."""
    newsroom.set_edition(edition)
    at = dataclasses.replace(settings, newsroom_port=newsroom.port, now=EDITIONS[edition])
    pages, polls, gone = Counter[str](), Counter[str](), []
    for source in load_sources(at):
        result = collect_source(at, source, run_key)
        pages.update(result.pages)
        polls.update(result.polls)
        gone += [row["article_id"] for row in fetches_of(at, result) if row["outcome"] == "gone"]
    return pages, polls, gone


@pytest.mark.fault(25)
def test_two_editions_bring_a_correction_and_a_withdrawal_and_a_third_poll_nothing(settings: Settings) -> None:
    with running_newsroom() as newsroom:
        first, _, _ = poll(settings, newsroom, 1, "edition1")
        assert first["fetched"] >= 80
        assert set(first) <= {"fetched", "blocked"}  # blocked: the print page that robots.txt refuses
        second, _, gone = poll(settings, newsroom, 2, "edition2")
        assert second["fetched"] >= 1 and second["gone"] >= 1 and second["failed"] == 0
        known = {
            row["article_id"]
            for manifest in list_batches(settings, "collect")
            for row in read_table(settings, manifest, "fetches")
            if row["outcome"] == "fetched" and row["run_key"] == "edition1"
        }
        assert set(gone) <= known
        third, polls, _ = poll(settings, newsroom, 2, "edition2 again")
        assert third == Counter() and set(polls) == {"unchanged"}


def test_the_local_addresses_cover_the_outlets_and_not_the_control_port(settings: Settings) -> None:
    at = dataclasses.replace(settings, newsroom_port=18000)
    ports = {port for _, port in local_outlets(at)}
    assert ports == {18000 + number for number in range(1, len(load_sources(at)) + 1)}
    assert local_outlets(settings) == frozenset()
