"""A rebuild while pages and articles are pending, and after they were read: the tables of the builds that came by and by."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pytest
from tests.acta.trust.test_crashes import loaded_hashes

from acta.annotate import chunk
from acta.annotate.run import annotate_batches
from acta.annotate.run import count_pending as pending_articles
from acta.collect.files import collect_files
from acta.config import Settings
from acta.extract.run import count_pending as pending_pages
from acta.extract.run import extract_batches
from acta.model.build import build, load, rebuild
from acta.model.hashes import table_hashes

TEXT = "The minister of Velmark, Anna Vell, said on Monday that pier {n} would stay open. Police arrested {n} men in the harbour."
REDIRECTS = ("clusters", "redirects")  # ids that merged away between builds: history that no batch holds


@pytest.fixture
def half_read(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two texts that are annotated, one whose annotation is pending and one whose page is."""
    settings.sources_dir.mkdir()
    for n in range(4):
        (settings.sources_dir / f"{n}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    ready = dataclasses.replace(settings, attempts=3, retry_seconds=0.0, reserve_gb=0.0, workers=1, health_seconds=0)
    collect_files(ready, [ready.sources_dir], "herald", run_key="first")
    archive = archive_of(ready)
    whole = archive.read_bytes()
    archive.with_suffix(".whole").write_bytes(whole)
    archive.write_bytes(whole[:-100])  # within the last record
    extract_batches(ready)
    monkeypatch.setattr("acta.annotate.many._annotate", stumbling)
    annotate_batches(ready)
    monkeypatch.undo()
    assert pending_pages(ready) == {"pending": 1} and pending_articles(ready) == {"pending": 1}
    return ready


def stumbling(articles: list[chunk.Article]) -> list[chunk.Result]:
    """What a worker whose memory ran out says of one of the articles."""
    results = chunk.annotate_chunk(articles)
    place = next(n for n, article in enumerate(articles) if "pier 1 " in article["text"])
    results[place] = chunk.failed(articles[place], "out_of_memory", "none was left")
    return results


def archive_of(settings: Settings) -> Path:
    (archive,) = settings.warc_dir.rglob("*.warc.gz")
    return archive


def read_the_rest(settings: Settings) -> None:
    archive = archive_of(settings)
    archive.with_suffix(".whole").replace(archive)
    extract_batches(settings)
    annotate_batches(settings)
    assert not pending_pages(settings) and not pending_articles(settings)


def from_nothing(settings: Settings) -> dict[str, dict[str, str]]:
    shutil.rmtree(settings.build_file.parent)
    load(settings)
    return loaded_hashes(settings)


def test_what_is_loaded_is_the_same_from_nothing_with_what_is_pending_and_once_it_was_read(half_read: Settings) -> None:
    load(half_read)
    first = loaded_hashes(half_read)
    assert from_nothing(half_read) == first
    read_the_rest(half_read)
    assert load(half_read) == 3  # the page's second attempt, its annotation, and the second one of the article
    second = loaded_hashes(half_read)
    again = from_nothing(half_read)
    assert second != first
    assert [(s, t) for s in second for t in second[s] if second[s][t] != again[s][t]] == [REDIRECTS]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_marts_of_a_rebuild_with_what_is_pending_are_those_of_the_builds_before(half_read: Settings) -> None:
    def marts() -> dict[str, str]:
        with duckdb.connect(str(half_read.build_file), read_only=True) as connection:
            return table_hashes(connection)

    build(half_read)
    first = marts()
    rebuild(half_read)
    assert marts() == first
    read_the_rest(half_read)
    assert build(half_read).rows["fct_articles"] == 4
    second = marts()
    rebuild(half_read)
    assert marts() == second
