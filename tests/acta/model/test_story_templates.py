"""Forty reports from four templates, each with facts of its own: no two are one story, while a copy of each is."""

from __future__ import annotations

import itertools
import random

import pytest

from acta.model.same_story import containment, shingles_of
from acta.model.story_facts import tell_other_facts

TOWNS = ("Brannick", "Osterwell", "Tarnholm", "Velsund", "Kirrow", "Almond Bay", "Pellgate", "Durnshaw", "Quarrel", "Ystrand")
PEOPLE = (
    "Ines Holtby", "Karl Voss", "Mara Lindqvist", "Tove Arkwright", "Juno Petrakis", "Sam Oduya", "Lea Brandt", "Rui Castel",
    "Nils Thorne", "Ada Whitlock",
)  # fmt: skip
TEMPLATES = {
    "match": """{town} beat {other} {n}-{m} on Saturday afternoon in the twentieth round of the Maritime league.
{person} scored the decisive goal in the {minute}th minute after a corner, and the visitors found no answer before the whistle.
A crowd of {crowd} watched the match, which was played in strong wind and began a quarter of an hour late.
{town} will meet {third} next week, when the league goes on. Tickets are on sale at the ground and on the web page.
The table is brought up to date after every match. Supporters who travel by train are asked to book their seats early.""",
    "court": """A {age}-year-old from {town} was sentenced to {n} years in prison on Tuesday for a series of burglaries.
The district court in {other} heard that {person} had broken into {minute} houses while their owners were on holiday.
Judge {judge} said that the damage of {crowd} crowns was only part of the harm that had been done to the families.
The defence had asked for a shorter sentence because the accused had confessed at an early stage of the proceedings.
The sentence can be appealed within a fortnight. The prosecution said that it was content with the outcome.""",
    "weather": """{town} will see highs of {age} degrees on Thursday, with winds of up to {minute} kilometres an hour.
Forecasters expect {n} millimetres of rain around {other}, most of it in the evening, and a dry night everywhere else.
The river at {third} stood at {crowd} millimetres in the morning, and {person} of the flood service saw no danger.
Drivers are asked to take care on the coast road and to keep their distance. Ferries may run late in the afternoon.
The next forecast appears at six in the morning. Warnings are sent to everybody who has signed up for them.""",
    "earnings": """{town} Holdings reported a profit of {n}.{m} million crowns on Monday, on sales of {crowd} thousand crowns.
Chief executive {person} said that orders had grown by {minute} percent, driven by demand from customers abroad.
The company, which employs {age} hundred people in {other}, expects a similar result in the next quarter.
Analyst {judge} had expected less. The shares rose in early trading before they gave up part of their gains.
The board will propose a dividend at the annual meeting. The full report can be read on the company's web page.""",
}


def filled(template: str, seed: int) -> str:
    rng = random.Random(seed)
    town, other, third = rng.sample(TOWNS, 3)
    person, judge = rng.sample(PEOPLE, 2)
    numbers = {"n": rng.randint(2, 9), "m": rng.randint(0, 1), "minute": rng.randint(10, 88), "age": rng.randint(11, 60)}
    crowd = f"{rng.randint(1, 9)},{rng.randint(100, 999)}"
    return template.format(town=town, other=other, third=third, person=person, judge=judge, crowd=crowd, **numbers)


def are_one(a: str, b: str) -> bool:
    return containment(shingles_of(a), shingles_of(b)) is not None and not tell_other_facts(a, b)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_reports_from_one_template_are_as_many_stories(kind: str) -> None:
    reports = [filled(TEMPLATES[kind], seed) for seed in range(10)]
    assert [pair for pair in itertools.combinations(range(10), 2) if are_one(reports[pair[0]], reports[pair[1]])] == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_copy_that_is_cut_or_brings_one_figure_up_to_date_is_the_same_story(kind: str) -> None:
    report = filled(TEMPLATES[kind], 3)
    assert are_one(report, report.rsplit("\n", 1)[0])
    assert are_one(report, report.replace("8", "9"))
    assert are_one(report, "(Agency) " + report)
