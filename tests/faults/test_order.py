"""A backfill day by day in any order, and one of an old day again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from tests.acta.trust.test_crashes import loaded_hashes
from tests.faults.site import DAY, PARAGRAPHS, article, collect, outlet, quick, rows
from tests.support.local_site import LocalSite, Page

from acta.annotate.run import annotate_batches
from acta.config import Settings
from acta.extract.run import extract_batches
from acta.model.build import build, load
from acta.model.receipt import Receipt

LOGS = {"rpt_pipeline_outcomes", "rpt_outlet_health", "rpt_outlet_hours", "rpt_data_tests"}
IN_ORDER, OUT_OF_ORDER = (1, 2, 3), (3, 1, 2, 1)
A_DAY = 3  # articles; the first of each day is a copy of the one of the day before


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with LocalSite() as server:
        entries = ""
        for day in IN_ORDER:
            for number in range(A_DAY):
                path, at = f"/d{day}/{number}", f"2026-03-0{day}T{10 + number}:00:00+00:00"
                lines = tuple(f"{line} Hour {day}{number} of it was wet." for line in PARAGRAPHS) if number else PARAGRAPHS
                server.pages[path] = article(f"Quay {day} {number}" if number else "Quay opens", at, lines)
                entries += f"<url><loc>{path}</loc><lastmod>{at}</lastmod></url>"
        server.pages["/map.xml"] = Page(f"<urlset>{entries}</urlset>", "text/xml")
        yield server


def backfill(settings: Settings, site: LocalSite, days: tuple[int, ...]) -> list[int]:
    """Collect and extract each day as a DAG run of its own; returns how many pages each asked for."""
    asked = []
    for turn, day in enumerate(days):
        start = datetime(2026, 3, day, tzinfo=UTC)
        key = f"backfill__{start:%Y-%m-%d}" + ("_again" if day in days[:turn] else "")
        collect(settings, site, key, outlet(site, sitemaps=("/map.xml",)), (start, start + timedelta(days=1)))
        asked.append(sum(path.startswith("/d") for path in site.paths))
        extract_batches(settings)
    annotate_batches(settings)
    return asked


def places(settings: Settings, root: Path, name: str) -> Settings:
    return replace(quick(settings, DAY), data_dir=root / name)


@pytest.mark.fault(5)
def test_a_backfill_out_of_order_loads_what_one_in_order_loads_and_an_old_day_again_fetches_nothing(
    settings: Settings, site: LocalSite, tmp_path: Path
) -> None:
    one, other = (places(settings, tmp_path, name) for name in ("one", "other"))
    assert backfill(one, site, IN_ORDER) == [A_DAY] * 3
    assert backfill(other, site, OUT_OF_ORDER) == [A_DAY, A_DAY, A_DAY, 0]
    for at in (one, other):
        load(at)
    found, expected = loaded_hashes(other), loaded_hashes(one)
    for hashes in (found, expected):
        del hashes["raw"]  # attempts: one sitemap was asked for once more
        del hashes["annotated"]["outcomes"]  # when the annotator worked
    assert found == expected
    urls = [sorted(row["url"] for row in rows(at) if row["kind"] == "article") for at in (one, other)]
    assert urls[0] == urls[1] and len(set(urls[0])) == 3 * A_DAY


@pytest.mark.fault(5)
@pytest.mark.slow  # five builds
def test_the_marts_are_those_of_a_backfill_in_order_also_when_each_day_is_built_by_itself(
    settings: Settings, site: LocalSite, tmp_path: Path
) -> None:
    one, other = (places(settings, tmp_path, name) for name in ("one", "other"))
    backfill(one, site, IN_ORDER)
    for day in OUT_OF_ORDER[:3]:
        backfill(other, site, (day,))
        build(other)
    backfill(other, site, OUT_OF_ORDER[3:])
    assert without_logs(build(other)) == without_logs(build(one))
    assert versions(other) == versions(one)


def without_logs(receipt: Receipt) -> dict[str, str]:
    return {name: digest for name, digest in receipt.hashes.items() if name not in {*LOGS, "fct_article_versions"}}


def versions(settings: Settings) -> list[tuple[object, ...]]:
    """Article versions without the offset: two archives of one page differ by a few bytes."""
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        wanted = "select * exclude (archive_offset, loaded_at) from marts.fct_article_versions order by version_id"
        return connection.execute(wanted).fetchall()
