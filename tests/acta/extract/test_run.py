"""Streams and batches: one line out for one line in, in order, and every fetch has an outcome."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acta.collect.archive import ArchiveWriter
from acta.config import Settings
from acta.errors import Permanent
from acta.extract.run import extract_batches, extract_stream, pending_collect_batches
from acta.extract.types import EXTRACTOR_VERSION
from acta.ids import make_id, text_sha256, version_id
from acta.store.batches import BatchWriter, list_batches, read_table
from acta.workers import Job, map_chunks

SAVED = Path(__file__).parent / "pages"
HTML = (SAVED / "json_ld.html").read_text(encoding="utf-8")


def write_lines(path: Path, records: list[Any]) -> str:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# ------------------------------------------------------------------ streams
def test_an_article_record_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    page = {"page_id": "p1", "url": "https://examiner.example/x", "html": HTML, "fetched_at": "2027-03-12T08:00:00Z"}

    assert extract_stream(write_lines(tmp_path / "pages.jsonl", [page]), str(tmp_path / "out.jsonl"), 1) == 1

    (record,) = read_lines(tmp_path / "out.jsonl")
    assert record["article_id"] == "p1"
    assert record["url"] == page["url"]
    assert record["title"] == "Ferry strike ends after night of talks & one walkout"
    assert record["text_sha256"] == text_sha256(record["text"])
    assert record["first_seen_at"] == "2027-03-12T08:00:00Z"
    assert record["outcome"] == "article"
    assert {line["reason"] for line in record["removed"]} >= {"related", "headline"}
    assert "" not in record.values()


def test_a_page_may_be_a_file_plain_or_gzipped_beside_the_input(tmp_path: Path) -> None:
    raw = (SAVED / "old_fashioned.html").read_bytes()
    (tmp_path / "a.html").write_bytes(raw)
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(raw))
    pages = [{"page_id": name, "html_path": name} for name in ("a.html", "a.html.gz", str(tmp_path / "a.html"))]

    extract_stream(write_lines(tmp_path / "pages.jsonl", pages), str(tmp_path / "out.jsonl"), 1)

    texts = {record["text"] for record in read_lines(tmp_path / "out.jsonl")}
    assert len(texts) == 1
    assert "“We keep our word first" in texts.pop()


def test_every_page_gives_a_line_in_order_and_workers_change_nothing(tmp_path: Path) -> None:
    pages = [
        {"page_id": f"p{n}", "html": HTML.replace("six per cent", f"{n} per cent") if n % 5 else ""} for n in range(40)
    ]
    source = write_lines(tmp_path / "pages.jsonl", pages)

    extract_stream(source, str(tmp_path / "one.jsonl"), 1)
    extract_stream(source, str(tmp_path / "two.jsonl"), 2)

    records = read_lines(tmp_path / "one.jsonl")
    assert [record["article_id"] for record in records] == [f"p{n}" for n in range(40)]
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert [(r["outcome"], r["reason"], r["text"]) for r in records[::5]] == [("rejected", "empty", "")] * 8
    assert "7 per cent" in records[7]["text"]


def test_a_broken_line_is_named_and_the_rest_is_done(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = [
        {"page_id": "a", "html": HTML},
        "{broken",
        "[1]",
        {"page_id": "b"},
        {"page_id": "c", "html": "", "url": 5},
        {"page_id": "d", "html": HTML},
    ]
    source = write_lines(tmp_path / "pages.jsonl", lines)

    with caplog.at_level(logging.ERROR), pytest.raises(Permanent, match=r"4 of 6 lines"):
        extract_stream(source, str(tmp_path / "out.jsonl"), 1)

    assert [record["article_id"] for record in read_lines(tmp_path / "out.jsonl")] == ["a", "d"]
    assert [message.split(": ")[0] for message in caplog.messages] == [f"{source}:{n}" for n in (2, 3, 4, 5)]
    assert all("\n" not in message for message in caplog.messages)


def test_a_page_file_that_is_missing_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = write_lines(tmp_path / "pages.jsonl", [{"page_id": "a", "html_path": "no/such.html"}])

    with pytest.raises(Permanent):
        extract_stream(source, str(tmp_path / "out.jsonl"), 1)

    assert "no/such.html" in caplog.messages[0]


def test_an_input_that_is_missing_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Permanent, match=r"none\.jsonl: No such file"):
        extract_stream(str(tmp_path / "none.jsonl"), str(tmp_path / "out.jsonl"), 1)


def test_a_page_without_an_id_gets_one_from_its_address(tmp_path: Path) -> None:
    pages = [{"url": "https://examiner.example/x", "html": HTML}, {"html": HTML}]

    extract_stream(write_lines(tmp_path / "pages.jsonl", pages), str(tmp_path / "out.jsonl"), 1)

    first, second = read_lines(tmp_path / "out.jsonl")
    assert first["article_id"] == make_id("art", "https://examiner.example/x")
    assert second["article_id"].startswith("art_") and second["article_id"] != first["article_id"]


def test_standard_streams_work_too(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    line = json.dumps({"page_id": "p", "html": HTML}).encode() + b"\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))

    extract_stream("-", "-", 1)

    assert json.loads(capfdbinary.readouterr().out)["article_id"] == "p"


# ------------------------------------------------------------------ batches
def collected(settings: Settings, bodies: list[tuple[str, bytes, str]], run_key: str = "run1") -> str:
    """A collect batch as the collector leaves it; returns its id."""
    batch_id = make_id("bat", "collect", "examiner", run_key, 0)
    at = datetime(2027, 3, 12, 8, 0, tzinfo=UTC)
    rows = [{"fetch_id": "fet_feed", "kind": "feed", "outcome": "fetched", "url": "https://examiner.example/rss"}]
    with ArchiveWriter(settings, "examiner", batch_id) as archive:
        for number, (kind, body, outcome) in enumerate(bodies):
            url = f"https://examiner.example/{number}"
            offset = archive.add_response(url, at, 200, [("Content-Type", "text/html")], body)
            rows.append(
                {
                    "fetch_id": f"fet_{number}", "kind": kind, "outcome": outcome, "url": url, "final_url": url,
                    "article_id": f"art_{number}",
                    "source_id": "examiner", "requested_at": "2027-03-12T08:00:00+00:00",
                    "warc_path": archive.name, "warc_offset": offset,
                    "content_type": "text/html", "body_sha256": hashlib.sha256(body).hexdigest(),
                }
            )  # fmt: skip
        archive.finish()
    with BatchWriter(settings, "collect", batch_id, inputs=[], producer="test") as writer:
        writer.write("fetches", rows)
    return batch_id


def test_a_collect_batch_becomes_an_extract_batch_once(settings: Settings) -> None:
    batch_id = collected(
        settings, [("article", HTML.encode(), "fetched"), ("article", b"", "fetched"), ("article", b"x", "failed")]
    )
    assert [manifest.batch_id for manifest in pending_collect_batches(settings)] == [batch_id]

    made = extract_batches(settings)

    assert made == [make_id("bat", "extract", batch_id, EXTRACTOR_VERSION)]
    (manifest,) = list_batches(settings, "extract")
    assert manifest.inputs == [batch_id]
    (article,) = read_table(settings, manifest, "articles")
    assert article["article_id"] == "art_0"
    assert article["version_id"] == version_id("art_0", article["text_sha256"])
    assert article["first_seen_at"] == "2027-03-12T08:00:00+00:00"
    assert article["title_from"] == "json-ld"
    removed = read_table(settings, manifest, "removed_lines")
    assert {row["version_id"] for row in removed} == {article["version_id"]}
    outcomes = read_table(settings, manifest, "outcomes")
    assert [(row["subject_id"], row["outcome"], row["reason"]) for row in outcomes] == [
        ("fet_0", "article", None),
        ("fet_1", "rejected", "empty"),
    ]
    assert extract_batches(settings) == [] == pending_collect_batches(settings)


def test_a_page_missing_from_the_archive_waits_and_takes_no_other_along(settings: Settings) -> None:
    collected(settings, [("article", HTML.encode(), "fetched"), ("article", HTML.encode(), "fetched")])
    (archive,) = settings.warc_dir.rglob("*.warc.gz")
    archive.write_bytes(archive.read_bytes()[:-400])

    extract_batches(settings)

    (manifest,) = list_batches(settings, "extract")
    assert [(row["outcome"], row["reason"]) for row in read_table(settings, manifest, "outcomes")] == [
        ("article", None),
        ("pending", "archive_unreadable"),
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_batches_of_one_run_share_workers_and_hold_their_own_pages(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    started: list[Job[Any, Any]] = []

    def map_chunks_counted(job: Job[Any, Any], chunks: Iterable[list[Any]], workers: int) -> Iterator[Any]:
        started.append(job)
        return map_chunks(job, chunks, workers)

    sizes = [0, 3, 0, 0, 20, 1, 0]
    texts: dict[str, list[str]] = {}
    for batch, size in enumerate(sizes):
        found = [f"It is page {page} of batch {batch}." for page in range(size)]
        pages = [("article", HTML.replace("<p>", f"<p>{text} ", 1).encode(), "fetched") for text in found]
        texts[collected(settings, pages, f"run{batch}")] = found
    monkeypatch.setattr("acta.extract.run.map_chunks", map_chunks_counted)
    told: list[tuple[int, int]] = []
    made = extract_batches(settings, workers, progress=lambda done, total: told.append((done, total)))
    assert len(made) == len(sizes) == len(told) and len(started) == 1
    for manifest in list_batches(settings, "extract"):
        articles = read_table(settings, manifest, "articles")
        (collect_batch_id,) = manifest.inputs
        assert all(text in row["text"] for row, text in zip(articles, texts[collect_batch_id], strict=True))


def test_progress_is_told(settings: Settings) -> None:
    collected(settings, [("file", HTML.encode(), "fetched")])
    told: list[tuple[int, int]] = []

    extract_batches(settings, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]
