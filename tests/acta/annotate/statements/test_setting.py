"""Kind and attitude of the cue, where something was said, and whether a headline says it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from acta.annotate.parse import parse
from acta.annotate.reading import Reading
from acta.annotate.statements import find_statements
from acta.annotate.statements.setting import FOLDER, load_polarity, load_venues
from acta.annotate.types import Statement


def one(text: str, title: str | None = None) -> Statement:
    (found,) = find_statements(Reading(next(parse([text])), title=title))
    return found


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Varga said in an interview that the pier was safe.", "interview"),
        ("“The pier is safe,” Varga told a news conference.", "press_conference"),
        ("Varga said at a press conference on Monday that the pier was safe.", "press_conference"),
        ("Okoro said by phone that the pumps had failed.", "call"),
        ("“The mill is sold,” Brandt wrote on Twitter.", "post"),
        ("Duval tweeted that the bridge was closed.", "post"),
        ("The bank said in a statement that the accounts were safe.", "statement"),
        ("Alder testified that the file had been burnt.", "hearing"),
        ("Varga said the ministry had sent the money in a letter.", None),  # the letter is part of what she said
        ("Varga said the pier was safe.", None),
    ],
)
def test_a_venue_comes_from_the_cues_own_clause(text: str, venue: str | None) -> None:
    assert one(text).venue == venue


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("Varga said the pier was safe.", "speech", None),
        ("Varga denied that the pier was unsafe.", "speech", "deny"),
        ("Brandt praised the crew.", "stance", "praise"),
        ("Orland accused Velmark of breaking the truce.", "stance", "accuse"),
        ("Okoro hopes that the rain will come.", "emotion", None),
        ("The company plans to close two plants.", "intent", None),
        ("Duval wrote that the bridge was closed.", "writing", None),
        ("Brandt believes that the vote was fair.", "cognition", None),
    ],
)
def test_the_cue_tells_saying_from_thinking_and_for_from_against(text: str, kind: str, polarity: str | None) -> None:
    found = one(text)
    assert (found.cue_kind, found.polarity) == (kind, polarity)


def test_a_headline_is_told_from_the_body_where_the_text_repeats_the_title() -> None:
    text = "Minister denies talks with rebels\n\nThe minister said no talks had been held."
    found = find_statements(Reading(next(parse([text])), title="Minister denies talks with rebels"))
    assert [(s.cue_lemma, s.is_headline) for s in found] == [("deny", True), ("say", False)]
    assert not any(s.is_headline for s in find_statements(Reading(next(parse([text])), title="Another title")))


@pytest.mark.parametrize("name", ["polarity.csv", "venues.csv"])
def test_the_tables_name_each_word_once_and_known_values_only(name: str) -> None:
    with (Path(FOLDER) / name).open(encoding="utf-8", newline="") as handle:
        rows = [tuple(row.values()) for row in csv.DictReader(handle)]
    assert len({row[:-1] for row in rows}) == len(rows)
    assert set(load_polarity().values()) == {"accuse", "praise", "deny"}
    assert all(noun == noun.lower() and " ".join(noun.split()) == noun for noun in load_venues())
