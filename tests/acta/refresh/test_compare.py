"""Wikidata's terms against the registry's, on a country of four invented politicians."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.sparql_service import literal, term, uri

from acta.refresh.changes import Change
from acta.refresh.compare import Comparison
from acta.refresh.query import Day, read_names, read_terms
from acta.registry import Entry, Registry, Role

PM, PRESIDENT, FOREIGN = "Q10", "Q11", "Q12"


def person(name: str, item: str | None = None, country: str = "XAA") -> Entry:
    return Entry(f"act_{name.lower().replace(' ', '_')}", "person", name, country, None, None, item)


def role(actor_id: str, title: str, start: str, end: str = "", organisation_id: str | None = None) -> Role:
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Role(actor_id, title, organisation_id, "XAA", *days)


def registry(entries: list[Entry], roles: list[Role]) -> Registry:
    reg = Registry(entries={entry.actor_id: entry for entry in entries})
    for entry in entries:
        reg.by_name.setdefault(entry.name.lower(), []).append(entry.actor_id)
    for held in roles:
        reg.roles.setdefault(held.actor_id, []).append(held)
    return reg


def compare(reg: Registry, rows: list[dict], **aliases: list[str]) -> list[Change]:
    sources = {(r.actor_id, r.title, str(r.valid_from or "")): "editor" for roles in reg.roles.values() for r in roles}
    return Comparison(reg, sources, "2026-11-23", "XAA", aliases).changes(read_terms(rows))


def prime_minister(item: str, name: str, start: str | None, end: str | None = None, **more: str) -> dict:
    return term(item, name, PM, "Prime Minister of Kestria", "head of government", start, end, **more)


ANNA, BERT = person("Anna Vell", "Q1"), person("Bert Orm")
SEATED = registry(
    [ANNA, BERT],
    [
        role("act_anna_vell", "prime minister", "2020-03-01"),
        role("act_bert_orm", "prime minister", "2016-03-01", "2020-03-01"),
    ],
)


def one(changes: list[Change], actor_id: str) -> Change:
    (found,) = [change for change in changes if change.actor_id == actor_id]
    return found


def test_a_term_that_both_have_is_confirmed_within_a_day_and_keeps_the_registrys_days() -> None:
    found = compare(
        SEATED,
        [
            prime_minister("Q1", "Anna M. Vell", "2020-03-02"),
            prime_minister("Q2", "Bert Orm", "2016-03-01", "2020-02-29"),
        ],
    )
    assert [(c.kind, c.actor_id, c.valid_from, c.valid_to, c.wikidata_id) for c in found] == [
        ("confirmed", "act_bert_orm", "2016-03-01", "2020-03-01", "Q2"),
        ("confirmed", "act_anna_vell", "2020-03-01", "", "Q1"),
    ]
    assert {c.was_source for c in found} == {"editor"} and found[0].gender == "male"


def test_an_open_term_that_is_over_is_ended_and_its_successor_added() -> None:
    found = compare(
        SEATED,
        [
            prime_minister("Q1", "Anna Vell", "2020-03-01", "2026-05-01", gender="Q6581072"),
            prime_minister("Q2", "Bert Orm", "2016-03-01", "2020-03-01"),
            prime_minister("Q3", "Cleo Dahn", "2026-05-01"),
        ],
        Q3=["Cleo Maria Dahn", "Dahn", "The Iron Baker", "Bert Orm"],
    )
    ended, added = one(found, "act_anna_vell"), one(found, "act_cleo_dahn")
    assert (ended.kind, ended.valid_to, ended.was_to, ended.gender) == ("ended", "2026-05-01", "", "female")
    assert (added.kind, added.title, added.valid_from, added.valid_to) == ("added", "prime minister", "2026-05-01", "")
    assert added.aliases == "Cleo Maria Dahn"  # no single words, no nicknames, nobody else's name


def test_another_day_is_a_change_that_shows_both() -> None:
    change = one(compare(SEATED, [prime_minister("Q1", "Anna Vell", "2020-03-15")]), "act_anna_vell")
    assert (change.kind, change.was_from, change.valid_from) == ("changed", "2020-03-01", "2020-03-15")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (prime_minister("Q3", "Cleo Dahn", "2026"), "first day as 2026 only"),
        (prime_minister("Q3", "Cleo Dahn", "2026-05"), "first day as 2026-05 only"),
        (prime_minister("Q3", "Cleo Dahn", None), "does not know the first day"),
        (prime_minister("Q3", "Cleo Dahn", "2012-01-01", "2013"), "last day as 2013 only"),
        (prime_minister("Q3", "Cleo Dahn", "2012-01-01", "?"), "does not know since when"),
        (prime_minister("Q3", "Cleo Dahn", "2012-01-01", "2011-01-01"), "ends before it starts"),
        (prime_minister("Q3", "Cleo Dahn", "2021-01-01", "2022-01-01"), "overlaps Anna Vell, 2020-03-01 to now"),
        (
            prime_minister("Q9", "Anna Vell", "2010-02-01", "2011-02-01"),
            "act_anna_vell is Q1 in the registry and Q9 here",
        ),
        (
            term(
                "Q3",
                "Cleo Dahn",
                "Q77",
                "acting Prime Minister of Kestria",
                "head of government",
                "2012-01-01",
                "2012-02-01",
            ),
            "acting",
        ),
        (
            term("Q3", "Cleo Dahn", "Q78", "Grand Panjandrum of Kestria", "head of state", "2012-01-01", "2012-02-01"),
            "no known title",
        ),
        ({**prime_minister("Q3", "x", "2012-01-01", "2012-03-01"), "personLabel": None}, "no English name"),
    ],
)
def test_what_needs_a_person_is_contradictory_and_says_why(row: dict, reason: str) -> None:
    found = [change for change in compare(SEATED, [row]) if change.reason != "Wikidata has no such term"]
    assert [change.kind for change in found] == ["contradictory"] and reason in found[0].reason, found


def test_two_holders_at_a_time_are_both_left_to_a_person() -> None:
    rows = [
        prime_minister("Q3", "Cleo Dahn", "2012-01-01", "2013-01-01"),
        prime_minister("Q4", "Dora Emm", "2012-06-01", "2014-01-01"),
    ]
    found = compare(registry([], []), rows)
    assert [(c.kind, c.reason.split(",")[0]) for c in found] == [
        ("contradictory", "overlaps Dora Emm"),
        ("contradictory", "overlaps Cleo Dahn"),
    ]


def test_a_name_that_fits_two_actors_or_one_abroad_is_left_to_a_person() -> None:
    twins = registry(
        [
            Entry("act_a", "person", "Anna Vell", "XAA", None, None, None),
            Entry("act_b", "person", "Anna Vell", "XAA", None, None, None),
        ],
        [],
    )
    (found,) = compare(twins, [prime_minister("Q1", "Anna Vell", "2020-03-01")])
    assert (found.kind, found.reason) == ("contradictory", "the name fits act_a, act_b")
    abroad = registry([person("Anna Vell", country="XAB")], [])
    (found,) = compare(abroad, [prime_minister("Q1", "Anna Vell", "2020-03-01")])
    assert found.kind == "contradictory" and "another country" in found.reason


def test_what_an_editor_wrote_and_wikidata_does_not_have_is_shown() -> None:
    found = compare(SEATED, [prime_minister("Q1", "Anna Vell", "2020-03-01")])
    missing = one(found, "act_bert_orm")
    assert (missing.kind, missing.reason, missing.was_from) == (
        "contradictory",
        "Wikidata has no such term",
        "2016-03-01",
    )
    old = registry([BERT], [role("act_bert_orm", "prime minister", "1990-01-01", "1995-01-01")])
    assert compare(old, []) == []  # before what is asked for


def test_a_minister_gets_the_title_the_registry_has_for_the_office() -> None:
    reg = registry([ANNA], [role("act_anna_vell", "foreign secretary", "2012-01-01", "2014-01-01", "act_ministry")])
    row = term(
        "Q3", "Cleo Dahn", FOREIGN, "Minister of External Relations", "foreign minister", "2014-01-01", "2015-01-01"
    )
    added = one(compare(reg, [row]), "act_cleo_dahn")
    assert (added.title, added.organisation_id) == ("foreign secretary", "act_ministry")
    added = one(compare(registry([], []), [row]), "act_cleo_dahn")
    assert (added.title, added.organisation_id) == ("foreign minister", "")


def test_the_same_person_twice_in_office_has_two_terms() -> None:
    reg = registry(
        [ANNA],
        [
            role("act_anna_vell", "prime minister", "2011-01-01", "2013-01-01"),
            role("act_anna_vell", "prime minister", "2015-01-01", "2018-01-01"),
        ],
    )
    rows = [
        prime_minister("Q1", "Anna Vell", "2015-01-01", "2017-01-01"),
        prime_minister("Q1", "Anna Vell", "2011-01-01", "2013-01-01"),
    ]
    assert [(c.kind, c.valid_from, c.was_to) for c in compare(reg, rows)] == [
        ("confirmed", "2011-01-01", "2013-01-01"),
        ("changed", "2015-01-01", "2018-01-01"),
    ]


def test_a_post_of_two_kinds_and_two_genders_is_one_term_without_a_gender() -> None:
    rows = [
        term(
            "Q3",
            "Cleo Dahn",
            PRESIDENT,
            "President of Kestria",
            "head of state",
            "2012-01-01",
            "2013-01-01",
            "Q6581097",
        ),
        term(
            "Q3",
            "Cleo Dahn",
            PRESIDENT,
            "President of Kestria",
            "head of government",
            "2012-01-01",
            "2013-01-01",
            "Q1097630",
        ),
    ]
    (read,) = read_terms(rows)
    assert (read.gender, read.offices) == (None, {"head of state", "head of government"})
    (added,) = compare(registry([], []), rows)
    assert (added.title, added.gender) == ("president", "")


def test_a_person_without_english_label_keeps_its_item_as_name_of_the_row() -> None:
    row = prime_minister("Q3", "x", "2012-01-01", "2013-01-01")
    del row["personLabel"]
    (found,) = compare(registry([], []), [row])
    assert (found.kind, found.actor_id, found.wikidata_id) == ("contradictory", "act_q3", "Q3")


def test_a_new_actor_never_takes_a_taken_id() -> None:
    reg = registry([Entry("act_cleo_dahn", "organisation", "Cleo Dahn Foundation", "XAB", None, None, None)], [])
    (found,) = compare(reg, [prime_minister("Q3", "Cleo Dahn", "2012-01-01", "2013-01-01")])
    assert (found.kind, found.actor_id) == ("added", "act_cleo_dahn_xaa")


def test_rows_that_are_no_terms_are_left_out() -> None:
    good = prime_minister("Q3", "Cleo Dahn", "2012-01-01")
    bad = [
        {},
        {**good, "person": literal("Cleo")},
        {**good, "person": {"type": "bnode", "value": "t1"}},
        {**good, "office": None},
    ]
    assert len(read_terms([*bad, good])) == 1
    assert read_terms([{**good, "startPrecision": literal("7")}])[0].start is None  # a century is no day
    assert read_terms([good])[0].start == Day("2012-01-01")
    assert list(read_names([{"person": uri("Q3"), "alias": literal("C. Dahn")}, {"person": uri("Q3")}])) == [
        ("Q3", "C. Dahn")
    ]
