"""Verbs that turn one file of records into another without a warehouse: which articles are one story."""

from __future__ import annotations

from pathlib import Path

import click

from acta.printable import json_line


@click.command()
@click.option(
    "--input",
    "source",
    type=click.Path(path_type=Path),
    required=True,
    help="Articles, one JSON object a line; - for standard input.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="Stories, one JSON object an article; - for standard output.",
)
def duplicates(source: Path, target: Path) -> None:
    """Say which articles of a file carry one story's text, and which of them is the original."""
    from acta.model.stories import assign_stories, read_story_articles
    from acta.streams import open_input, open_output

    with open_input(str(source)) as lines:
        articles = read_story_articles(lines, str(source))
    with open_output(str(target)) as sink:
        for member in assign_stories(articles):
            sink.write(json_line(member._asdict()).encode() + b"\n")


COMMANDS = [duplicates]
