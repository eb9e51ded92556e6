"""Each data test catches the row that breaks its belief: a test that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.dbt.bad_rows import BAD_ROWS, data_tests, seed
from tests.dbt.builds import Build


@pytest.fixture(scope="module")
def loose(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built tables and views as plain tables without constraints, under the same names."""
    assert build.exit_status == 0, build.output[-3000:]
    folder: Path = tmp_path_factory.mktemp("loose")
    with (
        duckdb.connect(str(build.file), read_only=True) as built,
        duckdb.connect(str(folder / "acta.duckdb")) as connection,  # compiled tests name the catalog acta
    ):
        relations = built.execute(
            "select distinct schema_name, table_name from duckdb_columns() "
            "where schema_name in ('staging', 'intermediate', 'marts', 'main') and database_name = 'acta'"
        ).fetchall()
        for schema, table in relations:
            rows = built.execute(f"from {schema}.{table}").to_arrow_table()  # by way of Arrow: views become tables
            connection.execute(f"create schema if not exists {schema}")
            connection.register("rows", rows)
            connection.execute(f"create table {schema}.{table} as from rows")
            connection.unregister("rows")
        yield connection


@pytest.mark.fault(28, 29)
def test_every_data_test_catches_its_bad_row(build: Build, loose: duckdb.DuckDBPyConnection) -> None:
    missed = []
    tests = list(data_tests(build.manifest()))
    for node in tests:
        count = f"select count(*) from ({node['compiled_code']}) as failures"
        loose.execute("begin")
        before = loose.execute(count).fetchone()
        seed(loose, node)
        after = loose.execute(count).fetchone()
        loose.execute("rollback")
        if before is None or after is None or after[0] <= before[0]:
            missed.append(node["name"])
    assert missed == []
    assert len(tests) > 200


def test_no_bad_row_outlives_its_test(build: Build) -> None:
    assert set(BAD_ROWS) <= {node["name"] for node in data_tests(build.manifest())}
