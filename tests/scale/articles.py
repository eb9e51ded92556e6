"""Articles of the scale run: each is a pure function of its day and number, so any part of the history can be made again.

An article is a list of sentences that know where their mentions, statements and acts stand. One in four is another outlet's
copy of an article of the same day, with a dateline, often shortened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from tests.scale import world
from tests.scale.world import Act, Actor, sentence_words

A_DAY = 10_000
COPIES, CORRECTED, WITHDRAWN = 0.25, 0.01, 0.001  # shares of a day; the last two of the day before
STATEMENT_COUNTS = ((0, 1, 2, 3, 4, 5, 6, 7), (5, 12, 20, 26, 20, 10, 5, 2))  # three on average
EVENT_COUNTS = ((0, 1, 2, 3), (38, 34, 20, 8))  # one on average
Span = tuple[int, int]


@dataclass(slots=True)
class Said:
    """A statement of a sentence; spans are the sentence's."""

    kind: str
    content: Span
    cue: Span
    speaker: Span
    actor: Actor


@dataclass(slots=True)
class Done:
    """An act of a sentence."""

    act: Act
    trigger: Span
    source: Span
    target: Span
    place: Span
    is_dated: bool


@dataclass(slots=True)
class Sentence:
    """Text and what stands in it."""

    text: str
    mentions: list[tuple[Span, Actor]] = field(default_factory=list)
    said: Said | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as its outlet prints it."""

    day: int
    number: int
    source_id: str
    sentences: list[Sentence]
    is_copy: bool


@lru_cache(maxsize=4096)
def piece(day: int, number: int) -> Piece:
    """Article ``number`` (0 to 9,999) of a day."""
    rng = Random(day << 20 | number)
    listed, weights = world.outlets()
    source_id = rng.choices(listed, cum_weights=weights)[0]
    if number and rng.random() < COPIES:
        original = piece(day, rng.randrange(number))
        if not original.is_copy:
            return Piece(day, number, source_id, _copied(rng, original), True)
    return Piece(day, number, source_id, _written(rng, day, source_id), False)


def corrected(original: Piece) -> Piece:
    """The same article a day later: one sentence is another, a note stands at the end."""
    rng = Random(1 << 50 | original.day << 20 | original.number)
    sentences = [*original.sentences, Sentence(f"Correction: {sentence_words(rng, 9)}.")]
    sentences[1] = _plain(rng)
    return Piece(original.day, original.number, original.source_id, sentences, original.is_copy)


def _copied(rng: Random, original: Piece) -> list[Sentence]:
    kept = len(original.sentences) - (rng.randrange(4) if rng.random() < 0.5 else 0)
    return [Sentence(f"{rng.choice(world.places()).name.upper()} ({original.source_id})."), *original.sentences[:kept]]


def _written(rng: Random, day: int, source_id: str) -> list[Sentence]:
    actor = rng.choices(world.persons()[0], cum_weights=world.persons()[1], k=2)
    if rng.random() < 0.3:
        actor.append(world.person(rng))
    sentences = [_statement(rng, rng.choice(actor)) for _ in range(_count(rng, STATEMENT_COUNTS))]
    sentences += [_event(rng, day) for _ in range(_count(rng, EVENT_COUNTS))]
    sentences += [_plain(rng) for _ in range(rng.randrange(4, 9))]
    if rng.random() < 0.2:
        sentences.append(Sentence(rng.choice(world.formulas())))
    rng.shuffle(sentences)
    sentences.insert(0, _plain(rng))
    if rng.random() < 0.4:  # the outlet's closing line
        sentences.append(Sentence(f"{source_id} reports: {world.formulas()[int(source_id[-3:])]}"))
    return sentences


def _count(rng: Random, counts: tuple[tuple[int, ...], tuple[int, ...]]) -> int:
    return rng.choices(counts[0], weights=counts[1])[0]


def _plain(rng: Random) -> Sentence:
    place = rng.choice(world.countries())
    start = sentence_words(rng, rng.randrange(8, 16)).capitalize() + " in "
    text = f"{start}{place.name} {sentence_words(rng, rng.randrange(4, 10))}."
    return Sentence(text, [((len(start), len(start) + len(place.name)), place)])


def _statement(rng: Random, actor: Actor) -> Sentence:
    """A quotation or a report; one in twenty is one of four phrases that the speaker is quoted with again and again."""
    again = rng.random() < 0.05
    source = Random(f"{actor.actor_id} {rng.randrange(4)}") if again else rng
    content = sentence_words(source, source.randrange(5, 24))
    subject = rng.choice(world.countries())
    content = f"{content} {subject.name} {sentence_words(source, 3)}"
    if rng.random() < 0.6:
        text = f"“{content},” {actor.name} said."
        spans = (1, 1 + len(content)), (len(text) - 5, len(text) - 1), (len(content) + 4, len(content) + 4 + len(actor.name))
        kind = "direct"
    else:
        head = f"{actor.name} said that "
        text = f"{head}{content}."
        spans = (len(head), len(head) + len(content)), (len(actor.name) + 1, len(actor.name) + 5), (0, len(actor.name))
        kind = "indirect"
    start = spans[0][0] + content.index(subject.name)
    mentions = [((start, start + len(subject.name)), subject), (spans[2], actor)]
    return Sentence(text, mentions, Said(kind, *spans, actor))


def _event(rng: Random, day: int) -> Sentence:
    act = rng.choice(world.acts(day - (rng.random() < 0.3))) if rng.random() < 0.6 else world.act(rng)
    verb = world.verb(rng, act)
    head = f"{act.source.name} {verb} {act.target.name} in "
    text = f"{head}{act.place.name} {sentence_words(rng, rng.randrange(5, 14))}."
    source = (0, len(act.source.name))
    trigger = (source[1] + 1, source[1] + 1 + len(verb))
    target = (trigger[1] + 1, trigger[1] + 1 + len(act.target.name))
    done = Done(act, trigger, source, target, (len(head), len(head) + len(act.place.name)), rng.random() < 0.4)
    return Sentence(text, [(source, act.source), (target, act.target)], None, done)
