"""One unit of work fails alone: what is raised while a feed or a page is read becomes a ``Fault``, and the rest goes on.

Faults of the machine are no unit's and end the work around it: a full disk, a database that cannot be written, and our own
errors, which say what to do. The log gets the traceback without the exception's text, which may quote a page or a secret;
the text goes into the unit's outcome row.
"""

from __future__ import annotations

import logging
import sqlite3
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from acta.characters import storable
from acta.errors import ActaError

UNEXPECTED = "unexpected_error"  # the reason code of every fault
FRAMES = 25  # of a traceback; endless recursion has a thousand

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something nobody expected: the exception's class and message in one line."""

    detail: str


def attempt(unit: str, work: Callable[[], T], expected: tuple[type[Exception], ...] = ()) -> T | Fault:
    """What ``work`` returns, or the fault that ended it. ``unit`` names it in the log.

    Raises what is ``expected``, ActaError, and faults of the machine (sqlite3.Error, an OSError with an error number).
    """
    try:
        return work()
    except expected:
        raise
    except Exception as error:
        if is_of_the_machine(error):
            raise
        note(unit, error)
        return Fault(describe(error))


def is_of_the_machine(error: BaseException) -> bool:
    """Whether an error says something about this machine rather than about what was being read."""
    return isinstance(error, (ActaError, sqlite3.Error)) or (isinstance(error, OSError) and error.errno is not None)


def describe(error: BaseException) -> str:
    """``ValueError: the message``, in one line."""
    return f"{type(error).__name__}: {' '.join(storable(str(error)).split())[:250]}".removesuffix(": ")


def note(unit: str, error: BaseException) -> None:
    """Put the traceback of an unexpected error into the log."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-FRAMES))
    log.error("%s: unexpected %s\n%s", unit, _chain(error), frames.rstrip())


def _chain(error: BaseException) -> str:
    names, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(names) < 5:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " after ".join(names)
