"""`acta ingest`: a user's own files through all stages, and what became of each of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from acta.cli.dry_run import dry_run_option, would_ingest
from acta.cli.options import SOURCE_ID
from acta.cli.stages import finish, run_key, say
from acta.config import Settings, load_settings
from acta.dates import is_plausible, latest_moment, read_date
from acta.errors import Permanent
from acta.terminal import err

SOME_REFUSED = 3  # exit status: the others were taken in and published
ALL_REFUSED = 2  # exit status: there was nothing to build


@click.command()
@click.argument("what", nargs=-1, required=True)
@click.option("--published-at", default=None, help="ISO 8601 date or instant, for texts that do not say.")
@click.option(
    "--source",
    "source_id",
    type=SOURCE_ID,
    default="files",
    show_default=True,
    help="Source the articles are counted under.",
)
@dry_run_option
def ingest(what: tuple[str, ...], published_at: str | None, source_id: str, dry_run: bool) -> None:
    """Put your own texts, HTML files, WARC archives, folders, pages (URL) or standard input (-) through all stages.

    Each file that is refused is named with the reason. Exit status 3: some were refused, the others are published.
    Exit status 2: some were refused and nothing new was taken in, so nothing was built or published.
    """
    from acta.collect.files import collect_files
    from acta.extract.run import extract_batches

    settings = load_settings()
    day = published_at and caller_day(published_at, settings)
    if dry_run:
        would_ingest(settings, what)
        return
    key = run_key(settings)
    result = collect_files(settings, list(what), source_id=source_id, published_at=day, run_key=key, progress=say)
    say("read: " + ", ".join(f"{n} {outcome}" for outcome, n in sorted(result.counts.items())))
    extract_batches(settings)
    not_articles = [*_not_articles(settings, result.batch_ids)]
    refused = [*result.problems, *not_articles]
    for line in refused:
        say(f"  {line}")
    good = result.pages.get("fetched", 0) - len(not_articles)
    named = f"{len(refused)} {'was' if len(refused) == 1 else 'were'} refused (named above)"
    if refused and good <= 0:
        err.print(f"acta: nothing new was taken in, {named}; nothing was built or published", markup=False)
        sys.exit(ALL_REFUSED)
    finish(settings)
    if refused:
        say(f"{good} taken in, {named}")
        sys.exit(SOME_REFUSED)


def caller_day(text: str, settings: Settings) -> str:
    """The date of --published-at. Raises Permanent when it is none, or one on which nothing can have been published."""
    try:
        datetime.fromisoformat(text)
        value = read_date(text)
    except ValueError:
        value = None
    if value is None:
        raise Permanent(
            f"--published-at {text!r} is not an ISO 8601 date: write 2026-11-23 or 2026-11-23T09:30:00+01:00"
        )
    now = settings.clock().astimezone(UTC)
    if not is_plausible(value, latest_moment(now.isoformat())):
        raise Permanent(
            f"--published-at {text!r} cannot be: it is {now:%Y-%m-%d} now; write the day on which the text was published"
        )
    return value


def _not_articles(settings: Settings, batch_ids: Sequence[str]) -> Iterator[str]:
    """A line for each page of these collect batches in which no article was found."""
    from acta.extract.run import extract_batch_id
    from acta.store.batches import batch_exists, read_batch, read_table

    for batch_id in map(extract_batch_id, batch_ids):
        if batch_exists(settings, "extract", batch_id):
            for row in read_table(settings, read_batch(settings, "extract", batch_id), "outcomes"):
                if row["outcome"] != "article":
                    yield f"{row['url']}: {row['outcome']} ({row['reason']}): {row['detail']}"


COMMANDS = [ingest]
