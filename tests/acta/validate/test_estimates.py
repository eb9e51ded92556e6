"""Shares and intervals against figures worked out on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.validate.estimates import ratio_share, weighted_share, wilson


def test_wilsons_interval_of_eight_in_ten() -> None:
    # (0.8 + 3.8415/20 ± 1.96 · √(0.8·0.2/10 + 3.8415/400)) / (1 + 3.8415/10) = (0.99207 ± 0.31358) / 1.38415
    assert wilson(0.8, 10) == pytest.approx((0.49016, 0.94331), abs=2e-4)


def test_none_in_five_may_still_be_four_in_ten() -> None:
    assert wilson(0.0, 5) == pytest.approx((0.0, 3.8415 / (5 + 3.8415)), abs=1e-4)


def test_weights_move_the_share_and_widen_the_interval() -> None:
    # two rows that stand for 30 each (one right), four that stand for 10 each (all right): share 70/100
    found = weighted_share([(30, 1), (30, 0), (10, 1), (10, 1), (10, 1), (10, 1)])
    assert found.estimate == pytest.approx(0.7) and found.rows == 6
    assert found.effective_rows == pytest.approx(100**2 / (2 * 900 + 4 * 100))  # 4.545
    assert (found.low, found.high) == pytest.approx(wilson(0.7, 4.5454545), abs=1e-6)


def test_equal_weights_are_a_plain_sample() -> None:
    found = weighted_share([(7.5, 1)] * 8 + [(7.5, 0)] * 2)
    assert found.effective_rows == pytest.approx(10) and (found.low, found.high) == pytest.approx(wilson(0.8, 10))


def test_nothing_judged_is_no_estimate() -> None:
    found = weighted_share([])
    assert (found.rows, found.estimate, found.low, found.high) == (0, None, None, None)


def test_things_in_clusters_count_by_the_spread_of_the_clusters() -> None:
    # articles with 1 of 2, 4 of 4, 1 of 2: share 6/8; residuals 1 − 1.5, 4 − 3, 1 − 1.5; variance 1.5 · (.25+1+.25) / 64
    found = ratio_share([(1, 1, 2), (1, 4, 4), (1, 1, 2)])
    assert found.estimate == 0.75 and found.rows == 3
    assert found.effective_rows == pytest.approx(0.75 * 0.25 / (1.5 * 1.5 / 64))
    same = ratio_share([(1, 1, 2), (1, 1, 2)])
    assert same.effective_rows == 2  # articles that do not differ say no more than their number
    assert ratio_share([(1, 0, 0)]).estimate is None


@given(st.lists(st.tuples(st.floats(0.1, 1000), st.floats(0, 1)), min_size=1, max_size=30))
def test_the_estimate_lies_in_its_interval_and_no_weight_adds_rows(values: list[tuple[float, float]]) -> None:
    found = weighted_share(values)
    assert found.estimate is not None and found.low is not None and found.high is not None
    assert 0 <= found.low <= found.estimate + 1e-9 and found.estimate - 1e-9 <= found.high <= 1
    assert 1 - 1e-9 <= found.effective_rows <= len(values) + 1e-9
