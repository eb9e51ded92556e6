"""How long a fuzzer runs: seconds of CPU in `make test`, minutes under the slow mark. FUZZ_SECONDS overrides both.

A fuzzer is a property over one value of a strategy, run by ``fuzz`` until its budget is spent:

    @budgets
    def test_no_feed_ends_in_an_exception(seconds: float) -> None:
        fuzz(feeds(), read, seconds)

Quick runs draw the same examples each time, so CI does not fail by chance; slow runs draw new ones. What a slow run finds
belongs into the code and, as a plain test, beside the other tests of that code.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis.strategies import SearchStrategy

QUICK_SECONDS, SLOW_SECONDS = 20.0, 600.0  # of CPU time: a busy machine tries as many examples as a quiet one
MOST_WALL = 3.0  # times as long by the clock, where a fuzzer waits for the disk
ROUND = 100  # examples between two looks at the budget
_GIVEN = os.environ.get("FUZZ_SECONDS")
T = TypeVar("T")

budgets = pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(float(_GIVEN or QUICK_SECONDS), id="quick", marks=pytest.mark.timeout(900)),
        pytest.param(
            float(_GIVEN or SLOW_SECONDS), id="slow", marks=[pytest.mark.slow, pytest.mark.timeout(4 * SLOW_SECONDS)]
        ),
    ],
)


def fuzz(strategy: SearchStrategy[T], check: Callable[[T], object], seconds: float) -> int:
    """Call ``check`` with values of the strategy for so many CPU-seconds; returns how many. Hypothesis shrinks what fails."""
    ends, latest = time.process_time() + seconds, time.monotonic() + seconds * MOST_WALL
    tried, number = 0, 0 if seconds <= QUICK_SECONDS else time.time_ns()

    def counted(value: T) -> None:
        nonlocal tried
        tried += 1
        check(value)

    while time.process_time() < ends and time.monotonic() < latest:
        quietly = hypothesis_settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        seed(number)(quietly(given(strategy)(counted)))()
        number += 1
    print(f"{tried} examples in {seconds:g} s of CPU time")
    return tried
