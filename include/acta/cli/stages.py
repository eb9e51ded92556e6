"""One verb a stage, and ``run`` that goes through all of them without Airflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from acta.cli.dry_run import dry_run_option, would_collect, would_collect_list
from acta.cli.options import SOURCE_ID
from acta.cli.units import Units
from acta.collect.masking import mask_all
from acta.config import Settings, load_settings
from acta.errors import ActaError, Permanent
from acta.isolation import UNEXPECTED
from acta.model.build import Receipt
from acta.terminal import err


def run_key(settings: Settings) -> str:
    """Name of a run started by hand: the moment it starts."""
    return "cli__" + datetime.now(UTC).isoformat(timespec="milliseconds")


def say(line: str) -> None:
    """One line of progress, on standard error, so that standard output stays data."""
    err.print(f"  {mask_all(line)}", style="dim")


@click.command()
@click.option("--source", "source_ids", type=SOURCE_ID, multiple=True, help="Only this source; may be given several times.")
@click.option("--run-key", default=None, help="Name of the run; a finished run of the same name is not done again.")
@click.option(
    "--from-list", "listed", default=None, metavar="FILE", help="Fetch these URLs, one a line; - for standard input."
)
@dry_run_option
def collect(source_ids: tuple[str, ...], run_key: str | None, listed: str | None, dry_run: bool) -> None:
    """Ask the sources what is new and fetch it; or fetch what is new in a list of URLs.

    Exit status 3: all was collected but for the units that the last lines name (a source file that cannot be read, a
    source that is locked, a feed or page that failed for an unexpected reason). A site that is down is a row, and status 0:
    the last line names the sources of which nothing could be read.
    """
    settings = load_settings()
    if dry_run:
        would_collect_list(listed) if listed else would_collect(settings, source_ids)
        return
    if listed is None:
        units = collect_all(settings, source_ids, run_key)
        say(units.summary(settings))
        units.end()
        return
    if len(source_ids) > 1:
        raise click.UsageError("--from-list goes with one --source, or with none")
    collect_listed(settings, listed, source_ids[0] if source_ids else "files", run_key)


def collect_listed(settings: Settings, listed: str, source_id: str, key: str | None) -> None:
    """Fetch what is new in a list of URLs, counted under one source."""
    from acta.collect.files import source_or_files
    from acta.collect.lists import collect_list

    result = collect_list(settings, listed, source_or_files(settings, source_id), key or run_key(settings), say)
    for problem in result.problems[:10]:
        say(problem)
    pages = ", ".join(f"{n} {what}" for what, n in sorted(result.pages.items()))
    say(f"{source_id}: {pages or 'nothing new'}")
    units = Units(Counter(result.counts), result.faults)
    say(units.summary(settings))
    units.end()


def say_problems(problems: Sequence[str], most: int = 10) -> None:
    """What went wrong, a line each; the rows hold all of it."""
    for problem in problems[:most]:
        say(f"  {problem}")
    if len(problems) > most:
        say(f'  … and {len(problems) - most} more: `acta query "from rpt_pipeline_outcomes where reason is not null"`')


def collect_all(settings: Settings, source_ids: tuple[str, ...] = (), key: str | None = None) -> Units:
    """Collect some or all sources; what cannot be collected is named, and the others go on.

    Raises Permanent when there is nothing to collect from, or a source is named that there is not.
    """
    from acta.collect.failed_source import note_failed_source
    from acta.collect.many import collect_sources
    from acta.sources import read_registry
    from acta.sources.registry import only

    registry = only(settings, read_registry(settings), source_ids)
    key = key or run_key(settings)
    units = Units()
    for file in registry.broken:
        units.look.append(file.says)
        if file.source_id:
            note_failed_source(settings, file.source_id, key, str(file.path), "source_file", file.says)
    if not registry.sources:
        raise Permanent("\n".join(["no source can be collected:", *units.look]) if units.look else no_sources(settings))
    for says in units.look:
        say(says)
    for source, result in collect_sources(settings, registry.sources, key):
        if isinstance(result, ActaError):
            units.look.append(f"{source.source_id}: {result}")
            say(units.look[-1])
            continue
        units.outcomes.update(result.counts)
        units.look += result.faults
        listed = ", ".join(f"{n} {what}" for what, n in sorted(result.counts.items()))
        say(f"{source.source_id}: {listed or 'nothing to do'}")
        say_problems([*result.faults, *(line for line in result.problems if line not in result.faults)])
        if unread := units.note_source(source.source_id, result.polls):
            say(unread)
    return units


def no_sources(settings: Settings) -> str:
    """What to do when there is nothing to collect from."""
    return f"no sources: put a YAML file with `name` and `feeds` into {settings.sources_dir} (see sources/README.md)"


@click.command()
@click.option(
    "--input", "source", type=click.Path(path_type=Path), help="Pages, one JSON object a line; - for standard input."
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="Articles, one JSON object a line; - for standard output.",
)
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; all cores by default.")
def extract(source: Path | None, target: Path | None, workers: int | None) -> None:
    """Turn pages into articles: a file of records, or everything collected and not yet extracted."""
    from acta.extract.run import extract_batches, extract_stream

    settings = load_settings()
    if _both(source, target):
        extract_stream(str(source), str(target), workers or settings.workers)
    else:
        say(f"{len(extract_batches(settings, workers))} new batches extracted")


@click.command()
@click.option(
    "--input", "source", type=click.Path(path_type=Path), help="Articles, one JSON object a line; - for standard input."
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="Annotations, one JSON object a line; - for standard output.",
)
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes; all cores by default.")
def annotate(source: Path | None, target: Path | None, workers: int | None) -> None:
    """Find actors, statements and events: in a file of articles, or in everything not yet annotated.

    In a file, events of several articles that are one have one cluster_id, as they have one event_id in the warehouse.
    """
    from acta.annotate.run import annotate_batches, annotate_stream
    from acta.model.annotated_file import with_cluster_ids

    settings = load_settings()
    if _both(source, target):
        annotate_stream(str(source), str(target), workers or settings.workers, finish=with_cluster_ids)
    else:
        say(f"{len(annotate_batches(settings, workers))} new batches annotated")


def _both(source: Path | None, target: Path | None) -> bool:
    if (source is None) != (target is None):
        raise click.UsageError("--input and --output go together")
    return source is not None


@click.command()
@click.option("--with-dbt", is_flag=True, help="Let dbt run every model, as it does by itself when the project changed.")
def build(with_dbt: bool) -> None:
    """Load what is new, build the marts and run every data test, privately."""
    from acta.model.build import build as build_marts

    settings = load_settings()
    _report_build(settings, build_marts(settings, say, with_dbt))


@click.command()
def rebuild() -> None:
    """Make the build file again from the batches: the same tables, by definition."""
    from acta.model.build import rebuild as rebuild_marts

    settings = load_settings()
    _report_build(settings, rebuild_marts(settings, say))


def _report_build(settings: Settings, receipt: Receipt) -> None:
    """What the data tests said and how the build stands to what readers see; ends with an error when a batch was left out."""
    from acta.publish.standing import standing

    _report_tests(receipt)
    say(standing(settings))
    _refuse_damaged(receipt)


def _refuse_damaged(receipt: Receipt) -> None:
    if receipt.damaged:
        what = "1 batch was" if len(receipt.damaged) == 1 else f"{len(receipt.damaged)} batches were"
        raise Permanent(f"all else was done, but {what} left out: {receipt.damaged[0]} (`acta doctor` names all)")


def _report_tests(receipt: Receipt) -> None:
    for line in receipt.failures:
        err.print(f"failed: {line}", style="bold red")
    for line in receipt.warnings:
        err.print(f"warning: {line}", style="yellow")
    counted = ", ".join(f"{n} {status}" for status, n in sorted(receipt.tests.items()))
    say(f"data tests: {counted} (see rpt_data_tests)")


@click.command()
@click.option("--despite-failures", is_flag=True, help="Build and publish although data tests fail; needs --reason.")
@click.option("--reason", default="", help="Why it is published all the same; kept with the generation.")
@dry_run_option
def publish(despite_failures: bool, reason: str, dry_run: bool) -> None:
    """Make the last good build the warehouse that readers see."""
    from acta.model.build import transform
    from acta.publish.generations import publish as publish_build
    from acta.publish.standing import published_line, standing

    if despite_failures != bool(reason.strip()):
        raise click.UsageError("--despite-failures and --reason go together")
    settings = load_settings()
    if dry_run:
        say(standing(settings))
        return
    if despite_failures:
        _report_tests(transform(settings, say, despite_failures=True))
    say(published_line(settings, *publish_build(settings, reason.strip())))


@click.command()
@click.option("--source", "source_ids", type=SOURCE_ID, multiple=True, help="Only this source; may be given several times.")
@dry_run_option
def run(source_ids: tuple[str, ...], dry_run: bool) -> None:
    """All stages in order, once, without Airflow.

    Exit status 3: what could be collected is published, without the units that the last lines name.
    """
    settings = load_settings()
    if dry_run:
        would_collect(settings, source_ids)
        return
    units = collect_all(settings, source_ids)
    units.look += finish(settings)
    say(units.summary(settings))
    units.end()


def finish(settings: Settings) -> list[str]:
    """Everything after collecting; returns a line for each page or article that failed for an unexpected reason."""
    from acta.annotate.run import annotate_batches
    from acta.extract.run import extract_batches
    from acta.model.build import build as build_marts
    from acta.publish.generations import publish as publish_build
    from acta.publish.standing import published_line

    extracted = extract_batches(settings)
    say(f"{len(extracted)} new batches extracted")
    failed = problems_of(settings, "extract", extracted)
    say_problems(failed)
    annotated = annotate_batches(settings)
    say(f"{len(annotated)} new batches annotated")
    failed += (problems := problems_of(settings, "annotate", annotated))
    say_problems(problems)
    receipt = build_marts(settings, lambda line: None)
    _report_tests(receipt)
    say(published_line(settings, *publish_build(settings)))
    _refuse_damaged(receipt)
    return [line for line in failed if f"({UNEXPECTED})" in line]


@click.command()
def retry() -> None:
    """Try again now what is pending or was given up (see docs/how-to/recover.md)."""
    from acta.annotate.run import annotate_batches
    from acta.annotate.run import count_pending as articles
    from acta.extract.run import count_pending as pages
    from acta.extract.run import extract_batches

    settings = load_settings()
    tried = len(extract_batches(settings, force=True)), len(annotate_batches(settings, force=True))
    say(f"{tried[0]} batches extracted, {tried[1]} annotated")
    say(f"still pending or given up: {pages(settings).total()} pages, {articles(settings).total()} articles")
    say("`acta build`, then `acta publish`, brings what was read into the warehouse")


def problems_of(settings: Settings, stage: str, batch_ids: Sequence[str]) -> list[str]:
    """One line for each unit of these batches that did not become what the stage makes."""
    from acta.store.batches import read_batch, read_table

    rows = (
        row for batch_id in batch_ids for row in read_table(settings, read_batch(settings, stage, batch_id), "outcomes")
    )
    return [
        f"{row['url'] or row['article_id']}: {row['outcome']} ({row['reason'] or row['outcome']}) {row['detail'] or ''}".rstrip()
        for row in rows
        if row["outcome"] not in ("article", "annotated")
    ]


COMMANDS = [collect, extract, annotate, build, publish, rebuild, retry, run]
