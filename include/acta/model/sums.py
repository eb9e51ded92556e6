"""Quick sums: whether two tables of one DuckDB hold the same rows, at a tenth of the cost of the hashes (hashes.py).

They add up DuckDB's own 64-bit ``hash()`` of each row, which may change with its version: they are good between a build and
its copy, never kept as what identifies a table.
"""

from __future__ import annotations

import duckdb


def quick_sum(columns: list[str]) -> str:
    """SQL of the two columns ``row_count`` and ``quick_sum``."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"count(*) as row_count, sum(hash({names})::hugeint) as quick_sum"


def table_sums(
    connection: duckdb.DuckDBPyConnection, columns_of: dict[str, list[str]], schema: str = "marts"
) -> dict[str, str]:
    """Rows and quick sum of each of these tables, and the version of DuckDB that they are of."""
    sums = {"": duckdb.__version__}
    for name, columns in columns_of.items():
        found = connection.execute(f"select {quick_sum(columns)} from {schema}.{name}").fetchone()
        assert found is not None
        sums[name] = f"{found[0]}:{found[1] or 0}"
    return sums


def are_comparable(sums: dict[str, str]) -> bool:
    """Whether sums were made by this version of DuckDB; builds of earlier versions of Acta have none."""
    return sums.get("") == duckdb.__version__
