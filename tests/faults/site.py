"""What the tests of faults share: one outlet on loopback whose pages are read as articles, and its way to the tables."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.support.local_site import LocalSite, Page

from acta.collect.parts import CollectResult
from acta.collect.plan import Window
from acta.collect.run import collect_source
from acta.config import Settings
from acta.sources import Source
from acta.store.batches import list_batches, read_table

DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)
PARAGRAPHS = (
    "The harbour authority of Velmark said on Monday that the northern quay would open before the end of the year.",
    "“We have waited long enough for this quay,” the harbour master Ilse Tamm told reporters in Velmark on Monday.",
    "Fishermen had asked for moorings in the southern basin, which the board refused in a letter two weeks ago.",
    "The city paid for two new cranes and a road to the station, and the work on both is to begin in the summer.",
)


def article(title: str, published: str | None = None, paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "") -> Page:
    """A page that the extractor takes for an article."""
    dated = f'<meta property="article:published_time" content="{published}">' if published else ""
    name = html.escape(title)
    body = "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    return Page(
        f'<html lang="en"><head><title>{name}</title>{dated}{head}</head>'
        f"<body><main><article><h1>{name}</h1>{body}</article></main></body></html>"
    )


def feed(items: list[tuple[str, str, str | None]], date_tag: str = "pubDate") -> Page:
    """An RSS feed of (path or address, title, date)."""
    listed = "".join(
        f"<item><title>{html.escape(title)}</title><link>{html.escape(link)}</link>"
        + (f"<{date_tag}>{date}</{date_tag}>" if date else "")
        + "</item>"
        for link, title, date in items
    )
    return Page(f'<rss version="2.0"><channel><title>Test</title>{listed}</channel></rss>', "application/rss+xml")


def quick(settings: Settings, now: datetime = DAY) -> Settings:
    """Settings for a site on loopback that is asked without pauses, at a given time."""
    return replace(settings, now=now, host_interval_seconds=0.0, fetch_seconds=5.0, health_seconds=0.0)


def outlet(site: LocalSite, source_id: str = "paper", **ways: tuple[str, ...]) -> Source:
    """A source of that site; ``feeds`` is ``/rss`` unless other ways in are given."""
    found = {name: tuple(site.url(path) for path in paths) for name, paths in (ways or {"feeds": ("/rss",)}).items()}
    return Source(source_id=source_id, name=source_id.title(), **found)


def collect(
    settings: Settings, site: LocalSite, run_key: str, source: Source | None = None, window: Window | None = None,
    only_due: bool = False, also: frozenset[tuple[str, int]] = frozenset(),
) -> CollectResult:  # fmt: skip
    """One run; ``site.paths`` is what it asked for. ``also`` may be reached beside the site."""
    site.asked.clear()
    chosen = source or outlet(site)
    return collect_source(settings, chosen, run_key, allow=site.allow | also, window=window, only_due=only_due)


def rows(settings: Settings, stage: str = "collect", table: str = "fetches") -> list[dict[str, Any]]:
    """All rows of a table of a stage, in the order of the batches."""
    return [row for manifest in list_batches(settings, stage) for row in read_table(settings, manifest, table)]
