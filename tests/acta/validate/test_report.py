"""A judged sample with every figure worked out on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from acta.validate.estimates import wilson
from acta.validate.figures import ACCUSED, WHOLE_ROW
from acta.validate.records import Item, Judged, Sample
from acta.validate.render import as_json, as_markdown, paragraph
from acta.validate.report import report_of

Make = Callable[..., Any]
LOW, HIGH = "0.5–0.8", "0.8–1"


@pytest.fixture
def small(item: Make, judged: Make, drawn: Make) -> tuple[Sample, list[Item], list[Judged]]:
    """Four rows for 40 of low score, of which three are judged, and two rows for 60 of high score.

    Low: 1 right by anna, wrong type by ben; 2 no event and a person accused; 3 cannot tell. High: 5, 6 right.
    """
    items = [item(n, LOW, score=0.65) for n in (1, 2, 3, 4)] + [item(n, HIGH, score=0.85) for n in (5, 6)]
    answers = [
        judged(items[0], "anna", is_one="right", type="right", person="right"),
        judged(items[0], "ben", is_one="right", type="wrong", person="right"),
        judged(items[1], "anna", is_one="wrong", person="wrong"),
        judged(items[2], "anna", is_one="unclear", person="right"),
        judged(items[4], "anna", is_one="right", type="right", person="right"),
        judged(items[5], "anna", is_one="right", type="right", person="right"),
    ]
    answers[1] = answers[1].model_copy(update={"should_be": {"type": "ASSAULT"}})
    return drawn(("event", LOW, 40, 4), ("event", HIGH, 60, 2)), items, answers


def test_every_figure_is_what_paper_says(small: tuple[Sample, list[Item], list[Judged]]) -> None:
    (found,) = report_of(*small).kinds
    low = 40 / 3  # three of the four are judged: each stands for a third of the 40
    assert (found.population, found.drawn, found.judged, found.uncovered) == (100, 6, 5, [])

    is_one = found.figure("is_one")
    assert is_one is not None and is_one.unclear == 1 and is_one.share.rows == 4
    assert is_one.share.estimate == pytest.approx((low + 60) / (2 * low + 60))
    n = (2 * low + 60) ** 2 / (2 * low**2 + 2 * 30**2)
    assert (is_one.share.low, is_one.share.high) == pytest.approx(wilson((low + 60) / (2 * low + 60), n))

    type_ = found.figure("type")  # asked only of what is an event; the two coders of row 1 are half a right answer
    assert type_ is not None and type_.share.estimate == pytest.approx((0.5 * low + 60) / (low + 60))
    whole = found.figure(WHOLE_ROW)
    assert whole is not None and whole.share.estimate == pytest.approx((0.5 * low + 60) / (2 * low + 60))
    accused = found.figure(ACCUSED)  # row 3 counts here: that nobody is accused was clear
    assert accused is not None and accused.share.estimate == pytest.approx(low / (3 * low + 60))
    in_high = found.figure("is_one", "band", HIGH)
    assert in_high is not None and (in_high.share.low, in_high.share.high) == pytest.approx(wilson(1.0, 2))


def test_the_reliability_line_and_calibration_error_are_what_paper_says(
    small: tuple[Sample, list[Item], list[Judged]],
) -> None:
    (found,) = report_of(*small).kinds
    low, high = found.reliability
    assert (low.low, low.mean_score, low.share.estimate) == (0.6, pytest.approx(0.65), pytest.approx(0.25))
    assert (high.low, high.mean_score, high.share.estimate) == (0.8, pytest.approx(0.85), 1.0)
    weights = (2 * 40 / 3, 60)
    expected = (weights[0] * 0.4 + weights[1] * 0.15) / sum(weights)
    assert found.calibration_error == pytest.approx(expected)


def test_confusions_say_for_how_many_rows_they_stand(small: tuple[Sample, list[Item], list[Judged]]) -> None:
    (confusion,) = report_of(*small).kinds[0].confusions
    assert (confusion.question, confusion.claimed, confusion.should_be, confusion.rows) == (
        "type",
        "COERCE",
        "ASSAULT",
        1,
    )
    assert confusion.weight == pytest.approx(40 / 3)


def test_a_band_that_nobody_judged_is_named_and_not_guessed(item: Make, judged: Make, drawn: Make) -> None:
    items = [item(1, LOW), item(2, HIGH)]
    answers = [judged(items[0], "anna", is_one="right", type="right", person="right")]
    (found,) = report_of(drawn(("event", LOW, 10, 1), ("event", HIGH, 90, 1)), items, answers).kinds
    assert found.uncovered == [HIGH] and found.figure("is_one", "band", HIGH) is None


def test_an_answer_about_another_claim_is_stale_and_counts_for_nothing(item: Make, judged: Make, drawn: Make) -> None:
    before = item(1)
    now = item(1, claims=before.claims | {"type": "ASSAULT"})
    answers = [judged(before, "anna", is_one="right", type="right", person="right")]
    (found,) = report_of(drawn(("event", LOW, 10, 1)), [now], answers).kinds
    assert found.stale == 1 and found.figure("type") is None and found.figure(WHOLE_ROW) is None
    is_one = found.figure("is_one")
    assert is_one is not None and is_one.share.estimate == 1.0


def test_a_row_that_names_no_person_accuses_nobody(item: Make, judged: Make, drawn: Make) -> None:
    nobody = item(1, claims={"is_one": "0-6", "type": "COERCE"})
    answers = [judged(nobody, "anna", is_one="wrong")]
    accused = report_of(drawn(("event", LOW, 10, 1)), [nobody], answers).kinds[0].figure(ACCUSED)
    assert accused is not None and accused.share.estimate == 0.0


def test_recall_is_of_what_articles_hold(item: Make, judged: Make, drawn: Make) -> None:
    claims = dict.fromkeys(("statements_wrong", "statements_missed", "events_wrong", "events_missed"), "none")
    rows = {"statements": [{"id": n, "start": 0, "end": 1, "shown": ""} for n in range(4)], "events": []}
    article = item(1, "no score", kind="article", claims=claims, shown=claims, row={"id": "ver_1"} | rows, score=None)
    answers = [judged(article, "anna", statements_wrong=1, statements_missed=2, events_wrong=0, events_missed=0)]
    (found,) = report_of(drawn(("article", "no score", 9, 1)), [article], answers).kinds
    figures = {one.question: one.share.estimate for one in found.figures if one.part == "all"}
    assert figures == {
        "statements found": pytest.approx(3 / 5),  # three right, two missed
        "statements right": pytest.approx(3 / 4),
        "events found": None,
        "events right": None,
    }


def test_the_paragraph_says_shares_intervals_method_and_agreement(
    small: tuple[Sample, list[Item], list[Judged]],
) -> None:
    text = paragraph(report_of(*small))
    assert "seed 18" in text and "2 coders" in text and "blind to the score" in text and "Wilson" in text
    assert "Of event mentions (n = 5 of 100), 85 % [" in text and "13 % [" in text and "accuse a person" in text
    assert paragraph(report_of(small[0], small[1], [])) == "Nothing is judged yet."


def test_the_three_formats_have_the_same_figures(small: tuple[Sample, list[Item], list[Judged]]) -> None:
    report = report_of(*small)
    found = json.loads(as_json(report))
    assert found["paragraph"] in as_markdown(report) and "| is_one | all | 4 | 1 | 0.85 |" in as_markdown(report)
    (is_one,) = (f for f in found["kinds"][0]["figures"] if f["question"] == "is_one" and f["part"] == "all")
    assert is_one["share"]["estimate"] == pytest.approx(0.8462, abs=1e-4)
