"""Old pages put their text into table cells for the look of it; extractors take such a table for data and run it into one line.

A table is layout when one of its cells holds a text: several paragraphs, line breaks or another such table.
"""

from __future__ import annotations

from lxml.html import HtmlElement

CELL_CHARS = 400  # a data cell is shorter
CELL_BLOCKS = 3  # paragraphs or line breaks that make a cell a text
ROWS = {"tbody", "thead", "tfoot", "tr"}
CELLS = {"td", "th"}


def unfold_layout_tables(tree: HtmlElement) -> None:
    """Turn layout tables of the tree into divisions, in place; tables of data stay."""
    for table in reversed(list(tree.iter("table"))):  # inner tables first
        if any(_is_text(cell) for cell in _cells(table)):
            for part in [table, *_parts(table)]:
                part.tag = "div"


def _parts(table: HtmlElement) -> list[HtmlElement]:
    """Rows, row groups and cells of this table, not of tables inside it."""
    found = []
    for child in table:
        if child.tag in CELLS:
            found.append(child)
        elif child.tag in ROWS:
            found += [child, *_parts(child)]
    return found


def _cells(table: HtmlElement) -> list[HtmlElement]:
    return [part for part in _parts(table) if part.tag in CELLS]


def _is_text(cell: HtmlElement) -> bool:
    blocks = sum(1 for element in cell.iter("p", "br", "div") if element is not cell)
    return blocks >= CELL_BLOCKS and len(cell.text_content()) >= CELL_CHARS
