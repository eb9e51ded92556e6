"""The archive: one record a body, damage that is noticed, files that end, and pages read again without the network."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.support.fetches import fetches_of
from tests.support.local_site import LocalSite, Page
from warcio.archiveiterator import ArchiveIterator

from acta.collect.archive import read_body
from acta.collect.rhythm import is_poll_due, next_interval
from acta.collect.run import collect_source
from acta.collect.state import open_state
from acta.config import Settings
from acta.errors import Permanent
from acta.extract import run as extract_run
from acta.extract.reextract import reextract
from acta.extract.run import extract_batches, pending_collect_batches
from acta.sources import Source
from acta.store.batches import list_batches, read_table

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
STORY = "<html><h1>Port to open</h1>" + "".join(
    f"<p>The harbour authority of Velmark said that quay {number} would open.</p>" for number in range(9)
)


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


def collect(
    settings: Settings, site: LocalSite, run_key: str, hours: float = 0, only_due: bool = False
) -> list[dict[str, Any]]:
    """The rows of one run, so many hours after the first one."""
    site.asked.clear()
    at = dataclasses.replace(settings, now=DAY + timedelta(hours=hours), host_interval_seconds=0.0)
    source = Source(source_id="paper", name="Paper", feeds=(site.url("/rss"),))
    result = collect_source(at, source, run_key, allow=site.allow, only_due=only_due)
    return fetches_of(at, result)


def stored(rows: list[dict[str, Any]], path: str) -> dict[str, Any]:
    (row,) = [row for row in rows if row["url"].endswith(path)]
    return row


def kinds(settings: Settings) -> dict[str, list[str]]:
    """Kinds of records of pages by archive."""
    found = {}
    for path in settings.warc_dir.rglob("*.gz"):
        with path.open("rb") as handle:
            records = [
                record.rec_type
                for record in ArchiveIterator(handle)
                if "/a" in record.rec_headers.get_header("WARC-Target-URI")
            ]
        found[f"{path.parent.name}/{path.name}"] = records
    return found


def test_a_body_that_comes_back_is_one_record_and_a_note(settings: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page(STORY)
    first = stored(collect(settings, site, "r1"), "/a")
    site.pages["/a"] = Page(STORY + "<p>More.</p>")
    second = stored(collect(settings, site, "r2", 25), "/a")
    site.pages["/a"] = Page(STORY)
    third = stored(collect(settings, site, "r3", 24 * 8), "/a")
    assert [row["outcome"] for row in (first, second, third)] == ["fetched"] * 3
    assert (third["warc_path"], third["warc_offset"]) == (first["warc_path"], first["warc_offset"])
    assert read_body(settings, third["warc_path"], third["warc_offset"], third["body_sha256"])[0] == STORY.encode()
    assert sorted(kinds(settings).values()) == [["response"], ["response"], ["revisit"]]


def test_two_addresses_of_one_body_are_one_record(settings: Settings, site: LocalSite) -> None:
    site.publish(["/a1", "/a2"])
    site.pages |= {"/a1": Page(STORY), "/a2": Page(STORY)}
    rows = collect(settings, site, "r1")
    assert stored(rows, "/a1")["warc_offset"] == stored(rows, "/a2")["warc_offset"]
    assert list(kinds(settings).values()) == [["response", "revisit"]]


def test_a_record_that_was_cut_off_or_changed_is_never_half_a_page(settings: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page(STORY + "".join(f"<p>{number * 7919}</p>" for number in range(5000)))
    row = stored(collect(settings, site, "r1"), "/a")
    path = settings.warc_dir / row["warc_path"]
    whole = path.read_bytes()
    for size in range(row["warc_offset"], len(whole) - 64, max(1, (len(whole) - row["warc_offset"]) // 40)):
        path.write_bytes(whole[:size])
        with pytest.raises(Permanent, match="restore it from a backup"):
            read_body(settings, row["warc_path"], row["warc_offset"])
    path.write_bytes(whole)
    with pytest.raises(Permanent, match="not the bytes that were fetched"):
        read_body(settings, row["warc_path"], row["warc_offset"], "0" * 64)


@pytest.mark.fault(32)
def test_archives_end_after_their_days_and_what_is_referred_to_stays(settings: Settings, site: LocalSite) -> None:
    ten = dataclasses.replace(settings, archive_days=10)
    site.publish(["/a", "/b"])
    site.pages |= {"/a": Page(STORY), "/b": Page(STORY + "<p>B</p>")}
    first = stored(collect(ten, site, "r1"), "/a")
    site.publish(["/c"])
    site.pages["/c"] = Page(STORY + "<p>C</p>")
    only = stored(collect(ten, site, "r2", 1), "/c")
    site.publish(["/a3"])
    site.pages["/a3"] = Page(STORY)  # the body of /a
    again = stored(collect(ten, site, "r3", 24 * 9), "/a3")
    assert again["warc_path"] == first["warc_path"]
    collect(ten, site, "r4", 24 * 12)
    assert not (ten.warc_dir / only["warc_path"]).exists()
    assert read_body(ten, first["warc_path"], first["warc_offset"])[0] == STORY.encode()
    collect(ten, site, "r5", 24 * 40)
    with pytest.raises(Permanent, match="ACTA_ARCHIVE_DAYS"):
        read_body(ten, first["warc_path"], first["warc_offset"])
    site.publish(["/a4"])
    site.pages["/a4"] = Page(STORY)
    anew = stored(collect(ten, site, "r6", 24 * 41), "/a4")
    assert read_body(ten, anew["warc_path"], anew["warc_offset"], anew["body_sha256"])[0] == STORY.encode()


def test_the_archive_is_read_again_without_the_network(
    settings: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(["/a", "/b"])
    site.pages |= {"/a": Page(STORY), "/b": Page("<html><title>Menu</title><a href='/'>Home</a></html>")}
    collect(settings, site, "r1")
    extract_batches(settings)
    assert reextract(settings).current == 1
    site.asked.clear()
    monkeypatch.setattr(extract_run, "EXTRACTOR_VERSION", "next")
    assert reextract(settings, ["another"]).batches == 0
    replay = reextract(settings, ["paper"])
    assert (replay.batches, replay.pages, replay.articles, replay.rejected, replay.changed) == (1, 2, 1, 1, 0)
    assert len(list_batches(settings, "extract")) == 2 and site.asked == []
    assert reextract(settings).current == 1


@pytest.mark.parametrize("damage", ["removed", "cut off"])
def test_what_cannot_be_read_again_stays_as_it_was_read(
    settings: Settings, site: LocalSite, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page(STORY)
    row = stored(collect(settings, site, "r1"), "/a")
    extract_batches(settings)
    path = settings.warc_dir / row["warc_path"]
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: row["warc_offset"] + 200])
    monkeypatch.setattr(extract_run, "EXTRACTOR_VERSION", "next")
    replay = reextract(settings)
    assert replay.batches == 0 and len(list_batches(settings, "extract")) == 1
    assert (replay.expired, len(replay.damaged)) == ((1, 0) if damage == "removed" else (0, 1))
    if damage == "removed":
        assert pending_collect_batches(settings) == []


@pytest.mark.fault(27)
def test_a_source_is_polled_as_often_as_it_brings_something_new(settings: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    collect(settings, site, "r0")
    polled, number = [], 0
    for quarter in range(1, 4 * 24 + 1):
        if quarter == 80:
            site.publish(["/late", "/a"])
        if collect(settings, site, f"r{quarter}", quarter / 4, only_due=True):
            polled.append(quarter / 4)
            number += 1
    pauses = [later - earlier for earlier, later in itertools.pairwise(polled)]
    assert polled[0] == 0.25 and max(pauses) == 4.0  # from the shortest to the longest
    assert pauses[: pauses.index(4.0)] == sorted(pauses[: pauses.index(4.0)])
    assert pauses[-1] < 4.0  # the late news made it quicker
    assert collect(settings, site, "by hand", 24.1) != []


def test_second_looks_are_kept_between_polls(settings: Settings, site: LocalSite) -> None:
    slow = dataclasses.replace(settings, poll_min_seconds=14_400.0)
    site.publish(["/a"])
    collect(slow, site, "r1")
    collect(slow, site, "r2", 21)
    looked = [(row["kind"], row["outcome"]) for row in collect(slow, site, "r3", 24.5, only_due=True)]
    assert looked == [("article", "unchanged"), ("robots", "fetched")]
    assert collect(slow, site, "r4", 24.6, only_due=True) == []
    polls = list_batches(slow, "collect")[0]  # r2 and r3; a run with nothing to do leaves nothing
    assert {row["run_key"] for row in read_table(slow, polls, "fetches")} == {"r2", "r3"}
    assert (len(list_batches(slow, "collect")), polls.tables["sources"].rows) == (2, 2)


def test_the_rhythm_stays_between_its_bounds() -> None:
    assert next_interval(None, False, 900, 14_400) == 900
    assert next_interval(900, True, 900, 14_400) == 900
    assert next_interval(900, False, 900, 14_400) == 1350
    assert next_interval(14_400, False, 900, 14_400) == 14_400
    assert is_poll_due(None, 900, DAY)
    assert not is_poll_due(DAY.isoformat(), 900, DAY + timedelta(minutes=13))
    assert is_poll_due(DAY.isoformat(), 900, DAY + timedelta(minutes=14, seconds=30))
    assert is_poll_due(DAY.isoformat(), 900, DAY - timedelta(days=1))


def test_a_lost_state_file_knows_the_stored_bodies_again(settings: Settings, site: LocalSite) -> None:
    site.publish(["/a"])
    site.pages["/a"] = Page(STORY)
    row = stored(collect(settings, site, "r1"), "/a")
    for file in settings.state_file.parent.glob("collector.sqlite*"):
        file.unlink()
    with open_state(settings) as state:
        body = state.body("paper", row["body_sha256"])
    assert body is not None and (body.warc_path, body.warc_offset) == (row["warc_path"], row["warc_offset"])
