"""Verbs about what was collected: read the archive again, and how the sources did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from acta.cli.options import SOURCE_ID
from acta.config import load_settings
from acta.errors import Permanent
from acta.terminal import out

STYLES = {"as_expected": "green", "no_expectation": "", "blocked": "bold red", "failing": "bold red"}


@click.command()
@click.option("--source", "source_ids", type=SOURCE_ID, multiple=True, help="Only this source; may be given several times.")
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; all cores by default.")
def reextract(source_ids: tuple[str, ...], workers: int | None) -> None:
    """Read the stored pages again with the present extractor, without the network."""
    from acta.extract.reextract import reextract as read_again
    from acta.extract.types import EXTRACTOR_VERSION
    from acta.sources import find_source

    settings = load_settings()
    for source_id in source_ids:
        if source_id != "files":
            find_source(settings, source_id)
    replay = read_again(settings, source_ids, workers)
    out.print(
        f"extractor {EXTRACTOR_VERSION}: {replay.batches} batches read, {replay.pages} pages: {replay.articles} articles "
        f"({replay.changed} texts that are new), {replay.rejected} rejected",
        soft_wrap=True,
    )
    if replay.current:
        out.print(f"{replay.current} batches were read by this version before")
    if replay.expired:
        out.print(
            f"{replay.expired} batches stay as they were read: their archive was removed (ACTA_ARCHIVE_DAYS)",
            soft_wrap=True,
        )
    if replay.damaged:
        first = replay.damaged[0]
        raise Permanent(f"{len(replay.damaged)} batches cannot be read again and stay as they were; the first: {first}")


HEALTH = """
    select h.*, s.name from rpt_outlet_health as h left join dim_outlets as s using (outlet_id)
    where (? is null or h.outlet_id = ?)
    order by list_position(['blocked', 'failing', 'below_expected', 'incomplete'], h.health) nulls last, h.outlet_id
"""
HOURS = """
    select hour_at, is_silent, is_blocked, is_slow, is_changed from rpt_outlet_hours
    where outlet_id = ? and (is_silent or is_blocked or is_slow or is_changed) order by hour_at
"""


@click.command()
@click.argument("source_id", type=SOURCE_ID, required=False)
def health(source_id: str | None) -> None:
    """How each source did against what is expected of it, and in which hours it was silent, blocked, slow or changed."""
    from acta.publish.reading import open_published

    with open_published(load_settings()) as connection:
        found = connection.execute(HEALTH, [source_id, source_id])
        names = [column[0] for column in found.description]
        sources = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        if not sources:
            raise Permanent(
                f"{source_id or 'no source'} is not in the warehouse: `acta sources list` names the sources"
            )
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for column in ("source", "health", "a day", "expected", "blocked", "failed", "last article"):
            table.add_column(column, overflow="fold")
        for row in sources:
            table.add_row(
                row["outlet_id"],
                Text(row["health"], style=STYLES.get(row["health"], "yellow")),
                "" if row["articles_per_day"] is None else f"{row['articles_per_day']:.1f}",
                _expected(row["expected_articles_per_day_min"], row["expected_articles_per_day_max"]),
                f"{row['blocked_count']}",
                f"{row['failed_count']}",
                "" if row["last_article_at"] is None else f"{row['last_article_at']:%Y-%m-%d}",
            )
        out.print(table)
        for row in sources:
            hours = connection.execute(HOURS, [row["outlet_id"]]).fetchall()
            for line in (*share_lines(row), *hour_lines(hours)):
                out.print(Text(f"{row['outlet_id']}: {line}"))


def share_lines(row: dict[str, Any]) -> list[str]:
    """One line a kind of value that fewer articles have than expected."""
    return [
        f"{row[share]:.0%} of the articles are {what}, {row[f'expected_{share}']:.0%} expected"
        for share, what in (("published_on_share", "dated"), ("author_share", "signed"))
        if None not in (row[share], row[f"expected_{share}"]) and row[share] < row[f"expected_{share}"]
    ]


def hour_lines(hours: list[tuple[Any, ...]]) -> list[str]:
    """One line a kind of trouble: its stretches of hours that follow each other, the newest five."""
    lines = []
    for place, kind in enumerate(("silent", "blocked", "slow", "changed"), 1):
        spans: list[list[datetime]] = []
        for row in hours:
            if not row[place]:
                continue
            if spans and (row[0] - spans[-1][1]).total_seconds() <= 3600:
                spans[-1][1] = row[0]
            else:
                spans.append([row[0], row[0]])
        if spans:
            shown = ", ".join(_span(first, last) for first, last in spans[-5:])
            lines.append(f"{kind} {f'{len(spans) - 5} times before, ' if len(spans) > 5 else ''}{shown}")
    return lines


def _span(first: datetime, last: datetime) -> str:
    """Hours from the start of the first to the end of the last."""
    return f"{first:%Y-%m-%d %H:00}" if first == last else f"{first:%Y-%m-%d %H:00} to {last:%Y-%m-%d %H:59}"


def _expected(least: float | None, most: float | None) -> str:
    if least is None and most is None:
        return ""
    return f"{'' if least is None else f'{least:g}'}–{'' if most is None else f'{most:g}'}"


COMMANDS = [reextract]
