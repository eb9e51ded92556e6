"""Verbs that measure precision on one's own corpus: draw a sample, judge it, report it, export what was judged."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acta.cli.stages import say
from acta.config import Settings, load_settings

if TYPE_CHECKING:
    from acta.validate.population import Population

KINDS = ("statement", "event", "actor", "merged_event", "article")
DEFAULT = {"statement": 60, "event": 60, "actor": 60, "merged_event": 40, "article": 20}
DAY = click.DateTime(["%Y-%m-%d"])

sample_option = click.option("--sample", default=None, metavar="ID", help="A sample; the newest one by default.")
articles_option = click.option(
    "--articles", default=None, metavar="FILE", help="Articles as `acta annotate` reads them, instead of the warehouse."
)


@click.group()
def validate() -> None:
    """How far the rows can be trusted on your corpus: a sample, judged blind, with intervals."""


@contextmanager
def opened(settings: Settings, articles: str | None, annotations: str | None = None) -> Iterator[Population]:
    """Where rows and texts come from: files when given, else the published warehouse."""
    from acta.publish.reading import open_published
    from acta.publish.record import current_generation
    from acta.validate.annotation_files import FileRows
    from acta.validate.marts import MartRows

    if articles is not None:
        rows = FileRows(articles, annotations)
        with rows.connection as connection:
            connection.execute("set enable_external_access = false")  # a filter reads rows and nothing else
            yield rows
        return
    with open_published(settings) as connection:
        connection.execute("set enable_external_access = false")
        generation = current_generation(settings)
        yield MartRows(connection, generation.name if generation else "")


@validate.command()
@click.option(
    "--n",
    "wanted",
    multiple=True,
    metavar="KIND=N",
    help=f"Rows of a kind, evenly over score bands ({', '.join(KINDS)}).",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed draws the same rows while they are there."
)
@click.option("--bands", default="0.5,0.8", show_default=True, help="Edges of the score bands.")
@click.option(
    "--double",
    "double_share",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Share that two coders judge.",
)
@click.option(
    "--where", default=None, metavar="SQL", help="A condition on the rows, such as \"event_type = 'PROTEST'\"."
)
@click.option("--source", default=None, metavar="ID", help="Only rows of this source.")
@click.option("--since", type=DAY, default=None, help="Only articles published on this day or later.")
@click.option("--until", type=DAY, default=None, help="Only articles published on this day or before.")
@articles_option
@click.option(
    "--annotations", default=None, metavar="FILE", help="Annotations of those articles, as `acta annotate` writes them."
)
def draw(
    wanted: tuple[str, ...],
    seed: int,
    bands: str,
    double_share: float,
    where: str | None,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    articles: str | None,
    annotations: str | None,
) -> None:
    """Draw a sample by kind and score band, and write it down with its weights."""
    from acta.validate.draw import Plan
    from acta.validate.draw import draw as draw_sample

    if (articles is None) != (annotations is None):
        raise click.UsageError("--articles and --annotations go together")
    filters = {
        "where": where,
        "source": source,
        "since": since and f"{since:%Y-%m-%d}",
        "until": until and f"{until:%Y-%m-%d}",
    }
    plan = Plan(
        _counts(wanted), seed, _edges(bands), double_share, {name: value for name, value in filters.items() if value}
    )
    settings = load_settings()
    with opened(settings, articles, annotations) as population:
        sample, items, is_new = draw_sample(settings, population, plan)
    for stratum in sample.strata:
        say(f"{stratum.kind} {stratum.band}: {stratum.drawn} of {stratum.size}")
    doubles = sum(item.is_double for item in items)
    say(f"{len(items)} rows, {doubles} of them for two coders{'' if is_new else '; this sample was drawn before'}")
    click.echo(sample.sample_id)


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def _counts(wanted: tuple[str, ...]) -> Any:
    counts = {}
    for text in wanted:
        kind, _, number = text.partition("=")
        if kind not in KINDS or not number.isdigit():
            raise click.UsageError(f"--n {text}: write KIND=N with a kind of {', '.join(KINDS)}")
        counts[kind] = int(number)
    return counts or DEFAULT


def _edges(bands: str) -> tuple[float, ...]:
    try:
        edges = tuple(float(edge) for edge in bands.split(",") if edge.strip())
    except ValueError as error:
        raise click.UsageError(f"--bands {bands}: write numbers such as 0.5,0.8") from error
    if list(edges) != sorted(set(edges)) or not all(0 < edge < 1 for edge in edges):
        raise click.UsageError(f"--bands {bands}: write rising numbers between 0 and 1")
    return edges


@validate.command()
@sample_option
@click.option("--coder", default=None, help="Who judges; the user's name by default.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; may be given several times."
)
@click.option(
    "--answers", default=None, metavar="FILE", help="Take the answers from this table (acta validate sheet makes it)."
)
@articles_option
def judge(
    sample: str | None, coder: str | None, kinds: tuple[Any, ...], answers: str | None, articles: str | None
) -> None:
    """Judge the rows one at a time, blind to scores and to other coders; quit at any time and go on later.

    Answers are keys: a right, x wrong, space cannot tell, u back, q quit, ? help. In a pipe each line is an answer.
    """
    from acta.cli.validate_screen import Screen
    from acta.validate.judge import Book, judge_items
    from acta.validate.records import find_sample
    from acta.validate.sheets import import_answers

    settings = load_settings()
    drawn, items = find_sample(settings.validation_dir, sample)
    name = coder or getpass.getuser()
    if answers is not None:
        new, same = import_answers(Book(settings.validation_dir, name), items, answers)
        say(f"{_rows(new)} judged by {name}, {same} were judged so before")
        return
    with opened(settings, articles or drawn.origin.get("articles")) as population:
        screen = Screen(population)
        done, left = judge_items(settings.validation_dir, items, name, screen.show, screen.ask, kinds)
    say(f"{_rows(done)} judged by {name}, {left} left")


@validate.command()
@sample_option
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; may be given several times."
)
@click.option(
    "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The sheet to read, markdown."
)
@click.option(
    "--answers", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The table to fill in, TSV."
)
@articles_option
def sheet(sample: str | None, kinds: tuple[str, ...], output: Path, answers: Path, articles: str | None) -> None:
    """Write a sample as a sheet to read and a table to fill in, for coders who do not use the terminal."""
    from acta.streams import open_output
    from acta.validate.records import find_sample
    from acta.validate.sheets import sheet as sheet_of
    from acta.validate.sheets import template

    settings = load_settings()
    drawn, items = find_sample(settings.validation_dir, sample)
    items = [item for item in items if not kinds or item.kind in kinds]
    with opened(settings, articles or drawn.origin.get("articles")) as population, open_output(str(output)) as sink:
        for section in sheet_of(items, population):
            sink.write(section.encode("utf-8", "backslashreplace"))
    with open_output(str(answers)) as sink:
        sink.write(template(items).encode())
    say(f"{_rows(len(items))} in {output} and {answers}")


@validate.command()
@sample_option
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def report(sample: str | None, form: str) -> None:
    """Weighted precision with 95 % intervals, agreement, calibration, confusions, and a paragraph for a paper."""
    from rich.markdown import Markdown

    from acta.terminal import out
    from acta.validate.records import find_sample, read_judgements
    from acta.validate.render import as_json, as_markdown
    from acta.validate.report import report_of

    folder = load_settings().validation_dir
    drawn, items = find_sample(folder, sample)
    found = report_of(drawn, items, read_judgements(folder))
    if form == "text":
        out.print(Markdown(as_markdown(found)))
    else:
        click.echo(as_json(found) if form == "json" else as_markdown(found), nl=form == "json")


@validate.command()
@sample_option
@click.option("--output", default="-", metavar="FILE", help="Where to; - (the default) is standard output.")
def export(sample: str | None, output: str) -> None:
    """Write judged rows of one sample, or of all, as JSON lines to train on; nothing leaves this machine."""
    from acta.printable import json_line
    from acta.streams import open_output
    from acta.validate.export import training_rows
    from acta.validate.records import find_sample, read_judgements, read_samples

    folder = load_settings().validation_dir
    items = find_sample(folder, sample)[1] if sample else [one for of in read_samples(folder)[1].values() for one in of]
    written = 0
    with open_output(output) as sink:
        for row in training_rows(items, read_judgements(folder)):
            sink.write(json_line(row).encode() + b"\n")
            written += 1
    click.echo(f"{written} judged rows" if written else "no row is judged yet: `acta validate judge`", err=True)


COMMANDS = [validate]
