"""The verb that takes something out of everything that is kept."""

from __future__ import annotations

import click

from acta.cli.dry_run import dry_run_option, would_forget
from acta.cli.options import SOURCE_ID
from acta.cli.stages import say
from acta.config import load_settings


@click.command()
@click.option("--url", "urls", multiple=True, help="The article at this URL; may be given several times.")
@click.option("--source", "source_ids", type=SOURCE_ID, multiple=True, help="All articles of this source.")
@click.option("--actor", "actor_ids", multiple=True, help="All articles that mention the actor of this id.")
@click.option("--reason", default="", help="Why; kept beside the hash that stays.")
@click.option("--finish", is_flag=True, help="Finish what was cut off, with the reason that was given then.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@dry_run_option
def forget(
    urls: tuple[str, ...],
    source_ids: tuple[str, ...],
    actor_ids: tuple[str, ...],
    reason: str,
    finish: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Take articles out of archive, batches, tables and all generations, for good, and prove it by a scan.

    A hash of each article's id stays, so that it is not collected again. Backups are yours to clean.
    """
    from acta.forget.run import finish_forgetting
    from acta.forget.run import forget as forget_all

    named = bool(urls or source_ids or actor_ids)
    if finish == named:
        raise click.UsageError("name what to forget: --url, --source or --actor; or --finish alone for what was cut off")
    settings = load_settings()
    if dry_run:
        would_forget(settings, set(urls), set(source_ids), set(actor_ids))
        return
    if named and not reason.strip():
        raise click.UsageError("say why: --reason")
    if not yes:
        click.confirm("This cannot be undone. Go on?", abort=True)
    done = (
        finish_forgetting(settings, say)
        if finish
        else forget_all(settings, reason, set(urls), set(source_ids), set(actor_ids), say)
    )
    say(f"{done.articles} articles forgotten, {done.rows} rows; no trace in {done.files_scanned} files")
    for line in done.judgements:
        say(f"{line} still names it: take the line out if it must go as well, then `acta build` and `acta publish`")


COMMANDS = [forget]
