"""A feed, a batch or a lexicon changes its shape."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.acta.trust.test_crashes import write_batches
from tests.faults.site import article, collect, feed, outlet, quick, rows
from tests.support.local_site import LocalSite, Page

from acta.config import Settings
from acta.errors import Permanent
from acta.extract.run import extract_batches
from acta.model.build import load
from acta.store.batches import BatchWriter, batch_dir, sha256_of
from acta.store.sealed import read_sealed, write_sealed


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        yield server


@pytest.mark.fault(28)
def test_a_feed_that_renames_its_date_is_read_on_and_the_page_says_the_day(settings: Settings, site: LocalSite) -> None:
    at = quick(settings)
    site.pages |= {"/a": article("A", "2026-03-03"), "/b": article("B", "2026-03-04"), "/c": article("C")}
    date = "Tue, 03 Mar 2026 10:00:00 GMT"
    site.pages["/rss"] = feed([("/a", "A", date)])
    collect(at, site, "r1")
    site.pages["/rss"] = feed([("/b", "B", date), ("/c", "C", date)], date_tag="publicationMoment")
    collect(at, site, "r2")
    hints = {row["hint_title"]: row["hint_published_at"] for row in rows(at) if row["kind"] == "article"}
    assert hints == {"A": "2026-03-03T10:00:00+00:00", "B": None, "C": None}
    extract_batches(at)
    days = {row["title"]: (row["published_at"] or "")[:10] for row in rows(at, "extract", "articles")}
    assert days == {"A": "2026-03-03", "B": "2026-03-04", "C": ""}  # unknown, not today


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<rss><channel><entry><headline>A</headline><address>/a</address></entry></channel></rss>", "application/rss+xml"),
        ('{"version": 2, "stories": [{"href": "/a"}]}', "application/json"),
        ("<html><body>We have moved.</body></html>", "text/html"),
    ],
)
def test_a_feed_whose_items_are_no_longer_known_is_rejected_and_the_next_feed_is_read(
    settings: Settings, site: LocalSite, body: str, kind: str
) -> None:
    at = quick(settings)
    site.pages |= {"/a": article("A"), "/rss": feed([("/a", "A", None)]), "/new": Page(body, kind)}
    result = collect(at, site, "r1", outlet(site, feeds=("/new", "/rss")))
    assert (result.pages, result.faults) == ({"fetched": 1}, [])
    (row,) = [row for row in rows(at) if row["url"].endswith("/new")]
    assert (row["outcome"], row["reason"]) == ("rejected", "not_a_feed") and row["detail"]


def reshape(settings: Settings, change: str) -> None:
    """Rewrite a table of a batch with another shape, its manifest with the hash that fits."""
    folder = batch_dir(settings, "extract", "ext_1")
    path = folder / "articles.parquet"
    table = pq.read_table(path)
    if change == "type":
        place = table.schema.get_field_index("word_count")
        table = table.set_column(place, "word_count", pa.array([["many"]] * table.num_rows))
    elif change == "renamed":
        table = table.rename_columns(["words" if name == "text" else name for name in table.column_names])
    else:
        table = table.append_column("mood", pa.array(["glad"] * table.num_rows))
    pq.write_table(table, path)
    raw, _ = read_sealed(folder / "manifest.json")
    raw["tables"]["articles"]["sha256"] = sha256_of(path)
    write_sealed(folder / "manifest.json", raw)


@pytest.mark.fault(28)
@pytest.mark.parametrize(
    ("change", "says"), [("type", "word_count as list<"), ("renamed", "has a column words, which nobody knows, and lacks text")]
)
def test_a_batch_whose_columns_are_others_is_refused_in_one_line_when_all_is_new(
    settings: Settings, change: str, says: str
) -> None:
    write_batches(settings)
    reshape(settings, change)
    with pytest.raises(Permanent) as caught:
        load(settings)
    assert "\n" not in str(caught.value) and says in str(caught.value) and "ext_1" in str(caught.value)


@pytest.mark.fault(28)
@pytest.mark.parametrize("change", ["type", "renamed"])
def test_it_is_left_out_and_named_beside_what_is_loaded_already(settings: Settings, change: str) -> None:
    with BatchWriter(settings, "collect", "bat_0", [], "test") as writer:
        writer.write("outcomes", [{"outcome_id": "out", "outcome": "fetched"}])
    load(settings)
    write_batches(settings)
    reshape(settings, change)
    load(settings)
    assert counted(settings, "extracted.articles") == 0 and counted(settings, "raw.outcomes") == 4
    assert counted(settings, "raw.damaged_batches") == 1


@pytest.mark.fault(28)
def test_a_column_that_nobody_knows_yet_is_passed_over_with_a_warning(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    write_batches(settings)
    reshape(settings, "added")
    load(settings)
    assert counted(settings, "extracted.articles") == 2
    assert any("mood" in record.getMessage() for record in caplog.records)


def counted(settings: Settings, table: str) -> int:
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        (count,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
        return int(count)
