"""What a coder is asked of each kind of row. A question is asked only where the row claims something: NULL claims nothing.

The first question of a kind is its gate: where the row is no statement (event, name) at all, nothing else is asked but
whether a person is accused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acta.validate.records import Answer, Kind

STATUSES = ("actual", "planned", "hypothetical", "negated", "historical")
PERSON = "person"  # the question whose `wrong` means: a person is accused of something they did not do


@dataclass(frozen=True)
class Question:
    """One question; ``codes`` are the values that a wrong one may be corrected to (free text when empty)."""

    key: str
    text: str
    codes: tuple[str, ...] = ()
    is_count: bool = False
    after_gate: bool = True  # asked only when the gate was answered with right


def _gate(key: str, text: str) -> Question:
    return Question(key, text, after_gate=False)


def _count(key: str, text: str) -> Question:
    return Question(key, text, is_count=True, after_gate=False)


QUESTIONS: dict[Kind, tuple[Question, ...]] = {
    "statement": (
        _gate("is_one", "Does somebody say, write or let know the marked words (or what they say)?"),
        Question("span", "Are the marked words all of what is said, and nothing else?"),
        Question("speaker", "Is this who says it?"),
        Question("addressee", "Is this to whom it is said?"),
        Question("type", "Is this how it is quoted?", ("direct", "mixed", "indirect")),
        Question("status", "Is it right that it was said, or that it was not?", ("said", "not said")),
        Question("day", "Is this when it was said?"),
        Question(PERSON, "Did the named person, by the text, really say this?", after_gate=False),
    ),
    "event": (
        _gate("is_one", "Do the marked words tell of an act (done, planned or denied) of a type that the code book knows?"),
        Question("type", "Is this what kind of act it is?"),
        Question("mode", "Is this how it is done?"),
        Question("status", "Is this how real it is?", STATUSES),
        Question("sources", "Are these, and only these, who does it?"),
        Question("targets", "Are these, and only these, to whom it is done?"),
        Question("day", "Is this when it happens?"),
        Question("place", "Is this where it happens?"),
        Question(PERSON, "Did every named person, by the text, really do this?", after_gate=False),
    ),
    "actor": (
        _gate("span", "Are the marked words the name of somebody, whole, and nothing else?"),
        Question("actor", "Does the name lead to the right actor?"),
        Question("country", "Is this the actor's country?"),
        Question("sector", "Is this the actor's sector?"),
    ),
    "merged_event": (
        _gate("one_act", "Do all members tell of one and the same act?"),
        Question("row", "Is the merged row right: type, status, parties, day, place?"),
    ),
    "article": (
        _count("statements_wrong", "How many of the statements listed are wrong?"),
        _count("statements_missed", "How many statements in the text are not listed?"),
        _count("events_wrong", "How many of the events listed are wrong?"),
        _count("events_missed", "How many events in the text are not listed?"),
    ),
}


def gate_of(kind: Kind) -> str:
    """Key of the question that decides whether there is anything to ask about; also the mark of a judged row."""
    return QUESTIONS[kind][0].key


def question_of(kind: Kind, key: str) -> Question:
    """One question by its key; KeyError when the kind has none of that name."""
    return {question.key: question for question in QUESTIONS[kind]}[key]


def still_open(kind: Kind, claims: Mapping[str, str], answers: Mapping[str, Answer]) -> list[Question]:
    """The questions that are left to ask of a row with these claims, in their order."""
    gate = answers.get(gate_of(kind))
    return [
        question
        for question in QUESTIONS[kind]
        if question.key in claims
        and question.key not in answers
        and (not question.after_gate or gate in (None, "right"))
    ]
