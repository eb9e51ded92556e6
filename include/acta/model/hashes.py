"""One hash a table, over all columns but times of work: equal rows, equal hash, whatever the order.

Any engine can recompute it (SHA-256 throughout, texts in UTF-8):

- A cell is the number of bytes of its text, a colon and the text: ``3:abc``, ``0:`` for an empty text; NULL is ``:``.
- Numbers are written in decimal, doubles in the fewest digits that read back as the same double (``1.0``, ``1e-07``; as
  Python's repr), booleans as true and false, times as ``2026-03-02`` and ``2026-03-02 10:00:00.25``, no zeros at the end.
- The rows are the sum, modulo 2**256, of the hashes of all rows, each over its cells in the order of the columns and read
  as a big-endian integer. So neither order, threads nor parts matter, and two equal rows do not cancel out.
- The table is the hash over these cells: names of columns, number of rows, the sum as 64 hex digits; ``v2:`` goes before it.

It tells apart what differs by chance or mistake. Who can choose thousands of rows freely can make two tables of one sum.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import duckdb

from acta.errors import Permanent
from acta.model.sums import quick_sum

LEFT_OUT_BEFORE = {"loaded_at", "annotated_at"}  # of generations that were published before the others were left out
# when work was done, how fast and in how many attempts, not what it found
LEFT_OUT = LEFT_OUT_BEFORE | {"median_ms", "is_slow", "slow_hour_count", "extract_attempt_count", "annotate_attempt_count"}
LEFT_OUT_TABLES = {"rpt_data_tests"}  # when builds were tested: grows with every build, also of the same articles
TYPES = {  # their texts depend on no setting
    "BOOLEAN", "UINTEGER", "INTEGER", "UBIGINT", "BIGINT", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP",
}  # fmt: skip
FORMULA = "v2:"  # hashes without it were written before there was a second formula

Hasher = Callable[[duckdb.DuckDBPyConnection, str, list[str]], str]


def definitions_hash(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the views and comments of the published schemas: what readers see beside the rows."""
    found = connection.execute(
        """
        select schema_name, view_name, '', sql from duckdb_views() where schema_name in ('main', 'marts') and not internal
        union all
        select schema_name, table_name, column_name, comment from duckdb_columns()
        where schema_name in ('main', 'marts') and comment is not null
        order by all
        """
    ).fetchall()
    return hashlib.sha256(repr(found).encode()).hexdigest()


def table_hashes(connection: duckdb.DuckDBPyConnection, schema: str = "marts") -> dict[str, str]:
    """The hash of each base table of a schema, by table name; the report on the builds themselves is left out.

    The engine makes it in one pass, without sorting. Raises Permanent for a column whose text would depend on a setting.
    """
    return _hashes(connection, schema, _sum_of_rows)


