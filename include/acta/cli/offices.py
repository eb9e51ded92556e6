"""Verbs that keep office holders up to date: ask Wikidata, accept what a person has read."""

from __future__ import annotations

from pathlib import Path

import click

from acta.cli.options import by
from acta.config import load_settings
from acta.terminal import err, out


@click.command()
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Only this one; may be given several times."
)
def refresh(countries: tuple[str, ...]) -> None:
    """Ask Wikidata who holds which office, and write what differs from the registry to a file."""
    from acta.refresh.run import refresh as ask

    done = ask(load_settings(), countries, progress=lambda line: err.print(f"  {line}", style="dim"))
    out.print(", ".join(f"{count} {kind}" for kind, count in sorted(done.kinds.items())) or "nothing")
    missing = len(done.outcomes) - done.answered
    if missing:
        err.print(
            f"  {missing} of {len(done.outcomes)} countries have no answer: {done.folder / 'outcomes.csv'}",
            style="yellow",
        )
    out.print(f"read {done.folder / 'changes.csv'}, then `acta actors accept` it", soft_wrap=True)


@click.command()
@click.argument("changes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(["added", "confirmed", "changed", "ended"]), help="Only these."
)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only this country.")
@by
def accept(changes: Path, kinds: tuple[str, ...], countries: tuple[str, ...], judged_by: str | None) -> None:
    """Take over the rows of a file of CHANGES that refresh wrote and you have read; contradictory ones stay out."""
    from acta.refresh.accept import accept as take_over
    from acta.refresh.changes import ACCEPTABLE

    settings = load_settings()
    counts = take_over(settings, changes, kinds or ACCEPTABLE, countries, judged_by)
    out.print(
        ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing to accept"
    )
    if counts.total() > counts["there already"]:
        err.print("  the next `acta annotate` reads all articles again with these facts", style="dim")


COMMANDS = [refresh, accept]
