"""The screen of ``acta validate judge``: an item in 80 columns, and keys or lines as answers."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.text import Text

from acta.printable import visible
from acta.terminal import SafeConsole
from acta.validate.context import pieces_around
from acta.validate.judge import Reply
from acta.validate.population import Population
from acta.validate.questions import Question
from acta.validate.records import Item
from acta.validate.sheets import MARKED, parse_answer, passages

COLUMNS = 80
STYLES = {"content": "reverse", "party": "bold underline", "cue": "italic", "": ""}
HELP = "a right · x wrong · space cannot tell · u back · q quit (what is finished is kept) · ? this line"
COUNT_HELP = "a number and Enter · u back · q quit (what is finished is kept) · ? this line"


class Screen:
    """Shows items and asks questions: by single keys on a terminal, by lines in a pipe."""

    def __init__(self, population: Population, out: Console | None = None) -> None:
        self.population = population
        self.out = out or SafeConsole()
        self.out.width = min(self.out.width, COLUMNS)
        self.has_keys = sys.stdin.isatty()

    def show(self, item: Item, place: int, total: int) -> None:
        """One item: where it stands, with what it is about marked. Nothing tells its score or another coder's answer."""
        self.out.rule(Text(f"{place} of {total} · {item.kind.replace('_', ' ')}"), style="dim")
        for number, document, marks in passages(item, self.population):
            head = [document.title, document.source, document.published_on]
            label = f"{number}. " if number else ""
            self.out.print(Text(label + " · ".join(visible(part) for part in head if part), style="dim"))
            text = Text()
            for piece in pieces_around(document.text, marks, whole=item.kind == "article"):
                if self.out.is_terminal:
                    text.append(visible(piece.text), STYLES[piece.mark])
                else:
                    text.append(MARKED[piece.mark][0] + visible(piece.text) + MARKED[piece.mark][1])
            self.out.print(text)
            self.out.print()
        for things in ("statements", "events") if item.kind == "article" else ():
            self.out.print(Text(f"{things} found:" if item.row[things] else f"no {things} found"))
            for number, one in enumerate(item.row[things], 1):
                self.out.print(Text(f"  {number}. {visible(one['shown'])}"))

    def ask(self, item: Item, question: Question) -> Reply:
        """Ask until there is an answer or a command; the end of input quits."""
        shown = item.shown[question.key]
        if question.key not in ("is_one", "span") and not question.is_count:
            self.out.print(Text(f"  {visible(shown)}", style="bold"))
        while True:
            self.out.print(Text(f"{question.text} "), end="")
            reply = self._key(question) if self.has_keys and not question.is_count else self._line(question)
            if reply is not None:
                return reply
            self.out.print(Text(COUNT_HELP if question.is_count else HELP, style="dim"))

    def _key(self, question: Question) -> Reply | None:
        key = click.getchar()
        if key in ("u", "\x7f", "\x08"):
            self.out.print("back")
            return Reply(command="undo")
        if key in ("q", "\x03", "\x04"):
            self.out.print("quit")
            return Reply(command="quit")
        answer = None if key == "?" else parse_answer(question, key)
        self.out.print(str(answer or ""))
        if answer != "wrong":
            return None if answer is None else Reply(answer)
        codes = f" ({', '.join(question.codes)})" if question.codes else ""
        should_be = click.prompt(f"  what should it be{codes}? Enter: leave open", default="", show_default=False)
        return Reply(answer, should_be.strip())

    def _line(self, question: Question) -> Reply | None:
        """A line: the answer, and after x what it should be; an empty one (the space that editors cut off) is cannot tell."""
        line = sys.stdin.readline()
        self.out.print(Text(visible(line.rstrip("\n"))) if not self.has_keys else "")
        if not line or line.strip().lower() == "q":
            return Reply(command="quit")
        word, _, rest = line.strip().partition(" ")
        if word.lower() == "u":
            return Reply(command="undo")
        if word == "?":
            return None
        answer = parse_answer(question, word or " ")
        return None if answer is None else Reply(answer, rest.strip() if answer == "wrong" else "")
