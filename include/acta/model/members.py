"""From pairs to ids: ``clusters.event_members`` and ``clusters.utterance_members``, in one way, and what became of ids.

Only clusters that a change touches are computed. A pair holds two members of one cluster, so whoever is tied to a member of such
a cluster is in it too, or came by a pair that is itself a change.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from acta.ids import HEX_DIGITS
from acta.model.components import smallest_of_numbers
from acta.model.kept import create_table, temporary_table


class Kind(NamedTuple):
    """What is clustered."""

    name: str
    prefix: str  # of ids
    member: str  # column of the member's id
    pairs: tuple[str, str, str]  # table of ``clusters`` and its two columns


def write_members(connection: duckdb.DuckDBPyConnection, kind: Kind, found: str, everything: bool) -> None:
    """Bring ``clusters.<kind>_members`` up to date: every row of ``found`` (columns ``member``, seen_at) and what it belongs to.

    The temporary table ``touched`` names the members that are new, gone, not as they were or in a pair that is new or gone; with
    ``everything`` those of ``found``, and all that stood in the table count as well. The id
    is made from the member seen first, so what comes later joins and moves nobody; when two turn out to be one, the older one's
    id stays. A member of no pair stands for itself.
    """
    table, member, key = f"clusters.{kind.name}_members", kind.member, f"{kind.name}_id"
    create_table(connection, f"{kind.name}_members", {member: pa.string(), key: pa.string()})
    these = "" if everything else f"semi join touched using ({member})"
    connection.execute(
        f"""
        create or replace temp table before as
        with affected as materialized (select distinct {key} from {table} {these})
        from {table} semi join affected using ({key})
        """
    )
    connection.execute(
        f"""
        create or replace temp table numbered as
        with affected as materialized (select {member} from touched union select {member} from before)
        select {member}, seen_at, row_number() over (order by seen_at, {member}) - 1 as number
        from {found} semi join affected using ({member})
        """
    )
    _number_firsts(connection, kind)
    connection.execute(
        f"""
        create or replace temp table after as
        select m.{member}, '{kind.prefix}_' || left(sha256(f.{member}), {HEX_DIGITS}) as {key}
        from firsts join numbered as m using (number)
        join numbered as f on f.number = first
        """
    )
    connection.execute(f"delete from {table} where {member} in (select {member} from before)")
    connection.execute(f"insert into {table} from after")
    redirect(connection, kind.name, member)
    connection.execute("drop table numbered; drop table firsts; drop table before; drop table after")


def _number_firsts(connection: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Make the temporary table ``firsts``: of each number in ``numbered`` the smallest that hangs together with it."""
    source, one, other = kind.pairs
    numbers = connection.execute(
        f"""
        with pairs as materialized (
            select b.number, p.{other} as other from clusters.{source} as p join numbered as b on b.{kind.member} = p.{one}
        )
        select pairs.number as a, n.number as b from pairs join numbered as n on n.{kind.member} = other
        """
    ).fetchnumpy()
    ((count,),) = connection.execute("select count(*) from numbered").fetchall()
    firsts = smallest_of_numbers(count, numbers["a"], numbers["b"])
    temporary_table(connection, "firsts", pa.table({"number": np.arange(count), "first": firsts}))


def redirect(connection: duckdb.DuckDBPyConnection, kind: str, member: str) -> None:
    """Keep redirects from the ids of ``before`` that no longer exist in ``after``: all members of the clusters that changed."""
    key = f"{kind}_id"
    connection.execute(
        "create table if not exists clusters.redirects (kind varchar, old_id varchar, new_id varchar, primary key (kind, old_id))"
    )
    connection.execute(
        f"delete from clusters.redirects where kind = '{kind}' "
        f"and (old_id in (select {key} from before) or old_id in (select {key} from after))"
    )
    connection.execute(
        f"""
        insert into clusters.redirects
        select '{kind}', before.{key}, min(after.{key})
        from before join after using ({member})
        where before.{key} not in (select {key} from after)
        group by all
        """
    )
