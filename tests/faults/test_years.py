"""Two years of runs: what piles up is bounded by settings, and what is kept bounds the work."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.acta.publish.test_generations import make_build

from acta.config import Settings
from acta.publish.generations import generations, publish
from acta.store.sealed import write_sealed

KEPT_TOO_MANY = 400


@pytest.mark.fault(32)
def test_one_publish_removes_all_generations_that_nobody_keeps(settings: Settings) -> None:
    make_build(settings, 1)
    first, _ = publish(settings)
    folder = settings.publish_dir / first.name
    start = datetime(2024, 3, 1, tzinfo=UTC)
    for number in range(2, KEPT_TOO_MANY):  # as an installation leaves them whose limits were higher before
        copy = settings.publish_dir / f"gen-{number:06}"
        copy.mkdir()
        (copy / "acta.duckdb").hardlink_to(folder / "acta.duckdb")
        made = (start + timedelta(days=2 * number)).isoformat(timespec="seconds")
        hashes = {**first.hashes, "dim_a": f"{number:064x}"}
        write_sealed(copy / "generation.json", asdict(replace(first, number=number, created_at=made, hashes=hashes)))
    (settings.publish_dir / "current").unlink()
    (settings.publish_dir / "current").symlink_to(copy.name)
    assert len(generations(settings)) == KEPT_TOO_MANY - 1
    make_build(settings, 2)
    current, is_new = publish(settings)
    assert is_new
    left = [generation.number for generation in generations(settings)]
    assert left[-2:] == [KEPT_TOO_MANY - 1, current.number]  # readers were at the one before until now
    assert len(left) <= settings.keep_generations + settings.keep_days + 2


@pytest.mark.fault(32)
def test_leftovers_of_killed_publishes_do_not_pile_up(settings: Settings) -> None:
    make_build(settings, 1)
    publish(settings)
    for number in range(50):
        leftover = settings.publish_dir / f".partial-gen-{number:06}"
        leftover.mkdir()
        (leftover / "acta.duckdb").write_bytes(b"cut off")
    make_build(settings, 2)
    publish(settings)
    assert list(settings.publish_dir.glob(".partial-*")) == []
