"""The command line: one verb a stage, and a few to look at what is there.

Every failure is one line on standard error and exit status 1 (2 for a wrong call, 3 when all was done but for units that the last
lines name, 130 for Ctrl-C). The traceback of what nobody expected is in ``<data>/logs/acta.log``.
"""

from __future__ import annotations

import contextlib
import os
import sys

import click
import duckdb

from acta import __version__, logs
from acta.cli import (
    actors,
    archive,
    ask,
    files,
    forget,
    generations,
    ingest,
    look,
    offices,
    operate,
    query,
    review,
    sample,
    sources,
    stages,
    validate,
)
from acta.collect.masking import mask_all
from acta.config import load_settings
from acta.errors import ActaError
from acta.isolation import describe, note
from acta.terminal import safe_streams


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="acta")
def cli() -> None:
    """Acta: who said what to whom, who did what to whom, with the evidence behind every row.

    The stages in order: collect, extract, annotate, build, publish. `acta run` does them all.
    """


for module in (stages, ingest, files, sources, actors, look, query, ask, validate, generations, forget, operate, sample):
    for command in module.COMMANDS:
        cli.add_command(command)

for command in (*review.COMMANDS, *offices.COMMANDS):
    actors.actors.add_command(command)

archive.register(cli)


def main() -> None:
    """Entry point of the program ``acta``. What it writes is for its owner only, and what it prints drives no terminal."""
    os.umask(0o077)
    with safe_streams():
        _run()


def _run() -> None:
    with contextlib.suppress(ActaError):  # the command itself says what is wrong with a setting
        logs.set_up(load_settings())
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ActaError, duckdb.Error) as error:
        click.echo(f"acta: {mask_all(str(error).strip())}", err=True)
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        click.echo("acta: stopped; nothing half-done was kept, the next run goes on from here", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        note("a command", error)
        click.echo(f"acta: unexpected error, please report it: {mask_all(describe(error))}", err=True)
        sys.exit(1)
