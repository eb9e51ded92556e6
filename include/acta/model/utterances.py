"""Same-utterance pairs over the whole history: ``clusters.utterance_pairs``, brought up to date by what is new.

What is kept between loads says something of wordings, never of statements: their words, by which runs they are found, and how
much two of them overlap. A load compares a wording that is new in a block with the others there. Which statements are pairs then
follows in SQL from what is loaded, so the table is what a full computation would give.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from acta.model import same_utterance
from acta.model.kept import arrow_table, create_kept, insert_arrow
from acta.model.latest import LATEST
from acta.model.members import write_members
from acta.model.same_story import key_of
from acta.model.same_utterance import FORMULA, NEWS_DAYS, SHORT, anchors_of, overlap, words_of

BLOCK_ROWS = 2_000_000  # anchors compared at a time

KEPT = {
    "utterance_wordings": {
        "statement_id": pa.string(),
        "batch_id": pa.string(),
        "text_key": pa.uint64(),
        "words_key": pa.uint64(),
        "word_count": pa.int32(),
    },
    "utterance_words": {"words_key": pa.uint64(), "words": pa.string()},
    "utterance_anchors": {"words_key": pa.uint64(), "anchor": pa.uint64()},
    "utterance_meetings": {"block_key": pa.uint64(), "words_key": pa.uint64()},
    "utterance_overlaps": {"words_a": pa.uint64(), "words_b": pa.uint64(), "score": pa.float64()},
}
_SAID = f"""
    create or replace temp table said as
    with latest as ({LATEST}),
    versions as (
        select version_id, left(coalesce(min(published_at), min(first_seen_at)), 10) as told_on, min(first_seen_at) as seen_at
        from extracted.articles group by version_id
    )
    select s.statement_id, min(s.batch_id) as batch_id, min(s.kind) <> 'indirect' as is_quoted,
        min(coalesce(m.new_id, s.speaker_actor_id)) as speaker, try_cast(min(v.told_on) as date) as told_on,
        min(t.story_id) as story_id, min(s.version_id) as version_id,
        min(v.seen_at) as seen_at
    from annotated.statements as s
    join latest using (version_id, batch_id)
    left join judgements.moves as m on m.version_id = s.version_id and m.old_id = s.speaker_actor_id
    left join versions as v on v.version_id = s.version_id
    left join clusters.story_members as t on t.article_id = s.article_id
    group by s.statement_id
"""
# The content alone, without the words between the parts of a split quote.
_UNREAD = """
    with unread as (select statement_id, batch_id from said anti join clusters.utterance_wordings using (statement_id, batch_id)),
    contents as (
        select statement_id, batch_id, string_agg(exact_text, ' ' order by span_number) as text
        from annotated.statement_spans semi join unread using (statement_id, batch_id) group by all
    )
    select s.statement_id, s.batch_id, min(coalesce(c.text, s.exact_text)) as text
    from annotated.statements as s
    semi join unread using (statement_id, batch_id)
    left join contents as c using (statement_id, batch_id)
    group by all
"""
# A story of one text holds no copies to compare.
_IN_BLOCKS = """
    create or replace temp table in_blocks as
    with worded as (
        select said.*, w.text_key, w.words_key, w.word_count
        from said join clusters.utterance_wordings as w using (statement_id, batch_id) where w.word_count > 0
    ),
    copied as (select story_id from said group by 1 having count(distinct version_id) > 1)
    select md5_number_lower(block) as block_key, *,
        min(statement_id) over same_words as leader, arg_min(text_key, statement_id) over same_words as leader_text_key
    from (
        select 'speaker ' || speaker as block, * from worded where speaker is not null and is_quoted
        union all
        select concat_ws(' ', 'story', story_id, is_quoted) as block, * from worded semi join copied using (story_id)
    )
    window same_words as (partition by block, speaker, words_key)
