"""Statements: who said (wrote, thinks, wants) what, to whom and when; in two grades.

``fast``: rules over the parse. ``frames`` proposes candidates, ``lexicon`` says how likely each is an attribution, ``quoted``
and ``content`` give it the right words. ``accurate``: a small network (``neural``) reads cues, contents and sources instead.
Both share ``quotes``, the quotes that no cue claims, ``parties``, ``when`` and ``writing``.
"""

from __future__ import annotations

from acta.annotate.reading import Reading
from acta.annotate.statements.assemble import Assembly
from acta.annotate.statements.writing import write_statements
from acta.annotate.types import Statement

__all__ = ["find_statements"]


def find_statements(reading: Reading, grade: str = "fast") -> list[Statement]:
    """All statements of an article in text order; ``reading.mentions`` may be empty, then nobody has an actor_id."""
    assembly = Assembly(reading)
    if grade == "accurate":
        from acta.annotate.statements.neural.read import choose_read  # the fast grade loads no network

        choose_read(assembly)
    else:
        assembly.propose()
        assembly.choose()
    assembly.attribute_quotes()
    return write_statements(assembly)
