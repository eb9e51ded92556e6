"""Verbs that look: an article with what was found in it, the state of the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import duckdb
from rich.table import Table
from rich.text import Text

from acta.cli.find import find_article
from acta.cli.page import show_page
from acta.cli.tables import print_rows
from acta.config import Settings, load_settings
from acta.printable import visible
from acta.publish.reading import open_published
from acta.terminal import out

STYLES = {
    "person": "bold cyan",
    "organisation": "bold blue",
    "country": "bold green",
    "place": "green",
    "group": "cyan",
}


@click.command()
@click.argument("wanted", metavar="ARTICLE", nargs=-1, required=True)
@click.option("--removed", is_flag=True, help="Also the lines taken out as site furniture.")
@click.option("--page", "is_page", is_flag=True, help="Print the saved page itself instead, as it was fetched.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="With --page: write its bytes to this file."
)
def show(wanted: tuple[str, ...], removed: bool, is_page: bool, target: Path | None) -> None:
    """An ARTICLE with actors, statements and events.

    ARTICLE is the id of an article, an article version, a statement, an event mention or an event, a URL, or words of a title. A
    statement or event is marked in the text of the version in which it was read.
    """
    if target is not None and not is_page:
        raise click.UsageError("--output goes with --page")
    settings = load_settings()
    with open_published(settings) as connection:
        head = find_article(connection, " ".join(wanted))
        if is_page:
            show_page(settings, head, target)
            return
        _show_head(head)
        _show_text(connection, head)
        _show_table(connection, "statements", STATEMENTS, head)
        _show_table(connection, "events", EVENTS, head)
    if removed:
        _show_removed(settings, head["article_id"])


STATEMENTS = """
    select a.name as speaker, s.cue_text as cue, s.exact_text as content, s.kind, b.name as addressee, s.said_from as said_on,
        case when s.is_negated then 'not said' end as note
    from fct_statements as s
    left join dim_actors as a on a.actor_id = s.speaker_actor_id
    left join dim_actors as b on b.actor_id = s.addressee_actor_id
    where s.version_id = $1 and (s.is_current or not $2) order by s.char_start
"""
EVENTS = """
    select e.event_type as type, e.mode, e.status, e.exact_text as trigger,
        (select string_agg(distinct coalesce(d.name, p.exact_text), ', ') from bridge_event_mention_actors as p
            left join dim_actors as d using (actor_id)
            where p.event_mention_id = e.event_mention_id and p.party_role = 'source') as source,
        (select string_agg(distinct coalesce(d.name, p.exact_text), ', ') from bridge_event_mention_actors as p
            left join dim_actors as d using (actor_id)
            where p.event_mention_id = e.event_mention_id and p.party_role = 'target') as target,
        e.occurred_from as occurred_on, e.place_name as place
    from fct_event_mentions as e
    where e.version_id = $1 and (e.is_current or not $2) order by e.char_start
"""


def _show_head(head: dict[str, Any]) -> None:
    out.print(Text(visible(head["shown_title"] or "(no title)"), style="bold"))
    facts = [
        head["outlet_name"],
        head["author"],
        head["published_at"] and f"{head['published_at']} UTC",
        head["status"],
        None if head["is_newest"] else f"version {head['version_number']} of {head['version_count']}, not the newest",
    ]
    out.print(Text(" · ".join(visible(str(fact)) for fact in facts if fact), style="dim"))
    out.print(Text(f"{head['article_id']}  {head['url'] or ''}", style="dim"), soft_wrap=True)
    out.print()


def _show_text(connection: duckdb.DuckDBPyConnection, head: dict[str, Any]) -> None:
    if head["text"] is None:
        out.print("(the text is not published)", style="dim")
        return
    text = Text(visible(head["text"]))  # before Rich drops a carriage return and moves the offsets
    for start, end in connection.execute(
        "select char_start, char_end from fct_statements where version_id = ?", [head["shown_version_id"]]
    ).fetchall():
        text.stylize("italic", start, end)
    for start, end, kind in connection.execute(
        "select char_start, char_end, kind from fct_mentions where version_id = ? and actor_id is not null",
        [head["shown_version_id"]],
    ).fetchall():
        text.stylize(STYLES.get(kind, "bold"), start, end)
    for start, end in connection.execute(
        "select char_start, char_end from fct_event_mentions where version_id = ?", [head["shown_version_id"]]
    ).fetchall():
        text.stylize("underline", start, end)
    if head["focus"]:
        text.stylize("reverse", *head["focus"])
    for paragraph in text.split("\n"):
        out.print(paragraph)
        out.print()
    asked = ", what was asked for in reverse" if head["focus"] else ""
    out.print(f"actors in colour (person, organisation, country), statements in italics, events underlined{asked}\n", style="dim")


def _show_table(connection: duckdb.DuckDBPyConnection, name: str, sql: str, head: dict[str, Any]) -> None:
    found = connection.execute(sql, [head["shown_version_id"], head["is_newest"]])
    names = [column[0] for column in found.description]
    rows = found.fetchall()
    out.print(f"{name}", style="bold")
    if rows:
        print_rows(names, rows)
    else:
        out.print(f"no {name} were found in this article", style="dim")
    out.print()


def _show_removed(settings: Settings, article_id: str) -> None:
    from acta.store.batches import list_batches, read_table

    out.print("taken out of the page as site furniture", style="bold")
    seen = set()
    for manifest in list_batches(settings, "extract"):
        for row in read_table(settings, manifest, "removed_lines"):
            key = (row["version_id"], row["line_number"], row["line_text"])
            if row["article_id"] == article_id and key not in seen:
                seen.add(key)
                out.print(Text(f"  {row['reason']}: {visible(row['line_text'])}"))
    if not seen:
        out.print("  nothing", style="dim")


@click.command()
def status() -> None:
    """What the warehouse holds, when it was published, and what waits in each stage."""
    from acta.annotate import run as annotate
    from acta.extract import run as extract
    from acta.publish.generations import current_generation
    from acta.store.unfinished import unfinished

    settings = load_settings()
    if line := unfinished(settings):
        out.print(line, style="bold red", soft_wrap=True, markup=False)
    generation = current_generation(settings)
    if generation is None:
        out.print("nothing is published yet: run `make run` for the sample, or `acta run` with your own sources")
    else:
        out.print(f"{generation.name} of {generation.created_at}  {settings.published_file}", soft_wrap=True)
        table_of_rows(generation.rows)
        for warning in generation.warnings:
            out.print(f"warning: {warning}", style="yellow")
    waiting = len(extract.pending_collect_batches(settings)), len(annotate.pending_batches(settings))
    out.print(f"waiting: {waiting[0]} batches to extract, {waiting[1]} to annotate")
    for what, counted in (("pages", extract.count_pending(settings)), ("articles", annotate.count_pending(settings))):
        if counted:
            out.print(f"{what}: {counted['pending']} pending, {counted['given_up']} given up; `acta retry` tries them again now")


def table_of_rows(rows: dict[str, int]) -> None:
    """Tables with their row counts, two beside each other so that they fit a screen."""
    table = Table(show_header=False, show_edge=False, box=None, padding=(0, 2, 0, 0))
    names = sorted(rows)
    half = (len(names) + 1) // 2
    for left, right in zip(names[:half], [*names[half:], ""][:half], strict=True):
        table.add_row(left, f"{rows[left]:,}", right, f"{rows[right]:,}" if right else "")
    out.print(table)


COMMANDS = [show, status]
