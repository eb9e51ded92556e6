"""Authors are people; the site and its own desks are none, and agencies only where nobody else signs."""

from __future__ import annotations

import pytest

from acta.extract.article import parse_html
from acta.extract.byline import find_author, people_in_line
from acta.extract.credit import find_wire_credit, is_correction_note
from acta.extract.pageview import PageView


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ana Ruiz", "Ana Ruiz"),
        ("BY ANA RUIZ AND TOM HALE", "Ana Ruiz; Tom Hale"),
        ("By Ana Ruiz and Tom Hale, Foreign Editor", "Ana Ruiz; Tom Hale"),
        ("by Mara Lind · Tuesday, 24 March 2026", "Mara Lind"),
        ("By Jan van der Meer in Velmar", "Jan van der Meer"),
        ("By Meridian Wire", None),
        ("By staff reporter", None),
        ("By the time the water had gone", None),
    ],
)
def test_a_printed_byline_names_people(line: str, expected: str | None) -> None:
    assert people_in_line(line) == expected


@pytest.mark.parametrize(
    "name",
    ["The Ansel Examiner", "ansel examiner", "Examiner Staff", "admin", "https://x.example/a", "newsroom@x.example"],
)
def test_the_site_is_not_an_author(name: str) -> None:
    tree = parse_html(f"<html><head><meta name=author content='{name}'></head><body><h1>x</h1><p>y</p></body></html>")
    assert tree is not None

    assert find_author(PageView(tree, "https://anselexaminer.example/1"), "The Ansel Examiner").value is None


@pytest.mark.parametrize(
    ("bylines", "lines", "removed", "expected"),
    [
        (["Ana Ruiz, Meridian Wire"], [], [], "Meridian Wire"),
        (["By Reuters"], [], [], "Reuters"),
        ([], ["VELMAR, March 12 (Meridian Wire) — The harbour reopened."], [], "Meridian Wire"),
        ([], ["LONDON (AP) — The harbour reopened."], [], "AP"),
        ([], ["PORT ANSEL, March 12 (Reuters) - The harbour reopened."], [], "Reuters"),
        ([], ["The harbour reopened."], ["Source: Corvan News Agency"], "Corvan News Agency"),
        ([], ["The minister (a former Reuters reporter) resigned."], [], None),
        ([], ["He told Reuters that the harbour was open."], [], None),
        (["Ana Ruiz"], ["The harbour reopened."], [], None),
    ],
)
def test_an_agency_is_credited_in_byline_dateline_or_credit_line(
    bylines: list[str], lines: list[str], removed: list[str], expected: str | None
) -> None:
    assert find_wire_credit(bylines, lines, removed) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Correction: An earlier version gave the number of piers as five.", True),
        ("This article was corrected on March 3 to give the right name.", True),
        ("An earlier version of this story misstated the date.", True),
        ("Editor's note: the headline of this article was amended.", True),
        ("Editor's note: this is the first of three parts.", False),
        ("Correction officers walked out on Monday.", False),
        ("This story has been told many times in the valley.", False),
    ],
)
def test_a_correction_note_is_told_from_a_sentence(line: str, expected: bool) -> None:
    assert is_correction_note(line) is expected
