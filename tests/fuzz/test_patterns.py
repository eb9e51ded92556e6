"""No pattern that reads strangers' text takes the square of its length."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import acta.annotate
import acta.collect
import acta.dates
import acta.extract

PIECES = (
    *" \n\t-.,:;/'\"“”’()[]<>&=#@$%_aA1é",
    "a ", "A ", "Aa ", "1 ", "1,", "1.", "1-", "a-", "a.", "A.", "a, ", "<a ", "<a>", "</", "&a", "a=", "a/", "//", "—", "– ",
    "May ", "on May ", "3 May ", "and ", "of ", "the ", "said ", "by ", "By A ", "By Aa Aa, ", "(a", "$1", "1 million ", "http://",
)  # fmt: skip
SHORT, LONG = 1_500, 6_000  # characters: four times as many
GROWTH = 9.0  # times the time: 4 is linear, 16 the square
LEAST = 0.02  # seconds at LONG: below, a clock says nothing and nobody is harmed; the square takes 50 s at 300,000 characters


def modules() -> Iterator[ModuleType]:
    """Modules of the stages; the one that makes the registry of actors is a maintainer's tool."""
    for package in (acta.annotate, acta.collect, acta.dates, acta.extract):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not found.name.endswith(("__main__", "build_registry")):
                yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Compiled patterns for text by where they stand: names of modules, and inside their tuples, lists and dictionaries."""
    found: dict[re.Pattern[str], str] = {}
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(inside(value)):
                if isinstance(pattern.pattern, str):
                    found.setdefault(pattern, f"{module.__name__}.{name}[{number}]")
    return {name: pattern for pattern, name in found.items()}


def inside(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from inside([*value.keys(), *value.values()], depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from inside(one, depth - 1)


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """CPU time of all matches in a text."""
    since = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - since


def is_superlinear(pattern: re.Pattern[str], piece: str) -> bool:
    short, long = (piece * (size // len(piece)) + "\x01" for size in (SHORT, LONG))
    if seconds(pattern, long) < LEAST:
        return False
    best = [min(seconds(pattern, text) for _ in range(2)) for text in (short, long)]
    return best[1] > LEAST and best[1] > GROWTH * best[0]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_pattern_takes_the_square_of_what_it_reads() -> None:
    known = patterns()
    assert len(known) > 100
    slow = [f"{name} on {piece!r}" for name, pattern in known.items() for piece in PIECES if is_superlinear(pattern, piece)]
    assert slow == []
