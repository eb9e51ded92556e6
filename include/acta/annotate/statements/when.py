"""The day on which something was said: from a time expression in the cue's own clause, never from the day of publication."""

from __future__ import annotations

import re

from acta.annotate.document import Parsed
from acta.annotate.types import Span, Time

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CLIMB = frozenset({"advcl", "xcomp", "conj", "pcomp", "prep", "acl"})
NOMINAL = frozenset({"npadvmod", "prep", "pobj", "advmod", "nmod", "compound", "appos", "dep", "amod", "nummod", "det", "punct"})


class Days:
    """Finds the day of a cue among the article's time expressions."""

    def __init__(self, doc: Parsed, times: list[Time]) -> None:
        self.doc = doc
        self.by_sentence: dict[int, list[Time]] = {}
        for time in times:
            if time.type in ("DATE", "TIME") and DAY.match(time.value):
                self.by_sentence.setdefault(doc.sentence[time.first], []).append(time)

    def said_on(self, cue: int, content: list[Span]) -> str | None:
        """ISO date of the time expression that belongs to the cue's clause, or None."""
        times = self.by_sentence.get(self.doc.sentence[cue], ())
        outside = [t for t in times if not any(s <= t.start and t.end <= e for s, e in content)]
        if not outside:
            return None
        doc = self.doc
        node = cue
        for _ in range(4):
            for time in outside:
                if self._belongs(time, node):
                    return time.value[:10]
            if doc.dep[node] not in CLIMB or doc.head[node] == node:
                return None
            node = doc.head[node]
        return None

    def _belongs(self, time: Time, cue: int) -> bool:
        """Does the way from the time up to the cue pass no other verb?"""
        doc = self.doc
        inside = range(time.first, time.last + 1)
        node = next((i for i in inside if doc.head[i] == i or doc.head[i] not in inside), time.last)
        for _ in range(8):
            up = doc.head[node]
            if up == cue:
                return True
            if up == node or doc.dep[node] not in NOMINAL and doc.tag[up][0] == "V":
                return False
            if doc.tag[up][0] == "V":
                return False
            node = up
        return False
