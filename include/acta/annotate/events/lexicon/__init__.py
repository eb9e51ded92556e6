"""The coder's lexicon, read once from the CSV files beside this module and indexed by lemma.

verbs.csv: predicates; nouns.csv: nominal triggers; light.csv: verbs that lend a noun their subject ("held talks");
operators.csv: verbs and adjectives that change what they embed ("agreed to send" is AGREE); classes.csv: word classes,
written ``@name`` in conditions. Words of one field are parted by ``|``, conditions and role paths by a space. Every row
has an example sentence of our own, and the tests code every one of them.

Conditions of a predicate: ``obj`` or ``obj=words`` (head of the object), ``mod=words`` (before the object or the
noun), ``prt=``, ``pred=`` (said of subject or object), ``word=`` (anywhere in the clause), ``comp`` or ``comp=words``
(a clause below), ``inf`` (an infinitive below), ``subj=words``, ``actor=obj``, ``party=on`` (an actor after it),
``state=subj`` (the subject is a country), ``noobj``, ``nopred``, ``adj`` (an adjective), ``main`` (no participle that
only adds a result), ``form=going`` (the word as it stands); of a noun ``poss`` (it has a possessor) and
``verb=words`` (subject or object of one of these verbs). Anything else is a preposition, ``with`` or
``into=custody``. ``!`` in front turns a condition round: ``!obj=@measure``. Among the entries of a lemma the one with
most conditions (those with ``!`` not counted) wins, then the earlier one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand around a predicate; without words any filler will do."""

    field: str  # the name of a check (see events/conditions.py and matching.py), or prepositions: "with|by"
    words: frozenset[str]
    negated: bool = False  # written with "!": it must not hold


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a predicate or of a nominal trigger."""

    lemma: str
    conditions: tuple[Condition, ...]
    type: str
    mode: str | None
    cameo: str
    contexts: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    alone: int  # nouns: how many parties it needs where no light verb lends it a subject
    example: str


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes the event it embeds."""

    lemma: str
    conditions: tuple[Condition, ...]
    effect: str
    cameo: str | None
    example: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of it, by lemma."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    light: dict[str, frozenset[str]]  # verb → PLOVER types of the nouns it goes with
    operators: dict[str, tuple[Operator, ...]]
    examples: tuple[tuple[str, str, str], ...]  # file, expected type or effect, sentence


@cache
def load() -> Lexicon:
    """Read the files."""
    classes = {row["class"]: frozenset(row["words"].split("|")) for row in _rows("classes.csv")}
    examples: list[tuple[str, str, str]] = []
    tables: dict[str, dict[str, tuple[Entry, ...]]] = {}
    for name in ("verbs", "nouns"):
        entries: dict[str, list[Entry]] = defaultdict(list)
        for row in _rows(f"{name}.csv"):
            examples.append((name, row["type"], row["example"]))
            for lemma in row["lemma"].split("|"):
                entries[lemma].append(
                    Entry(
                        lemma,
                        _conditions(row["with"], classes),
                        row["type"],
                        row["mode"] or None,
                        row["cameo"],
                        tuple(c for c in row["contexts"].split("|") if c),
                        tuple(row["source"].split()),
                        tuple(row["target"].split()),
                        int(row.get("alone") or 0),
                        row["example"],
                    )
                )
        tables[name] = {lemma: _by_specificity(found) for lemma, found in entries.items()}
    light: dict[str, set[str]] = defaultdict(set)
    for row in _rows("light.csv"):
        examples.append(("light", row["nouns"], row["example"]))
        for lemma in row["lemma"].split("|"):
            light[lemma].update(row["nouns"].split())
    operators: dict[str, list[Operator]] = defaultdict(list)
    for row in _rows("operators.csv"):
        examples.append(("operators", row["effect"], row["example"]))
        for lemma in row["lemma"].split("|"):
            conditions = _conditions(row["with"], classes)
            operators[lemma].append(Operator(lemma, conditions, row["effect"], row["cameo"] or None, row["example"]))
    return Lexicon(
        tables["verbs"],
        tables["nouns"],
        {lemma: frozenset(types) for lemma, types in light.items()},
        {lemma: tuple(sorted(found, key=lambda o: -len(o.conditions))) for lemma, found in operators.items()},
        tuple(examples),
    )


@cache
def words(name: str) -> frozenset[str]:
    """A word class by name."""
    return next(frozenset(row["words"].split("|")) for row in _rows("classes.csv") if row["class"] == name)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _by_specificity(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: -sum(not c.negated for c in e.conditions)))


def _conditions(text: str, classes: dict[str, frozenset[str]]) -> tuple[Condition, ...]:
    found = []
    for part in text.split():
        name, _, value = part.removeprefix("!").partition("=")
        words: set[str] = set()
        for word in value.split("|") if value else []:
            words.update(classes[word[1:]] if word.startswith("@") else [word])
        found.append(Condition(name, frozenset(words), part.startswith("!")))
    return tuple(found)
