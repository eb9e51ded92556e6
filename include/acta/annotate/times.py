"""Time expressions with TIMEX3 values (rules follow)."""

from __future__ import annotations

from datetime import date

from acta.annotate.document import Parsed
from acta.annotate.types import Time


def find_times(doc: Parsed, published_on: date | None) -> list[Time]:
    """Time expressions of an article, in text order."""
    return []
