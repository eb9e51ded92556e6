"""What a run of the collector left, as rows."""

from __future__ import annotations

from typing import Any

from acta.collect.parts import CollectResult
from acta.config import Settings
from acta.store.batches import read_batch, read_table


def fetches_of(settings: Settings, result: CollectResult) -> list[dict[str, Any]]:
    """The fetches of one run; a day's polls hold those of other runs as well."""
    return [
        row
        for batch_id in result.batch_ids
        for row in read_table(settings, read_batch(settings, "collect", batch_id), "fetches")
        if (row["source_id"], row["run_key"]) == (result.source_id, result.run_key)
    ]
