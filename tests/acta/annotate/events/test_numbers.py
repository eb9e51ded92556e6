"""How many, said by the act's own clause."""

from __future__ import annotations

import pytest

from acta.annotate.events import code_events
from acta.annotate.parse import parse
from acta.annotate.reading import Reading


def numbers(text: str) -> set[tuple[str, str, str, float | None, float | None]]:
    """(event type, kind, exact words, low, high) of all events of a sentence."""
    (doc,) = parse([text])
    return {
        (event.type, n.kind, text[n.start : n.end], n.low, n.high)
        for event in code_events(Reading(doc))
        for n in event.numbers
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb killed 11 soldiers near Torvik.", {("ASSAULT", "killed", "11", 11, 11)}),
        ("At least 20 people were killed by the rebels.", {("ASSAULT", "killed", "At least 20", 20, None)}),
        ("Norland troops wounded seven fishermen on Monday.", {("ASSAULT", "wounded", "seven", 7, 7)}),
        ("Police arrested some 40 protesters in Skarn.", {("COERCE", "arrested", "some 40", 40, 40)}),
        ("Police detained dozens of students in Skarn.", {("COERCE", "arrested", "dozens", 24, None)}),
        (
            "Tens of thousands of teachers protested against the government.",
            {("PROTEST", "protesters", "Tens of thousands", 20_000, None)},
        ),
        ("About 5,000 people protested outside the ministry.", {("PROTEST", "protesters", "About 5,000", 5000, 5000)}),
        ("Norland gave Veska $1.5 billion in military aid.", {("AID", "amount", "$1.5 billion", 1.5e9, 1.5e9)}),
        (
            "The rebels shelled the town, leaving two dead and five wounded.",
            {("ASSAULT", "killed", "two", 2, 2), ("ASSAULT", "wounded", "five", 5, 5)},
        ),
        # what the number counts is no person, or belongs to another act
        ("The rebels killed 20 goats near Torvik.", set()),
        ("Norland troops attacked the village, where 300 people live.", set()),
        ("President Berg, who has $5 million in the bank, met General Holm.", set()),
    ],
)
def test_numbers_belong_to_the_act_that_names_them(text: str, expected: set[object]) -> None:
    assert numbers(text) == expected
