"""Same-story pairs of texts over the whole history: ``clusters.story_pairs``, brought up to date by what is new.

Whether two texts are a pair depends on them, on the days they were printed and on the furniture among their lines. Of each text a
digest of that is kept: a load looks at the texts whose digest is new, and the pairs of all others stay. So the table is what a
full computation would give, in whatever order articles come.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from acta.model import story_furniture
from acta.model.kept import arrow_table, insert_arrow, temporary_table
from acta.model.same_story import Features, containment, features_of, shingles_of
from acta.model.story_facts import tell_other_facts
from acta.model.story_furniture import find_furniture, read_texts

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
    "story_furniture": story_furniture.COLUMNS,
    "story_digests": {"text_key": pa.uint64(), "first_on": pa.date32(), "last_on": pa.date32(), "digest": pa.string()},
    "story_pairs": {"text_a": pa.uint64(), "text_b": pa.uint64(), "score": pa.float64()},
}
_DIGESTS = """
    create or replace temp table digests as
    with these as materialized (
        from touched_texts union
        select text_key from clusters.story_lines semi join changed_lines using (line_key)
    ),
    printed as materialized (
        select text_key, coalesce(min(told_on), '0001-01-01') as first_on, coalesce(max(told_on), '9999-12-31') as last_on
        from clusters.story_articles semi join these using (text_key) group by all
    ),
    lines as materialized (from clusters.story_lines semi join printed using (text_key)),
    furnished as (
        select text_key, sum(line_key::hugeint) as lines
        from lines semi join clusters.story_furniture using (line_key) group by all
    )
    select text_key, first_on, last_on, concat_ws(' ', first_on, last_on, lines) as digest
    from printed left join furnished using (text_key)
"""
_CHANGED = """
    create or replace temp table changed as
    select text_key, first_on, last_on, row_number() over (order by first_on, text_key) as place
    from digests anti join clusters.story_digests using (text_key, digest);

    create or replace temp table gone_pairs as
    with texts as materialized (select text_key from changed union from lost_texts)
    select text_a, text_b, rowid as row_id from clusters.story_pairs
    where text_a in (from texts) or text_b in (from texts);

    delete from clusters.story_pairs where rowid in (select row_id from gone_pairs);
    insert into touched_texts select text_a from gone_pairs union select text_b from gone_pairs;
    delete from clusters.story_digests
        where text_key in (select text_key from changed) or text_key in (from lost_texts);
    insert into clusters.story_digests from digests semi join changed using (text_key);
    drop table gone_pairs
"""
# Texts to compare a chunk with, and its own anchors; furniture proposes nobody.
_NEAR = f"""
    create or replace temp table near as
    with fresh as (select * from changed where place between $first and $last),
    reach as (select min(first_on) - {COPY_DAYS} as first_on, max(last_on) + {COPY_DAYS} as last_on from fresh)
    select texts.*, digests.first_on, digests.last_on, changed.place
    from clusters.story_texts as texts
    join clusters.story_digests as digests using (text_key)
    join reach on digests.last_on >= reach.first_on and digests.first_on <= reach.last_on
    left join changed using (text_key)
"""
_FRESH_ANCHORS = """
    create or replace temp table fresh_anchors as
    select text_key, anchor from clusters.story_anchors
    semi join (select text_key from changed where place between $first and $last) using (text_key)
    anti join clusters.story_furniture using (anchor)
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
    """Bring the tables up to date with ``clusters.story_articles`` and the temporary table ``touched_texts`` (text_key).

    Texts in pairs that came or went are ``touched_texts`` then. ``clusters.story_texts`` has one row a text of an article.
    """
    connection.execute(
        "create or replace temp table lost_texts as from touched_texts anti join clusters.story_articles using (text_key)"
    )
    connection.execute(
        "create or replace temp table touched_lines as "
        "select distinct line_key from clusters.story_lines semi join lost_texts using (text_key)"
    )
    for table in ("story_texts", "story_lines", "story_anchors"):
        connection.execute(f"delete from clusters.{table} where text_key in (from lost_texts)")
    _read_texts(connection)
    find_furniture(connection)
    connection.execute(_DIGESTS)
    connection.execute(_CHANGED)
    _compare(connection)
    for table in ("lost_texts", "touched_lines", "changed_lines", "digests", "changed"):
        connection.execute(f"drop table {table}")


def _read_texts(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the features of texts that are new."""
    connection.execute(
        "create or replace temp table unread as "
        "from touched_texts anti join lost_texts using (text_key) anti join clusters.story_texts using (text_key)"
    )
    kept: dict[str, list[pa.Table]] = {"story_texts": [], "story_lines": [], "story_anchors": []}
    known: set[int] = set()
    for rows in read_texts(connection, "unread"):
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
    connection.execute(
        "insert into touched_lines select line_key from clusters.story_lines semi join unread using (text_key) "
        "union select line_key from touched_lines"
    )
    connection.execute("drop table unread")


def _summary(text_key: int, one: Features) -> tuple[int, int | None, bool, int, int]:
    return text_key, one.words_key, one.is_sampled, len(one.anchors), one.sampled_count


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the pairs of changed texts, a chunk of neighbouring days at a time."""
    ((count,),) = connection.execute("select count(*) from changed").fetchall()
    furniture = {key for (key,) in connection.execute("select distinct line_key from clusters.story_furniture").fetchall()}
    for first in range(1, count + 1, CHUNK):
        bounds = {"first": first, "last": first + CHUNK - 1}
        connection.execute(_NEAR, bounds)
        connection.execute(_FRESH_ANCHORS, bounds)
        candidates = connection.execute(_CANDIDATES).fetchall()
        wanted = pa.table({"text_key": pa.array({key for pair in candidates for key in pair}, pa.uint64())})
        temporary_table(connection, "wanted", wanted)
        texts = {key: text for rows in read_texts(connection, "wanted") for key, text in rows}
        shingles = {key: shingles_of(text, furniture) for key, text in texts.items()}
        scored = ((*sorted(pair), containment(shingles[pair[0]], shingles[pair[1]])) for pair in candidates)
        near = [pair for pair in scored if pair[2] is not None]
        copies = [pair for pair in near if not tell_other_facts(texts[pair[0]], texts[pair[1]], furniture)]
        found = arrow_table(KEPT["story_pairs"], copies)
        insert_arrow(connection, "clusters.story_pairs", found)
        paired = {key for a, b in zip(found["text_a"].to_pylist(), found["text_b"].to_pylist(), strict=True) for key in (a, b)}
        insert_arrow(connection, "touched_texts", pa.table({"text_key": pa.array(paired, pa.uint64())}))
        connection.execute("drop table fresh_anchors; drop table near; drop table wanted")
