"""Verbs about what was published: which states are kept, and back to an earlier one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from acta.config import load_settings
from acta.errors import Permanent
from acta.publish.generations import rollback
from acta.publish.record import current_generation
from acta.publish.record import generations as kept_generations
from acta.publish.standing import standing
from acta.terminal import out


@click.command()
def generations() -> None:
    """List the published states that are kept, the newest first."""
    settings = load_settings()
    try:
        now, line = current_generation(settings), standing(settings)
    except Permanent as error:
        now, line = None, str(error)
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    table.add_column("number", justify="right")
    table.add_column("created", no_wrap=True)
    for name in ("rows", "warnings", "failures"):
        table.add_column(name, justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("reason", overflow="fold")
    for one in reversed(kept_generations(settings)):
        table.add_row(
            str(one.number),
            one.created_at[:16].replace("T", " "),
            f"{sum(one.rows.values()):,}",
            str(len(one.warnings)),
            Text(str(len(one.failures)), style="bold red" if one.failures else ""),
            Text("current" if now and one.number == now.number else "", style="bold green"),
            Text(one.reason),
        )
    out.print(table)
    out.print(line, soft_wrap=False, markup=False)


@click.command("rollback")
@click.argument("number", type=int, required=False)
@click.option("--reason", required=True, help="Why; kept in the log of what readers were pointed at.")
def roll_back(number: int | None, reason: str) -> None:
    """Point readers at the generation before this one, or at the one with this NUMBER. Nothing is removed."""
    settings = load_settings()
    _, after = rollback(settings, reason, number)
    out.print(f"readers see {after.name} of {after.created_at}", soft_wrap=True)
    out.print(standing(settings), soft_wrap=True, markup=False)


@click.command("lock-data")
@click.option("--output", type=click.Path(path_type=Path), default=Path("data.lock.json"), show_default=True)
def lock_data(output: Path) -> None:
    """Write what a paper can cite of the published warehouse: versions, counts and hashes of tables and inputs."""
    from acta.publish.data_lock import lock_data as describe

    lock = describe(load_settings())
    output.write_text(json.dumps(asdict(lock), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    held = f"{len(lock.table_hashes)} tables, {len(lock.collect_batches)} batches"
    out.print(f"{output}: {held}, digest {lock.digest}", soft_wrap=True)


COMMANDS = [generations, roll_back, lock_data]
