"""Judging through files: a sheet to read (markdown), a table of answers to fill in (TSV), and reading it back.

A row of the table is one question. ``answer`` is a (right), x (wrong), ? (cannot tell) or, for whole articles, a number;
what is left empty is not judged. Questions that an earlier answer makes needless are left empty too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from acta.annotate.events.ontology import read_csv
from acta.errors import Permanent
from acta.printable import visible
from acta.streams import open_input
from acta.validate.answers import answers_of, by_row
from acta.validate.context import marks_of, pieces_around
from acta.validate.judge import Book
from acta.validate.population import Document, Population
from acta.validate.questions import QUESTIONS, Question, still_open
from acta.validate.records import Answer, Item

COLUMNS = ("item", "row_id", "kind", "question", "answer", "should_be", "note")
WORDS: dict[str, Answer] = {"a": "right", "x": "wrong", "?": "unclear", " ": "unclear"}
MARKED = {"content": ("⟦", "⟧"), "party": ("⟨", "⟩"), "cue": ("‹", "›"), "": ("", "")}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def parse_answer(question: Question, text: str) -> Answer | None:
    """An answer as it is typed, or None when it is none."""
    if question.is_count:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return WORDS.get(text.lower())


def asked_of(item: Item) -> list[Question]:
    """The questions of a row: those whose value it claims."""
    return [question for question in QUESTIONS[item.kind] if question.key in item.claims]


HOW_TO = (
    "# Sheet\n\nWhat a row is about stands in ⟦double brackets⟧, who takes part in ⟨angle brackets⟩, the verb of saying in "
    "‹these›. Answer each question with a (right), x (wrong) or ? (cannot tell), by the text alone. When the first question "
    "of an item is not answered with a, leave the others empty, except `person`, which is asked always. When an answer is x, "
    "`should_be` may hold the right value. An actor that is only a name, without country, is right when nothing ties the "
    "name to somebody else.\n"
)


def sheet(items: Sequence[Item], population: Population) -> Iterator[str]:
    """Markdown of a sample for a reader, without scores: one section an item, in pieces of one section."""
    yield HOW_TO
    if any(item.kind == "event" for item in items):
        types = "".join(f"- {row['type']}: {row['description']}\n" for row in read_csv("plover_types.csv"))
        yield f"\nTypes of events (PLOVER):\n\n{types}"
    for item in items:
        lines = [f"\n## Item {item.item} · {item.kind}\n"]
        lines += [f"{line}\n" for line in context_lines(item, population)]
        lines += _listed(item)
        lines += [f"- **{question.key}**: {_claimed(item, question)}{question.text}" for question in asked_of(item)]
        yield "\n".join(lines) + "\n"


def context_lines(item: Item, population: Population) -> Iterator[str]:
    """The text around an item and around the other members of a merged event, as quoted markdown."""
    for member, document, marks in passages(item, population):
        # with its id, by which `acta forget` finds a sheet that quotes it
        article_id = item.members[member - 1].article_id if member else item.article_id
        told = (document.title or "no title", document.source, document.published_on)
        head = " · ".join(escaped(part) for part in told if part)
        label = f"Member {member}: " if member else ""
        pieces = pieces_around(document.text, marks, whole=item.kind == "article")
        text = "".join(MARKED[piece.mark][0] + escaped(piece.text) + MARKED[piece.mark][1] for piece in pieces)
        quoted = "\n".join(f"> {line}" if line.strip() else ">" for line in text.split("\n"))
        yield f"{label}*{head}* · `{visible(article_id)}`\n\n{quoted}"


def passages(item: Item, population: Population) -> Iterator[tuple[int, Document, list[tuple[int, int, str]]]]:
    """(number of the member or 0, its article, what is marked there). Raises Permanent when a text is not there."""
    if item.kind != "merged_event":
        yield 0, text_of(population, item.article_id, item.text_sha256), marks_of(item)
        return
    for number, span in enumerate(item.members, 1):
        document = text_of(population, span.article_id, span.text_sha256)
        yield number, document, [(span.char_start, span.char_end, "content")]


def text_of(population: Population, article_id: str, text_sha256: str) -> Document:
    """The version of an article that a row stands in."""
    document = population.document(article_id, text_sha256)
    if document is None:
        raise Permanent(
            f"{article_id} is not there in the version that was drawn: draw again, or give its file with --articles"
        )
    return document


def _listed(item: Item) -> list[str]:
    if item.kind != "article":
        return []
    lines = []
    for things in ("statements", "events"):
        lines.append(f"{things.capitalize()} found:\n")
        lines += [f"{number}. {escaped(one['shown'])}" for number, one in enumerate(item.row[things], 1)] or ["none"]
        lines.append("")
    return lines


def _claimed(item: Item, question: Question) -> str:
    return f"{escaped(item.shown[question.key])}. " if question.key not in ("is_one", "span") else ""


def escaped(text: str) -> str:
    """Text of an article as markdown that says the same: no markup, no control characters."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def template(items: Iterable[Item]) -> str:
    """The table to fill in, one row a question."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerows([item.item, item.row_id, item.kind, question.key, "", "", ""] for question in asked_of(item))
    return sink.getvalue()


@dataclass
class _Filled:
    """What a table says of one item."""

    answers: dict[str, Answer] = field(default_factory=dict)
    should_be: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def import_answers(book: Book, items: Sequence[Item], path: str) -> tuple[int, int]:
    """Write the answers of a table down as a coder's; returns rows judged and rows that were judged so before.

    Nothing is written when one line is wrong. Raises Permanent naming file and line. A row that the coder judged otherwise
    before is taken back first.
    """
    by_number = {item.item: item for item in items}
    filled = _read(path, by_number)
    new = same = 0
    for number, what in sorted(filled.items()):
        item = by_number[number]
        before = answers_of(item, by_row(book.judgements)).get(book.coder, {})
        if before == what.answers:
            same += 1
            continue
        for earlier in [one for one in book.about([item]) if before]:
            book.undo(earlier)
        book.record(item, what.answers, what.should_be, " ".join(what.notes))
        new += 1
    return new, same


def _read(path: str, items: dict[int, Item]) -> dict[int, _Filled]:
    found: dict[int, _Filled] = {}
    lines: dict[int, int] = {}
    with open_input(path) as raw:
        rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter="\t")
        for row in rows:
            place = f"{path}:{rows.line_num}"
            item, question = _asked(row, items, place)
            text = (row.get("answer") or "").strip()
            if not text:
                continue
            answer = parse_answer(question, text)
            if answer is None:
                raise Permanent(
                    f"{place}: {text!r} is no answer: write {'a number' if question.is_count else 'a, x or ?'}"
                )
            what = found.setdefault(item.item, _Filled())
            lines[item.item] = rows.line_num
            what.answers[question.key] = answer
            if (row.get("should_be") or "").strip() and answer == "wrong":
                what.should_be[question.key] = str(row["should_be"]).strip()
            if (row.get("note") or "").strip():
                what.notes.append(str(row["note"]).strip())
    for number, what in found.items():
        item = items[number]
        missing = still_open(item.kind, item.claims, what.answers)
        if missing:
            raise Permanent(
                f"{path}:{lines[number]}: item {number} has no answer to {missing[0].key}: answer all of an item or none of it"
            )
    return found


def _asked(row: dict[str, str | None], items: dict[int, Item], place: str) -> tuple[Item, Question]:
    number = str(row.get("item") or "")
    item = items.get(int(number)) if number.isdigit() else None
    if item is None or item.row_id != row.get("row_id"):
        raise Permanent(
            f"{place}: item {number or '(none)'} is not that row in this sample: use the table that was made for it"
        )
    question = next((one for one in asked_of(item) if one.key == row.get("question")), None)
    if question is None:
        raise Permanent(f"{place}: item {number} is not asked {row.get('question')!r}")
    return item, question