def table_hashes_by_days(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The same hashes of the marts of a build: of tables replaced by days, sums of days whose rows are the same as kept.

    They are kept in ``audit.day_sums``, each beside the quick sum (sums.py) of the rows it was made of.
    """
    connection.execute(
        "create table if not exists audit.day_sums "
        "(table_name varchar, seen_on date, row_count bigint, part_1 hugeint, part_2 hugeint, part_3 hugeint, part_4 hugeint)"
    )
    connection.execute("alter table audit.day_sums add column if not exists quick_sum hugeint")
    return _hashes(connection, "marts", _sum_of_days)


def holds(connection: duckdb.DuckDBPyConnection, hashes: dict[str, str]) -> bool:
    """Whether the marts of a file have these hashes, by the formula that wrote them."""
    hasher = _sorted_rows if of_earlier_formula(hashes) else _sum_of_rows
    return any(_hashes(connection, "marts", hasher, left_out) == hashes for left_out in (LEFT_OUT, LEFT_OUT_BEFORE))


def of_earlier_formula(hashes: dict[str, str]) -> bool:
    """Whether hashes were written before there was a second formula; they compare with none written now."""
    return bool(hashes) and not any(one.startswith(FORMULA) for one in hashes.values())


def _hashes(
    connection: duckdb.DuckDBPyConnection, schema: str, hasher: Hasher, left_out: set[str] = LEFT_OUT
) -> dict[str, str]:
    columns_of = hashed_columns(connection, schema, left_out)
    return {name: hasher(connection, f"{schema}.{name}", columns) for name, columns in columns_of.items()}


def hashed_columns(
    connection: duckdb.DuckDBPyConnection, schema: str = "marts", left_out: set[str] = LEFT_OUT
) -> dict[str, list[str]]:
    """The columns that count of each base table of a schema. Raises Permanent for one whose text would depend on a setting."""
    tables = connection.execute(
        """
        select table_name, list(column_name order by column_index), list(distinct data_type)
        from duckdb_tables() join duckdb_columns() using (database_name, schema_name, table_name)
        where schema_name = ? group by 1 order by 1
        """,
        [schema],
    ).fetchall()
    found = {}
    for name, columns, types in tables:
        if name in LEFT_OUT_TABLES:
            continue
        if strange := set(types) - TYPES:
            raise Permanent(f"{schema}.{name} cannot be hashed: cast its {min(strange)} to one of {', '.join(sorted(TYPES))}")
        found[name] = [column for column in columns if column not in left_out]
    return found


def _sum_of_rows(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> str:
    return _table_hash(columns, connection.execute(f"select {_SUMS} from ({_row_hashes(table, columns)})").fetchone())


def _sum_of_days(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> str:
    if "seen_on" not in columns:
        return _sum_of_rows(connection, table, columns)
    connection.execute(
        f"create or replace temp table day_rows as select seen_on, {quick_sum(columns)} from {table} group by seen_on"
    )
    kept = "select seen_on from day_rows join audit.day_sums using (seen_on, row_count, quick_sum) where table_name = $table"
    connection.execute(f"delete from audit.day_sums where table_name = $table and seen_on not in ({kept})", {"table": table})
    connection.execute(
        f"""
        insert into audit.day_sums
        select $table, seen_on, sums.* exclude (seen_on), quick_sum from day_rows join (
            select seen_on, {_SUMS} from ({_row_hashes(table, columns, "seen_on")}) where seen_on not in ({kept}) group by seen_on
        ) as sums using (seen_on)
        """,
        {"table": table},
    )
    return _table_hash(
        columns,
        connection.execute(
            "select coalesce(sum(row_count), 0)::bigint, sum(part_1)::hugeint, sum(part_2)::hugeint, sum(part_3)::hugeint, "
            "sum(part_4)::hugeint from audit.day_sums where table_name = ?",
            [table],
        ).fetchone(),
    )


# 64 bits at a time: a sum of them is an exact 128-bit integer.
_SUMS = "count(*), " + ", ".join(f"sum(('0x' || substr(row_hash, {place}, 16))::ubigint)" for place in (1, 17, 33, 49))


def _row_hashes(table: str, columns: list[str], *more: str) -> str:
    # For NULL, concat leaves out the count and the text, so the colon stays alone; strlen counts bytes.
    cells = ", ".join(f"""strlen("{name}"::varchar), ':', "{name}"::varchar""" for name in columns)
    return f"select {', '.join([*more, f'sha256(concat({cells})) as row_hash'])} from {table}"


def _table_hash(columns: list[str], found: tuple[int, ...] | None) -> str:
    assert found is not None
    count, *sums = found
    total = 0
    for part in sums:
        total = (total << 64) + (part or 0)  # no sum of no rows
    return FORMULA + hashlib.sha256(_cells([*columns, str(count), f"{total % 2**256:064x}"])).hexdigest()


def _cells(texts: Iterable[str]) -> bytes:
    return b"".join(b"%d:%b" % (len(text), text) for text in (text.encode() for text in texts))


def _sorted_rows(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> str:
    """The formula before ``v2:``, kept so that readers can be taken back to a generation from before an upgrade."""
    cells = ", ".join(f"""coalesce(replace("{name}"::varchar, chr(31), ' '), chr(30))""" for name in columns)
    found = connection.execute(
        f"""
        select sha256(concat($names::varchar, string_agg(row_hash, '' order by row_hash)))
        from (select sha256(concat_ws(chr(31), {cells})) as row_hash from {table})
        """,
        {"names": chr(31).join(columns)},
    ).fetchone()
    assert found is not None
    return str(found[0])
