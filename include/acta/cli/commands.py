"""The commands of ``acta``: which module each is in, and its line in ``acta --help``.

A command's module is imported when the command is called, so that one command does not wait for what only others need.
"""

from __future__ import annotations

import importlib

import click
from click.utils import make_default_short_help

# name: module, first sentence of its help
COMMANDS = {
    "annotate": (
        "stages",
        "Find actors, statements and events: in a file of articles, or in everything not yet annotated.",
    ),
    "build": ("stages", "Load what is new, build the marts and run every data test, privately."),
    "collect": ("stages", "Ask the sources what is new and fetch it; or fetch what is new in a list of URLs."),
    "extract": (
        "stages",
        "Turn pages into articles: a file of records, or everything collected and not yet extracted.",
    ),
    "publish": ("stages", "Make the last good build the warehouse that readers see."),
    "rebuild": ("stages", "Make the build file again from the batches: the same tables, by definition."),
    "run": ("stages", "All stages in order, once, without Airflow."),
    "retry": ("stages", "Try again now what is pending or was given up (see docs/how-to/recover.md)."),
    "ingest": (
        "ingest",
        "Put your own texts, HTML files, WARC archives, folders, pages (URL) or standard input (-) through all stages.",
    ),
    "duplicates": ("files", "Say which articles of a file carry one story's text, and which of them is the original."),
    "reextract": ("archive", "Read the stored pages again with the present extractor, without the network."),
    "sources": ("sources", "The outlets articles are collected from."),
    "actors": ("actors", "Who is who: review what articles name, judge it, keep office holders up to date."),
    "show": ("look", "An ARTICLE with actors, statements and events."),
    "status": ("look", "What the warehouse holds, when it was published, and what waits in each stage."),
    "query": ("query", "Run SQL over the published warehouse, read-only."),
    "ask": ("ask", "List the worked questions; with a NUMBER, its query and what it finds in the published warehouse."),
    "validate": ("validate", "How far the rows can be trusted on your corpus: a sample, judged blind, with intervals."),
    "generations": ("generations", "List the published states that are kept, the newest first."),
    "lock-data": (
        "generations",
        "Write what a paper can cite of the published warehouse: versions, counts and hashes of tables and inputs.",
    ),
    "rollback": (
        "generations",
        "Point readers at the generation before this one, or at the one with this NUMBER. Nothing is removed.",
    ),
    "forget": (
        "forget",
        "Take articles out of archive, batches, tables and all generations, for good, and prove it by a scan.",
    ),
    "doctor": ("operate", "Look at versions, settings, disk, ports, locks and data; say how to mend what is wrong."),
    "compact": ("operate", "Pack the batches of each day that is over into few files."),
    "clean": (
        "operate",
        "Remove what is older than its setting says: Airflow's logs and rows, and the history of data tests.",
    ),
    "down": ("operate", "Stop what `up` started."),
    "up": ("operate", "Start Airflow's scheduler and web UI in the background, on loopback."),
    "init": ("init", "Make FOLDER (this one by default) a project of your own, empty and without the sample newsroom."),
    "sample": (
        "sample",
        "Run the whole pipeline over the sample newsroom (what `make run` does); `acta sample remove` takes it out again.",
    ),
}


class Commands(click.Group):
    """A group that knows its commands by the table above and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return load(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, make_default_short_help(line, room)) for name, (_, line) in sorted(COMMANDS.items())]
            )


def load(name: str) -> click.Command:
    """The command of that name, its module imported. Raises KeyError for a name that is in neither."""
    module = importlib.import_module(f"acta.cli.{COMMANDS[name][0]}")
    found: dict[str | None, click.Command] = {command.name: command for command in module.COMMANDS}
    return found[name]
