from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.ids import make_id, span_id, version_id

PARTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1), min_size=1, max_size=4)


def test_an_id_is_its_kind_and_24_hex_digits() -> None:
    assert make_id("art", "meridian", "http://127.0.0.1/a") == make_id("art", "meridian", "http://127.0.0.1/a")
    kind, digits = make_id("art", "x").split("_")
    assert kind == "art" and len(digits) == 24 and int(digits, 16) >= 0


def test_parts_that_join_to_the_same_letters_make_different_ids() -> None:
    assert make_id("art", "ab", "c") != make_id("art", "a", "bc")


@pytest.mark.parametrize("parts", [(), ("",), ("a", "")])
def test_an_id_of_nothing_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="non-empty"):
        make_id("art", *parts)


@given(PARTS)
def test_duckdb_makes_the_same_id(parts: list[str]) -> None:
    found = duckdb.execute(
        "select 'art_' || left(sha256(array_to_string(?::varchar[], chr(31))), 24)", [parts]
    ).fetchone()
    assert found == (make_id("art", *parts),)


def test_a_corrected_text_is_another_version_and_moves_the_ids_of_its_annotations() -> None:
    assert version_id("art_1", "aa") != version_id("art_1", "bb")
    assert span_id("sta", "art_1", "aa", "direct", [(0, 5)]) != span_id("sta", "art_1", "bb", "direct", [(0, 5)])
