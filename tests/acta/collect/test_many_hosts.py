"""Three hundred pages of thirty hosts, killed halfway: the small form of tests/quality/bench_collect.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.quality.bench_collect import measure

INTERVAL = 0.1
CLOCK_SECONDS = 0.002  # the wall clock of the slots and the monotonic one of the server differ by less


@pytest.mark.fault(27)
def test_no_host_sees_more_than_its_rate_and_nothing_stored_is_fetched_again(tmp_path: Path) -> None:
    report = measure(hosts=30, pages=10, interval=INTERVAL, workers=30, folder=tmp_path)
    assert report.stored == report.pages == 300
    assert report.fetched_again == 0
    assert report.asked_twice <= 30  # what was under way
    assert report.most_under_way == 1
    assert report.least_gap >= INTERVAL - CLOCK_SECONDS
    assert report.peak_bytes < 1 << 30
