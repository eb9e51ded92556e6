"""A table's hash follows its rows and nothing else. The formula is written down again here, in Python, as its reader would."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from acta.errors import Permanent
from acta.model.hashes import holds, of_earlier_formula, table_hashes, table_hashes_by_days

Row = tuple[object, ...]

COLUMNS = {
    "name": "varchar", "note": "varchar", "number": "bigint", "score": "double", "is_current": "boolean",
    "occurred_on": "date", "seen_at": "timestamp",
}  # fmt: skip
# Texts made of what parts cells, what marks NULL and what a hash written by hand trips over.
LETTERS = st.sampled_from(":0123\x1e\x1f\\N'\"é漢👩\u0301 ") | st.characters(codec="utf-8")
TEXTS = st.none() | st.text(LETTERS, max_size=6)
ROWS = st.lists(
    st.tuples(
        TEXTS,
        TEXTS,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.floats(allow_nan=False),
        st.none() | st.booleans(),
        st.none() | st.dates(),
        st.none() | st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),
    ),
    min_size=1,
    max_size=6,
)
properties = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        yield connection


def hash_of(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], columns: dict[str, str] = COLUMNS) -> str:
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"create or replace table marts.fct_a ({listed})")
    for row in rows:
        connection.execute(f"insert into marts.fct_a values ({', '.join('?' * len(row))})", list(row))
    return table_hashes(connection)["fct_a"]


def by_the_docstring(rows: Sequence[Row], names: Sequence[str] = tuple(COLUMNS)) -> str:
    def text(value: object) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, datetime):
            return value.isoformat(" ", "microseconds").rstrip("0").rstrip(".")
        return value.isoformat() if isinstance(value, date) else str(value)

    def cell(value: object) -> bytes:
        return b":" if value is None else str(len(text(value).encode())).encode() + b":" + text(value).encode()

    total = sum(int.from_bytes(hashlib.sha256(b"".join(map(cell, row))).digest(), "big") for row in rows)
    parts = [*names, str(len(rows)), format(total % 2**256, "064x")]
    return "v2:" + hashlib.sha256(b"".join(map(cell, parts))).hexdigest()


def test_the_hash_of_a_known_table_never_moves(connection: duckdb.DuckDBPyConnection) -> None:
    """A changed value makes every lock that was cited wrong: change the formula's name with it."""
    rows: list[Row] = [("a", None, 1, 0.5, True, date(2026, 3, 2), datetime(2026, 3, 2, 10)), ("", "é:\x1f", *[None] * 5)]
    known = "v2:89112a64cdb1b5c939557b4d975a44c1f50b6f376e46aa681a3d3bf41c4ec6e8"
    assert hash_of(connection, rows) == by_the_docstring(rows) == known


@properties
@given(rows=ROWS)
def test_another_engine_comes_to_the_same_hash(connection: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    assert hash_of(connection, rows) == by_the_docstring(rows)


def test_the_code_on_the_page_comes_to_the_same_hash(connection: duckdb.DuckDBPyConnection) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "cite-the-data.md").read_text(encoding="utf-8")
    code: dict[str, Callable[..., str]] = {}
    exec(page.split("```python\n")[1].split("```")[0], code)
    rows: list[Row] = [("é", None), ("", "1:a"), ("", "1:a")]
    names = {"name": "varchar", "note": "varchar"}
    assert code["table_hash"](list(names), rows) == hash_of(connection, rows, names)


@properties
@given(rows=ROWS, data=st.data())
def test_any_other_cell_gives_another_hash(
    connection: duckdb.DuckDBPyConnection, rows: list[Row], data: st.DataObject
) -> None:
    place, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(COLUMNS) - 1))
    new = data.draw(ROWS)[0][column]
    assume(not same(new, rows[place][column]))
    changed = list(rows)
    changed[place] = (*rows[place][:column], new, *rows[place][column + 1 :])
    assert hash_of(connection, changed) != hash_of(connection, rows)


def same(one: object, two: object) -> bool:
    """Equal, and alike in sign where both are zero."""
    alike = math.copysign(1, one) == math.copysign(1, two) if isinstance(one, float) and isinstance(two, float) else True
    return one == two and type(one) is type(two) and alike


@properties
@given(rows=ROWS, times=st.integers(2, 4))
def test_a_row_that_is_missing_or_there_again_gives_another_hash(
    connection: duckdb.DuckDBPyConnection, rows: list[Row], times: int
) -> None:
    seen = {hash_of(connection, rows), hash_of(connection, rows[1:]), hash_of(connection, rows + rows[:1] * (times - 1))}
    seen.add(hash_of(connection, [*rows, *rows[:1] * times]))
    assert len(seen) == 4


@properties
@given(data=st.data(), rows=ROWS)
def test_the_order_of_rows_is_no_part_of_it(
    connection: duckdb.DuckDBPyConnection, data: st.DataObject, rows: list[Row]
) -> None:
    assert hash_of(connection, data.draw(st.permutations(rows))) == hash_of(connection, rows)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((None, ""), ("", None)),
        ((None, None), ("", "")),
        (("a", None), ("a", "")),
        (("1:a", ""), ("1:a0:", None)),
        (("ab", "c"), ("a", "bc")),
        (("a\x1fb", "c"), ("a", "b\x1fc")),
        (("\x1e", "a"), (None, "a")),
        ((" ", "a"), ("\x1f", "a")),
        (("a", "b"), ("b", "a")),
    ],
)
def test_nothing_unknown_and_what_parts_cells_are_told_apart(
    connection: duckdb.DuckDBPyConnection, one: Row, two: Row
) -> None:
    columns = {"name": "varchar", "note": "varchar"}
    assert hash_of(connection, [one], columns) != hash_of(connection, [two], columns)


