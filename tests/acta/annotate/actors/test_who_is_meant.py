"""Which person or body a name, a description or a pronoun leads to; a guess is nobody."""

from __future__ import annotations

import re

import pytest

SAME = [
    # the person beside a description
    ("Another nurse, Carla Dorn, said the ward was full.", "Another nurse", "Carla Dorn"),
    ("The mayor of Little Upton, Frank Aldous, said the bridge was unsafe.", "The mayor", "Frank Aldous"),
    ("His lawyer, Olga Tamm, denied the charge.", "His lawyer", "Olga Tamm"),
    ("Her son, Peter Dunn, sold the house.", "Her son", "Peter Dunn"),
    ("Iowa Gov. Helen Struck signed the bill. The governor said it was overdue.", "The governor", "Helen Struck"),
    # what the text calls a body
    ("Orsted Bay, a brewery, was sold on Friday. The company said staff would stay.", "The company", "Orsted Bay"),
    ("The newspaper Valley Herald printed it. The paper said it was sure.", "The paper", "Valley Herald"),
    ("Nordwind is an airline. The carrier said it had no choice.", "The carrier", "Nordwind"),
    ("The French government rejected the plan. France voted no.", "The French government", "France"),
    # parts and orders of names
    ("Abu Bakr Al-Rashid left Amman. Later Al-Rashid said he would return.", "Al-Rashid", "Abu Bakr Al-Rashid"),
    ("Juan Carlos Pérez Molina resigned. Then Pérez said no.", "Pérez", "Juan Carlos Pérez Molina"),
    ("Fadi Nour El Hage quit. On Monday Nour El Hage said no.", "Nour El Hage", "Fadi Nour El Hage"),
    ("The group Clean Rivers (CRV) sued. On Monday CRV said no.", "CRV", "Clean Rivers"),
    # pronouns
    ("Peter Dunn met Vera Lindt in Vienna. She praised the plan.", "She", "Vera Lindt"),
    ("Vera Lindt met Carl Oster in Vienna. She praised the plan.", "She", "Vera Lindt"),
    ("Prosecutor Ruth Mercer said Daniel Frost took the money. Police arrested him on Monday.", "him", "Daniel Frost"),
    ("Colonel Adam Feld gave a briefing. “Peter Dunn drove the car,” he told reporters.", "he", "Adam Feld"),
    ("Rosa Klein and Peter Dunn both ran for the seat. The latter said the count was wrong.", "The latter", "Peter Dunn"),
    ("Rosa Klein and Peter Dunn both ran for the seat. The former said the count was wrong.", "The former", "Rosa Klein"),
]


@pytest.mark.parametrize(("text", "words", "name"), SAME, ids=[words + " – " + name for _, words, name in SAME])
def test_they_are_one(read, text: str, words: str, name: str) -> None:
    it = read(text)
    last = [m.start() for m in re.finditer(rf"\b{re.escape(words)}\b", text)][-1]
    assert it.actor(name) is not None
    assert it.id_of(words, text.count(words, 0, last) + 1) == it.id_of(name)


def test_of_two_men_that_fit_none_is_sentenced(read) -> None:
    it = read("A jury convicted Mark Tolland. His brother, Simon Tolland, was acquitted. The judge sentenced him to jail.")
    assert it.mention("him") is not None
    assert it.id_of("him") is None


def test_the_object_of_a_phrase_before_the_subject_does_not_take_its_words(read) -> None:
    it = read("The first speaker was Martin Vale. Under questioning by Karl Reiss, he said the door was open.")
    assert it.id_of("he") != it.id_of("Karl Reiss")


def test_a_party_is_no_she(read) -> None:
    it = read("Edith Lund left the party Green Dawn. Green Dawn has criticized her views.")
    assert it.actor("Green Dawn").kind == "organisation"
    assert it.id_of("her") != it.id_of("Green Dawn")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Foreign Minister Dahl flew to Beijing on Monday.", "Dahl", None),
        ("President Bush visited Baghdad on Sunday.", "Bush", "USA"),
    ],
)
def test_an_office_holder_has_not_the_country_of_the_host(read, text: str, name: str, country: str | None) -> None:
    assert read(text, "2008-12-15").actor(name).country == country


def test_a_first_name_of_ones_own_is_stronger_than_a_known_surname(read) -> None:
    it = read("Ivanka Trump opened a fund in Tokyo. Trump said women needed loans.")
    assert it.id_of("Ivanka Trump") != "act_donald_trump"
    assert it.id_of("Trump", 2) == it.id_of("Ivanka Trump")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sgt Tom Hale said the road was shut.", "Tom Hale"),
        ("Det Insp Paul Crane said the street was sealed.", "Paul Crane"),
        ("Major-Gen Gopal Pillay visited the base.", "Gopal Pillay"),
    ],
)
def test_a_rank_tells_a_person(read, text: str, name: str) -> None:
    assert read(text).actor(name).kind == "person"


@pytest.mark.parametrize(
    ("text", "town", "country"),
    [
        ("Clashes broke out in Valencia, Venezuela, on Sunday.", "Valencia", "VEN"),
        ("A man was shot in Athens, Georgia, on Sunday.", "Athens", "USA"),
        ("A bridge fell in Tripoli, Lebanon, on Sunday.", "Tripoli", "LBN"),
    ],
)
def test_a_town_lies_where_the_words_behind_it_say(read, text: str, town: str, country: str) -> None:
    it = read(text)
    assert it.place(town).country == country
    assert it.actor(town).country == country


def test_classes_have_names_that_a_reader_accepts(read) -> None:
    it = read("The fishermen met the policewomen and two housewives.")
    assert it.actor("The fishermen").name == "fishermen"
    assert it.actor("the policewomen").name == "policewomen"
