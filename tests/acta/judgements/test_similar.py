"""Pairs of names that may be one actor, and pairs that are none."""

from __future__ import annotations

import pytest

from acta.judgements.similar import Known, suggest_merges


def pair(kind: str, a: str, b: str, countries: tuple[str | None, str | None] = (None, None)) -> list[tuple[str, float]]:
    known = [Known("act_a", kind, countries[0], (a,)), Known("act_b", kind, countries[1], (b,), is_registered=True)]
    found = suggest_merges(known)
    assert all((s.actor_id, s.into) == ("act_a", "act_b") for s in found)
    return [(s.reason, s.score) for s in found]


@pytest.mark.parametrize(
    ("kind", "a", "b", "reason"),
    [
        ("person", "Søren Ålund", "Soren Alund", "one letter apart"),  # ø is a letter of its own
        ("person", "José Ríos", "Jose Rios", "same name"),
        ("person", "Kim Tae Ho", "Kim Tae-ho", "same name"),
        ("person", "Tae Ho Kim", "Kim Tae Ho", "same words"),
        ("person", "Anna Maria Vell", "Anna Vell", "same first and last name"),
        ("person", "A. Vell", "Anna Vell", "same initial and last name"),
        ("person", "Vell", "Anna Vell", "same last name"),
        ("person", "Viktor Halman", "Viktor Halmann", "one letter apart"),
        ("person", "Anna Vell", "Otto Vell", None),
        ("person", "Anna Vell", "Anna Voll", None),  # too short to be a slip
        ("organisation", "QUF", "Quay Union Front", "initials of the other"),
        ("organisation", "Northmarch Enregy", "Northmarch Energy", "one letter apart"),
        ("organisation", "Bank of Kestria", "Kestria Bank", "same words"),
        ("organisation", "Ministry of Ports", "Ministry of Roads", None),
    ],
)
def test_names_are_compared_by_kind(kind: str, a: str, b: str, reason: str | None) -> None:
    assert [said for said, _ in pair(kind, a, b)] == ([reason] if reason else [])


def test_two_known_countries_that_differ_are_namesakes() -> None:
    assert pair("person", "Anna Vell", "Anna Vell", ("XAA", "XAB")) == []
    assert pair("person", "Anna Vell", "Anna Vell", ("XAA", "XAA")) == [("same name, both XAA", 1.0)]
    assert pair("person", "Anna Vell", "Anna Vell", (None, "XAB")) == [("same name", 0.9)]


def test_a_country_that_stands_beside_the_name_speaks_for_it() -> None:
    known = [
        Known("act_a", "person", None, ("Vell",), beside=frozenset({"XAA"})),
        Known("act_b", "person", "XAA", ("Anna Vell",), is_registered=True),
        Known("act_c", "person", "XAB", ("Otto Vell",), is_registered=True),
    ]
    assert [(s.into, s.reason) for s in suggest_merges(known)] == [
        ("act_b", "same last name, found beside XAA"),
        ("act_c", "same last name"),
    ]


def test_kinds_do_not_mix_and_registered_actors_are_left_alone() -> None:
    assert pair("person", "Vell", "Vell")
    mixed = [Known("act_a", "person", None, ("Vell",)), Known("act_b", "organisation", None, ("Vell",))]
    assert suggest_merges(mixed) == []
    both = [Known("act_a", "person", None, ("Vell",), True), Known("act_b", "person", None, ("Vell",), True)]
    assert suggest_merges(both) == []


def test_the_order_of_the_actors_does_not_matter() -> None:
    known = [
        Known(f"act_{n}", "person", None, (name,))
        for n, name in enumerate(["Anna Vell", "A. Vell", "Vell", "Anna Vel"])
    ]
    assert suggest_merges(known) == suggest_merges(known[::-1])
    assert len(suggest_merges(known)) >= 3
