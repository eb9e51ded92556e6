"""From pairs to ids: ``clusters.event_members`` and ``clusters.utterance_members``, in one way."""

from __future__ import annotations

import duckdb
import numpy as np

from acta.ids import HEX_DIGITS
from acta.model.components import smallest_of_numbers


def write_members(
    connection: duckdb.DuckDBPyConnection, table: str, prefix: str, found: str, member: str, pairs: tuple[str, str, str]
) -> None:
    """Replace ``clusters.<table>_members``: every row of ``found`` (columns ``member``, seen_at) and what it belongs to.

    ``pairs`` is a table of ``clusters`` and its two columns. The id is made from the member seen first, so what comes later joins
    and moves nobody; when two turn out to be one, the older one's id stays. A member of no pair stands for itself. ``opened_on`` is
    the day, in UTC, on which the version that this first member stands in was first seen: one day for all of a cluster.
    """
    source, one, other = pairs
    connection.execute(
        f"create or replace temp table numbered as "
        f"select {member}, seen_at, row_number() over (order by seen_at, {member}) - 1 as number from {found}"
    )
    numbers = connection.execute(
        f"""
        select a.number as a, b.number as b from clusters.{source}
        join numbered as a on a.{member} = {one}
        join numbered as b on b.{member} = {other}
        """
    ).fetchnumpy()
    ((count,),) = connection.execute("select count(*) from numbered").fetchall()
    connection.register("smallest", {"number": np.arange(count), "first": smallest_of_numbers(count, numbers["a"], numbers["b"])})
    connection.execute(
        f"""
        create or replace table clusters.{table}_members as
        select m.{member}, '{prefix}_' || left(sha256(f.{member}), {HEX_DIGITS}) as {table}_id,
            try_cast(left(f.seen_at, 10) as date) as opened_on
        from smallest join numbered as m using (number)
        join numbered as f on f.number = first
        """
    )
    connection.unregister("smallest")
    connection.execute("drop table numbered")
