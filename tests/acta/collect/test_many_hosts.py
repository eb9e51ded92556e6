"""Three hundred pages of thirty hosts, killed halfway: the small form of tests/quality/bench_collect.py."""

from __future__ import annotations

from pathlib import Path

from tests.quality.bench_collect import measure

INTERVAL = 0.1


def test_no_host_sees_more_than_its_rate_and_nothing_stored_is_fetched_again(tmp_path: Path) -> None:
    report = measure(hosts=30, pages=10, interval=INTERVAL, workers=30, folder=tmp_path)
    assert report.stored == report.pages == 300
    assert report.fetched_again == 0
    assert report.most_under_way <= 2
    # slots are an interval apart; a request that starts late on a busy machine can come close to the next one, but ten
    # intervals never hold more than eleven slots and the ones that came late
    assert report.most_in_window <= 13
    assert report.peak_bytes < 1 << 30
