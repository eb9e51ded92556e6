"""Candidates of same-event pairs: the pairs found are those of comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from acta.model import same_event
from acta.model.event_candidates import candidates
from acta.model.events import EventPair, same_event_pairs
from acta.model.same_event import EventMention, Side, same_event_score
from acta.model.wording import Wording

WEIGHTS = ("DAY", "NEWS", "VERB", "SIDE", "COUNTRY", "SIDE_WORDS", "DOUBT", "PLACE", "ELSEWHERE")
WEIGHTS += ("SENTENCE", "SENTENCE_SHARE", "ARTICLE", "STORY")
STEMS = [f"stem{number}" for number in range(12)]
DAYS = ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-04", "2026-03-09", "2026-03-10"]


def some(rng: random.Random, listed: list[str], most: int) -> frozenset[str]:
    return frozenset(rng.sample(listed, rng.randint(0, most)))


def words(rng: random.Random, most: int) -> Wording:
    names = some(rng, STEMS, most // 2)
    return Wording(names, some(rng, STEMS, most) - names)


def side(rng: random.Random) -> Side:
    if rng.random() < 0.2:
        return Side()
    return Side(some(rng, ["act_1", "act_2", "act_3"], 1), some(rng, ["XAA", "XAB", "XAC"], 2), words(rng, 2))


def mentions_of(rng: random.Random, count: int) -> list[EventMention]:
    return [
        EventMention(
            event_mention_id=f"evm_{number:03}",
            article_id=f"art_{rng.randrange(count)}",
            event_type=rng.choice(["CONSULT", "ASSAULT"]),
            mode=rng.choice([None, None, "visit", "meet"]),
            status=rng.choice(["actual", "actual", "historical", "planned"]),
            occurred_on=rng.choice([None, None, "2026-03", "2026", *DAYS]),
            published_on=rng.choice([None, *DAYS]),
            place_country=rng.choice([None, "XAA", "XAB"]),
            place_name=rng.choice([None, "Torvik", "Skarn"]),
            verb=rng.choice(["visit", "meet", "hit", ""]),
            source=side(rng),
            target=side(rng),
            sentence=words(rng, 6),
            story_id=rng.choice([None, f"sto_{rng.randrange(count)}"]),
        )
        for number in range(count)
    ]


def all_with_all(mentions: list[EventMention]) -> list[EventPair]:
    scored = ((a, b, same_event_score(a, b)) for a, b in combinations(mentions, 2))
    return [EventPair(a.event_mention_id, b.event_mention_id, round(s, 3)) for a, b, s in scored if s is not None]


@pytest.mark.parametrize("seed", range(40))
def test_the_pairs_are_those_of_comparing_all_with_all(seed: int) -> None:
    mentions = mentions_of(random.Random(seed), 120)
    expected = all_with_all(mentions)
    assert expected
    assert same_event_pairs(mentions) == expected


@pytest.mark.parametrize("seed", range(40))
def test_so_they_are_with_other_weights(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    for weight in WEIGHTS:
        monkeypatch.setattr(same_event, weight, rng.choice([0, 0.2, 0.5, 1, 2.5]))
    monkeypatch.setattr(same_event, "THRESHOLD", rng.choice([0.5, 1, 2, 3, 4]))
    mentions = mentions_of(rng, 120)
    assert same_event_pairs(mentions) == all_with_all(mentions)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_known_and_what_is_new_give_together_the_pairs_of_all(seed: int) -> None:
    rng = random.Random(seed)
    mentions = mentions_of(rng, 120)
    rng.shuffle(mentions)
    found: list[EventPair] = []
    done = 0
    while done < len(mentions):
        end = done + rng.choice([1, 7, 50])
        found += same_event_pairs(mentions[done:end], mentions[:done])
        done = end
    assert len(found) == len(set(found))
    assert sorted(found) == same_event_pairs(mentions)


def test_few_pairs_are_looked_at() -> None:
    """On mentions as a newsroom has them, most differ in words and parties; here one pair in three is looked at for nothing."""
    mentions = mentions_of(random.Random(1), 400)
    looked_at = {frozenset((a.event_mention_id, b.event_mention_id)) for a, b in candidates(mentions, [])}
    assert len(looked_at) < 400 * 399 / 2 / 4
