"""Constructions, statuses, times and places of coded events, on sentences about invented people and countries."""

from __future__ import annotations

from datetime import date

import pytest

from acta.annotate.events import code_events
from acta.annotate.parse import parse
from acta.annotate.reading import Reading
from acta.annotate.types import Event, Mention, Place, Time


def read(
    text: str, published_on: date | None = None, times: dict[str, str] | None = None, place: str | None = None
) -> Reading:
    (doc,) = parse([text])
    reading = Reading(doc, published_on)
    for words, value in (times or {}).items():
        first, last = tokens(reading, words)
        reading.times.append(Time(doc.start[first], doc.end[last], first, last, "DATE", value))
    if place:
        first, last = tokens(reading, place)
        reading.places.append(Place(doc.start[first], doc.end[last], first, last, place, "XAA"))
    return reading


def tokens(reading: Reading, words: str) -> tuple[int, int]:
    start = reading.doc.text.index(words)
    end = start + len(words)
    return reading.doc.start.index(start), reading.doc.end.index(end)


def code(text: str, **known: object) -> list[tuple[str, str, str, str, str]]:
    reading = read(text, **known)  # type: ignore[arg-type]
    return [shown(reading, event) for event in code_events(reading)]


def shown(reading: Reading, event: Event) -> tuple[str, str, str, str, str]:
    text = reading.doc.text
    sides = [" + ".join(text[p.start : p.end] for p in side) for side in (event.sources, event.targets)]
    return event.type, text[slice(*event.trigger)], sides[0], sides[1], event.status


CONSTRUCTIONS = {
    "active verb": ("Norland condemned Veska.", ("ACCUSE", "condemned", "Norland", "Veska", "actual")),
    "passive with agent": (
        "The reporter was arrested by police in the capital.",
        ("COERCE", "arrested", "police in the capital", "The reporter", "actual"),
    ),
    "passive without agent": ("Two miners were arrested.", ("COERCE", "arrested", "", "Two miners", "actual")),
    "light verb": (
        "Norland has imposed tough sanctions on Veska.",
        ("SANCTION", "sanctions", "Norland", "Veska", "actual"),
    ),
    "light verb with its own prepositions": (
        "The minister held talks in the capital with General Holm.",
        ("CONSULT", "talks", "The minister", "General Holm", "actual"),
    ),
    "particle": ("The mayor stepped down.", ("RETREAT", "stepped", "The mayor", "", "actual")),
    "nominal with a possessor": (
        "Norland's invasion of Veska began.",
        ("ASSAULT", "invasion", "Norland", "Veska", "actual"),
    ),
    "nominal between two": (
        "A phone call between President Berg and General Holm followed.",
        ("CONSULT", "call", "President Berg", "General Holm", "actual"),
    ),
    "nominal whose parties the clause names": (
        "In a phone call, President Berg urged General Holm to talk.",
        ("CONSULT", "call", "President Berg", "General Holm", "actual"),
    ),
    "passive whose doer goes without saying": (
        "General Holm was accused of fraud.",
        ("ACCUSE", "accused", "", "General Holm", "actual"),
    ),
    "a weapon is no party, and the place it stood in is none either": (
        "A car bomb in Veska killed the reporter.",
        ("ASSAULT", "killed", "", "the reporter", "actual"),
    ),
    "a thing that somebody made": (
        "The court rejected an appeal filed by the miners.",
        ("REJECT", "rejected", "The court", "the miners", "actual"),
    ),
    "what its subject meets with": (
        "The minister drew criticism from the opposition.",
        ("ACCUSE", "criticism", "the opposition", "The minister", "actual"),
    ),
    "a measure of an act": (
        "Norland and Veska began a new round of joint military exercises.",
        ("COOPERATE", "exercises", "Norland", "Veska", "actual"),
    ),
    "infinitive": (
        "Norland agreed to send medicine to Veska.",
        ("AGREE", "agreed", "Norland", "Veska", "actual"),
    ),
    "adjective": ("Norland is ready to release the hostages.", ("AGREE", "ready", "Norland", "the hostages", "actual")),
    "object control": (
        "Norland urged Veska to free the prisoners.",
        ("REQUEST", "urged", "Norland", "Veska", "actual"),
    ),
    "request for an act": (
        "Norland called for talks with the rebels.",
        ("REQUEST", "called", "Norland", "the rebels", "actual"),
    ),
    "refusal": ("Norland refused to lift the ban on Veska.", ("REJECT", "refused", "Norland", "Veska", "actual")),
    "refusal in the future": (
        "Norland will not release the prisoners.",
        ("REJECT", "release", "Norland", "the prisoners", "actual"),
    ),
    "threat": (
        "The rebels threatened to shell the capital.",
        ("THREATEN", "threatened", "The rebels", "the capital", "actual"),
    ),
    "threat by a plain future": (
        "The general said his army will bomb Veska.",
        ("THREATEN", "bomb", "his army", "Veska", "planned"),
    ),
    "an act that ends": (
        "Norland suspended military aid to Veska.",
        ("SANCTION", "suspended", "Norland", "Veska", "actual"),
    ),
    "reciprocal subject": (
        "President Berg and General Holm met on Monday.",
        ("CONSULT", "met", "President Berg", "General Holm", "actual"),
    ),
    "joint modifier": (
        "Norland and Veska negotiators signed a trade agreement.",
        ("SUPPORT", "signed", "Norland", "Veska", "actual"),
    ),
    "said to be false": (
        "Norland called the claims of the Veska government \u201cfalse.\u201d",
        ("ACCUSE", "called", "Norland", "the Veska government", "actual"),
    ),
    "thing without an actor": (
        "The rebels attacked an army base.",
        ("ASSAULT", "attacked", "The rebels", "an army base", "actual"),
    ),
    "demand by must": (
        "Norland said Veska must withdraw its troops.",
        ("REQUEST", "withdraw", "Norland", "Veska", "actual"),
    ),
}


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_a_construction_gives_type_trigger_and_parties(name: str) -> None:
    sentence, wanted = CONSTRUCTIONS[name]
    assert wanted in code(sentence)


