"""The verb that shows what is worth a judgement: candidates with their evidence, and pairs that may be one."""

from __future__ import annotations

from datetime import datetime

import click
from rich.padding import Padding
from rich.text import Text

from acta.config import load_settings
from acta.judgements.review import Candidate
from acta.publish.reading import open_published
from acta.terminal import out


@click.command()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="At most so many of each list.")
@click.option("--kind", type=click.Choice(["person", "organisation", "group"]), default=None, help="Only this kind.")
@click.option("--stories", default=1, show_default=True, help="Only candidates quoted in at least so many stories.")
def review(limit: int, kind: str | None, stories: int) -> None:
    """Names the registry does not know, with their evidence; then pairs that may be one actor."""
    from acta.judgements.review import candidates, suggestions

    with open_published(load_settings()) as connection:
        found = candidates(connection)
    chosen = [c for c in found if kind in (None, c.kind) and c.quoted_story_count >= stories]
    out.print(f"{len(chosen)} candidates", style="bold")
    for candidate in chosen[:limit]:
        _show(candidate)
    if len(chosen) > limit:
        out.print(f"… and {len(chosen) - limit} more (--limit)", style="dim")
    names = {candidate.actor_id: candidate.name for candidate in found}
    pairs = [s for s in suggestions(found) if kind is None or any(c.actor_id == s.actor_id for c in chosen)]
    out.print()
    out.print(f"{len(pairs)} pairs that may be one", style="bold")
    for pair in pairs[:limit]:
        left, right = (
            names.get(actor_id) or _registered_name(actor_id) for actor_id in (pair.actor_id, pair.into)
        )
        out.print(Text.assemble((f"{pair.score:.2f} ", "dim"), left, " = ", right, (f"  ({pair.reason})", "dim")))
        out.print(Padding(f"acta actors merge {pair.actor_id} {pair.into}", (0, 0, 0, 5)), soft_wrap=True)
    if len(pairs) > limit:
        out.print(f"… and {len(pairs) - limit} more (--limit)", style="dim")


def _registered_name(actor_id: str) -> str:
    from acta.registry import load_registry

    return load_registry().entries[actor_id].name


def _show(candidate: Candidate) -> None:
    """One candidate in a few lines of 80 columns."""
    what = " ".join(part for part in (candidate.country, candidate.kind, candidate.status) if part)
    out.print(Text.assemble((candidate.name, "bold"), f"  {what}"))
    seen = [f"{day:%Y-%m-%d}" for day in (candidate.first_seen_at, candidate.last_seen_at) if isinstance(day, datetime)]
    lines = [
        candidate.actor_id,
        f"{candidate.statement_count} statements in {candidate.quoted_story_count} stories at "
        f"{candidate.quoted_outlet_count} outlets; {candidate.mention_count} mentions in {candidate.article_count} articles",
        f"seen {' to '.join(dict.fromkeys(seen))}" if seen else "",
    ]
    labels = {"name": "called", "role": "titles", "country": "countries", "beside_country": "beside"}
    for attribute, label in labels.items():
        values = [(value, count) for value, count in candidate.contexts.get(attribute, []) if value != candidate.name]
        if values:
            shown = ", ".join(f"{value} {count}" for value, count in values[:5])
            lines.append(f"{label}: {shown}{' …' if len(values) > 5 else ''}")
    for line in lines:
        if line:
            out.print(Padding(Text(line), (0, 0, 0, 4)))


COMMANDS = [review]
