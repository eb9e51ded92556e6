"""Which answers count for which drawn row, and who has what left to judge. Pure.

An answer counts where the row still claims what the coder saw (``claims`` by question). If it claims something else, the answer
is stale: it is never carried over to the new claim, and the question is open again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from acta.validate.questions import still_open
from acta.validate.records import Answer, Item, Judged, Kind

Key = tuple[Kind, str]  # kind and row_id
ByRow = Mapping[Key, Sequence[Judged]]


def by_row(judgements: Iterable[Judged]) -> dict[Key, list[Judged]]:
    """Judgements of each row, in their order."""
    found: dict[Key, list[Judged]] = defaultdict(list)
    for one in judgements:
        found[one.kind, one.row_id].append(one)
    return found


def answers_of(item: Item, judged: ByRow) -> dict[str, dict[str, Answer]]:
    """Answers that count for an item, by coder and question; a coder's later answer replaces an earlier one."""
    found: dict[str, dict[str, Answer]] = {}
    for one in judged.get((item.kind, item.row_id), ()):
        kept = {key: answer for key, answer in one.answers.items() if _fits(item, one, key)}
        if kept:
            found.setdefault(one.judged_by, {}).update(kept)
    return found


def stale_count(item: Item, judged: ByRow) -> int:
    """Answers about this row that no longer count since it claims something else now."""
    return sum(not _fits(item, one, key) for one in judged.get((item.kind, item.row_id), ()) for key in one.answers)


def corrections_of(item: Item, judged: ByRow) -> list[tuple[str, str]]:
    """(question, value it should have) of all coders' answers that count."""
    rows = judged.get((item.kind, item.row_id), ())
    return [(key, value) for one in rows for key, value in one.should_be.items() if _fits(item, one, key)]


def _fits(item: Item, judged: Judged, key: str) -> bool:
    return key in item.claims and item.claims[key] == judged.claims.get(key)


def is_complete(item: Item, answers: Mapping[str, Answer]) -> bool:
    """Whether a coder with these answers has nothing left to say about the item."""
    return bool(answers) and not still_open(item.kind, item.claims, answers)


def queue_of(items: Iterable[Item], judged: ByRow, coder: str, kinds: Sequence[Kind] = ()) -> list[Item]:
    """What is left for a coder: rows for two coders that another one has judged, then the rest, in the sample's order.

    A row is left out when as many others have judged it as are wanted: two for those that two judge, else one.
    """
    left: list[tuple[bool, Item]] = []
    for item in items:
        if kinds and item.kind not in kinds:
            continue
        found = answers_of(item, judged)
        if is_complete(item, found.pop(coder, {})):
            continue
        others = sum(is_complete(item, answers) for answers in found.values())
        if others < (2 if item.is_double else 1):
            left.append((not others, item))
    return [item for _, item in sorted(left, key=lambda pair: pair[0])]
