"""Kinds of sentences that readers of real pages found wrong, each in words of our own."""

from __future__ import annotations

import pytest
from tests.acta.annotate.events.test_code_events import code, read

from acta.annotate.events import code_events

VIOLENCE = {"ASSAULT", "COERCE", "MOBILIZE"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The two firms struck an agreement on prices.",
        "Her speech struck a chord with voters.",
        "The judge shot down the mayor's request.",
        "Critics attacked the plan as too costly.",
        "The new tax hit small shops hard.",
        "The bank killed the project in May.",
        "The minister came under fire for her remarks.",
        "The drought destroyed crops in the south.",
        "Sales exploded in December.",
        "The prosecutor fired off a letter to the company.",
        "A bus struck a wall near Veska, killing two passengers.",
        "The Supreme Court struck down the press law.",
        "The minister fired back at the opposition.",
        "International law bars attacks on hospitals.",
        "A novel about the assassination of General Holm won the prize.",
    ],
)
def test_another_sense_of_a_violent_word_is_no_violence(sentence: str) -> None:
    assert VIOLENCE.isdisjoint(kind for kind, *_ in code(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland beat Veska 3-1 in the cup final.",
        "The champions destroyed their rivals in the league on Sunday.",
        "The striker attacked the left side and beat the goalkeeper.",
        "Norland captured the gold medal in the relay.",
        "In the new game, Norland troops invade the capital in the first level.",
    ],
)
def test_sport_and_games_are_no_violence(sentence: str) -> None:
    assert VIOLENCE.isdisjoint(kind for kind, *_ in code(sentence))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Militants killed 10-15 soldiers near Veska.", "ASSAULT"),
        ("The rebels attacked a stadium in Veska.", "ASSAULT"),
        ("Gunmen attacked a football team on its bus.", "ASSAULT"),
    ],
)
def test_violence_that_looks_like_a_score_or_like_sport_is_violence(sentence: str, kind: str) -> None:
    assert kind in [found for found, *_ in code(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "No one was killed in the blast.",
        "None of the protesters were arrested.",
        "The army refrained from shelling the town.",
        "The president was to visit Veska in May, but the trip was cancelled.",
        "The ministers have yet to meet.",
        "The court is yet to sentence General Holm.",
        "The rebels failed to capture the town.",
        "The minister stopped short of condemning the coup.",
    ],
)
def test_what_did_not_happen_is_not_actual(sentence: str) -> None:
    assert all(status != "actual" or kind == "REJECT" for kind, *_, status in code(sentence))


def test_what_took_courage_was_done() -> None:
    found = code("The senator had the courage to condemn the coup.")
    assert [(kind, status) for kind, *_, status in found] == [("ACCUSE", "actual")]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Thousands of teachers rallied in the capital on Monday.", "Thousands of teachers"),
        ("Nurses marched along the avenue to demand higher pay.", "Nurses"),
        ("Residents blocked the railway line near Veska.", "Residents"),
        ("Hundreds of students gathered in front of the ministry to protest against the law.", "Hundreds of students"),
        ("Truckers staged a walkout over fuel prices.", "Truckers"),
        ("A strike by train drivers paralysed the country.", "train drivers"),
        ("Students staged a sit-in at the university.", "Students"),
        ("A rally in the capital drew 20,000 people.", "20,000 people"),
        ("Unrest erupted in the northern province on Sunday.", ""),
        ("Demonstrations continued for a third day.", ""),
    ],
)
def test_a_protest_is_found_as_a_noun_and_as_a_bare_verb_and_once(sentence: str, source: str) -> None:
    assert [(kind, who) for kind, _, who, *_ in code(sentence)] == [("PROTEST", source)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rally in shares continued on Monday.",
        "The Dakar Rally started on Sunday.",
        "Thousands of pilgrims marched to the shrine.",
    ],
)
def test_other_rallies_and_marches_are_no_protest(sentence: str) -> None:
    assert "PROTEST" not in [kind for kind, *_ in code(sentence)]


