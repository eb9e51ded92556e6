"""One build of the fixture, shared by the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from tests.dbt.builds import Build, dbt_build
from tests.dbt.fixture import fill


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The fixture, built with all tests."""
    return dbt_build(tmp_path_factory.mktemp("build"), fill)


@pytest.fixture(scope="session")
def marts(build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built file, read-only, with marts as the default schema."""
    assert build.exit_status == 0, build.output[-3000:]
    connection = duckdb.connect(str(build.file), read_only=True)
    connection.execute("use acta.marts")
    yield connection
    connection.close()
