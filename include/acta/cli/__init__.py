"""The command line: one verb a stage, and a few to look at what is there.

Every failure is one line on standard error and exit status 1 (2 for a wrong call, 3 when all was done but for units that the last
lines name, 130 for Ctrl-C). The traceback of what nobody expected is in ``<data>/logs/acta.log``.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from acta import __version__, logs
from acta.cli.commands import Commands
from acta.config import HOME, find_project, load_settings
from acta.errors import ActaError
from acta.isolation import describe, note
from acta.terminal import safe_streams


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="acta")
def cli() -> None:
    """Acta: who said what to whom, who did what to whom, with the evidence behind every row.

    The stages in order: collect, extract, annotate, build, publish. `acta run` does them all.
    """


def main() -> None:
    """Entry point of the program ``acta``. What it writes is for its owner only, and what it prints drives no terminal."""
    os.umask(0o077)
    with safe_streams():
        _run()


def enter_project() -> None:
    """Name the project around the current folder in the environment, for this process and those it starts."""
    with contextlib.suppress(OSError):  # the current folder is gone
        if not os.environ.get(HOME) and (project := find_project(Path.cwd())):
            os.environ[HOME] = str(project)


def _run() -> None:
    enter_project()
    with contextlib.suppress(ActaError):  # the command itself says what is wrong with a setting
        logs.set_up(load_settings())
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ActaError as error:
        _fail(str(error).strip())
    except (click.Abort, KeyboardInterrupt):
        click.echo("acta: stopped; nothing half-done was kept, the next run goes on from here", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if _is_of_the_database(error):
            _fail(str(error).strip())
        note("a command", error)
        _fail(f"unexpected error, please report it: {describe(error)}")


def _fail(message: str) -> NoReturn:
    from acta.collect.masking import mask_all

    click.echo(f"acta: {mask_all(message)}", err=True)
    sys.exit(1)


def _is_of_the_database(error: Exception) -> bool:
    duckdb = sys.modules.get("duckdb")  # most commands raise nothing of it, and importing it takes time
    return duckdb is not None and isinstance(error, duckdb.Error)
