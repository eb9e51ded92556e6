"""The state or country printed behind a town: "Portland, Maine", "Tripoli, Lebanon"."""

from __future__ import annotations

from acta.annotate.actors.gazetteer import Spot, load_gazetteer
from acta.annotate.document import Parsed

LONGEST = 3  # tokens of a state's name


def named_behind(doc: Parsed, last: int, town: str) -> Spot | None:
    """What the words behind a town's last token and a comma say it lies in; None where they name no state or country."""
    first = last + 2
    if first >= len(doc) or doc.word[last + 1] != "," or not doc.word[first][0].isupper():
        return None
    for end in range(min(first + LONGEST, len(doc)) - 1, first - 1, -1):
        if doc.sentence[end] == doc.sentence[last]:
            spot = load_gazetteer().inside(doc.text[doc.start[first] : doc.end[end]], town)
            if spot is not None:
                return spot
    return None
