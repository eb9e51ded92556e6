"""How much a version changed: the ratio itself, and that loading order never matters."""

from __future__ import annotations

import itertools
from pathlib import Path

import duckdb
import pytest
from tests.dbt.fixture import Newsroom, create_empty

from acta.model import changes
from acta.model.changes import change_ratio, write_version_changes

TEXTS = {
    "2026-03-01T08:00:00+00:00": "The quay opens on Monday.",
    "2026-03-02T08:00:00+00:00": "The quay opens on Tuesday.",
    "2026-03-03T10:00:00+02:00": "The quay opens on Tuesday. The port said so.",
}


@pytest.mark.parametrize(
    ("before", "after", "ratio"),
    [
        ("The quay opens.", "The quay opens.", 0.0),
        ("The quay\nopens.", "The quay opens.", 0.0),
        ("", "", 0.0),
        ("", "The quay opens.", 1.0),
        ("The quay opens.", "Nobody came there", 1.0),
        ("The quay opens on Monday.", "The quay opens on Tuesday.", 0.2),
        ("one two three four", "four three two one", 0.75),
    ],
)
def test_the_ratio_is_the_share_of_words_that_are_not_in_both(before: str, after: str, ratio: float) -> None:
    assert change_ratio(before, after) == ratio


def test_a_text_without_end_is_compared_by_its_words_alone() -> None:
    ahead = [f"word{number}" for number in range(6000)]
    assert change_ratio(" ".join(ahead), " ".join(reversed(ahead))) == 0.0
    assert change_ratio(" ".join(ahead), " ".join(["other", *reversed(ahead)])) == 0.0001


def loaded(folder: Path, batches: list[list[str]]) -> list[tuple[object, ...]]:
    """The changes after the versions of these instants were loaded in so many turns."""
    folder.mkdir()
    connection = create_empty(folder / "acta.duckdb")
    room = Newsroom(connection)
    for batch in batches:
        for at in batch:
            room.fetch("alpha/quay", at, body=TEXTS[at])
            room.extract("alpha/quay", at, TEXTS[at])
        write_version_changes(connection)
    found = connection.execute("from clusters.version_changes order by all").fetchall()
    connection.close()
    return found


@pytest.mark.fault(5, 24)
def test_versions_loaded_late_and_in_any_order_end_in_the_same_rows(tmp_path: Path) -> None:
    whole = loaded(tmp_path / "whole", [list(TEXTS)])
    assert sorted(row[2] for row in whole) == [0.2, 0.2857]
    for number, order in enumerate(itertools.permutations(TEXTS)):
        assert loaded(tmp_path / str(number), [[at] for at in order]) == whole


def test_a_pair_is_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counted(before: str, after: str) -> float:
        compared.append(after)
        return change_ratio(before, after)

    monkeypatch.setattr(changes, "change_ratio", counted)
    first, second, third = TEXTS
    loaded(tmp_path / "a", [[first, third], [], [second], []])
    assert len(compared) == 3  # third after first, then second after first and third after second


def test_a_second_reading_of_the_same_text_is_no_change(tmp_path: Path) -> None:
    connection = create_empty(tmp_path / "acta.duckdb")
    room = Newsroom(connection)
    for at in list(TEXTS)[:2]:
        room.fetch("alpha/quay", at, body="The quay opens.")
        room.extract("alpha/quay", at, "The quay opens.")
    write_version_changes(connection)
    with pytest.raises(duckdb.CatalogException):
        connection.execute("from pairs")
    assert connection.execute("from clusters.version_changes").fetchall() == []
