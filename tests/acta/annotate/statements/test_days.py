"""On which day something was said: as the text says it, never the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

THURSDAY = date(2031, 5, 15)


def test_the_day_of_the_cue_s_clause_is_the_day_of_the_statement(said: Callable) -> None:
    (found,) = said("Varga said on Tuesday the harbour would stay open.", THURSDAY)
    assert found.said_on == "2031-05-13"


def test_a_day_inside_the_content_is_not_the_day_it_was_said(said: Callable) -> None:
    (found,) = said("Varga said the harbour was closed on Tuesday.", THURSDAY)
    assert found.said_on is None


def test_without_a_day_nothing_is_assumed(said: Callable) -> None:
    (found,) = said("Varga said the harbour would stay open.", THURSDAY)
    assert found.said_on is None


def test_the_day_carries_over_to_the_same_speaker_s_next_words(said: Callable) -> None:
    first, second = said("“We are ready,” Varga said on Tuesday.\n“The ships can come,” Varga added.", THURSDAY)
    assert (first.said_on, second.said_on) == ("2031-05-13", "2031-05-13")


def test_the_day_does_not_carry_over_to_another_speaker(said: Callable) -> None:
    found = said("“We are ready,” Varga said on Tuesday.\n“The ships can come,” Brandt said.", THURSDAY)
    assert [s.said_on for s in found if s.speaker == "Brandt"] == [None]


def test_a_participle_takes_the_day_of_its_clause(said: Callable) -> None:
    (found,) = said("Varga met the crew on Tuesday, telling reporters the ship would sail.", THURSDAY)
    assert found.said_on == "2031-05-13"