STATUSES = {
    "A meeting to come is an agreement": ("Norland will host talks with Veska.", ("AGREE", "planned")),
    "Slated is planned": ("The ministers are slated to hold an emergency meeting.", ("AGREE", "planned")),
    "Planning for a summit": ("Planning is under way for a summit between Norland and Veska.", ("AGREE", "planned")),
    "If is hypothetical": ("If Norland invades Veska, prices rise.", ("ASSAULT", "hypothetical")),
    "Could is hypothetical": ("Norland could invade Veska.", ("ASSAULT", "hypothetical")),
    "A possibility is hypothetical": (
        "The minister spoke of the possibility of a Norland invasion of Veska.",
        ("ASSAULT", "hypothetical"),
    ),
    "Fear is hypothetical": ("Traders feared an attack on the port.", ("ASSAULT", "hypothetical")),
    "Did not is negated": ("Norland did not attack Veska.", ("ASSAULT", "negated")),
    "Denied is negated": ("The rebels denied attacking the convoy.", ("ASSAULT", "negated")),
    "Ruling out is negated": ("Norland ruled out sending troops to Veska.", ("MOBILIZE", "negated")),
    "Whether is hypothetical": ("The council will decide whether to lift sanctions.", ("RETREAT", "hypothetical")),
    "Purpose is planned": ("Norland gave Veska a day to free the crew.", ("RETREAT", "planned")),
    "No is negated": ("No talks between Norland and Veska took place.", ("CONSULT", "negated")),
    "Past perfect is historical": ("Norland had expelled the Veska ambassador.", ("SANCTION", "historical")),
}


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_is_read_off_the_grammar(name: str) -> None:
    sentence, wanted = STATUSES[name]
    assert wanted in [(kind, status) for kind, _, _, _, status in code(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister said the weather was fine.",
        "He did not say whether he mentioned sanctions.",
        "The president told reporters that she was tired.",
        "Anna Berg has captured two states in the primary election.",
        "The storm killed three people in the valley.",
        "I want to thank you for your help.",
        "The coach said his team will beat the champions in the final.",
    ],
)
def test_talk_weather_and_sport_are_no_events(sentence: str) -> None:
    assert code(sentence) == []


def test_a_trigger_gives_one_event() -> None:
    reading = read("Norland agreed to hold talks with Veska and to release the prisoners.")
    triggers = [event.trigger_token for event in code_events(reading)]
    assert len(triggers) == len(set(triggers))


def test_the_clause_gives_the_day_and_another_clause_does_not() -> None:
    reading = read(
        "Norland said on Friday that its army had shelled the town on Tuesday.",
        times={"Friday": "2031-05-09", "Tuesday": "2031-05-06"},
    )
    (event,) = code_events(reading)
    assert (event.type, event.occurred_on) == ("ASSAULT", "2031-05-06")


