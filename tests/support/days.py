"""Batches and polls of other days than today."""

from __future__ import annotations

from datetime import datetime

import pytest

from acta.config import Settings
from acta.store import batches, compact, polls
from acta.store.batches import BatchWriter
from acta.store.polls import append_polls

STORY = "The council of Velmark agreed on Monday to reopen the old harbour after long talks with the dockers."


def set_clock(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let what is written from now on have been written then."""
    for module in (batches, polls, compact):
        patch.setattr(module, "written_at", lambda: at)


def write_page(settings: Settings, name: str, source_id: str = "alpha") -> None:
    """One article from page to annotation, in a batch for each stage."""
    ids = {"article_id": f"art_{name}", "source_id": source_id}
    url = f"https://{source_id}.example/news/{name}"
    page = ids | {"url": url, "url_key": url, "fetch_id": f"fet_{name}", "run_key": name, "kind": "article"}
    with BatchWriter(settings, "collect", f"bat_{name}", [], "test") as writer:
        writer.write("fetches", [page | {"requested_at": "2026-03-02T10:00:00+00:00", "outcome": "fetched"}])
        writer.write("outcomes", [{"outcome_id": f"out_{name}", "outcome": "fetched", **ids}])
        writer.write("sources", [{"source_id": source_id, "observed_at": f"2026-03-02T10:00:00+00:00 {name}"}])
    text = f"{STORY} The harbour master, who had waited for {name} years, said so himself."
    with BatchWriter(settings, "extract", f"ext_{name}", [f"bat_{name}"], "test") as writer:
        writer.write(
            "articles", [ids | {"version_id": f"ver_{name}", "fetch_id": f"fet_{name}", "url": url, "text": text}]
        )
        writer.write(
            "outcomes", [{"outcome_id": f"oex_{name}", "subject_id": f"fet_{name}", "outcome": "article", **ids}]
        )
    version = {"article_id": ids["article_id"], "version_id": f"ver_{name}"}
    with BatchWriter(settings, "annotate", f"ann_{name}", [f"ext_{name}"], "test") as writer:
        writer.write("annotations", [version])
        writer.write(
            "sentences", [version | {"sentence_number": n, "char_start": n, "char_end": n + 1} for n in range(3)]
        )


def write_poll(settings: Settings, name: str, source_id: str = "alpha", outcome: str = "unchanged") -> str:
    """A poll that brought nothing; returns the batch_id of its day."""
    url = f"https://{source_id}.example/rss"
    row = {
        "fetch_id": f"fet_{source_id}_{name}",
        "source_id": source_id,
        "run_key": name,
        "kind": "feed",
        "url": url,
        "url_key": url,
    }
    row |= {"requested_at": f"2026-03-02T10:00:00+00:00 {name}", "outcome": outcome}
    source = {"source_id": source_id, "observed_at": row["requested_at"]}
    outcomes = [{"outcome_id": f"out_{source_id}_{name}", "source_id": source_id, "outcome": outcome}]
    return append_polls(
        settings, "bat_" + "ab" * 12, "test", {"fetches": [row], "sources": [source], "outcomes": outcomes}
    )
