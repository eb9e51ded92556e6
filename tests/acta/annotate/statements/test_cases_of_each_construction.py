"""cases.yml, in both grades: the statement is there with its speaker, cue, words and kind; known failures say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text(encoding="utf-8"))
GRADES = ("fast", "accurate")


def params() -> Iterator[Any]:
    for construction, cases in CASES.items():
        for case in cases:
            for grade in GRADES:
                reason = case.get("fails", {}).get(grade)
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                yield pytest.param(case, grade, marks=marks, id=f"{construction}-{grade}-{case['text'][:30]}")


@pytest.mark.parametrize(("case", "grade"), params())
def test_the_statement_is_found_with_its_speaker_cue_and_words(
    case: dict[str, Any], grade: str, said: Callable[..., list[Any]]
) -> None:
    found = [(s.speaker or "-", s.cue, plain(s.words), s.kind, s.negated) for s in said(case["text"], grade=grade)]
    wanted = [tuple(part.strip() for part in row.split(" | ")) for row in case["said"]]
    for speaker, cue, words, kind in wanted:
        assert (speaker, cue, plain(words), kind, case.get("negated", False)) in found
    if not wanted:
        assert found == []


def plain(words: str) -> str:
    """Contents as people compare them: no comma inside the closing mark, no full stop at the end of a piece."""
    for mark in ("”", '"', "''", "’", "»", "“", "'"):
        words = words.replace("," + mark, mark)
    return " … ".join(piece.strip().rstrip(".") for piece in words.replace("\n", " … ").split(" … "))


def test_every_construction_has_cases_of_both_grades() -> None:
    assert len(CASES) >= 20 and sum(map(len, CASES.values())) >= 60
