"""Which rows are drawn: so many of each stratum, the same for the same seed, whatever else is in the tables."""

from __future__ import annotations

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acta.validate.sampling import allocate, band_names, doubled, random_number

BUSY = settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be
SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50))


def test_rows_are_shared_evenly_over_bands() -> None:
    assert allocate({"low": 100, "middle": 100, "high": 100}, 60) == {"low": 20, "middle": 20, "high": 20}


def test_what_a_small_band_cannot_give_goes_to_the_others() -> None:
    assert allocate({"low": 3, "middle": 100, "high": 426}, 15) == {"low": 3, "middle": 6, "high": 6}


@BUSY
@given(SIZES, st.integers(0, 200))
def test_no_more_is_drawn_than_there_is_and_no_less_than_wanted(sizes: dict[str, int], wanted: int) -> None:
    drawn = allocate(sizes, wanted)
    assert sum(drawn.values()) == min(wanted, sum(sizes.values()))
    assert all(drawn[name] <= sizes[name] for name in sizes)


def test_an_edge_belongs_to_the_band_above() -> None:
    assert band_names([0.5, 0.8]) == ["0–0.5", "0.5–0.8", "0.8–1"] and band_names([]) == ["0–1"]


def test_duckdb_and_python_give_a_row_the_same_random_number() -> None:
    (found,) = duckdb.sql("select sha256(concat('18', chr(31), 'evm_é'))").fetchall()
    assert found == (random_number(18, "evm_é"),)


@BUSY
@given(st.sets(st.text(min_size=1, max_size=8), max_size=40))
def test_a_fifth_rounded_up_is_judged_by_two(ids: set[str]) -> None:
    chosen = doubled(18, ids, 0.2)
    assert chosen <= ids and len(chosen) == -(-len(ids) // 5)
    assert doubled(18, ids, 0) == set() and doubled(18, ids, 1) == ids
