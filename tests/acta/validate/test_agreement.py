"""Krippendorff's alpha against the coincidence matrix on paper."""

from __future__ import annotations

import pytest

from acta.validate.agreement import agreement_of


def test_alpha_of_two_coders_by_hand() -> None:
    # 10 rows: 6 both right, 2 both wrong, 2 split. 14 right, 6 wrong of 20: alpha = 1 − 19·4 / (2·14·6) = 0.5476
    rows = [("right", "right")] * 6 + [("wrong", "wrong")] * 2 + [("right", "wrong")] * 2
    found = agreement_of({"anna": a, "ben": b} for a, b in rows)
    assert (found.rows, found.agreement) == (10, 0.8)
    assert found.alpha == pytest.approx(1 - 19 * 4 / (2 * 14 * 6))


def test_what_one_coder_cannot_tell_is_no_disagreement() -> None:
    found = agreement_of([{"anna": "right", "ben": "unclear"}, {"anna": "right"}, {"anna": "wrong", "ben": "wrong"}])
    assert found.rows == 1 and found.agreement == 1.0


def test_alpha_is_undefined_where_all_say_the_same_and_never_one() -> None:
    assert agreement_of([{"anna": "right", "ben": "right"}] * 9).alpha is None
    assert agreement_of([]).rows == 0


def test_counts_near_each_other_disagree_less_than_counts_far_apart() -> None:
    near = agreement_of([{"a": 4, "b": 5}, {"a": 0, "b": 0}], is_count=True).alpha
    far = agreement_of([{"a": 1, "b": 9}, {"a": 0, "b": 0}], is_count=True).alpha
    assert near is not None and far is not None and near > far


def test_three_coders_are_three_pairs() -> None:
    assert agreement_of([{"a": "right", "b": "right", "c": "wrong"}]).agreement == pytest.approx(1 / 3)
