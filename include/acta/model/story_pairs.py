"""Same-story pairs of texts over the whole history: ``clusters.story_pairs``, brought up to date by what is new.

Whether two texts are a pair depends on them, on the days they were printed and on the furniture among their lines. Of each text a
digest of that is kept: a load looks at the texts whose digest is new, and the pairs of all others stay. So the table is what a
full computation would give, in whatever order articles come.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from acta.model import same_story
from acta.model.kept import arrow_table, create_kept, insert_arrow
from acta.model.same_story import (
    MANY_STORIES,
    Features,
    anchors_of,
    containment,
    features_of,
    key_of,
    lines_of,
    shingles_of,
)

COPY_DAYS = 30  # a near copy is printed within so many days; the same words are one story at any time
CHUNK = 50_000  # texts compared at a time

# text_key: of the text's SHA-256; line_key, words_key: of the words as ``same_story`` reads them
KEPT = {
    "story_texts": {
        "text_key": pa.uint64(),
        "words_key": pa.uint64(),
        "is_sampled": pa.bool_(),
        "anchor_count": pa.int32(),
        "sampled_count": pa.int32(),
    },
    "story_lines": {"text_key": pa.uint64(), "line_key": pa.uint64(), "other_key": pa.uint64()},
    "story_anchors": {"text_key": pa.uint64(), "anchor": pa.uint32()},
    "story_digests": {"text_key": pa.uint64(), "digest": pa.string()},
    "story_pairs": {"text_a": pa.uint64(), "text_b": pa.uint64(), "score": pa.float64()},
}
# A line stands in many stories when the texts that hold it have many different longest lines beside it.
_FURNITURE = f"""
    create or replace temp table furniture as
    with often as (select line_key from clusters.story_lines group by all having count(*) >= {MANY_STORIES})
    select line_key from clusters.story_lines semi join often using (line_key)
    group by all having count(distinct other_key) >= {MANY_STORIES}
"""
_DIGESTS = """
    create or replace temp table digests as
    with printed as (
        select text_key, coalesce(min(told_on), '0001-01-01') as first_on, coalesce(max(told_on), '9999-12-31') as last_on
        from told group by all
    ),
    furnished as (
        select text_key, sum(line_key::hugeint) as lines
        from clusters.story_lines semi join furniture using (line_key) group by all
    )
    select text_key, first_on, last_on, concat_ws(' ', first_on, last_on, lines) as digest
    from printed left join furnished using (text_key)
"""
# Texts to compare a chunk with, and its own anchors; furniture proposes nobody.
_NEAR = f"""
    create or replace temp table near as
    with fresh as (select * from changed where place between $first and $last),
    reach as (select min(first_on) - {COPY_DAYS} as first_on, max(last_on) + {COPY_DAYS} as last_on from fresh)
    select texts.*, digests.first_on, digests.last_on, changed.place
    from clusters.story_texts as texts
    join digests using (text_key)
    join reach on digests.last_on >= reach.first_on and digests.first_on <= reach.last_on
    left join changed using (text_key)
"""
_FRESH_ANCHORS = """
    create or replace temp table fresh_anchors as
    select text_key, anchor from clusters.story_anchors
    semi join (select text_key from changed where place between $first and $last) using (text_key)
    anti join furniture_anchors using (anchor)
"""
# Candidates share a twentieth of the anchors that both could have: at a containment of .4 it is about a fifth.
# Step by step: of tables made in the same transaction DuckDB does not know the size, and would join all texts of a month first.
_CANDIDATES = f"""
    with reachable as materialized (select * from clusters.story_anchors semi join near using (text_key)),
    met as materialized (
        select fresh_anchors.text_key as fresh_key, reachable.text_key as other_key, count(*) as shared_count
        from fresh_anchors join reachable using (anchor)
        where reachable.text_key <> fresh_anchors.text_key
        group by all
    ),
    placed as materialized (
        select met.*, near.* from met join near on near.text_key = met.fresh_key
    )
    select fresh.fresh_key, fresh.other_key
    from placed as fresh
    join near as other on other.text_key = fresh.other_key
    where coalesce(other.place < fresh.place, true)
        and other.first_on <= fresh.last_on + {COPY_DAYS} and other.last_on >= fresh.first_on - {COPY_DAYS}
        and fresh.shared_count >= 0.05 * case
            when fresh.is_sampled or other.is_sampled then least(fresh.sampled_count, other.sampled_count)
            else least(fresh.anchor_count, other.anchor_count) end
    order by all
