"""The day on which something was said: from a time expression in the cue's own clause, never from the day of publication."""

from __future__ import annotations

import re

from acta.annotate.document import Parsed
from acta.annotate.types import Span, Time

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CLIMB = frozenset({"advcl", "xcomp", "conj", "pcomp", "prep", "acl"})


REACH = 2  # paragraphs over which the same speaker's words are still the same occasion
ELSEWHEN = frozenset({"earlier", "previously", "once", "before", "formerly", "long", "recently", "often", "repeatedly"})


class Days:
    """Finds the day of a cue among the article's time expressions, or carries over the day of the running speech."""

    def __init__(self, doc: Parsed, times: list[Time]) -> None:
        self.doc = doc
        self.by_sentence: dict[int, list[Time]] = {}
        for time in times:
            if time.type in ("DATE", "TIME"):
                self.by_sentence.setdefault(doc.sentence[time.first], []).append(time)
        self.running: dict[str, tuple[str, int]] = {}  # speaker -> day, paragraph
        self.paragraph = [0] * len(doc)
        for number, (first, end) in enumerate(doc.paragraphs):
            self.paragraph[first:end] = [number] * (end - first)

    def said_on(self, cue: int, content: list[Span], speaker: str | None, spoken: bool) -> str | None:
        """ISO date, or None where the text does not say it. ``speaker`` is any key that is the same for the same speaker."""
        time = self._own_time(cue, content)
        here = self.paragraph[cue]
        day = time.value[:10] if time is not None and DAY.match(time.value) else None
        if not spoken or speaker is None:
            return day
        if time is not None:
            self.running.pop(speaker, None)
            if day is not None:
                self.running[speaker] = (day, here)
            return day
        if any(self.doc.lower[c] in ELSEWHEN for c in self.doc.children[cue]):
            return None
        before = self.running.get(speaker)
        if before is None or here - before[1] > REACH:
            return None
        self.running[speaker] = (before[0], here)
        return before[0]

    def _own_time(self, cue: int, content: list[Span]) -> Time | None:
        times = self.by_sentence.get(self.doc.sentence[cue], ())
        outside = [t for t in times if not any(s <= t.start and t.end <= e for s, e in content)]
        if not outside:
            return None
        doc = self.doc
        node = cue
        for _ in range(4):
            for time in outside:
                if self._belongs(time, node):
                    return time
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
            if up == node or doc.tag[up][0] == "V":
                return False
            node = up
        return False
