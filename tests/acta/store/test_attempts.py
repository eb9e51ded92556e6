"""A passing fault leaves a unit pending; later runs try it again, and the tables end as if the fault had never been."""

from __future__ import annotations

import dataclasses
import os
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from acta.annotate import chunk, many
from acta.annotate import run as annotate
from acta.collect.files import collect_files
from acta.config import Settings
from acta.extract import run as extract
from acta.extract.types import EXTRACTOR_VERSION
from acta.forget.purge import purge_batches
from acta.forget.targets import find_targets
from acta.model.build import load
from acta.store.attempts import attempt_id, pause, settled
from acta.store.batches import batch_dir, list_batches, read_table, write_manifest
from acta.workers import Job, map_chunks

TEXT = "The minister of Velmark said on Monday that the harbour would stay open. Number {} of the reports was published."


@pytest.fixture
def collected(settings: Settings) -> Settings:
    """Four texts, collected; an attempt has no pause, and the third is the last."""
    settings.sources_dir.mkdir()
    for number in range(4):
        (settings.sources_dir / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    ready = dataclasses.replace(settings, attempts=3, retry_seconds=0.0, reserve_gb=0.0)
    collect_files(ready, [settings.sources_dir], "herald", run_key="first")
    return ready


def archive_away(settings: Settings) -> Path:
    return settings.warc_dir.rename(settings.warc_dir.with_name("away"))


def archive_back(settings: Settings) -> None:
    settings.warc_dir.with_name("away").rename(settings.warc_dir)


def outcomes(settings: Settings, stage: str) -> list[list[tuple[str, str | None, int]]]:
    """Outcome, reason and attempt of each unit, by batch."""
    return [
        sorted((row["outcome"], row["reason"], row["attempt"]) for row in read_table(settings, manifest, "outcomes"))
        for manifest in sorted(list_batches(settings, stage), key=lambda m: -m.tables["outcomes"].rows)
    ]


def test_an_archive_that_was_away_is_read_by_a_later_run(collected: Settings) -> None:
    archive_away(collected)
    (first,) = extract.extract_batches(collected)
    assert extract.count_pending(collected) == {"pending": 4}
    archive_back(collected)
    (second,) = extract.extract_batches(collected)
    assert second == attempt_id(first, 2)
    assert not extract.count_pending(collected) and extract.extract_batches(collected) == []
    (source,) = list_batches(collected, "collect")
    assert [manifest.inputs for manifest in list_batches(collected, "extract")] == [[source.batch_id]] * 2
    assert len(annotate.annotate_batches(collected)) == 1  # of the second attempt: the first brought no article
    assert load(collected) == 4


def test_only_what_was_pending_is_read_again(collected: Settings) -> None:
    (archive,) = collected.warc_dir.rglob("*.warc.gz")
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-100])  # within the last record
    extract.extract_batches(collected)
    archive.write_bytes(whole)
    extract.extract_batches(collected)
    assert outcomes(collected, "extract") == [
        [("article", None, 1)] * 3 + [("pending", "archive_unreadable", 1)],
        [("article", None, 2)],
    ]


def test_what_never_passes_is_given_up_and_a_person_may_have_it_tried_again(collected: Settings) -> None:
    archive_away(collected)
    assert [len(extract.extract_batches(collected)) for _ in range(5)] == [1, 1, 1, 0, 0]
    assert extract.count_pending(collected) == {"given_up": 4}
    assert {row[0][1] for row in outcomes(collected, "extract")} == {"archive_unreadable"}
    archive_back(collected)
    assert extract.extract_batches(collected) == []
    assert len(extract.extract_batches(collected, force=True)) == 1
    assert not extract.count_pending(collected)


