"""WARC archives as input: every page once, from where a run was cut off, past what is damaged."""

from __future__ import annotations

import dataclasses
import gzip
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from acta.collect import warc_input
from acta.collect.archive import read_body
from acta.collect.files import collect_files
from acta.collect.parts import CollectResult
from acta.collect.warc_input import collect_warc, read_pages
from acta.config import Settings
from acta.errors import Permanent
from acta.sources import Source
from acta.store.batches import list_batches, read_batch, read_table

NOW = datetime(2026, 3, 6, 9, tzinfo=UTC)
PAPER = Source(source_id="paper", name="Paper", kind="files")


def page(number: int) -> bytes:
    return f"<html><h1>Story {number}</h1><p>The port master spoke on day {number}.</p></html>".encode()


def write_archive(path: Path, pages: int, compress: bool = True) -> list[int]:
    """An archive of so many pages, with what else a crawl holds; the offsets of the pages."""
    offsets = []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compress)

        def add(url: str, kind: str, body: bytes, status: str = "200 OK", encoding: str | None = None) -> None:
            headers = [("Content-Type", kind), *([("Content-Encoding", encoding)] if encoding else [])]
            http = StatusAndHeaders(status, headers, "HTTP/1.1")
            dated = {"WARC-Date": "2026-03-04T09:00:00Z"}
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=dated
            )
            writer.write_record(record)

        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        add("https://n.example/robots.txt", "text/plain", b"User-agent: *\n")
        add("https://n.example/logo.png", "image/png", b"\x89PNG....")
        add("https://n.example/gone", "text/html", b"<html>no</html>", "404 Not Found")
        for number in range(pages):
            offsets.append(file.tell())
            add(
                f"https://n.example/story/{number}#top",
                "text/html; charset=utf-8",
                gzip.compress(page(number)),
                encoding="gzip",
            )
    return offsets


def rows(settings: Settings, result: CollectResult) -> list[dict[str, Any]]:
    return [
        row for one in result.batch_ids for row in read_table(settings, read_batch(settings, "collect", one), "fetches")
    ]


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc"])
def test_every_page_of_an_archive_is_a_row_with_its_own_date_and_place(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    today = dataclasses.replace(settings, now=NOW)
    offsets = write_archive(tmp_path / name, 3, compress=name.endswith(".gz"))
    result = collect_warc(today, tmp_path / name, PAPER)
    *pages, whole = rows(today, result)
    assert result.pages == {"fetched": 3} and result.problems == []
    assert [row["url_key"] for row in pages] == [f"https://n.example/story/{n}" for n in range(3)]
    assert [row["seen_in"] for row in pages] == [f"{(tmp_path / name).as_uri()}#offset={at}" for at in offsets]
    assert {row["requested_at"] for row in pages} == {"2026-03-04T09:00:00+00:00"}
    body, kind, _ = read_body(today, pages[2]["warc_path"], pages[2]["warc_offset"])
    assert (body, kind) == (page(2), "text/html; charset=utf-8")
    assert (whole["kind"], whole["outcome"]) == ("archive", "fetched")
    assert whole["detail"] == "1 other records, 2 not HTML or text, 1 not answered with 200, 3 pages"


def test_an_archive_taken_in_twice_does_nothing_and_a_copy_of_it_changes_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    write_archive(tmp_path / "a.warc.gz", 2)
    first = collect_warc(settings, tmp_path / "a.warc.gz", PAPER)
    assert collect_warc(settings, tmp_path / "a.warc.gz", PAPER) == first
    (tmp_path / "b.warc.gz").write_bytes((tmp_path / "a.warc.gz").read_bytes())
    assert collect_warc(settings, tmp_path / "b.warc.gz", PAPER).pages == {"unchanged": 2}


def test_a_run_that_was_cut_off_goes_on_behind_the_last_record_it_stored(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.warc.gz"
    offsets = write_archive(path, 10)
    monkeypatch.setattr(warc_input, "PAGES_PER_PART", 3)
    read: list[int] = []
    judged = warc_input._result

    def cut_off(record: Any, cap: int) -> Any:
        if len(read) == 7:
            read.append(record.offset)
            raise KeyboardInterrupt
        read.append(record.offset)
        return judged(record, cap)

    monkeypatch.setattr(warc_input, "_result", cut_off)
    with pytest.raises(KeyboardInterrupt):
        collect_warc(settings, path, PAPER)
    assert (
        len(list_batches(settings, "collect")) == 2
    )  # six pages are stored, the seventh is in the journal, the eighth is not
    result = collect_warc(settings, path, PAPER)
    assert read[8:] == offsets[7:]
    assert result.pages == {"fetched": 10}
    assert len({row["url_key"] for row in rows(settings, result) if row["kind"] == "article"}) == 10


def test_a_damaged_record_is_counted_and_the_next_ones_are_read(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    offsets = write_archive(path, 5)
    body = bytearray(path.read_bytes())
    body[offsets[2] + 30 : offsets[2] + 60] = b"\xff" * 30
    path.write_bytes(body[:-40])  # and the last one is cut
    result = collect_warc(settings, path, PAPER)
    keys = [
        row["url_key"] for row in rows(settings, result) if row["kind"] == "article" and row["outcome"] == "fetched"
    ]
    assert keys == [f"https://n.example/story/{n}" for n in (0, 1, 3)]
    assert ["damaged" in problem for problem in result.problems] == [True]


@pytest.mark.parametrize("body", [b"", b"this is a letter, not an archive" * 100, b"\x1f\x8b\x08 but not gzip"])
def test_a_file_that_only_calls_itself_an_archive_is_one_clear_line(
    settings: Settings, tmp_path: Path, body: bytes
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(body)
    with pytest.raises(Permanent, match="no WARC record in it"):
        collect_warc(settings, path, PAPER)


def test_a_page_larger_than_the_cap_is_never_held_whole(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.warc.gz", 2)
    counts: Counter[str] = Counter()
    with (tmp_path / "a.warc.gz").open("rb") as file:
        assert [record.body for record in read_pages(file, 20, counts)] == [None, None]


def test_an_address_in_angle_brackets_is_an_address(settings: Settings, tmp_path: Path) -> None:
    write_archive(tmp_path / "a.warc", 1, compress=False)
    body = (tmp_path / "a.warc").read_bytes()
    (tmp_path / "b.warc").write_bytes(
        body.replace(b"URI: https://n.example/story/0#top", b"URI: <https://n.example/story/0#top>")
    )
    (page, _) = rows(settings, collect_warc(settings, tmp_path / "b.warc", PAPER))
    assert page["url"] == "https://n.example/story/0#top" and page["url_key"] == "https://n.example/story/0"


def test_archives_texts_and_folders_are_taken_in_by_one_call(settings: Settings, tmp_path: Path) -> None:
    write_archive(tmp_path / "a.warc.gz", 2)
    (tmp_path / "note.txt").write_text("The minister spoke.")
    result = collect_files(settings, [tmp_path], run_key="r1")
    assert result.pages == {"fetched": 3}
    assert {row["kind"] for row in rows(settings, result)} == {"archive", "article", "file"}
