"""`acta query` reads the published tables, and reaches nothing else of the machine, however it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.acta.access.conftest import Place

from acta.cli.query import at_most, lock, read
from acta.config import Settings, load_settings
from acta.errors import Permanent
from acta.publish.reading import open_published

CANARY = "c4n4ry-0f-a-file"


@pytest.fixture(scope="module")
def settings(published: Place) -> Settings:
    return load_settings(published.environment())


@pytest.fixture
def locked(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(settings) as connection:
        lock(connection, settings)
        yield connection


HOSTILE = [
    "from read_csv('{file}')", "from read_csv_auto('{file}')", "from sniff_csv('{file}')", "from '{file}'",
    'from "{file}"', "from '{folder}/*.csv'", "from read_text('{file}')", "from read_blob('{file}')",
    "from read_json('{file}')", "from read_json_objects('{file}')", "from read_ndjson('{file}')", "from read_parquet('{file}')",
    "from parquet_metadata('{file}')", "from parquet_schema('{file}')", "from glob('{folder}/*')", "select * from glob('/etc/*')",
    "copy (select 1) to '{out}'", "copy fct_articles to '{out}' (format parquet)", "copy (select 1) to '/dev/stdout'",
    "export database '{out}'", "import database '{folder}'", "attach '{out}' as other", "attach '{file}' as other (type sqlite)",
    "attach 'https://127.0.0.1:9/x.duckdb'", "install httpfs", "install httpfs from community", "load httpfs", "load '{file}'",
    "force install spatial", "from 'https://127.0.0.1:9/x.csv'", "from read_csv('s3://bucket/x')",
    "create secret (type s3, key_id 'x', secret 'y')", "create persistent secret (type s3, key_id 'x', secret 'y')",
    "set enable_external_access = true", "reset enable_external_access", "set global enable_external_access = true",
    "set lock_configuration = false", "pragma enable_external_access", "set temp_directory = '{folder}'",
    "set memory_limit = '100GB'", "pragma memory_limit='100GB'", "set allowed_directories = ['/']",
    "set file_search_path = '/etc'",
    "set home_directory = '{folder}'", "set secret_directory = '{folder}'", "set extension_directory = '{folder}'",
    "set python_enable_replacements = true", "set logging_storage = 'file'", "set log_query_path = '{out}'",
    "pragma enable_profiling", "set profile_output = '{out}'", "pragma profiling_output='{out}'",
    "call enable_logging(storage = 'file', storage_config = {{'path': '{folder}'}})",
    "select getenv('HOME')", "from connection", "from frame_of_the_test", "select * from settings",
    "delete from fct_articles", "update fct_articles set title = ''", "drop table fct_articles",
    "create table marts.x as select 1",
    "insert into fct_articles select * from fct_articles", "checkpoint", "force checkpoint", "vacuum",
    "select 1; attach '{out}'", "with x as (from read_text('{file}')) from x", "from query('from read_text(''{file}'')')",
    "from query_table('{file}')", "create temp view v as from read_text('{file}'); from v",
    "create temp macro m() as table from read_text('{file}'); from m()", "prepare p as from read_text('{file}'); execute p",
    "explain analyze from read_text('{file}')", "describe '{file}'", "summarize '{file}'", "pragma import_database('{folder}')",
    "from sqlite_scan('{file}', 'x')", "from postgres_scan('host=127.0.0.1', 'public', 'x')", "from read_duckdb('{file}')",
    "from st_read('{file}')", "from read_xlsx('{file}')", "from iceberg_scan('{folder}')", "from delta_scan('{folder}')",
    "copy x from '{file}'", "create temp table t (a varchar); copy t from '{file}'",
]  # fmt: skip

@pytest.mark.fault(18)
@pytest.mark.parametrize("sql", HOSTILE)
def test_a_hostile_query_reads_and_writes_nothing(sql: str, locked: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    frame_of_the_test = [1]  # what a replacement scan would find
    file, target = tmp_path / "secret.csv", tmp_path / "out"
    file.write_text(f"a,b\n{CANARY},2\n")
    before = sorted(tmp_path.iterdir())
    try:
        found = str(read(locked, sql.format(file=file, folder=tmp_path, out=target)).fetchall())
    except (duckdb.Error, Permanent) as error:
        found = str(error)
    else:
        pytest.fail(f"it ran, and found {found}")
    assert CANARY not in found and frame_of_the_test
    assert sorted(tmp_path.iterdir()) == before


READING = [
    "select count(*) from fct_articles", "from fct_articles limit 1", "with x as (select 1) from x", "describe fct_articles",
    "show tables", "summarize fct_articles", "explain select 1", "pivot fct_articles on language using count(*)",
    "pragma table_info('fct_articles')", "create temp table x as select 1 as n; from x", "values (1)", "select 1;",
]  # fmt: skip


@pytest.mark.parametrize("sql", READING)
def test_a_query_that_reads_tables_runs(sql: str, locked: duckdb.DuckDBPyConnection) -> None:
    assert read(locked, sql).fetchall()


def test_nothing_is_written_beside_the_published_file(published: Place) -> None:
    before = sorted(path.name for path in (published.data / "publish").rglob("*"))
    sql = "select count(*) from range(3000000) t(i) group by hash(i)"
    done = published.run("query", sql, "--limit", "1", ACTA_MEMORY_GB="0.05")
    assert b"ACTA_MEMORY_GB" in done.stderr and done.returncode == 1, done
    assert sorted(path.name for path in (published.data / "publish").rglob("*")) == before


def test_a_table_ends_after_a_thousand_rows_and_says_so_and_csv_has_all(published: Place) -> None:
    some = published.run("query", "select i from range(2500) t(i)")
    assert b"1000 rows" in some.stdout and b"--limit 0" in some.stderr
    everything = published.run("query", "select i from range(2500) t(i)", "--limit", "0")
    assert b"2500 rows" in everything.stdout and everything.stderr == b""
    csv = published.run("query", "select i from range(2500) t(i)", "--format", "csv")
    assert len(csv.stdout.splitlines()) == 2501 and csv.stderr == b""
    few = published.run("query", "select i from range(2500) t(i)", "--format", "json", "--limit", "3")
    assert few.stdout == b'{"i": 0}\n{"i": 1}\n{"i": 2}\n' and b"--limit 0" in few.stderr
    exact = published.run("query", "select i from range(3) t(i)", "--limit", "3")
    assert exact.stderr == b""


def test_a_query_that_takes_too_long_is_stopped_with_one_line(locked: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(Permanent, match="--timeout"), at_most(locked, 1):
        locked.execute("select count(*) from range(1000000000) a, range(1000000000) b where a.range % 7 = b.range % 11")
