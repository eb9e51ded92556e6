"""The worked questions that the warehouse is made for: each one short query in ``questions/``, its first line the question."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import duckdb
from rich.syntax import Syntax

from acta.cli.tables import print_rows
from acta.config import load_settings
from acta.publish.reading import open_published
from acta.terminal import out

FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Question:
    """One question about the sample newsroom; for other data its names and dates are to be changed."""

    number: int
    title: str
    sql: str

    def answer(self, connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows, on any connection to a published file."""
        found = connection.execute(self.sql)
        return [column[0] for column in found.description or []], found.fetchall()


def load_questions() -> list[Question]:
    """All questions in order."""
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def _read(path: Path) -> Question:
    title, _, sql = path.read_text(encoding="utf-8").partition("\n")
    return Question(int(path.stem[:2]), title.removeprefix("-- "), sql.strip())


def print_answer(connection: duckdb.DuckDBPyConnection, question: Question) -> None:
    """The question, its SQL and its rows."""
    out.print()
    out.print(question.title, style="bold yellow")
    out.print(Syntax(question.sql, "sql", background_color="default", word_wrap=True, padding=(0, 0, 0, 2)))
    print_rows(*question.answer(connection))


@click.command()
@click.argument("number", type=click.IntRange(1, 18), required=False)
def ask(number: int | None) -> None:
    """List the worked questions; with a NUMBER, its query and what it finds in the published warehouse."""
    questions = load_questions()
    if number is None:
        for question in questions:
            out.print(question.title)
        return
    with open_published(load_settings()) as connection:
        print_answer(connection, questions[number - 1])


COMMANDS = [ask]
