"""Write docs/questions.md: the worked questions, their SQL and what they find in the sample newsroom.

``make run`` first, then ``python docs/questions.py``; the answers are those of the published warehouse in ACTA_DATA_DIR.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from acta.cli.ask import Question, load_questions
from acta.cli.look import open_published
from acta.config import load_settings

PAGE = Path(__file__).with_name("questions.md")
ROWS = 12
HEAD = """# Eighteen questions

<!-- Made by `docs/questions.py` after `make run`; change the queries in include/acta/cli/questions, not this page. -->

What the warehouse is made for, asked of the sample newsroom, whose countries, people and outlets are invented. Every query runs
as it is here in any DuckDB client that opens the published file, and as `acta ask 4` runs the fourth; for other data change the
names and dates in it. Wide tables (`statements`, `events`, `event_mentions`, `articles`, `actors`, `evidence`) need no schema, the
star below them is in `marts`. Each query takes a few milliseconds on the sample.
"""
# another port on another machine, another annotator_version after every edit of a rule
CHANGING = re.compile(r"http://127\.0\.0\.1:\d+|(?<=\d\+)[0-9a-f]{10}\b")


def page(connection: duckdb.DuckDBPyConnection) -> str:
    """The page, from a published warehouse."""
    return "\n".join([HEAD, *(section(question, *question.answer(connection)) for question in load_questions())])


def section(question: Question, names: list[str], rows: list[tuple[Any, ...]]) -> str:
    """One question with its query and its first rows."""
    table = [names, ["---"] * len(names), *([shown(cell) for cell in row] for row in rows[:ROWS])]
    more = f"\n\n… and {len(rows) - ROWS} rows more." if len(rows) > ROWS else ""
    listed = "\n".join(f"| {' | '.join(line)} |" for line in table)
    return f"## {question.title}\n\n```sql\n{question.sql}\n```\n\n{listed}{more}\n"


def shown(cell: Any) -> str:
    """A cell of a Markdown table; NULL is empty, and what differs from machine to machine is an ellipsis."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
    return " ".join(CHANGING.sub("…", text).split()).replace("|", "\\|")


if __name__ == "__main__":
    with open_published(load_settings()) as published:
        PAGE.write_text(page(published), encoding="utf-8")