def test_verbs_with_one_subject_share_their_day() -> None:
    reading = read("A bomb killed six soldiers and wounded ten on Tuesday.", times={"Tuesday": "2031-05-06"})
    assert [event.occurred_on for event in code_events(reading)] == ["2031-05-06", "2031-05-06"]


def test_no_time_in_the_clause_is_no_date() -> None:
    (event,) = code_events(read("Norland expelled the ambassador.", published_on=date(2031, 5, 9)))
    assert event.occurred_on is None


def test_since_is_not_when() -> None:
    (event,) = code_events(read("Norland has blockaded Veska since May.", times={"May": "2031-05"}))
    assert event.occurred_on is None


def test_the_first_since_speaks_of_the_one_before() -> None:
    reading = read(
        "Friday's call marked the first phone conversation between President Berg and General Holm since last October.",
        times={"Friday": "2031-05-09", "last October": "2030-10"},
    )
    assert {(event.status, event.occurred_on) for event in code_events(reading)} == {
        ("actual", "2031-05-09"),
        ("historical", "2030-10"),
    }


def test_what_is_older_than_a_month_is_historical() -> None:
    reading = read("Norland invaded Veska in 2014.", published_on=date(2031, 5, 9), times={"2014": "2014"})
    (event,) = code_events(reading)
    assert event.status == "historical"


def test_the_place_comes_from_the_clause_and_not_from_the_dateline() -> None:
    reading = read("MARLOW (Wire) - Police arrested two drivers in Tarn.", place="Tarn")
    (event,) = code_events(reading)
    assert event.place is not None and event.place.name == "Tarn"
    reading = read("MARLOW (Wire) - Police arrested two drivers.", place="MARLOW")
    (event,) = code_events(reading)
    assert event.place is None


def test_the_two_are_the_parties_of_the_act_before() -> None:
    text = "President Berg spoke by phone with General Holm, telling reporters the two had agreed to lift the ban."
    assert ("AGREE", "agreed", "President Berg", "General Holm", "actual") in code(text)


def test_a_pronoun_gives_way_to_the_name_in_its_sentence_and_keeps_the_actor() -> None:
    reading = read("Norland said it had expelled the ambassador.")
    reading.mentions = [
        Mention(0, 0, 0, "name", "country", "act_norland", 1.0, 0, 7),
        Mention(2, 2, 2, "pronoun", "country", "act_norland", 1.0, 13, 15),
    ]
    reading.index_mentions()
    (event,) = code_events(reading)
    (source,) = event.sources
    assert (source.start, source.end, source.actor_id) == (0, 7, "act_norland")


def test_codes_carry_their_leading_zero_and_scores_lie_between_0_and_1() -> None:
    for event in code_events(read("Norland agreed to send medicine to Veska. The rebels shelled the town.")):
        assert event.cameo is not None and event.cameo[0] in "012" and len(event.cameo) >= 3
        assert 0 <= event.score <= 1 and 1 <= event.quad <= 4


def test_a_noun_that_points_back_is_the_act_told_before() -> None:
    first, again = code("Gunmen shot the mayor in Torvik. The attack shocked the town.")
    assert first == ("ASSAULT", "shot", "Gunmen", "the mayor", "actual")
    assert again == ("ASSAULT", "attack", "Gunmen", "the mayor", "actual")


def test_a_noun_that_points_at_nothing_told_is_no_event() -> None:
    assert code("Norland praised the nurses. The attack shocked the town.") == [
        ("SUPPORT", "praised", "Norland", "the nurses", "actual")
    ]


KNOWN_FAILURES = [
    pytest.param(
        "Norland feared an invasion by Veska.",
        ("ASSAULT", "invasion", "Veska", "", "hypothetical"),
        marks=pytest.mark.xfail(strict=True, reason="the parser hangs the by-phrase on the verb, so nobody invades"),
    ),
    pytest.param(
        "The rebels began disarmament in Veska.",
        ("RETREAT", "disarmament", "The rebels", "Veska", "actual"),
        marks=pytest.mark.xfail(strict=True, reason="the tagger takes the noun for a participle"),
    ),
    pytest.param(
        "The soldiers died after torture in a Veska prison.",
        ("ASSAULT", "torture", "", "The soldiers", "actual"),
        marks=pytest.mark.xfail(strict=True, reason="victims of a nominal named by another clause are not looked for"),
    ),
]


@pytest.mark.parametrize(("sentence", "wanted"), KNOWN_FAILURES)
def test_known_failures(sentence: str, wanted: tuple[str, str, str, str, str]) -> None:
    assert wanted in code(sentence)
