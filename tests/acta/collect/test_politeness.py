"""No host sees more requests than its rate, whichever process asks; the server keeps the clock."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from pytest import MonkeyPatch
from tests.support.fault_server import FaultServer

from acta.collect.hosts import Admission
from acta.collect.http import Fetcher
from acta.collect.politeness import Politeness
from acta.collect.robots import Robots
from acta.collect.state import State
from acta.config import Settings

INTERVAL = 0.2
CLOCK_SECONDS = 0.002  # the wall clock of the slots and the monotonic one of the server differ by less
INCLUDE = Path(__file__).parents[3] / "include"
WORKER = """
    import sys
    from pathlib import Path
    from acta.collect.http import Fetcher
    from acta.collect.politeness import Politeness
    from acta.collect.robots import Robots
    from acta.collect.state import State
    from acta.config import Settings
    data, port, interval = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    settings = Settings(data_dir=Path(data))
    state, fetcher = State(settings), Fetcher(settings, frozenset({("127.0.0.1", port)}))
    polite = Politeness(state, Robots(settings, state, fetcher), interval, frozenset())
    for number in range(5):
        url = f"http://127.0.0.1:{port}/article?{number}"
        assert fetcher.fetch(url, admit=polite.admit, settle=polite.settle).outcome == "fetched"