"""


def write_story_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the tables up to date with two temporary ones, ``told`` (text_key, told_on, …) and ``texts`` (text_key, text).

    Leaves the transaction to the caller. ``clusters.story_texts`` then has one row a text of ``told``.
    """
    create_kept(connection, KEPT, same_story)
    for table in ("story_texts", "story_lines", "story_anchors"):
        connection.execute(f"delete from clusters.{table} where text_key not in (select text_key from told)")
    _read_texts(connection)
    furniture = _find_furniture(connection)
    connection.execute(_DIGESTS)
    connection.execute(
        """
        create or replace temp table changed as
        select text_key, first_on, last_on, row_number() over (order by first_on, text_key) as place
        from digests anti join clusters.story_digests using (text_key, digest)
        """
    )
    connection.execute(
        """
        delete from clusters.story_pairs
        where text_a in (select text_key from changed) or text_b in (select text_key from changed)
            or text_a not in (select text_key from digests) or text_b not in (select text_key from digests)
        """
    )
    _compare(connection, furniture)
    connection.execute("delete from clusters.story_digests")
    connection.execute("insert into clusters.story_digests select text_key, digest from digests")
    for table in ("furniture", "furniture_anchors", "digests", "changed"):
        connection.execute(f"drop table {table}")


def _read_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the features of texts that are new."""
    connection.execute(
        "create or replace temp table unread as "
        "select distinct text_key from told anti join clusters.story_texts using (text_key)"
    )
    kept: dict[str, list[pa.Table]] = {"story_texts": [], "story_lines": [], "story_anchors": []}
    known: set[int] = set()
    for rows in _rows(connection, "from texts semi join unread using (text_key) select text_key, text"):
        new = {key: text for key, text in rows if key not in known}
        known.update(new)
        found = {key: features_of(text) for key, text in new.items()}
        kept["story_texts"].append(arrow_table(KEPT["story_texts"], [_summary(key, one) for key, one in found.items()]))
        lines = [(key, *line) for key, one in found.items() for line in one.lines]
        kept["story_lines"].append(arrow_table(KEPT["story_lines"], lines))
        anchors = [(key, anchor) for key, one in found.items() for anchor in one.anchors]
        kept["story_anchors"].append(arrow_table(KEPT["story_anchors"], anchors))
    for table, parts in kept.items():
        for part in parts:
            insert_arrow(connection, f"clusters.{table}", part)
    connection.execute("drop table unread")


def _summary(text_key: int, one: Features) -> tuple[int, int | None, bool, int, int]:
    return text_key, one.words_key, one.is_sampled, len(one.anchors), one.sampled_count


def _find_furniture(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Make the temporary tables ``furniture`` and ``furniture_anchors``; returns the keys of the lines."""
    connection.execute(_FURNITURE)
    wanted = {key for (key,) in connection.execute("from furniture").fetchall()}
    connection.execute("create or replace temp table furniture_anchors (anchor uinteger)")
    # one text a line is enough to have its words
    holders = """
        from texts semi join (
            select min(text_key) as text_key from clusters.story_lines semi join furniture using (line_key) group by line_key
        ) using (text_key) select text_key, text
    """
    anchors = {
        anchor
        for rows in (_rows(connection, holders) if wanted else ())
        for _, text in rows
        for line in lines_of(text)
        if key_of(line) in wanted
        for anchor in anchors_of(line)
    }
    insert_arrow(connection, "furniture_anchors", pa.table({"anchor": pa.array(sorted(anchors), pa.uint32())}))
    return wanted


def _compare(connection: duckdb.DuckDBPyConnection, furniture: set[int]) -> None:
    """Add the pairs of changed texts, a chunk of neighbouring days at a time."""
    ((count,),) = connection.execute("select count(*) from changed").fetchall()
    for first in range(1, count + 1, CHUNK):
        bounds = {"first": first, "last": first + CHUNK - 1}
        connection.execute(_NEAR, bounds)
        connection.execute(_FRESH_ANCHORS, bounds)
        candidates = connection.execute(_CANDIDATES).fetchall()
        wanted = pa.table({"text_key": pa.array({key for pair in candidates for key in pair}, pa.uint64())})
        connection.register("wanted", wanted)
        shingles = {
            key: shingles_of(text, furniture)
            for rows in _rows(connection, "from texts semi join wanted using (text_key) select text_key, text")
            for key, text in rows
        }
        connection.unregister("wanted")
        scored = ((*sorted(pair), containment(shingles[pair[0]], shingles[pair[1]])) for pair in candidates)
        found = arrow_table(KEPT["story_pairs"], [pair for pair in scored if pair[2] is not None])
        insert_arrow(connection, "clusters.story_pairs", found)
        connection.execute("drop table fresh_anchors; drop table near")


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[list[tuple[int, str]]]:
    """Rows of a query, some thousand at a time: texts of years do not fit into memory."""
    for batch in connection.execute(sql).fetch_record_batch(2_000):
        yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
