"""What a command would do, said without doing it: nothing is asked of a site, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from acta.collect.masking import mask_url
from acta.config import Settings
from acta.errors import Permanent
from acta.terminal import out

dry_run_option = click.option("--dry-run", is_flag=True, help="Only say what would be done; ask no site and write nothing.")
MOST = 20


def would_ingest(settings: Settings, what: Sequence[str]) -> None:
    """Name the files, archives and addresses that would be read, and the files that would be refused."""
    from acta.collect.files import STDIN, expanded
    from acta.collect.warc_input import is_warc

    items = list(expanded(what))
    files = [item for item in items if isinstance(item, Path)]
    archives = [path for path in files if is_warc(path)]
    said = {path: _refused(settings, path) for path in files if path not in archives}
    good = [path for path, why in said.items() if not why]
    _list("would read", [*map(str, (*good, *archives)), *("standard input" for item in items if item == STDIN)])
    _list("would fetch", [mask_url(item) for item in items if isinstance(item, str) and item != STDIN])
    _list("would refuse", [why for why in said.values() if why])
    out.print("whether a file holds an article shows when it is read", style="dim")


def _refused(settings: Settings, path: Path) -> str | None:
    from acta.collect.files import refusal

    try:
        size = path.stat().st_size
        found = refusal(path, path.read_bytes() if size <= settings.max_body_bytes else b"", size, settings.max_body_bytes)
    except OSError as error:
        return f"{path}: {error.strerror}"
    return f"{path}: {found[1]}" if found else None


def would_collect(settings: Settings, source_ids: tuple[str, ...]) -> None:
    """Name the feeds, sitemaps and listings that would be asked, and the source files that cannot be read."""
    from acta.cli.stages import no_sources
    from acta.sources import read_registry
    from acta.sources.registry import only

    registry = only(settings, read_registry(settings), source_ids)
    for file in registry.broken:
        out.print(f"would leave out: {file.says}", soft_wrap=True)
    if not registry.sources:
        raise Permanent(no_sources(settings))
    for source in registry.sources:
        for address in source.addresses:
            out.print(f"{source.source_id}: would ask {mask_url(address)}", soft_wrap=True)
    out.print("and then the pages in them that are new or due again, as robots.txt allows", style="dim")


def would_collect_list(listed: str) -> None:
    """Name the pages of a list."""
    from acta.collect.lists import links_of

    _list("would fetch, unless it was fetched before", [mask_url(link.url) for link in links_of(listed).links])


def would_forget(settings: Settings, urls: set[str], source_ids: set[str], actor_ids: set[str]) -> None:
    """Name the articles that would be forgotten."""
    from acta.forget.targets import find_targets, rows_of

    targets = find_targets(settings, urls, source_ids, actor_ids)
    titles = {row["article_id"]: row["title"] for row in rows_of(settings, "extract", "articles")}
    _list("would forget", [f"{one} {titles.get(one) or '(no article was read)'}" for one in sorted(targets.article_ids)])
    if not targets.article_ids:
        out.print("no collected article is meant by that")


def _list(what: str, items: Sequence[str]) -> None:
    """A line with the count, then the first items, one a line."""
    if not items:
        return
    out.print(f"{what}: {len(items)}", style="bold")
    for item in items[:MOST]:
        out.print(f"  {item}", soft_wrap=True)
    if len(items) > MOST:
        out.print(f"  … and {len(items) - MOST} more")
