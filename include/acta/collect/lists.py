"""A list of URLs as input: what is new in it is fetched as a source's own pages are, as often as needed and no oftener.

The list is planned like a feed: a page that was fetched before is not asked for again until its next look is due, so a
run that was cut off, or the same list given twice, goes on where it stopped.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from acta.collect.discover import Found
from acta.collect.guard import NOTHING, Allowance
from acta.collect.http import Fetcher
from acta.collect.parts import CollectResult, is_complete, result_of
from acta.collect.rows import LAST
from acta.collect.run import Progress, Run, at_source
from acta.collect.sitemaps import read_list
from acta.config import Settings
from acta.errors import Permanent
from acta.sources.local import local_outlets
from acta.sources.model import Source

MAX_URLS = 1_000_000
MAX_BYTES = 200_000_000


def collect_list(
    settings: Settings,
    listed: str | Path,
    source: Source,
    run_key: str,
    progress: Progress | None = None,
    allow: Allowance = NOTHING,
) -> CollectResult:
    """Fetch the pages that a file (``-``: standard input) names, one a line.

    Raises Permanent when the file cannot be read or names no web address.
    """
    found = links_of(listed)
    say = progress or (lambda line: None)
    if found.remark:
        say(f"{listed}: {found.remark}")
    with at_source(settings, source) as state:
        if not is_complete(state, source.source_id, run_key):
            local = local_outlets(settings)
            with contextlib.closing(Fetcher(settings, allow | local)) as fetcher:
                run = Run(settings, source, run_key, state, fetcher, local, progress=progress)
                with run.part(LAST) as last:
                    run.fetch_all(last, run.plan(last, found.links, settings.clock()))
        return result_of(settings, state, source.source_id, run_key)


def links_of(listed: str | Path) -> Found:
    """The addresses in a list. Raises Permanent when the file cannot be read or names no web address."""
    found = read_list(*_read(listed), MAX_URLS)
    if not found.links:
        raise Permanent(f"{listed}: no web address in it; a list has one https://… a line")
    return found


def _read(listed: str | Path) -> tuple[str, str]:
    if str(listed) == "-":
        return sys.stdin.buffer.read(MAX_BYTES).decode("utf-8-sig", "replace"), "stdin:"
    path = Path(listed).expanduser()
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8-sig", "replace"), path.resolve().as_uri()
    except OSError as error:
        raise Permanent(f"{listed}: cannot be read: {error.strerror}") from error
