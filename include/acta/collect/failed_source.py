"""A source that could not be collected at all, or whose file cannot be read, is a row too: kind ``source``, outcome failed."""

from __future__ import annotations

import contextlib

from acta.collect.http import FetchResult
from acta.collect.rows import COLLECTOR, COLLECTOR_VERSION, Subject, fetch_row, outcome_row
from acta.config import Settings
from acta.errors import ActaError
from acta.ids import make_id
from acta.store.batches import BatchWriter
from acta.store.lock import at_work


def note_failed_source(settings: Settings, source_id: str, run_key: str, url: str, reason: str, detail: str) -> None:
    """Write the row, once a source and run. A disk that takes no row leaves the line that the caller prints."""
    now, result = settings.clock(), FetchResult(url, url, "failed", reason, detail, 0)
    row = fetch_row(source_id, run_key, Subject("source", url, None), now, result, None)
    batch_id = make_id("bat", "collect", source_id, run_key, "failed source")
    batch = BatchWriter(settings, "collect", batch_id, [], f"{COLLECTOR} {COLLECTOR_VERSION}")
    with contextlib.suppress(ActaError, OSError), at_work(settings), batch as writer:
        writer.write("fetches", [row])
        writer.write("outcomes", [outcome_row(row)])
