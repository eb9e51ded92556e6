"""What the coder holds of an act before it becomes an event."""

from __future__ import annotations

from dataclasses import dataclass, field

from acta.annotate.events.effects import COOPERATIVE, HOSTILE, Coded, embed, threaten
from acta.annotate.events.lexicon import Entry
from acta.annotate.events.status import Modality
from acta.annotate.types import Party

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
ACCEPTING = frozenset({"051", "057", "081", "083", "086", "030"})  # "did not accept the offer" turns it down
SCORE_STEPS = {"verb": 0.85, "light": 0.85, "operator": 0.8, "modal": 0.75, "noun": 0.65, "again": 0.55}


@dataclass(slots=True)
class Found:
    """An act found at a trigger."""

    coded: Coded
    trigger: int
    how: str  # verb, light, operator, modal, noun, again
    sources: list[Party]
    targets: list[Party]
    anchors: list[int]  # tokens whose clause says when and where, nearest first
    status: str | None = None  # when the construction decides it
    occurred_on: str | None = None
    used: list[int] = field(default_factory=list)  # triggers that this act has swallowed

    @property
    def score(self) -> float:
        """How sure the rules are: by construction, less for each party missing."""
        score = SCORE_STEPS[self.how]
        return round(score - 0.1 * (not self.sources) - 0.05 * (not self.targets), 2)


def coded(entry: Entry) -> Coded:
    """The act a lexicon entry names."""
    return Coded(entry.type, entry.mode, entry.cameo, entry.contexts)


def shift(found: Found, modality: Modality) -> None:
    """Future cooperation is AGREE, future conflict THREATEN; "will not help" is REJECT."""
    kind = found.coded.type
    if modality.future and not modality.hypothetical and found.how != "operator":
        if modality.negated:
            if kind in COOPERATIVE:
                found.coded = embed("refuse", found.coded, None) or found.coded
                found.status = "actual"
                return
        elif kind in COOPERATIVE:
            found.coded = embed("promise", found.coded, None) or found.coded
        elif kind in HOSTILE and kind != "THREATEN" and found.sources:
            found.coded = threaten(found.coded, None)
    if modality.negated and not modality.future and not modality.hypothetical and found.coded.cameo in ACCEPTING:
        found.coded, found.status = Coded("REJECT", None, "120", found.coded.contexts), "actual"
    found.status = found.status or modality.status
