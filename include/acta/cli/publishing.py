"""Verbs of the last stage: publish, generations, rollback, lock-data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from acta.cli.stages import say
from acta.config import Settings, load_settings
from acta.publish.generations import Generation, current_generation
from acta.publish.generations import generations as kept_generations
from acta.publish.generations import publish as publish_build
from acta.publish.generations import rollback as roll_back
from acta.publish.history import rolled_back

out = Console(highlight=False)


@click.command()
@click.option("--again", is_flag=True, help="Also when this very build was rolled back.")
def publish(again: bool) -> None:
    """Make the last good build the warehouse that readers see."""
    settings = load_settings()
    say_published(settings, *publish_build(settings, again))


def say_published(settings: Settings, generation: Generation, is_new: bool) -> None:
    """One line on what readers see now, and one where a rollback holds the build back."""
    taken_back = rolled_back(settings)
    if is_new or not taken_back:
        say(f"{generation.name} {'published' if is_new else 'is current, nothing changed'}: {settings.published_file}")
    else:
        say(f"{generation.name} stays current: {settings.published_file}")
        name, reason = list(taken_back.items())[-1]
        say(f"  {name} was rolled back ({reason}); `acta publish --again` publishes the same build once more")


@click.command()
def generations() -> None:
    """The published states that are kept, and which one readers see."""
    settings = load_settings()
    current, taken_back = current_generation(settings), rolled_back(settings)
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("", "generation", "published (UTC)", "rows", "warnings", "note"):
        table.add_column(column, justify="right" if column in ("rows", "warnings") else "left")
    for g in reversed(kept_generations(settings)):
        notes = []
        if g.failures:
            notes.append(f"{len(g.failures)} failed tests overridden: {g.reason}")
        if g.name in taken_back:
            notes.append(f"rolled back: {taken_back[g.name]}")
        mark = "→" if current is not None and g.name == current.name else ""
        rows = f"{sum(g.rows.values()):,}"
        table.add_row(mark, str(g.number), g.created_at[:16].replace("T", " "), rows, str(len(g.warnings)), "; ".join(notes))
    out.print(table if table.row_count else "nothing is published yet: `acta run`, or `make run` for the sample")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--reason", required=True, help="Why; kept in the history and shown by `acta generations`.")
def rollback(number: int | None, reason: str) -> None:
    """Let readers see an older generation again: the one before, or NUMBER of `acta generations`."""
    settings = load_settings()
    seen, taken_back = roll_back(settings, reason, number)
    say(f"readers see {seen.name} of {seen.created_at[:16]} again; {taken_back.name} is kept and not published by itself")


@click.command("lock-data")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output without.")
def lock_data(output: Path | None) -> None:
    """Write the manifest that a paper can cite: versions, counts, hashes of what is published."""
    from acta.publish.manifest import data_manifest

    text = json.dumps(data_manifest(load_settings()), indent=1) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
        say(f"wrote {output}")


COMMANDS = [publish, generations, rollback, lock_data]
