"""Four days of six kinds of outlets on loopback, collected to the tables once for all tests that ask the tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.faults.week import Week, live_through


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """The week, with what readers saw in its middle and at its end."""
    with pytest.MonkeyPatch.context() as patch:
        yield live_through(tmp_path_factory.mktemp("week"), patch)
