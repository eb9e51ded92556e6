"""In whatever order and batches articles come, the same events and utterances stand in the end."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Run

from acta.annotate.run import annotate_batches
from acta.config import Settings
from acta.model.build import build
from acta.store.batches import BatchWriter, list_batches, read_table
from acta.store.tables import TABLES

ORDERS = 10
EVENTS = ("fct_events", "fct_event_mentions", "fct_event_numbers", "bridge_event_actors", "bridge_event_contexts")
OTHERS = ("fct_statements", "fct_utterances", "dim_places", "agg_dyad_day", "agg_speaker_day", "agg_actor_pairs")


def deal(source: Settings, target: Settings, seed: int) -> None:
    """What the source's extract batches hold, in batches of random sizes in random order."""
    chance = random.Random(seed)
    dealt: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for manifest in list_batches(source, "extract"):
        for table in TABLES["extract"]:
            for row in read_table(source, manifest, table):
                dealt[row.get("article_id") or "none"][table].append(row)
    articles = sorted(dealt)
    chance.shuffle(articles)
    while articles:
        size = chance.randint(1, 40)
        batch, articles = articles[:size], articles[size:]
        with BatchWriter(target, "extract", f"bat_{seed}_{len(articles)}", [], "test") as writer:
            for table in TABLES["extract"]:
                writer.write(table, [row for article in batch for row in dealt[article][table]])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ORDERS))
def test_events_do_not_depend_on_the_order_or_the_batches_of_articles(sample: Run, tmp_path: Path, seed: int) -> None:
    shuffled = replace(sample.settings, data_dir=tmp_path / "data")
    shutil.copytree(sample.settings.batches_dir / "collect", shuffled.batches_dir / "collect")
    deal(sample.settings, shuffled, seed)
    annotate_batches(shuffled)
    receipt = build(shuffled)
    tables = EVENTS + OTHERS
    assert {name: receipt.hashes[name] for name in tables} == {name: sample.receipts[-1].hashes[name] for name in tables}
