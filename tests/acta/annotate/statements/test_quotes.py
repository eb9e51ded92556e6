"""Where quotes open and close, and who is given those without a cue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.statements.quotes import find_quotes


def quoted(text: str) -> list[str]:
    doc: Parsed = next(parse([text]))
    return [text[q.start : q.end] for q in find_quotes(doc)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("He said “one” and “two three”.", ["“one”", "“two three”"]),
        ('She called it "a fair deal" at noon.', ['"a fair deal"']),
        ("She called it ''a fair deal'' at noon.", ["''a fair deal''"]),
        ("She said, «We go home now».", ["«We go home now»"]),
        ("‘We go home now,’ she said.", ["‘We go home now,’"]),
        ("'We go home now,' she said.", ["'We go home now,'"]),
        ("The workers’ union and the miners’ club met.", []),
        ("It's the '90s, and they're back.", []),
        ("A 6'2\" man left.", []),
        ("“He said ‘no’ to me,” she recalled.", ["“He said ‘no’ to me,”"]),
        ("“Turned round,“ she said.", ["“Turned round,“"]),
    ],
)
def test_marks_pair_up(text: str, quotes: list[str]) -> None:
    assert quoted(text) == quotes


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    text = "“It began well, he said.\nThe rest of the story is told by the writer.\nAnd so on."
    assert quoted(text) == ["“It began well, he said."]


def test_a_forgotten_mark_ends_where_the_next_quote_opens() -> None:
    assert quoted("“One two three. Then “four five six” came.") == ["“One two three. Then ", "“four five six”"]


def test_an_open_quote_goes_on_in_the_next_paragraph_with_its_speaker(said: Callable) -> None:
    text = (
        "“The dam is old,” Okoro said. “We told them so.\n“They did not listen to any of us.”\nThe dam broke on Monday."
    )
    (found,) = said(text)
    assert found.speaker == "Okoro"
    assert found.content[-1].startswith("“They did not listen")
    assert "broke" not in found.words


def test_a_floating_quote_belongs_to_the_one_who_was_speaking(said: Callable) -> None:
    text = "“The dam is old,” Okoro said.\n“Nobody ever came to look at it.”"
    assert {s.speaker for s in said(text)} == {"Okoro"}
    assert any("Nobody ever came" in s.words for s in said(text))


def test_a_quote_after_a_colon_at_the_end_of_a_paragraph_is_introduced_by_it(said: Callable) -> None:
    found = said("Speaking at the pier, Varga declared:\n“The harbour will stay open all winter.”")
    assert ("Varga", "“The harbour will stay open all winter.”") in [(s.speaker, s.words) for s in found]


def test_any_verb_between_a_quote_and_its_subject_reports(said: Callable) -> None:
    (found,) = said("“This is the best day of my life!” beamed Tomas Brandt.")
    assert (found.speaker, found.cue) == ("Tomas Brandt", "beamed")


def test_scare_quotes_are_no_statements(said: Callable) -> None:
    assert said("The so-called “green pier” stands in the old harbour.") == []
