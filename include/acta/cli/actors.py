"""Verbs that judge actors: merge, split, alias, promote, undo, and the list of judgements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
import duckdb
from rich.padding import Padding
from rich.text import Text

from acta.cli import offices, review
from acta.cli.options import because, by
from acta.config import Settings, load_settings
from acta.errors import Permanent
from acta.publish.reading import open_published
from acta.terminal import err, out

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def actors() -> None:
    """Who is who: review what articles name, judge it, keep office holders up to date."""


@contextmanager
def _published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The published warehouse, or None before the first publish: the registry can be judged without one."""
    if settings.published_file.exists():
        with open_published(settings) as connection:
            yield connection
    else:
        yield None


def _judge(settings: Settings, verb: str, because: str, judged_by: str | None, **values: Any) -> None:
    from acta.judgements.judge import judge

    judgement, path = judge(settings, verb, because, judged_by, **values)
    out.print(f"{judgement.judgement_id}  {verb}  → {path}", soft_wrap=True)
    err.print("  it acts from the next `acta build`; `acta actors undo` takes it back", style="dim")


@actors.command()
@click.argument("actor")
@click.argument("into")
@because
@by
def merge(actor: str, into: str, because: str, judged_by: str | None) -> None:
    """ACTOR is the same as INTO (ids, or exact names), everywhere."""
    from acta.judgements.review import find_actor

    settings = load_settings()
    with _published(settings) as connection:
        ids = [find_actor(connection, wanted).actor_id for wanted in (actor, into)]
    _judge(settings, "merge", because, judged_by, actor_id=ids[0], into=ids[1])


@actors.command()
@click.argument("actor")
@click.option("--into", default=None, metavar="ACTOR", help="The actor that is really meant; or:")
@click.option("--name", default=None, help="Name of a new actor.")
@click.option("--country", default=None, help="Its country, ISO 3166-1 alpha-3.")
@click.option("--article", default=None, metavar="ID", help="In this article only.")
@click.option("--source", default=None, metavar="ID", help="In this source only.")
@click.option("--since", type=DAY, default=None, help="In articles published on this day or later.")
@click.option("--until", type=DAY, default=None, help="In articles published on this day or before.")
@because
@by
def split(
    actor: str,
    into: str | None,
    name: str | None,
    country: str | None,
    article: str | None,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    because: str,
    judged_by: str | None,
) -> None:
    """ACTOR is somebody else where the conditions hold. To take a merge apart, undo it instead."""
    from acta.judgements.replay import provisional_id
    from acta.judgements.review import find_actor

    if (into is None) == (name is None):
        raise click.UsageError("give --into or --name (with --country), not both")
    settings = load_settings()
    with _published(settings) as connection:
        split_one = find_actor(connection, actor)
        new: dict[str, Any] = {}
        if into is not None:
            target = find_actor(connection, into).actor_id
        else:
            kind = split_one.kind or "person"
            target = provisional_id(kind, str(name), country)
            new = {"name": name, "kind": kind, "country": country}
        for table, wanted in (("fct_articles", article), ("dim_outlets", source)):
            _check_there(connection, table, wanted)
    _judge(
        settings,
        "split",
        because,
        judged_by,
        actor_id=split_one.actor_id,
        into=target,
        article_id=article,
        source_id=source,
        since=since.date() if since else None,
        until=until.date() if until else None,
        **new,
    )


def _check_there(connection: duckdb.DuckDBPyConnection | None, table: str, wanted: str | None) -> None:
    key = {"fct_articles": "article_id", "dim_outlets": "outlet_id"}[table]
    if wanted is None or connection is None:
        return
    if not connection.execute(f"select 1 from {table} where {key} = ?", [wanted]).fetchone():
        raise Permanent(f"no {key} is {wanted!r}: look it up in {table}")


@actors.command()
@click.argument("name")
@click.argument("actor")
@click.option("--country", default=None, help="Only where articles give the name this country, or none.")
@because
@by
def alias(name: str, actor: str, country: str | None, because: str, judged_by: str | None) -> None:
    """NAME means ACTOR wherever the registry does not know it."""
    from acta.judgements.review import find_actor

    settings = load_settings()
    with _published(settings) as connection:
        found = find_actor(connection, actor)
    if found.kind is None:
        raise Permanent(f"{found.actor_id} was merged into another actor: name that one")
    _judge(settings, "alias", because, judged_by, actor_id=found.actor_id, alias=name, kind=found.kind, country=country)


@actors.command()
@click.argument("actor")
@click.option("--name", default=None, help="The name to show.")
@click.option("--country", default=None, help="ISO 3166-1 alpha-3.")
@click.option("--sector", default=None, help="PLOVER sector, such as GOV or CVL.")
@click.option("--wikidata", default=None, metavar="QID", help="Its Wikidata item.")
@because
@by
def promote(
    actor: str,
    name: str | None,
    country: str | None,
    sector: str | None,
    wikidata: str | None,
    because: str,
    judged_by: str | None,
) -> None:
    """ACTOR is a public figure or a body that matters; say what is known of it."""
    from acta.judgements.review import find_actor

    settings = load_settings()
    with _published(settings) as connection:
        found = find_actor(connection, actor)
    _judge(
        settings,
        "promote",
        because,
        judged_by,
        actor_id=found.actor_id,
        name=name,
        country=country,
        sector=sector,
        wikidata_id=wikidata,
    )


@actors.command()
@click.argument("judgement")
@because
@by
def undo(judgement: str, because: str, judged_by: str | None) -> None:
    """Take a JUDGEMENT back (its id, or the beginning of it); its row stays."""
    from acta.judgements.records import read_judgements

    settings = load_settings()
    ids = [entry.judgement.judgement_id for entry in read_judgements(settings.judgements_dir)]
    fitting = [name for name in ids if name.startswith(judgement)] if len(judgement) >= len("jud_") + 4 else []
    if len(fitting) != 1:
        raise Permanent(f"{len(fitting)} judgements are called {judgement!r}: `acta actors judgements` lists them")
    _judge(settings, "undo", because, judged_by, undoes=fitting[0])


@actors.command()
def judgements() -> None:
    """All judgements, oldest first, with the file and line of each."""
    from acta.judgements.judge import current_ruling
    from acta.judgements.records import read_judgements

    settings = load_settings()
    undone = current_ruling(settings).undone
    for entry in read_judgements(settings.judgements_dir):
        judgement = entry.judgement
        row = judgement.model_dump(
            mode="json", exclude_none=True, exclude={"judged_at", "judged_by", "because", "verb"}
        )
        head = f"{judgement.judged_at:%Y-%m-%d} {judgement.verb} {judgement.judgement_id}"
        out.print(
            Text(f"{head}  taken back", style="dim") if judgement.judgement_id in undone else Text(head, style="bold")
        )
        shown = "; ".join(f"{name} {value}" for name, value in row.items())
        for line in (shown, f"“{judgement.because}” – {judgement.judged_by}, {entry.place}"):
            out.print(Padding(Text(line), (0, 0, 0, 4)))


for command in (*review.COMMANDS, *offices.COMMANDS):
    actors.add_command(command)

COMMANDS = [actors]