"""
_NEAR = f"""
    create or replace temp table near as
    with combos as (select distinct block_key, words_key from in_blocks where word_count >= {SHORT}),
    fresh as (select * from combos anti join clusters.utterance_meetings using (block_key, words_key))
    select block_key, words_key, anchor, fresh.words_key is not null as is_fresh
    from combos
    semi join (select distinct block_key from fresh) as touched using (block_key)
    left join fresh using (block_key, words_key)
    join clusters.utterance_anchors using (words_key)
"""
_CANDIDATES = """
    select distinct least(a.words_key, b.words_key), greatest(a.words_key, b.words_key)
    from near as a join near as b using (block_key, anchor)
    where a.is_fresh and a.words_key <> b.words_key and (not b.is_fresh or b.words_key < a.words_key)
        and block_key % $parts = $part
"""
# Statements of a block in the same words hang on the first of them, those of a formula only where they were told together.
# Where nobody could resolve a speaker in one copy of a story, the words are those of the other copy's speaker.
_PAIRS = f"""
    create or replace table clusters.utterance_pairs as
    with leaders as (select distinct block_key, speaker, words_key, word_count, leader from in_blocks),
    overlapping as (
        select words_a, words_b, score from clusters.utterance_overlaps
        union all select words_b, words_a, score from clusters.utterance_overlaps
    ),
    equal as (
        select leader as one, leader_text_key as one_text_key, statement_id as other, text_key
        from in_blocks where word_count >= {FORMULA}
        union all
        select min(statement_id) over in_story, arg_min(text_key, statement_id) over in_story, statement_id, text_key
        from in_blocks where word_count < {FORMULA} and story_id is not null
        window in_story as (partition by block_key, speaker, words_key, story_id)
        union all
        select lag(statement_id) over told, lag(text_key) over told, statement_id, text_key
        from in_blocks where word_count < {FORMULA} and told_on is not null
        window told as (partition by block_key, speaker, words_key order by told_on, statement_id)
        qualify told_on - lag(told_on) over told <= {NEWS_DAYS}
    ),
    -- materialised, or in a transaction DuckDB may join all statements of a block with each other first
    long_side as materialized (
        select a.*, o.words_b, o.score from leaders as a join overlapping as o on o.words_a = a.words_key
    ),
    near_long as (
        select a.leader as one, b.leader as other, a.score
        from long_side as a
        join leaders as b on b.words_key = a.words_b and b.block_key = a.block_key
        where least(a.word_count, b.word_count) >= {FORMULA} and coalesce(a.speaker = b.speaker, true)
    ),
    short_side as materialized (
        select a.*, o.words_b, o.score
        from in_blocks as a join overlapping as o on o.words_a = a.words_key
    ),
    near_short as (
        select a.statement_id as one, b.statement_id as other, a.score
        from short_side as a
        join in_blocks as b on b.words_key = a.words_b and b.block_key = a.block_key
        where least(a.word_count, b.word_count) < {FORMULA} and coalesce(a.speaker = b.speaker, true)
            and (a.story_id = b.story_id or abs(a.told_on - b.told_on) <= {NEWS_DAYS})
    ),
    unresolved as (
        select a.leader as one, b.leader as other
        from leaders as a
        join leaders as b on b.block_key = a.block_key and b.words_key = a.words_key
        where a.speaker is null and b.speaker is not null
    ),
    pairs as (
        select one, other, 1.0 as score, case when one_text_key = text_key then 'exact' else 'normalised' end as reason
        from equal where one <> other
        union all select one, other, score, 'near_exact' from near_long
        union all select one, other, score, 'near_exact' from near_short
        union all select one, other, 1.0, 'normalised' from unresolved
    )
    select least(one, other) as statement_a, greatest(one, other) as statement_b, max(score) as score, min(reason) as reason
    from pairs group by 1, 2
