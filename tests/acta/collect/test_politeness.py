"""No host sees more requests than its rate, whichever process asks; the server keeps the clock."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.support.fault_server import FaultServer

from acta.collect.http import Fetcher
from acta.collect.politeness import Politeness
from acta.collect.robots import Robots
from acta.collect.state import State
from acta.config import Settings

INTERVAL = 0.2
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
    # slots are dealt 0.2 s apart; a request may start late on a busy machine, but the whole can never be faster
    assert times[-1] - times[0] >= INTERVAL * (len(times) - 1) * 0.9


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