def test_an_attempt_waits_for_its_pause(collected: Settings) -> None:
    waits = dataclasses.replace(collected, retry_seconds=3600.0)
    archive_away(waits)
    extract.extract_batches(waits)
    archive_back(waits)
    assert extract.extract_batches(waits) == []
    (manifest,) = list_batches(waits, "extract")
    for since, due in ((timedelta(minutes=-59), 0), (timedelta(minutes=61), 1)):  # the second: the clock was set back
        tried = (datetime.now(UTC) + since).isoformat(timespec="seconds")
        write_manifest(batch_dir(waits, "extract", manifest.batch_id), replace(manifest, created_at=tried))
        assert len(extract.due_attempts(waits)) == due


def test_pauses_grow_to_a_day() -> None:
    assert [pause(300.0, number) / timedelta(minutes=1) for number in (1, 2, 3, 4, 5, 6, 500)] == [
        5, 20, 80, 320, 1280, 1440, 1440,
    ]  # fmt: skip


def test_what_an_earlier_version_left_as_failed_is_tried_again_when_a_person_asks(
    collected: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive_away(collected)
    monkeypatch.setattr("acta.extract.rows.settled", lambda outcome, *rest: outcome)
    extract.extract_batches(collected)
    monkeypatch.undo()
    archive_back(collected)
    assert extract.extract_batches(collected) == []
    assert len(extract.extract_batches(collected, force=True)) == 1
    assert [row[0] for row in outcomes(collected, "extract")[1]] == ["article"] * 4


def test_a_newer_extractor_reads_everything_whatever_attempts_there_were(
    collected: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive_away(collected)
    extract.extract_batches(collected)
    archive_back(collected)
    extract.extract_batches(collected)
    monkeypatch.setattr(extract, "EXTRACTOR_VERSION", EXTRACTOR_VERSION + "_next")
    assert len(extract.extract_batches(collected)) == 1
    assert len(list_batches(collected, "extract")) == 3 and not extract.count_pending(collected)


def die(articles: list[chunk.Article], settings: str) -> list[chunk.Result]:
    """A worker whose process is killed while it reads certain articles, until a file says that memory is free again."""
    if any("Number 3" in article["text"] for article in articles) and not Path(settings, "free").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return chunk.annotate_chunk(articles)


def test_articles_whose_workers_were_killed_are_annotated_by_a_later_run(
    collected: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    work = partial(die, settings=str(collected.data_dir))

    def in_workers(articles: Any, workers: int) -> Any:
        return map_chunks(Job(work, lost=chunk.failed), ([one] for one in articles), 2)

    monkeypatch.setattr(many, "annotate_all", in_workers)
    extract.extract_batches(collected)
    annotate.annotate_batches(collected)
    assert outcomes(collected, "annotate") == [[("annotated", None, 1)] * 3 + [("pending", "worker_died", 1)]]
    (collected.data_dir / "free").touch()
    annotate.annotate_batches(collected)
    assert outcomes(collected, "annotate")[1] == [("annotated", None, 2)]
    assert not annotate.count_pending(collected) and annotate.due_attempts(collected) == []


def test_forgetting_reaches_the_batches_of_later_attempts(collected: Settings) -> None:
    archive_away(collected)
    extract.extract_batches(collected)
    archive_back(collected)
    extract.extract_batches(collected)
    annotate.annotate_batches(collected)
    (source,) = list_batches(collected, "collect")
    url = next(row["url"] for row in read_table(collected, source, "fetches") if row["url"].endswith("1.txt"))
    targets = find_targets(collected, {url}, frozenset(), frozenset())
    assert purge_batches(collected, targets, {}) > 0
    for stage in ("extract", "annotate"):
        left = [r for m in list_batches(collected, stage) for r in read_table(collected, m, "outcomes")]
        assert left and not any(row["url"] == url for row in left)
    assert extract.extract_batches(collected) == [] == annotate.annotate_batches(collected)


def test_a_fault_of_ours_is_no_passing_one() -> None:
    assert settled("failed", "extractor_failed", 1, 8) == "failed"
    assert settled("rejected", "too_slow", 1, 8) == "rejected"
    assert [settled("failed", "worker_died", number, 2) for number in (1, 2, 3)] == ["pending", "given_up", "given_up"]
