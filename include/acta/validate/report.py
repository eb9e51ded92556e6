"""From a drawn sample and its judgements to figures. Pure: the two files are all it needs.

The weight of a row is the size of its stratum over the rows of it that were judged, so a stratum that is half judged still
stands for all of itself. Strata in which nothing was judged are named: the figures do not cover them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from acta.validate.agreement import Agreement, agreement_of
from acta.validate.answers import answers_of, by_row, corrections_of, stale_count
from acta.validate.figures import (
    Answers,
    Bin,
    Confusion,
    Figure,
    JudgedRow,
    calibration_error,
    confusions_of,
    figures_of,
    reliability_of,
)
from acta.validate.questions import QUESTIONS, gate_of
from acta.validate.records import KINDS, Item, Judged, Kind, Sample


@dataclass(frozen=True)
class KindReport:
    """All that is known of one kind of row. ``uncovered`` are bands in which nothing was judged; ``stale`` counts answers."""

    kind: Kind
    population: int
    drawn: int
    judged: int
    stale: int
    uncovered: list[str]
    figures: list[Figure]
    reliability: list[Bin]
    calibration_error: float | None
    confusions: list[Confusion]
    agreement: dict[str, Agreement]

    def figure(self, question: str, part: str = "all", name: str = "") -> Figure | None:
        """One figure; None when nothing was asked."""
        return next((one for one in self.figures if (one.question, one.part, one.name) == (question, part, name)), None)


@dataclass(frozen=True)
class Report:
    """A sample as it is judged today."""

    sample: Sample
    coders: list[str]
    kinds: list[KindReport]


def report_of(sample: Sample, items: Sequence[Item], judgements: Iterable[Judged]) -> Report:
    """Everything that can be said of a sample by the judgements that count."""
    judged = by_row(judgements)
    answers = {item.item: answers_of(item, judged) for item in items}
    corrections = {item.item: corrections_of(item, judged) for item in items}
    stale: Counter[Kind] = Counter()
    for item in items:
        stale[item.kind] += stale_count(item, judged)
    kinds = []
    for kind in KINDS:
        mine = [item for item in items if item.kind == kind]
        if mine:
            kinds.append(_kind_report(sample, kind, mine, answers, corrections, stale[kind]))
    return Report(sample, sorted({coder for found in answers.values() for coder in found}), kinds)


def judged_rows(
    sample: Sample, kind: Kind, items: Sequence[Item], answers: Mapping[int, Mapping[str, Answers]]
) -> list[JudgedRow]:
    """The items whose first question somebody answered, weighted to the size of their stratum."""
    gate = gate_of(kind)
    found = {item.item: {coder: said for coder, said in answers[item.item].items() if gate in said} for item in items}
    judged = [item for item in items if found[item.item]]
    in_band = Counter(item.band for item in judged)
    sizes = {stratum.band: stratum.size for stratum in sample.strata if stratum.kind == kind}
    return [JudgedRow(item, found[item.item], sizes[item.band] / in_band[item.band]) for item in judged]


def _kind_report(
    sample: Sample,
    kind: Kind,
    items: Sequence[Item],
    answers: Mapping[int, Mapping[str, Answers]],
    corrections: Mapping[int, Sequence[tuple[str, str]]],
    stale: int,
) -> KindReport:
    rows = judged_rows(sample, kind, items, answers)
    strata = [stratum for stratum in sample.strata if stratum.kind == kind]
    covered = {row.item.band for row in rows}
    bins = reliability_of(rows) if kind != "article" else []
    return KindReport(
        kind=kind,
        population=sum(stratum.size for stratum in strata),
        drawn=len(items),
        judged=len(rows),
        stale=stale,
        uncovered=[stratum.band for stratum in strata if stratum.band not in covered],
        figures=figures_of(kind, rows),
        reliability=bins,
        calibration_error=calibration_error(bins),
        confusions=confusions_of(rows, corrections),
        agreement=_agreement(kind, rows),
    )


def _agreement(kind: Kind, rows: Sequence[JudgedRow]) -> dict[str, Agreement]:
    """By question, over the rows that several coders answered it for."""
    return {
        question.key: agreement_of(
            (
                {coder: said[question.key] for coder, said in row.answers.items() if question.key in said}
                for row in rows
            ),
            question.is_count,
        )
        for question in QUESTIONS[kind]
    }