"""


def test_three_processes_together_keep_the_interval_of_a_host(settings: Settings) -> None:
    with FaultServer() as site:
        command = [sys.executable, "-c", textwrap.dedent(WORKER), str(settings.data_dir), str(site.port), str(INTERVAL)]
        environ = {**os.environ, "PYTHONPATH": str(INCLUDE)}
        workers = [subprocess.Popen(command, env=environ) for _ in range(3)]
        assert [worker.wait() for worker in workers] == [0, 0, 0]
        times = sorted(request.at for request in site.requests)
    assert len(times) >= 16
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= INTERVAL - CLOCK_SECONDS


def test_a_request_that_is_sent_late_puts_off_the_next_one(settings: Settings) -> None:
    with FaultServer() as site:
        state, fetcher, polite = polite_fetcher(settings, site)
        polite = Politeness(state, Robots(settings, state, fetcher), INTERVAL, frozenset())
        for seconds in (INTERVAL * 0.8, 0.0, 0.0):
            assert polite.admit(site.url("/article")) is None
            time.sleep(seconds)  # a busy machine
            with contextlib.closing(Fetcher(settings, frozenset({("127.0.0.1", site.port)}))) as sender:
                sender.fetch(site.url("/article"))
            polite.settle(site.url("/article"), 200, None, None)
        times = [request.at for request in site.requests]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= INTERVAL - CLOCK_SECONDS


def test_a_crawl_delay_longer_than_a_run_is_no_refusal_by_the_host(settings: Settings) -> None:
    with FaultServer() as site:
        state, fetcher, polite = polite_fetcher(settings, site)
        polite = Politeness(state, Robots(settings, state, fetcher), 0.0, frozenset())
        assert polite.wait(site.url("/article"), crawl_delay=3600.0) is None
        polite.settle(site.url("/article"), 200, None, None)
        verdict = polite.wait(site.url("/article"), crawl_delay=3600.0)
        assert verdict is not None and (verdict.outcome, verdict.reason) == ("failed", "deferred")


def test_a_host_that_has_not_answered_is_given_two_intervals(settings: Settings) -> None:
    state, other = State(settings), State(settings)
    assert state.hosts.reserve("slow.example:80", 600.0, 0.0) == Admission(0.0)
    assert 1190 < other.hosts.reserve("slow.example:80", 600.0, 1e6).seconds <= 1200
    state.hosts.settle("slow.example:80", False, time.time() + 600.0)
    assert 590 < other.hosts.reserve("slow.example:80", 600.0, 1e6).seconds <= 600


def test_hosts_of_the_newsroom_are_not_waited_for(settings: Settings) -> None:
    with FaultServer() as site:
        free = frozenset({("127.0.0.1", site.port)})
        slow = dataclasses.replace(settings, host_interval_seconds=1000.0)
        state, fetcher = State(slow), Fetcher(slow, free)
        polite = Politeness(state, Robots(slow, state, fetcher), 1000.0, free)
        assert [polite.admit(site.url("/article")) for _ in range(3)] == [None, None, None]


def test_a_wait_beyond_patience_is_a_verdict_and_no_sleep(settings: Settings) -> None:
    with FaultServer() as site:
        state = State(settings)
        fetcher = Fetcher(settings, frozenset({("127.0.0.1", site.port)}))
        polite = Politeness(state, Robots(settings, state, fetcher), 0.0, frozenset())
        state.hold_off(site.url("/"), 3600)
        verdict = polite.admit(site.url("/article"))
        assert verdict is not None and (verdict.outcome, verdict.reason) == ("blocked", "retry_after")
        assert site.requests == []


def polite_fetcher(settings: Settings, site: FaultServer) -> tuple[State, Fetcher, Politeness]:
    allow = frozenset({("127.0.0.1", site.port)})
    state, fetcher = State(settings), Fetcher(settings, allow)
    return state, fetcher, Politeness(state, Robots(settings, state, fetcher), 0.0, allow)


def asked(site: FaultServer) -> list[str]:
    return [request.path for request in site.requests if request.path != "/robots.txt"]


@pytest.mark.fault(22, 27)
def test_a_circuit_opens_after_failures_in_a_row_and_then_no_request_is_made(settings: Settings) -> None:
    strict = dataclasses.replace(settings, circuit_failures=3, circuit_seconds=600.0)
    with FaultServer() as site:
        _, fetcher, polite = polite_fetcher(strict, site)
        paths = ["/500", "/empty", "/article", "/500?1", "/reset", "/500?2", "/article?1", "/article?2"]
        results = [fetcher.fetch(site.url(path), admit=polite.admit, settle=polite.settle) for path in paths]
        assert asked(site) == paths[:6]  # an answer in between starts the count anew
        assert {(result.outcome, result.reason) for result in results[6:]} == {("failed", "circuit_open")}
        again = State(strict)  # another process, or this one after a crash
        polite = Politeness(again, Robots(strict, again, fetcher), 0.0, frozenset())
        assert getattr(polite.admit(site.url("/article")), "reason", None) == "circuit_open"


@pytest.mark.fault(27)
def test_a_half_open_circuit_lets_one_probe_through_and_its_answer_decides(settings: Settings) -> None:
    strict = dataclasses.replace(settings, circuit_failures=2, circuit_seconds=600.0)

    def is_over(state: State) -> None:
        state._db.execute("update hosts set open_until = 1 where open_until > 0")

    def pause(state: State) -> float:
        open_until: float = state._db.execute("select open_until from hosts").fetchone()[0]
        return open_until - time.time() if open_until else 0.0

    with FaultServer() as site:
        state, fetcher, polite = polite_fetcher(strict, site)
        for path in ("/500", "/500"):
            fetcher.fetch(site.url(path), admit=polite.admit, settle=polite.settle)
        assert 500 < pause(state) <= 600
        is_over(state)
        other = polite_fetcher(strict, site)[2]
        assert polite.admit(site.url("/500")) is None  # the probe
        assert getattr(other.admit(site.url("/article")), "reason", None) == "circuit_open"
        polite.settle(site.url("/500"), 500, None, None)
        assert 1100 < pause(state) <= 1200  # twice as long
        is_over(state)
        result = fetcher.fetch(site.url("/article"), admit=polite.admit, settle=polite.settle)
        assert result.outcome == "fetched" and pause(state) == 0.0
        assert other.admit(site.url("/article")) is None


def test_a_host_has_no_more_requests_under_way_than_its_places(settings: Settings, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr("acta.collect.politeness.PATIENCE_SECONDS", 0.3)
    one = dataclasses.replace(settings, host_concurrency=1)
    with FaultServer() as site:
        _, _, first = polite_fetcher(one, site)
        _, _, second = polite_fetcher(one, site)
        assert first.admit(site.url("/article")) is None
        assert getattr(second.admit(site.url("/article")), "reason", None) == "deferred"
        first.settle(site.url("/article"), 200, None, None)
        assert second.admit(site.url("/article")) is None


def test_the_place_of_a_process_that_was_killed_is_free_again(settings: Settings) -> None:
    one = dataclasses.replace(settings, host_concurrency=1)
    code = """
        import os, signal, sys
        from pathlib import Path
        from acta.collect.state import State
        from acta.config import Settings
        state = State(Settings(data_dir=Path(sys.argv[1])))
        assert state.hosts.reserve("news.example:80", 0.0, 1.0).refusal is None
        os.kill(os.getpid(), signal.SIGKILL)
    """
    environ = {**os.environ, "PYTHONPATH": str(INCLUDE)}
    victim = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(settings.data_dir)], env=environ)
    assert victim.returncode == -9
    state = State(one)
    assert state._db.execute("select count(*) from leases").fetchone()[0] == 1
    assert state.hosts.reserve("news.example:80", 0.0, 1.0).refusal is None


@pytest.mark.fault(22)
def test_a_429_without_a_time_is_backed_off_from(settings: Settings) -> None:
    with FaultServer() as site:
        _, _, polite = polite_fetcher(settings, site)
        polite.settle(site.url("/"), 429, None, None)
        verdict = polite.admit(site.url("/article"))
        assert verdict is not None and (verdict.outcome, verdict.reason) == ("blocked", "retry_after")


def test_an_older_state_file_is_made_again_without_a_word(settings: Settings) -> None:
    State(settings).close()
    with sqlite3.connect(settings.state_file) as old:
        old.executescript("drop table leases; drop table hosts; create table hosts (host text); pragma user_version=1")
    assert State(settings).hosts.reserve("news.example:80", 0.0, 1.0).refusal is None
