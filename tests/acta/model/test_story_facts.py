"""One template with other facts is no copy; a copy that was edited is one."""

from __future__ import annotations

from itertools import combinations

import pytest

from acta.model.stories import StoryArticle, assign_stories
from acta.model.story_facts import tell_other_facts

PLACES = ["Aldmar", "Bexholt", "Corvane", "Dunfleet", "Estow", "Farrick", "Gallowby", "Hestrin", "Inverlund", "Jarrow"]
PEOPLE = ["Mira Sand", "Otto Veld", "Lena Korr", "Paul Reck", "Ida Thorn"]
PEOPLE += ["Jens Wick", "Rosa Quill", "Emil Dart", "Nora Pike", "Hugo Lamm"]
TEMPLATES = {
    "match": (
        "{place} won {n}-1 against {other} on Sunday in front of {crowd} spectators at the stadium by the river.\n"
        "{person} struck in minute {age} from close range after a corner, and the guests found no answer to the end.\n"
        "The coach praised the patience of the side and said that the work of the summer was beginning to show.\n"
        "The next round is played in a fortnight, and season tickets remain on sale at the counter of the club."
    ),
    "court": (
        "The district court of {place} on Monday sent {person}, {age}, to prison for {n} years over a robbery in {other}.\n"
        "The accused had remained silent throughout the hearings and took the sentence without any visible emotion.\n"
        "The judge said that the evidence was heavy and that nothing in it spoke for a lighter sentence than this one.\n"
        "The ruling can be challenged within two weeks before the court of appeal, a spokesperson said afterwards."
    ),
    "weather": (
        "Forecast for {place}: a dry day is expected, with {age} degrees in the afternoon and {n} degrees at night.\n"
        "Clouds come in from {other} later on, and gusts reach {crowd} metres an hour along the open coast.\n"
        "Drivers should allow for fog at dawn, and walkers on the hills are advised to carry a warm layer with them.\n"
        "The forecast is renewed twice a day and can be heard on the regional radio after the news on the hour."
    ),
    "earnings": (
        "{place} Holdings made a profit of {n} million crowns in the quarter, the company from {other} said on Tuesday.\n"
        "Sales rose by {age} percent to {crowd} million crowns as demand recovered, and director {person} kept the outlook.\n"
        "Analysts had expected somewhat less, and the share gained in early trading before giving back a part of it.\n"
        "The company pays its dividend after the annual meeting, at which the board also stands for election again."
    ),
}  # fmt: skip


def filled(kind: str, number: int) -> str:
    return TEMPLATES[kind].format(
        place=PLACES[number],
        other=PLACES[(number + 3) % 10],
        person=PEOPLE[number],
        n=number + 2,
        age=21 + 3 * number,
        crowd=1400 + 311 * number,
    )


def stories(texts: list[str]) -> int:
    articles = [
        StoryArticle(f"a{number}", f"outlet{number % 2}", text, "2026-05-04T10:00:00Z") for number, text in enumerate(texts)
    ]
    return len({member.story_id for member in assign_stories(articles)})


@pytest.mark.parametrize("kind", TEMPLATES)
def test_ten_articles_of_one_template_are_ten_stories_in_whatever_number_they_come(kind: str) -> None:
    texts = [filled(kind, number) for number in range(10)]
    assert [pair for pair in combinations(texts, 2) if stories(list(pair)) != 2] == []
    assert stories(texts) == 10


def test_forty_articles_of_four_templates_are_forty_stories() -> None:
    assert stories([filled(kind, number) for kind in TEMPLATES for number in range(10)]) == 40


EDITS = {
    "a headline on top": lambda text: "All that is known so far\n" + text,
    "a name's spelling": lambda text: text.replace("Inverlund", "Inverlundh").replace("Hugo Lamm", "Hugo Lam"),
    "a number of a later version": lambda text: text.replace("30", "31", 1),
    "an added paragraph": lambda text: text + "\nThe mayor of Dunfleet, Karl Asmus, welcomed the news in a message at 18:40.",
    "a paragraph less": lambda text: text.rsplit("\n", 1)[0],
}


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_with_a_small_edit_is_a_copy_still(kind: str, edit: str) -> None:
    text = filled(kind, 3).replace("Dunfleet", "Inverlund").replace("Paul Reck", "Hugo Lamm")
    edited = EDITS[edit](text)
    assert edited != text
    assert stories([text, edited]) == 1


def test_two_figures_put_right_are_a_correction() -> None:
    text = "The bill passed by 71 votes to 40 in Aldmar after a debate of 9 hours, Speaker Mira Sand told reporters."
    assert not tell_other_facts(text, text.replace("71", "70").replace("40", "41"))
    assert tell_other_facts(text, text.replace("71", "52").replace("40", "38").replace("Aldmar", "Estow"))
    assert tell_other_facts(text.replace("71", "52").replace("40", "38").replace("Aldmar", "Estow"), text)
