"""Rows on paper: a table where its columns fit the width, one block a row where they do not, CSV and JSON for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from acta.printable import json_line, visible
from acta.terminal import out

Row = tuple[Any, ...]
BETWEEN = 3  # columns between two cells: a space, a line, a space
NARROWEST = 40  # a column of sentences is not squeezed below this,
TALLEST = 3  # nor folded into more lines than this


def print_rows(names: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a result for people, with the number of rows below it."""
    if fits(names, rows, out.width):
        table = Table(*names, header_style="bold", expand=False, show_edge=False, pad_edge=False)
        for row in rows:
            table.add_row(*(Text(shown(cell)) for cell in row))
        out.print(table)
    else:
        for row in rows:
            _print_block(names, row)
    out.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


def fits(names: Sequence[str], rows: Sequence[Row], width: int) -> bool:
    """Whether the cells stand beside each other as they are, but for one column of sentences that is folded."""
    cells = [[name, *(shown(row[place]) for row in rows)] for place, name in enumerate(names)]
    wide = sorted(max(cell_len(line) for cell in column for line in cell.split("\n")) for column in cells)
    if not wide:
        return True
    left = width - sum(wide[:-1]) - BETWEEN * (len(wide) - 1)
    return wide[-1] <= left or (left >= NARROWEST and wide[-1] <= left * TALLEST)


def _print_block(names: Sequence[str], row: Row) -> None:
    """One line a column; what is NULL is left out."""
    block = Table(show_header=False, show_edge=False, box=None, padding=(0, 1, 0, 0))
    block.add_column(style="dim", min_width=min(max(map(len, names)), out.width // 2), overflow="fold")
    block.add_column(overflow="fold")
    for name, cell in zip(names, row, strict=True):
        if cell is not None:
            block.add_row(name, Text(shown(cell)))
    out.print(block)
    out.print()


def shown(cell: Any) -> str:
    """A cell for people: NULL is empty, control characters are visible."""
    return "" if cell is None else visible(str(cell))


def write_csv(names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write CSV to standard output; control characters are stand-ins, as everywhere but in JSON."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if cell is None else guarded(cell) for cell in row] for row in rows)


def guarded(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_json(names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write one JSON object a row to standard output."""
    for row in rows:
        click.echo(json_line(dict(zip(names, row, strict=True)), default=str))
