"""One real event, one row: which mentions are the same event, and that order does not matter."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from acta.model.events import EventMention, event_components, is_same_event

VISIT = EventMention(
    event_mention_id="eme_1",
    article_id="art_1",
    event_type="CONSULT",
    mode="visit",
    status="actual",
    occurred_on="2026-03-12",
    place_country="XAB",
    place_name="Torvik",
    trigger="visited",
    sources=["act_minister"],
    targets=["act_xab"],
    source_countries=["XAA"],
    target_countries=["XAB"],
    char_start=10,
    published_at="2026-03-12T09:00:00Z",
)


def other(**changes: object) -> EventMention:
    """The same visit in another article, with changes."""
    return replace(VISIT, **{"event_mention_id": "eme_2", "article_id": "art_2", **changes})


def test_two_articles_that_tell_of_one_visit_are_one_event() -> None:
    assert is_same_event(VISIT, other(trigger="visit"))


def test_a_day_of_difference_is_the_same_event_three_days_are_not() -> None:
    assert is_same_event(VISIT, other(occurred_on="2026-03-13"))
    assert not is_same_event(VISIT, other(occurred_on="2026-03-15"))


def test_a_minister_and_his_country_are_one_side() -> None:
    assert is_same_event(VISIT, other(sources=["act_xaa"]))


def test_a_meeting_is_the_same_whichever_side_is_named_first() -> None:
    assert is_same_event(VISIT, other(source_countries=["XAB"], target_countries=["XAA"]))


def test_an_attack_is_not_the_same_the_other_way_round() -> None:
    attack = replace(VISIT, event_type="ASSAULT", mode=None)
    back = replace(
        attack, event_mention_id="eme_2", article_id="art_2", source_countries=["XAB"], target_countries=["XAA"]
    )
    assert not is_same_event(attack, back)


@pytest.mark.parametrize("status", ["planned", "hypothetical", "negated"])
def test_what_did_not_happen_is_never_the_same_event_as_what_did(status: str) -> None:
    assert not is_same_event(VISIT, other(status=status))


def test_undated_reports_of_two_outlets_are_not_merged_on_parties_alone() -> None:
    assert not is_same_event(replace(VISIT, occurred_on=None), other(occurred_on=None))


def test_near_copies_of_one_story_are_one_event_without_a_date() -> None:
    here = replace(VISIT, occurred_on=None, story_id="sto_1")
    assert is_same_event(here, other(occurred_on=None, story_id="sto_1"))


def test_another_country_is_another_place() -> None:
    assert not is_same_event(VISIT, other(place_country="XAC"))


def test_the_rule_is_symmetric_and_the_result_does_not_depend_on_order() -> None:
    mentions = [
        replace(
            VISIT,
            event_mention_id=f"eme_{i:03}",
            article_id=f"art_{i % 23}",
            occurred_on=f"2026-03-{1 + i * 7 % 27:02}" if i % 5 else None,
            event_type=("CONSULT", "ASSAULT")[i % 2],
            source_countries=[("XAA", "XAB", "XAC")[i % 3]],
            story_id=f"sto_{i % 11}",
        )
        for i in range(120)
    ]
    assert all(is_same_event(a, b) == is_same_event(b, a) for a in mentions[:40] for b in mentions[:40])
    expected = event_components(mentions)
    assert 1 < len(set(expected.values())) < len(mentions)
    for seed in range(10):
        shuffled = mentions[:]
        random.Random(seed).shuffle(shuffled)
        assert event_components(shuffled) == expected
