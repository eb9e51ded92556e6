"""A little sample without a warehouse: items that claim one thing each, and coders who answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from acta.validate.records import Answer, Item, Judged, Kind, Sample, Stratum

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def make_item(number: int, band: str = "0.5–0.8", kind: Kind = "event", **more: Any) -> Item:
    """An item that claims to be an event of type COERCE done by a person."""
    claims = {"is_one": "0-6", "type": "COERCE", "person": "act_vell"}
    given: dict[str, Any] = {
        "sample_id": "smp_1", "item": number, "kind": kind, "row_id": f"evm_{number}", "article_id": "art_1",
        "text_sha256": "0" * 64, "char_start": 0, "char_end": 6, "exact_text": "struck", "score": 0.65, "band": band,
        "grouping": "COERCE", "weight": 1.0, "is_double": False, "claims": claims, "shown": claims, "row": {"trigger": [0, 6]},
    }  # fmt: skip
    return Item(**(given | more))


def make_judged(item: Item, coder: str, after: int = 0, **answers: Answer) -> Judged:
    """What a coder said of an item, so many seconds after the first judgement of the test."""
    return Judged(
        judged_at=AT + timedelta(seconds=after), judged_by=coder, kind=item.kind, row_id=item.row_id, article_id=item.article_id,
        text_sha256=item.text_sha256, char_start=item.char_start, char_end=item.char_end, exact_text=item.exact_text,
        claims={key: item.claims[key] for key in answers}, answers=answers,
    )  # fmt: skip


def make_sample(*strata: tuple[Kind, str, int, int]) -> Sample:
    """A sample of these strata: kind, band, size, drawn."""
    return Sample(
        sample_id="smp_1", drawn_at=AT, seed=18, filters={}, edges=[0.5, 0.8], double_share=0.2, origin={},
        strata=[Stratum(kind=kind, band=band, size=size, drawn=drawn) for kind, band, size, drawn in strata],
    )  # fmt: skip


@pytest.fixture
def item() -> Callable[..., Item]:
    return make_item


@pytest.fixture
def judged() -> Callable[..., Judged]:
    return make_judged


@pytest.fixture
def drawn() -> Callable[..., Sample]:
    return make_sample
