"""Events: who did what to whom, coded in PLOVER and CAMEO, by rules over the parse and a lexicon the project wrote.

One trigger, one event. A statement alone is no event; speech acts that change policy (promise, demand, threaten, reject,
accuse) are. Numbers and the merging of mentions of one event come elsewhere.
"""

from __future__ import annotations

from acta.annotate.events.coder import Coder
from acta.annotate.reading import Reading
from acta.annotate.types import Event

__all__ = ["code_events"]


def code_events(reading: Reading) -> list[Event]:
    """All events of an article, in text order."""
    return Coder(reading).code()
