"""Quotes without a word of saying, and who "I" is in a quote."""

from __future__ import annotations

import pytest

from acta.annotate.article import read_article
from acta.annotate.parse import parse
from acta.annotate.reading import Reading


def reading_of(text: str) -> Reading:
    article = {"article_id": "a", "text": text, "title": None, "published_at": "2026-03-24"}
    return read_article(article, next(parse([text])), "fast")  # type: ignore[arg-type]


def said_by(text: str, words: str) -> str | None:
    reading = reading_of(text)
    at = text.index(words)
    found = [s for s in reading.statements if any(start <= at < end for start, end in s.content)]
    assert len(found) <= 1, found
    return text[found[0].speaker.start : found[0].speaker.end] if found and found[0].speaker else None


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“The dam held. We were lucky.” — Ilse Marten, chief engineer", "We were", "Ilse Marten, chief engineer"),
        ("From Senator Paul Ostrow:\n“The bill will pass before summer.”", "The bill", "Senator Paul Ostrow"),
        ("Marten, 44: “We slept in the car for a week.”", "We slept", "Marten, 44"),
        ("Nadia Fells, teacher: “My class has forty children.”", "My class", "Nadia Fells, teacher"),
        ("Ilse Marten wiped her glasses. “I told them in March.”", "I told", "Ilse Marten"),
        ("“We left,” recalled Fells, a nurse from Leeds, “and nobody followed.”", "and nobody", "Fells, a nurse from Leeds"),
        ("Ilse Marten came.\n“We paid the crews.\n“And we will not stop,” she said.", "We paid", "she"),
    ],
)
def test_the_place_of_a_quote_names_its_speaker(text: str, words: str, speaker: str) -> None:
    assert said_by(text, words) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Marten looked at Paul Ostrow. “I told them in March.”",  # which of them?
        "The film opens in March. “I never saw it.”",
    ],
)
def test_a_quote_that_two_or_nobody_may_have_said_is_no_statement_of_someone(text: str) -> None:
    assert said_by(text, text[text.index("“") + 1 :][:6]) is None


def test_a_statement_without_a_cue_says_so() -> None:
    (statement,) = reading_of("From Senator Paul Ostrow:\n“The bill will pass before summer.”").statements
    assert (statement.cue, statement.cue_lemma, statement.negated) == (None, None, False)


def test_i_is_the_speaker_of_the_statement_and_nobody_where_there_is_none() -> None:
    text = "Ilse Marten wiped her glasses. “I told them in March.”\nA sign on the door read “I am with you”."
    reading = reading_of(text)
    mentions = {m.start: m for m in reading.mentions if m.form == "pronoun"}
    assert reading.actors[mentions[text.index("I told")].actor_id or ""].name == "Ilse Marten"
    later = mentions.get(text.index("I am"))
    assert later is None or later.actor_id is None