def test_a_state_does_not_demonstrate() -> None:
    assert code("The minister protested to Veska over the arrests.")[0][:4] == ("ACCUSE", "protested", "The minister", "Veska")
    assert code("The company demonstrated its new drone on Monday.") == []


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Norland and Veska blamed each other for the collapse of the talks.", [("Norland", "Veska"), ("Veska", "Norland")]),
        (
            "The general and the president criticised one another.",
            [("The general", "the president"), ("the president", "The general")],
        ),
        ("A Norland-led alliance shelled the port on Monday.", [("A Norland-led alliance", "the port")]),
        ("A roadside bomb killed two soldiers.", [("", "two soldiers")]),
        ("An air strike by Norland killed two soldiers.", [("Norland", "two soldiers")]),
        ("Norland warplanes bombed the depot.", [("Norland warplanes", "the depot")]),
        ("The journalist was evicted and sentenced to a year in jail.", [("", "The journalist"), ("", "The journalist")]),
        ("Norland did not accept the offer of Veska.", [("Norland", "Veska")]),
        ("General Holm faces trial for treason.", [("", "General Holm")]),
    ],
)
def test_who_did_it_to_whom(sentence: str, sides: list[tuple[str, str]]) -> None:
    assert sorted((source, target) for _, _, source, target, _ in code(sentence)) == sorted(sides)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The Supreme Court struck down the new press law.", "REJECT"),
        ("Norland's troops crossed the border into Veska.", "MOBILIZE"),
        ("The general told the rebels to lay down their weapons.", "REQUEST"),
        ("The mayor called for the council to resign.", "REQUEST"),
        ("Norland test-launched a new missile.", "MOBILIZE"),
        ("Police made 40 arrests.", "COERCE"),
        ("The trial of a former minister began on Monday.", "ACCUSE"),
        ("Norland blocked food shipments to the enclave.", "COERCE"),
        ("The sanctions on Veska were lifted on Monday.", "RETREAT"),
        ("Norland committed to deploying troops to the border.", "AGREE"),
    ],
)
def test_acts_that_were_missed_or_taken_for_another(sentence: str, kind: str) -> None:
    assert [found for found, *_ in code(sentence)] == [kind]


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("A drone killed three rebels.", "drone"),
        ("An air strike killed nine people.", "aerial"),
        ("A truck bomb killed nine people.", "explosives"),
        ("A gunman shot a soldier.", "firearms"),
        ("Militants bombed a church.", "explosives"),
        ("A suicide bomber killed six people.", "suicide-attack"),
        ("Shells killed two farmers.", "heavy-weapons"),
    ],
)
def test_the_weapon_says_how(sentence: str, mode: str) -> None:
    assert [event.mode for event in code_events(read(sentence))] == [mode]


@pytest.mark.parametrize(
    ("sentence", "kind", "low"),
    [
        ("Gunmen attacked a market, killing dozens of people.", "killed", 24),
        ("Police arrested a dozen students.", "arrested", 12),
        ("Police made 40 arrests.", "arrested", 40),
        ("The death toll from the attack on the market has risen to 31.", "killed", 31),
        ("A rally in the capital drew 20,000 people.", "protesters", 20_000),
        ("Norland pledged 20 million euros in aid to Veska.", "amount", 20_000_000),
    ],
)
def test_numbers_stand_in_participles_tolls_and_objects(sentence: str, kind: str, low: float) -> None:
    assert [(n.kind, n.low) for event in code_events(read(sentence)) for n in event.numbers] == [(kind, low)]


@pytest.mark.parametrize(
    ("sentence", "place", "expected", "basis"),
    [
        ("Police in Veska arrested two men on Sunday.", "Veska", "Veska", "stated"),
        ("Hundreds of people protested in Veska on Sunday.", "Veska", "Veska", "stated"),
        ("Speaking in Veska, the minister condemned the coup.", "Veska", "Veska", "stated"),
        ("Norland shelled Veska on Monday.", "Veska", "Veska", "stated"),
        ("Two men were arrested at the Veska embassy.", "Veska", None, None),
        ("Two men who had worked in Veska for years were arrested.", "Veska", "Veska", "context"),
    ],
)
def test_where_it_happened_and_how_that_is_known(sentence: str, place: str, expected: str | None, basis: str | None) -> None:
    (event,) = code_events(read(sentence, place=place))
    assert (event.place.name if event.place else None, event.place_basis) == (expected, basis)
