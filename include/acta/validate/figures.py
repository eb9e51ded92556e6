"""Shares of right rows by question, from judged rows and their weights. Pure.

A row that several coders judged counts with the mean of their answers. `unclear` is left out and counted. Questions after the
first are about rows that pass it: "the speaker is right, given that it is a statement".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from acta.validate.estimates import Share, ratio_share, weighted_share
from acta.validate.questions import PERSON, QUESTIONS, still_open
from acta.validate.records import Answer, Item, Kind

Answers = Mapping[str, Answer]
Judge = Callable[[Item, Answers], Answer | None]

WHOLE_ROW = "whole row"  # every part of it is right
ACCUSED = "accused"  # a person is said to have done or said what they did not
RECALL = {"statements": "statements found", "events": "events found"}
BINS = 10


@dataclass(frozen=True)
class JudgedRow:
    """A judged item with its answers by coder, and how many rows of the population it stands for."""

    item: Item
    answers: Mapping[str, Answers]
    weight: float

    def value(self, judge: Judge) -> float | None:
        """Mean over the coders who gave a clear answer: 1 right, 0 wrong; None when nobody did."""
        said = [judge(self.item, answers) for answers in self.answers.values()]
        clear = [1.0 if answer == "right" else 0.0 for answer in said if answer in ("right", "wrong")]
        return fmean(clear) if clear else None

    def is_unclear(self, judge: Judge) -> bool:
        """Whether somebody was asked and nobody could tell."""
        return self.value(judge) is None and "unclear" in [
            judge(self.item, answers) for answers in self.answers.values()
        ]


@dataclass(frozen=True)
class Figure:
    """One share: of which question, in which part (all, band or grouping) of which name, and rows nobody could tell."""

    question: str
    part: str
    name: str
    share: Share
    unclear: int


@dataclass(frozen=True)
class Bin:
    """One tenth of the score: weighted mean score of its rows and the share of them that is wholly right."""

    low: float
    high: float
    weight: float
    mean_score: float
    share: Share


@dataclass(frozen=True)
class Confusion:
    """Rows that claim one value and should have another; ``weight`` is how many rows of the population they stand for."""

    question: str
    claimed: str
    should_be: str
    rows: int
    weight: float


def whole_row(item: Item, answers: Answers) -> Answer | None:
    """Right when every answer is, wrong when one is; whom a row accuses is a question of its own."""
    said = {answer for key, answer in answers.items() if key != PERSON}
    if "wrong" in said:
        return "wrong"
    if "unclear" in said:
        return "unclear"
    return None if any(question.key != PERSON for question in still_open(item.kind, item.claims, answers)) else "right"


def accuses(item: Item, answers: Answers) -> Answer | None:
    """``right`` means yes, the row accuses a person of what they did not do; a row that names no person accuses nobody."""
    if PERSON not in item.claims:
        return "wrong"
    answer = answers.get(PERSON)
    return {"wrong": "right", "right": "wrong"}.get(str(answer), answer)  # type: ignore[return-value]


def figures_of(kind: Kind, rows: Sequence[JudgedRow]) -> list[Figure]:
    """All shares of a kind: over all rows, by score band and by grouping."""
    parts = [("all", "", list(rows))]
    for part in ("band", "grouping"):
        by_name: dict[str, list[JudgedRow]] = defaultdict(list)
        for row in rows:
            by_name[getattr(row.item, part)].append(row)
        parts += [(part, name, by_name[name]) for name in sorted(by_name)]
    made = _of_articles if kind == "article" else _of_rows
    return [
        Figure(question, part, name, share, unclear)
        for part, name, of in parts
        for question, share, unclear in made(kind, of)
    ]


def _of_rows(kind: Kind, rows: Sequence[JudgedRow]) -> Iterator[tuple[str, Share, int]]:
    judges: dict[str, Judge] = {WHOLE_ROW: whole_row}
    judges |= {question.key: _answer_to(question.key) for question in QUESTIONS[kind] if question.key != PERSON}
    if any(question.key == PERSON for question in QUESTIONS[kind]):
        judges[ACCUSED] = accuses
    for question, judge in judges.items():
        values = [(row.weight, value) for row in rows if (value := row.value(judge)) is not None]
        unclear = sum(row.is_unclear(judge) for row in rows)
        if values or unclear:
            yield question, weighted_share(values), unclear


def _answer_to(key: str) -> Judge:
    return lambda item, answers: answers.get(key)


def _of_articles(kind: Kind, rows: Sequence[JudgedRow]) -> Iterator[tuple[str, Share, int]]:
    """Recall: of what the articles hold, the share that is in the rows; precision: of their rows, the share that is right."""
    for things, question in RECALL.items():
        recalled, precise = [], []
        for row in rows:
            listed = len(row.item.row[things])
            counts = [
                (one[f"{things}_wrong"], one[f"{things}_missed"])
                for one in row.answers.values()
                if _counted(one, things)
            ]
            if counts:
                right = fmean(max(0, listed - int(wrong)) for wrong, _ in counts)
                recalled.append((row.weight, right, right + fmean(int(missed) for _, missed in counts)))
                precise.append((row.weight, right, float(listed)))
        yield question, ratio_share(recalled), len(rows) - len(recalled)
        yield f"{things} right", ratio_share(precise), len(rows) - len(precise)


def _counted(answers: Answers, things: str) -> bool:
    return all(isinstance(answers.get(f"{things}_{what}"), int) for what in ("wrong", "missed"))


def reliability_of(rows: Sequence[JudgedRow]) -> list[Bin]:
    """Score against precision of the whole row, by tenths of the score."""
    bins: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for row in rows:
        value = row.value(whole_row)
        if row.item.score is not None and value is not None:
            bins[min(int(row.item.score * BINS), BINS - 1)].append((row.weight, row.item.score, value))
    made = []
    for place, of in sorted(bins.items()):
        weight = sum(each for each, *_ in of)
        mean_score = sum(each * score for each, score, _ in of) / weight
        share = weighted_share([(each, value) for each, _, value in of])
        made.append(Bin(place / BINS, (place + 1) / BINS, weight, mean_score, share))
    return made


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Mean distance between score and precision over the bins, each by its weight; None without scores."""
    total = sum(one.weight for one in bins)
    return (
        sum(one.weight * abs(one.mean_score - (one.share.estimate or 0.0)) for one in bins) / total if total else None
    )


def confusions_of(rows: Sequence[JudgedRow], corrections: Mapping[int, Sequence[tuple[str, str]]]) -> list[Confusion]:
    """What was claimed and what it should be; ``corrections`` are (question, value) by item number, commonest first."""
    counted: Counter[tuple[str, str, str]] = Counter()
    weights: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in rows:
        for question, value in sorted(set(corrections.get(row.item.item, ()))):
            key = (question, row.item.claims[question], value)
            counted[key] += 1
            weights[key] += row.weight
    listed = sorted(counted, key=lambda key: (-weights[key], key))
    return [Confusion(*key, counted[key], weights[key]) for key in listed]
