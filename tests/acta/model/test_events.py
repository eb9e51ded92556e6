"""One real event, one row: which mentions are the same event, and that order does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from acta.ids import make_id
from acta.model.annotated_file import with_cluster_ids
from acta.model.events import event_ids, same_event_pairs
from acta.model.same_event import EventMention, Party, event_mention, evidence, is_same_event
from acta.model.wording import shared, wording

MINISTER: Party = ("act_minister", "person", "XAA", "Foreign Minister Irena Solvek")
KESTRIA: Party = ("act_xaa", "country", "XAA", "Kestria")
TAVARO: Party = ("act_xab", "country", "XAB", "Tavaro")
BELMARA: Party = ("act_xac", "country", "XAC", "Belmara")

TOLD: dict[str, Any] = {
    "event_mention_id": "eme_1",
    "article_id": "art_1",
    "event_type": "CONSULT",
    "mode": "visit",
    "status": "actual",
    "occurred_on": "2026-03-12",
    "published_at": "2026-03-12T09:00:00+00:00",
    "place_country": "XAB",
    "place_name": "Torvik",
    "trigger": "visited",
    "sentence": "Foreign Minister Irena Solvek visited Tavaro on Thursday for talks about fishing rights.",
    "sources": [MINISTER],
    "targets": [TAVARO],
}
VISIT = event_mention(**TOLD)


def other(**changes: object) -> EventMention:
    """The same visit in another article, with changes."""
    return event_mention(**{**TOLD, "event_mention_id": "eme_2", "article_id": "art_2", **changes})


def events_of(mentions: list[EventMention]) -> dict[str, str]:
    return event_ids(mentions, same_event_pairs(mentions), {})


def test_two_articles_that_tell_of_one_visit_are_one_event() -> None:
    assert is_same_event(VISIT, other(trigger="trip", sentence="Solvek made the trip to Tavaro."))


def test_a_day_of_difference_is_the_same_event_three_days_are_not() -> None:
    assert is_same_event(VISIT, other(occurred_on="2026-03-13"))
    assert not is_same_event(VISIT, other(occurred_on="2026-03-15"))


def test_a_minister_and_his_country_are_one_side() -> None:
    assert is_same_event(VISIT, other(sources=[KESTRIA]))


def test_a_meeting_is_the_same_whichever_side_is_named_first() -> None:
    assert is_same_event(VISIT, other(sources=[TAVARO], targets=[MINISTER]))


def test_an_attack_is_not_the_same_the_other_way_round() -> None:
    assault = {"event_type": "ASSAULT", "mode": None}
    assert is_same_event(other(**assault), event_mention(**{**TOLD, **assault}))
    assert not is_same_event(
        other(**assault), event_mention(**{**TOLD, **assault, "sources": [TAVARO], "targets": [KESTRIA]})
    )


@pytest.mark.parametrize("status", ["planned", "hypothetical", "negated"])
def test_what_did_not_happen_is_never_the_same_event_as_what_did(status: str) -> None:
    assert not is_same_event(VISIT, other(status=status))


def test_undated_reports_of_two_outlets_are_not_merged_on_the_countries_alone() -> None:
    vague = {"occurred_on": None, "place_country": None, "place_name": None, "sources": [KESTRIA]}
    here = event_mention(**{**TOLD, **vague, "sentence": "Kestria visited Tavaro over a border crossing."})
    there = other(
        **vague, trigger="called", sentence="A delegation of Kestria called in Tavaro to buy grain and timber."
    )
    assert not is_same_event(here, there)


def test_two_towns_shelled_on_one_day_are_two_events() -> None:
    shelling = {"event_type": "ASSAULT", "mode": None, "trigger": "shelled", "sources": [KESTRIA]}
    torvik = other(**shelling, sentence="Kestria shelled Torvik in Tavaro on Thursday.")
    assert is_same_event(torvik, event_mention(**{**TOLD, **shelling}))
    skarn = {**TOLD, **shelling, "place_name": "Skarn", "sentence": "Kestria shelled Skarn in Tavaro on Thursday."}
    assert not is_same_event(torvik, event_mention(**skarn))


def test_undated_reports_printed_on_one_day_in_like_words_are_one_event() -> None:
    assert is_same_event(replace(VISIT, occurred_on=None), other(occurred_on=None, published_at="2026-03-13"))


def test_undated_reports_printed_weeks_apart_are_two_events() -> None:
    assert not is_same_event(replace(VISIT, occurred_on=None), other(occurred_on=None, published_at="2026-04-02"))


def test_a_dated_act_is_the_one_an_undated_report_of_those_days_tells_of() -> None:
    assert is_same_event(VISIT, other(occurred_on=None, published_at="2026-03-13"))
    assert not is_same_event(VISIT, other(occurred_on=None, published_at="2026-03-20"))


def test_near_copies_of_one_story_are_one_event_without_a_date() -> None:
    nobody = {"occurred_on": None, "published_at": None, "place_name": None, "sources": [], "story_id": "sto_1"}
    assert is_same_event(event_mention(**{**TOLD, **nobody}), other(**nobody))


def test_another_country_is_another_place() -> None:
    assert not is_same_event(VISIT, other(place_country="XAC"))


def test_another_country_is_another_side() -> None:
    assert evidence(VISIT, other(targets=[BELMARA])) is None


def test_names_count_twice_and_endings_do_not_count() -> None:
    a = wording("Gunmen attacked the Torvik barracks, killing 11 soldiers.")
    assert a.names == {"gunmen", "torvik", "11"}
    assert (
        shared(a, wording("The attack on barracks in Torvik killed a soldier.")) == 2 + 4
    )  # attack, barrack, kill, soldier
    assert other(trigger="attacked").verb == other(trigger="attack").verb == other(trigger="Attacks").verb


def test_the_rule_is_symmetric_and_the_result_does_not_depend_on_order() -> None:
    countries = ("XAA", "XAB", "XAC")
    mentions = [
        other(
            event_mention_id=f"eme_{i:03}",
            article_id=f"art_{i % 23}",
            occurred_on=f"2026-03-{1 + i * 7 % 27:02}" if i % 5 else None,
            published_at=f"2026-03-{1 + i * 11 % 27:02}" if i % 3 else None,
            event_type=("CONSULT", "ASSAULT")[i % 2],
            sources=[(f"act_{i % 4}", "person", countries[i % 3], "Solvek")],
            story_id=f"sto_{i % 11}",
        )
        for i in range(120)
    ]
    assert all(evidence(a, b) == evidence(b, a) for a in mentions[:40] for b in mentions[:40])
    expected = events_of(mentions)
    assert 1 < len(set(expected.values())) < len(mentions)
    for seed in range(10):
        shuffled = mentions[:]
        random.Random(seed).shuffle(shuffled)
        assert events_of(shuffled) == expected


def test_every_pair_the_rule_joins_is_among_the_candidates() -> None:
    """The shared keys only save comparing: days at the edges of the grids, too."""
    mentions = [
        other(
            event_mention_id=f"eme_{i:02}",
            article_id=f"art_{i}",
            occurred_on=f"2026-03-{1 + i:02}" if i % 3 else None,
            published_at=f"2026-03-{1 + i:02}",
        )
        for i in range(20)
    ]
    found = {(pair.mention_a, pair.mention_b) for pair in same_event_pairs(mentions)}
    wanted = {
        (a.event_mention_id, b.event_mention_id)
        for a in mentions
        for b in mentions
        if a.event_mention_id < b.event_mention_id and is_same_event(a, b)
    }
    assert found == wanted and wanted


def test_events_of_a_file_get_the_ids_of_the_warehouse() -> None:
    text = "Kestria attacked Tavaro on Monday."
    actors = [
        {"actor_id": "act_a", "kind": "country", "country": "XAA"},
        {"actor_id": "act_b", "kind": "country", "country": "XAB"},
    ]

    def record(name: str) -> dict[str, object]:
        event = {
            "id": f"evm_{name}",
            "type": "ASSAULT",
            "mode": None,
            "status": "actual",
            "occurred_on": "2026-03-09",
            "place": None,
            "trigger": [8, 16],
            "sources": [{"start": 0, "end": 7, "actor_id": "act_a"}],
            "targets": [{"start": 17, "end": 23, "actor_id": "act_b"}],
        }
        return {"article_id": name, "sentences": [[0, len(text)]], "actors": actors, "events": [event]}

    seen_at = {"a": None, "b": "2026-03-10T08:00:00+00:00", "c": "2026-03-10T07:00:00+00:00"}
    pairs = [({"article_id": name, "text": text, "first_seen_at": seen_at[name]}, record(name)) for name in "abc"]
    found = list(with_cluster_ids(iter(pairs)))
    assert [r["article_id"] for r in found] == ["a", "b", "c"]
    assert {r["events"][0]["cluster_id"] for r in found} == {make_id("evt", "evm_c")}
