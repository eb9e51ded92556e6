"""Statements: who said (wrote, thinks, wants) what, to whom and when; by rules over the parse.

``frames`` proposes candidates, ``lexicon`` says how likely each is an attribution, ``quoted`` and ``content`` give it the right
words, ``parties``, ``when`` and ``writing`` the rest. The steps are listed in ``find_statements``.
"""

from __future__ import annotations

from acta.annotate.reading import Reading
from acta.annotate.statements.assemble import Assembly
from acta.annotate.statements.writing import write_statements
from acta.annotate.types import Statement

__all__ = ["find_statements"]


def find_statements(reading: Reading) -> list[Statement]:
    """All statements of an article in text order; ``reading.mentions`` may be empty, then nobody has an actor_id."""
    assembly = Assembly(reading)
    assembly.propose()
    assembly.choose()
    assembly.attribute_quotes()
    return write_statements(assembly)
