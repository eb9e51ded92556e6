"""Judge a sample, one row at a time: every finished row is written at once, so quitting or a crash loses at most one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from acta.validate.answers import answers_of, by_row, queue_of
from acta.validate.questions import Question, still_open
from acta.validate.records import JUDGEMENTS, Answer, Item, Judged, Kind, Undo, append, read_judgements


@dataclass(frozen=True)
class Reply:
    """What a coder says to a question: an answer (with what it should be, when wrong), or a command."""

    answer: Answer | None = None
    should_be: str = ""
    command: Literal["", "undo", "quit"] = ""


Show = Callable[[Item, int, int], None]  # item, its place in the queue from 1, length of the queue
Ask = Callable[[Item, Question], Reply]


class Book:
    """One coder's pen: writes judgements and takes them back, each later than all before it, whatever the clocks say."""

    def __init__(self, folder: Path, coder: str) -> None:
        self.folder, self.coder = folder, coder
        self.judgements = read_judgements(folder)
        self._newest = self.judgements[-1].judged_at if self.judgements else datetime.min.replace(tzinfo=UTC)

    def record(
        self, item: Item, answers: Mapping[str, Answer], should_be: Mapping[str, str] | None = None, note: str = ""
    ) -> Judged:
        """Write one judgement of one item down."""
        judged = Judged(
            judged_at=self._now(), judged_by=self.coder, kind=item.kind, row_id=item.row_id, article_id=item.article_id,
            text_sha256=item.text_sha256, char_start=item.char_start, char_end=item.char_end, exact_text=item.exact_text,
            claims={key: item.claims[key] for key in answers}, answers=dict(answers), should_be=dict(should_be or {}),
            note=note, member_articles=sorted({one.article_id for one in item.members} - {item.article_id}),
        )  # fmt: skip
        append(self.folder, JUDGEMENTS, [judged])
        self.judgements.append(judged)
        return judged

    def undo(self, judged: Judged) -> None:
        """Take a judgement back; its row stays in the file."""
        append(self.folder, JUDGEMENTS, [Undo(judged_at=self._now(), judged_by=self.coder, undoes=judged.judgement_id)])
        self.judgements.remove(judged)

    def about(self, items: Sequence[Item]) -> list[Judged]:
        """The coder's own judgements of these items that count."""
        keys = {(item.kind, item.row_id) for item in items}
        return [one for one in self.judgements if one.judged_by == self.coder and (one.kind, one.row_id) in keys]

    def _now(self) -> datetime:
        self._newest = max(datetime.now(UTC), self._newest + timedelta(microseconds=1))
        return self._newest


def judge_items(
    folder: Path, items: Sequence[Item], coder: str, show: Show, ask: Ask, kinds: Sequence[Kind] = ()
) -> tuple[int, int]:
    """Ask a coder about all that is left; returns how many rows were judged and how many are left.

    Undo goes back one question, and from the first question of a row to the row before, whose judgement is taken back.
    """
    book = Book(folder, coder)
    queue = queue_of(items, by_row(book.judgements), coder, kinds)
    place = done = 0
    while place < len(queue):
        item = queue[place]
        show(item, place + 1, len(queue))
        outcome = _ask_all(book, item, ask)
        if outcome == "quit":
            break
        if outcome == "done":
            place, done = place + 1, done + 1
        elif mine := book.about(items):
            book.undo(mine[-1])
            back = next(one for one in items if (one.kind, one.row_id) == (mine[-1].kind, mine[-1].row_id))
            if back in queue[:place]:
                place, done = queue.index(back), done - 1
            elif back not in queue:
                queue.insert(place, back)
    return done, len(queue) - place


def _ask_all(book: Book, item: Item, ask: Ask) -> Literal["done", "quit", "back"]:
    """Ask until nothing is open and write the judgement down."""
    earlier = answers_of(item, by_row(book.judgements)).get(book.coder, {})
    given: dict[str, Answer] = {}
    should_be: dict[str, str] = {}
    while questions := still_open(item.kind, item.claims, {**earlier, **given}):
        reply = ask(item, questions[0])
        if reply.command == "quit":
            return "quit"
        if reply.command == "undo":
            if not given:
                return "back"
            last = list(given)[-1]
            del given[last]
            should_be.pop(last, None)
        elif reply.answer is not None:
            given[questions[0].key] = reply.answer
            if reply.should_be:
                should_be[questions[0].key] = reply.should_be
    book.record(item, given, should_be)
    return "done"
