"""The ingest cases of ../shared, where that folder is beside the checkout; elsewhere they are skipped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from acta.collect.discover import NotAFeed, read_links
from acta.collect.warc_input import read_pages

ROOT = Path(__file__).resolve().parents[3]
BESIDE = (ROOT.parent / "shared/cases/ingest", ROOT.parents[1] / "shared/cases/ingest")
CASES = next((one for one in BESIDE if one.is_dir()), None)
PAGES = {"all.warc": 20, "all.warc.gz": 20, "ccnews2018_20.warc.gz": 20, "onegz.warc.gz": 20, "wholefile_gzip_10.warc.gz": 10}
NO_PAGES = {"conversion.warc"}  # text that somebody else made of a page: counted, not read
URL = "http://127.0.0.1:1/feed"


def cases(pattern: str) -> list[Path]:
    return sorted(CASES.glob(pattern)) if CASES else []


pytestmark = pytest.mark.skipif(CASES is None, reason="no ../shared/cases/ingest here")


@pytest.mark.parametrize("path", cases("*.warc*"), ids=lambda path: path.name)
def test_each_archive_is_read_whole_and_nothing_goes_uncounted(path: Path) -> None:
    counts: Counter[str] = Counter()
    with path.open("rb") as file:
        pages = list(read_pages(file, 5_000_000, counts))
    assert len(pages) == (0 if path.name in NO_PAGES else PAGES.get(path.name, 1)) and all(page.body for page in pages)
    assert not counts["damaged"] and (pages or counts) and set(counts) <= {"other records"}


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("path", [*cases("crash_*.bin"), *cases("f*.xml*")], ids=lambda path: path.name)
def test_broken_bytes_are_links_or_a_rejection_that_was_expected(path: Path, kind: str) -> None:
    try:
        read_links(kind, path.read_bytes(), URL, None, 5_000_000)
    except NotAFeed as error:
        assert error.reason is None  # no exception that nobody expected
        assert "\n" not in str(error)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_the_newest_of_a_long_sitemap_are_taken(kind: str) -> None:
    assert CASES is not None
    found = read_links(kind, (CASES / "f04_oldest_first_sitemap.xml").read_bytes(), URL, None, 5_000_000)
    dates = sorted(link.dated_at or "" for link in found.links)
    body = (CASES / "f04_oldest_first_sitemap.xml").read_text()
    assert len(found.links) == 10_000 and body.rsplit("<lastmod>", 1)[1].startswith(dates[-1])


def test_an_empty_feed_is_rejected_and_odd_characters_and_members_are_read() -> None:
    assert CASES is not None
    with pytest.raises(NotAFeed):
        read_links("feed", (CASES / "f01_empty_feed.xml").read_bytes(), URL, None, 5_000_000)
    odd = read_links("feed", (CASES / "f25_surrogate_pair_feed.xml").read_bytes(), URL, None, 5_000_000)
    assert len(odd.links) == 2
    for kind in ("feed", "sitemap"):
        packed = read_links(kind, (CASES / "f25_two_gzip_members.xml.gz").read_bytes(), URL, None, 5_000_000)
        assert len(packed.links) == 1