def test_cells_that_change_places_between_rows_give_another_hash(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {"name": "varchar", "number": "bigint"}
    assert hash_of(connection, [("a", 1), ("b", 2)], columns) != hash_of(connection, [("a", 2), ("b", 1)], columns)


def test_a_column_of_another_name_or_place_gives_another_hash(connection: duckdb.DuckDBPyConnection) -> None:
    names = [("name", "note"), ("name", "notes"), ("note", "name"), ("nameno", "te")]
    seen = {hash_of(connection, [("a", "a")], dict.fromkeys(pair, "varchar")) for pair in names}
    seen |= {hash_of(connection, [], dict.fromkeys(pair, "varchar")) for pair in names}
    assert len(seen) == 8


def test_when_work_was_done_is_no_part_of_it(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {"name": "varchar", "loaded_at": "timestamp", "annotated_at": "timestamp"}
    first = hash_of(connection, [("a", datetime(2026, 3, 2), None)], columns)
    assert hash_of(connection, [("a", None, datetime(2026, 3, 3))], columns) == first
    assert hash_of(connection, [("a",)], {"name": "varchar"}) == first
    connection.execute("create table marts.rpt_data_tests (name varchar)")
    assert set(table_hashes(connection)) == {"fct_a"}


def test_threads_parts_and_the_time_zone_change_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    made = "select md5(i::varchar) as name, i as number, i / 7.0 as score, timestamp '2026-03-02' + to_seconds(i) as seen_at"
    connection.execute(f"create table marts.fct_a as {made} from range(300_000) r(i)")
    found = set()
    for threads, zone in ((1, "UTC"), (2, "Asia/Tokyo"), (8, "America/New_York")):
        connection.execute(f"set threads = {threads}")
        connection.execute(f"set timezone = '{zone}'")
        found.add(table_hashes(connection)["fct_a"])
    connection.execute("create table marts.fct_b as from marts.fct_a limit 0")
    for start in (200_000, 0, 100_000):
        connection.execute(f"insert into marts.fct_b {made} from range({start + 99_999}, {start - 1}, -1) r(i)")
    found.add(table_hashes(connection)["fct_b"])
    assert len(found) == 1


def test_a_type_whose_text_depends_on_a_setting_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table marts.fct_a (seen_at timestamptz)")
    with pytest.raises(Permanent, match="cast its TIMESTAMP WITH TIME ZONE"):
        table_hashes(connection)


def test_hashes_from_before_the_formula_had_a_name_are_still_checked(connection: duckdb.DuckDBPyConnection) -> None:
    """The values were written by the code of that time."""
    connection.execute(
        """
        create table marts.fct_a (id varchar, number bigint, score double, seen_at timestamp, loaded_at timestamp);
        insert into marts.fct_a values ('a', 1, 0.5, '2026-03-02 10:00:00', '2026-03-03'),
            ('b' || chr(31), null, 1e-7, null, null), ('', -3, null, '2026-03-02 10:00:00.25', null);
        create table marts.dim_empty (id varchar);
        """
    )
    earlier = {
        "dim_empty": "a56145270ce6b3bebd1dd012b73948677dd618d496488bc608a3cb43ce3547dd",
        "fct_a": "e64849d7ed0363eb21a2172ca393b056a09dcc326bc0524a8c4192dd2f6b1195",
    }
    assert of_earlier_formula(earlier) and holds(connection, earlier)
    assert not of_earlier_formula(table_hashes(connection)) and holds(connection, table_hashes(connection))
    connection.execute("update marts.fct_a set number = 2 where id = 'a'")
    assert not holds(connection, earlier)


def test_kept_sums_of_days_follow_every_change_of_their_rows(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema audit")
    connection.execute("create table marts.dim_a (id bigint, name varchar)")
    connection.execute("create table marts.fct_b (id bigint, seen_on date, loaded_at timestamp, name varchar)")
    for change in (
        "insert into marts.fct_b select i, date '2026-03-01' + (i % 4)::integer, null, 'n' || i from range(40) r(i)",
        "update marts.fct_b set name = 'm' where id = 5",
        "update marts.fct_b set loaded_at = now()::timestamp",
        "update marts.fct_b set seen_on = date '2026-03-09' where id = 6",
        "delete from marts.fct_b where seen_on = date '2026-03-02'",
        "update audit.day_sums set quick_sum = null",  # as kept by a version without quick sums, or of another DuckDB
        "insert into marts.fct_b select * from marts.fct_b",
        "insert into marts.dim_a values (1, 'a')",
        "delete from marts.fct_b",
    ):
        connection.execute(change)
        assert table_hashes_by_days(connection) == table_hashes(connection), change


def test_days_whose_rows_did_not_change_are_not_hashed_again(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema audit")
    connection.execute(
        "create table marts.fct_b as select i as id, date '2026-03-01' + (i % 4)::integer as seen_on from range(40) r(i)"
    )
    table_hashes_by_days(connection)
    connection.execute("update audit.day_sums set part_4 = 7 where seen_on = date '2026-03-02'")
    connection.execute("update marts.fct_b set id = -1 where seen_on = date '2026-03-01'")
    assert table_hashes_by_days(connection) != table_hashes(connection)
    assert connection.execute("select part_4 = 7 from audit.day_sums where seen_on = date '2026-03-02'").fetchone() == (True,)
