"""A report as text for people: lines for a terminal or markdown, JSON for programs, and the paragraph for a paper. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from acta.validate.estimates import Share
from acta.validate.figures import ACCUSED, RECALL, WHOLE_ROW, Figure
from acta.validate.report import KindReport, Report

NOUNS = {
    "statement": "statements", "event": "event mentions", "actor": "actor names", "merged_event": "merged events",
    "article": "whole articles",
}  # fmt: skip
PASSED = {
    "statement": "are statements", "event": "are events", "actor": "are names", "merged_event": "hold one act only",
}  # fmt: skip
MOST_CONFUSIONS = 10


def as_json(report: Report) -> str:
    """Everything, with the same names as in the code; shares are 0 to 1, None where nothing was judged."""
    kinds = [asdict(kind) for kind in report.kinds]
    found: dict[str, Any] = {"sample": report.sample.model_dump(mode="json"), "coders": report.coders, "kinds": kinds}
    return json.dumps(found | {"paragraph": paragraph(report)}, indent=1)


def as_markdown(report: Report) -> str:
    """Headings and tables; also what the terminal shows."""
    sample = report.sample
    filters = ", ".join(f"{name} {value}" for name, value in sample.filters.items()) or "none"
    lines = [
        f"# Validation of {sample.sample_id}",
        "",
        f"Drawn {sample.drawn_at:%Y-%m-%d}, seed {sample.seed}, filter: {filters}. "
        f"Coders: {', '.join(report.coders) or 'none yet'}.",
        "",
        paragraph(report),
    ]
    for kind in report.kinds:
        lines += ["", f"## {NOUNS[kind.kind].capitalize()}", "", *_kind_lines(kind)]
    return "\n".join(lines) + "\n"


def _kind_lines(kind: KindReport) -> Iterator[str]:
    yield f"{kind.judged} of {kind.drawn} drawn rows judged; population {kind.population:,}." + (
        f" {kind.stale} answers are stale." if kind.stale else ""
    )
    if kind.uncovered:
        yield f"Nothing is judged in {', '.join(kind.uncovered)}: the figures do not cover it."
    if not kind.judged:
        return
    yield from ("", "| question | part | rows | unclear | share | 95 % |", "|---|---|--:|--:|--:|---|")
    for figure in kind.figures:
        if figure.part == "all" or figure.question in (WHOLE_ROW, ACCUSED, *RECALL.values()):
            yield _figure_line(figure)
    if kind.reliability:
        error = f"{kind.calibration_error:.2f}" if kind.calibration_error is not None else ""
        yield from ("", f"Score against precision of whole rows (calibration error {error}):", "")
        yield from ("| score | mean | rows | right | 95 % |", "|---|--:|--:|--:|---|")
        for one in kind.reliability:
            share = one.share
            yield f"| {one.low:g}–{one.high:g} | {one.mean_score:.2f} | {_share_cells(share)} |"
    if kind.confusions:
        yield from ("", "| question | claimed | should be | rows | stands for |", "|---|---|---|--:|--:|")
        for c in kind.confusions[:MOST_CONFUSIONS]:
            yield f"| {c.question} | {_cell(c.claimed)} | {_cell(c.should_be)} | {c.rows} | {c.weight:.0f} |"
    agreed = {key: one for key, one in kind.agreement.items() if one.rows}
    if agreed:
        yield from ("", "| agreement | rows | same answer | Krippendorff's alpha |", "|---|--:|--:|--:|")
        for key, found in agreed.items():
            yield f"| {key} | {found.rows} | {_number(found.agreement)} | {_number(found.alpha, 'undefined')} |"


def _figure_line(figure: Figure) -> str:
    share = figure.share
    part = figure.name if figure.part != "all" else "all"
    label = f"score {part}" if figure.part == "band" and part != "no score" else part
    rows, estimate, interval = _share_cells(share).split(" | ")
    return f"| {figure.question} | {_cell(label)} | {rows} | {figure.unclear} | {estimate} | {interval} |"


def _share_cells(share: Share) -> str:
    return f"{share.rows} | {_number(share.estimate)} | {_interval(share)}"


def paragraph(report: Report) -> str:
    """What a paper says about the sample, in full sentences; nothing is claimed that was not judged."""
    told = [sentence for kind in report.kinds if kind.judged for sentence in _sentences(kind)]
    if not told:
        return "Nothing is judged yet."
    coders = len(report.coders)
    rows = sum(kind.judged for kind in report.kinds)
    start = (
        f"We drew a random sample, stratified by kind of row and score band (seed {report.sample.seed}), and "
        f"{'one coder' if coders == 1 else f'{coders} coders'} judged {rows} rows against the text, blind to the score."
    )
    method = (
        "Shares are weighted to the population by stratum size; intervals are 95 % Wilson intervals for Kish's effective "
        "sample size."
    )
    return " ".join([start, *told, method])


def _sentences(kind: KindReport) -> Iterator[str]:
    noun = NOUNS[kind.kind]
    if kind.kind == "article":
        for things, question in RECALL.items():
            figure = kind.figure(question)
            if figure and figure.share.estimate is not None:
                yield f"In {kind.judged} whole articles, {_told(figure.share)} of the {things} in the text were found."
        return
    gate = kind.figure(next(iter(kind.agreement)))
    whole = kind.figure(WHOLE_ROW)
    if gate and gate.share.estimate is not None:
        and_whole = (
            f", and {_told(whole.share)} are right in every part" if whole and whole.share.estimate is not None else ""
        )
        yield f"Of {noun} (n = {kind.judged} of {kind.population:,}), {_told(gate.share)} {PASSED[kind.kind]}{and_whole}."
    accused = kind.figure(ACCUSED)
    if accused and accused.share.estimate is not None:
        verb = (
            "attribute to a person what they did not say"
            if kind.kind == "statement"
            else "accuse a person of something they did not do"
        )
        yield f"{_told(accused.share)} of {noun} {verb}."
    double = next(iter(kind.agreement.values()))
    if double.rows:
        alpha = (
            f"Krippendorff's alpha {double.alpha:.2f}"
            if double.alpha is not None
            else "alpha is undefined, as all answers are the same"
        )
        yield f"Two coders judged {double.rows} of them ({alpha} on the first question)."


def _told(share: Share) -> str:
    return f"{100 * (share.estimate or 0):.0f} % [{100 * (share.low or 0):.0f}, {100 * (share.high or 0):.0f}]"


def _number(value: float | None, otherwise: str = "") -> str:
    return otherwise if value is None else f"{value:.2f}"


def _interval(share: Share) -> str:
    return "" if share.low is None or share.high is None else f"{share.low:.2f}–{share.high:.2f}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|") or "(empty)"
