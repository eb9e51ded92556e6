"""A result is a table where it fits the width, and a block a row where it does not."""

from __future__ import annotations

import pytest

from acta.cli.tables import fits, guarded, shown

SENTENCE = "The quay is safe, and ships may berth again from tonight, the port master said on Thursday in Torvik."


@pytest.mark.parametrize(
    ("rows", "width", "fitting"),
    [
        ([("a", 1)], 80, True),
        ([("x" * 40, "y" * 37)], 80, True),
        ([("x" * 40, "y" * 38)], 80, False),  # one column too many, and nothing that folds well
        ([("Ostby", SENTENCE)], 80, True),  # one column of sentences is folded
        ([("Ostby", SENTENCE * 3)], 80, False),  # but not into a tower
        ([("x" * 24,) * 5], 80, False),
        ([("x" * 24,) * 5], 200, True),
        ([(None,) * 3], 80, True),
        ([("港" * 20, "y" * 40)], 80, False),  # a wide character takes two columns
        ([], 80, True),
    ],
)
def test_a_table_is_printed_where_its_columns_fit(rows: list[tuple[object, ...]], width: int, fitting: bool) -> None:
    names = [f"c{place}" for place in range(len(rows[0]) if rows else 2)]
    assert fits(names, rows, width) is fitting


def test_many_names_that_do_not_fit_are_printed_vertically() -> None:
    assert not fits([f"a_rather_long_name_{number}" for number in range(6)], [(1,) * 6], 80)
    assert fits([], [], 80)


@pytest.mark.fault(18)
def test_cells_are_safe_for_a_terminal_and_a_spreadsheet() -> None:
    assert shown(None) == "" and shown("a\x1b[31m") == "a␛[31m" and shown(1.5) == "1.5"
    assert guarded("=1+1") == "'=1+1" and guarded("plain") == "plain" and guarded(-1) == -1