"""


def write_utterance_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.utterance_pairs`` up to date; needs ``clusters.story_members``. Leaves the transaction to the caller."""
    create_kept(connection, KEPT, same_utterance)
    connection.execute(_SAID)
    _read_wordings(connection)
    _leave_out_unsaid(connection)
    connection.execute(_IN_BLOCKS)
    connection.execute(_NEAR)
    _compare(connection)
    connection.execute(
        "create or replace table clusters.utterance_meetings as "
        f"select distinct block_key, words_key from in_blocks where word_count >= {SHORT}"
    )
    connection.execute(_PAIRS)
    for table in ("near", "in_blocks"):
        connection.execute(f"drop table {table}")


def _read_wordings(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the words of statements that are new."""
    read: list[tuple[pa.Table, dict[int, str]]] = []
    for batch in connection.execute(_UNREAD).fetch_record_batch(20_000):
        said = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        words = [words_of(text) for _, _, text in said]
        rows = [
            (statement_id, batch_id, key_of(text), key_of(one), len(one.split()))
            for (statement_id, batch_id, text), one in zip(said, words, strict=True)
        ]
        read.append((arrow_table(KEPT["utterance_wordings"], rows), {row[3]: one for row, one in zip(rows, words, strict=True)}))
    known = {key for (key,) in connection.execute("select words_key from clusters.utterance_words").fetchall()} if read else set()
    for wordings, words_of_key in read:
        insert_arrow(connection, "clusters.utterance_wordings", wordings)
        new = [(key, words) for key, words in words_of_key.items() if key not in known]
        known.update(key for key, _ in new)
        insert_arrow(connection, "clusters.utterance_words", arrow_table(KEPT["utterance_words"], new))
        anchors = [(key, anchor) for key, words in new if words.count(" ") + 1 >= SHORT for anchor in anchors_of(words)]
        insert_arrow(connection, "clusters.utterance_anchors", arrow_table(KEPT["utterance_anchors"], anchors))


def _leave_out_unsaid(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what nobody says any more: it was forgotten, or a newer annotation counts."""
    ((kept,),) = connection.execute("select count(*) from clusters.utterance_wordings").fetchall()
    ((said,),) = connection.execute("select count(*) from said").fetchall()
    if kept == said:
        return
    connection.execute(
        "create or replace table clusters.utterance_wordings as "
        "from clusters.utterance_wordings semi join said using (statement_id, batch_id)"
    )
    for table in ("utterance_words", "utterance_anchors"):
        connection.execute(
            f"delete from clusters.{table} where words_key not in (select words_key from clusters.utterance_wordings)"
        )
    connection.execute(
        """
        delete from clusters.utterance_overlaps
        where words_a not in (select words_key from clusters.utterance_wordings)
            or words_b not in (select words_key from clusters.utterance_wordings)
        """
    )


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the overlaps of wordings that meet in a block for the first time."""
    ((rows,),) = connection.execute("select count(*) from near").fetchall()
    parts = -(-rows // BLOCK_ROWS)
    for part in range(parts):
        candidates = connection.execute(_CANDIDATES, {"parts": parts, "part": part}).fetchall()
        wanted = arrow_table({"words_key": pa.uint64()}, [(key,) for key in {key for pair in candidates for key in pair}])
        connection.register("wanted", wanted)
        words = dict(connection.execute("from clusters.utterance_words semi join wanted using (words_key)").fetchall())
        connection.unregister("wanted")
        scored = ((*pair, overlap(words[pair[0]], words[pair[1]])) for pair in candidates)
        found = arrow_table(KEPT["utterance_overlaps"], [pair for pair in scored if pair[2] is not None])
        connection.register("found", found)
        connection.execute(
            "insert into clusters.utterance_overlaps from found anti join clusters.utterance_overlaps using (words_a, words_b)"
        )
        connection.unregister("found")


def write_utterance_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``clusters.utterance_members``: every statement and its utterance."""
    write_members(connection, "utterance", "utt", "said", "statement_id", ("utterance_pairs", "statement_a", "statement_b"))
    connection.execute("drop table said")
