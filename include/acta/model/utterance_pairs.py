"""Same-utterance pairs over the whole history: ``clusters.utterance_pairs``, brought up to date by what a load moved.

Statements are compared within blocks. All that decides whether two of a block are a pair stands there in the words of one of the
two, so what is said in a block in one wording is touched as a whole or not at all: where a statement came or went, the pairs of
its wording there are found again, and no others. A pair of two blocks has a row for each.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from acta.model.kept import arrow_table, insert_arrow, temporary_table
from acta.model.same_utterance import FORMULA, NEWS_DAYS, SHORT, overlap

BLOCK_ROWS = 2_000_000  # anchors compared at a time

COLUMNS = {
    "combo_a": pa.uint64(),  # block and wording of statement_a
    "combo_b": pa.uint64(),
    "statement_a": pa.string(),
    "statement_b": pa.string(),
    "score": pa.float64(),
    "reason": pa.string(),
}


def _in_blocks(rows: str, story_rows: str) -> str:
    """Statements by block: the quotes of a speaker, and what is quoted or reported in a story."""
    return f"""
        select md5_number_lower('speaker ' || speaker) as block_key, * from {rows} where speaker is not null and is_quoted
        union all by name
        select md5_number_lower(concat_ws(' ', 'story', story_id, is_quoted)) as block_key, * from {story_rows}
    """


# Whether a story has copies to compare may change with any of them, so its blocks are touched as a whole.
_TOUCHED = f"""
    create or replace temp table touched_stories as
    select story_id, count(distinct version_id) > 1 as is_copied
    from clusters.utterance_statements semi join (from moved where story_id is not null) using (story_id) group by story_id;

    create or replace temp table touched_combos as
    with spoken as materialized (select *, true as is_copied from moved),
    retold as materialized (
        from clusters.utterance_statements join touched_stories using (story_id)
        union all by name select *, false as is_copied from moved where story_id is not null
    ),
    in_blocks as ({_in_blocks("spoken", "retold")})
    select block_key, words_key, xor(block_key, words_key) as combo_key,
        bool_or(is_copied and word_count >= {SHORT}) as is_compared
    from in_blocks where word_count > 0 group by all
"""
# What shares an anchor with a touched wording of its block. Story blocks are touched as a whole, whether compared or not.
_NEAR = """
    create or replace temp table near as
    with fresh as materialized (
        select block_key, words_key, anchor
        from (from touched_combos where is_compared) join clusters.utterance_anchors using (words_key)
    ),
    wanted as materialized (select distinct anchor from fresh),
    reachable as materialized (from clusters.utterance_anchors semi join wanted using (anchor)),
    reached as materialized (select distinct words_key from reachable),
    speakers as materialized (
        select distinct speaker, words_key from clusters.utterance_statements
        semi join reached using (words_key) semi join moved using (speaker) where is_quoted
    ),
    blocks as materialized (select distinct block_key from fresh),
    others as materialized (
        select block_key, words_key
        from (select md5_number_lower('speaker ' || speaker) as block_key, words_key from speakers)
        semi join blocks using (block_key) anti join touched_combos using (block_key, words_key)
    )
    select *, true as is_fresh from fresh
    union all
    select block_key, words_key, anchor, false from others join reachable using (words_key)
"""
_CANDIDATES = """
    select distinct block_key, a.words_key, b.words_key
    from near as a join near as b using (block_key, anchor)
    where a.is_fresh and a.words_key <> b.words_key and (not b.is_fresh or b.words_key < a.words_key)
        and block_key % $parts = $part
"""
_IN_BLOCKS = f"""
    create or replace temp table in_blocks as
    with wanted as materialized (
        select block_key, words_key, true as is_touched from touched_combos
        union select block_key, words_b, false from overlapping anti join touched_combos as t
            on t.block_key = overlapping.block_key and t.words_key = words_b
    ),
    words as materialized (select distinct words_key from wanted),
    reworded as materialized (from clusters.utterance_statements semi join words using (words_key)),
    copied as materialized (from reworded semi join (from touched_stories where is_copied) using (story_id)),
    blocks as materialized ({_in_blocks("reworded", "copied")})
    select *, xor(block_key, words_key) as combo_key, min(statement_id) over same_words as leader,
        arg_min(text_key, statement_id) over same_words as leader_text_key
    from blocks join wanted using (block_key, words_key)
    window same_words as (partition by block_key, speaker, words_key)
"""
# Statements of a block in the same words hang on the first of them, those of a formula only where they were told together.
# Where nobody could resolve a speaker in one copy of a story, the words are those of the other copy's speaker.
# Materialised, or in a transaction DuckDB may join all statements of a block with each other first.
_PAIRS = f"""
    create or replace temp table found_pairs as
    with leaders as materialized (
        select distinct block_key, speaker, words_key, word_count, leader, combo_key, is_touched from in_blocks
    ),
    touched as materialized (from in_blocks where is_touched),
    equal as (
        select combo_key, leader as one, leader_text_key as one_text_key, statement_id as other, text_key
        from touched where word_count >= {FORMULA}
        union all
        select combo_key, min(statement_id) over in_story, arg_min(text_key, statement_id) over in_story, statement_id, text_key
        from touched where word_count < {FORMULA} and story_id is not null
        window in_story as (partition by block_key, speaker, words_key, story_id)
        union all
        select combo_key, lag(statement_id) over told, lag(text_key) over told, statement_id, text_key
        from touched where word_count < {FORMULA} and told_on is not null
        window told as (partition by block_key, speaker, words_key order by told_on, statement_id)
        qualify told_on - lag(told_on) over told <= {NEWS_DAYS}
    ),
    long_side as materialized (
        select a.*, o.words_b, o.score
        from leaders as a join overlapping as o on o.words_a = a.words_key and o.block_key = a.block_key
        where is_touched
    ),
    near_long as (
        select a.combo_key as one_combo, b.combo_key as other_combo, a.leader as one, b.leader as other, a.score
        from long_side as a
        join leaders as b on b.words_key = a.words_b and b.block_key = a.block_key
        where least(a.word_count, b.word_count) >= {FORMULA} and coalesce(a.speaker = b.speaker, true)
    ),
    short_side as materialized (
        select a.*, o.words_b, o.score
        from touched as a join overlapping as o on o.words_a = a.words_key and o.block_key = a.block_key
    ),
    near_short as (
        select a.combo_key, b.combo_key, a.statement_id, b.statement_id, a.score
        from short_side as a
        join in_blocks as b on b.words_key = a.words_b and b.block_key = a.block_key
        where least(a.word_count, b.word_count) < {FORMULA} and coalesce(a.speaker = b.speaker, true)
            and (a.story_id = b.story_id or abs(a.told_on - b.told_on) <= {NEWS_DAYS})
    ),
    unresolved as (
        select a.combo_key, a.leader as one, b.leader as other
        from leaders as a
        join leaders as b on b.block_key = a.block_key and b.words_key = a.words_key
        where a.is_touched and a.speaker is null and b.speaker is not null
    ),
    pairs as (
        select combo_key as one_combo, combo_key as other_combo, one, other, 1.0 as score,
            case when one_text_key = text_key then 'exact' else 'normalised' end as reason
        from equal where one <> other
        union all select *, 'near_exact' from near_long
        union all select *, 'near_exact' from near_short
        union all select combo_key, combo_key, one, other, 1.0, 'normalised' from unresolved
    )
    select case when one < other then one_combo else other_combo end as combo_a,
        case when one < other then other_combo else one_combo end as combo_b,
        least(one, other) as statement_a, greatest(one, other) as statement_b, max(score) as score, min(reason) as reason
    from pairs group by all
"""
_CHANGED = """
    create or replace temp table known_pairs as
    select *, rowid as row_id from clusters.utterance_pairs
    where combo_a in (select combo_key from touched_combos) or combo_b in (select combo_key from touched_combos);

    create or replace temp table changed_pairs as
    select *, null::bigint as row_id from found_pairs
    anti join known_pairs using (combo_a, combo_b, statement_a, statement_b, score, reason)
    union all
    from known_pairs anti join found_pairs using (combo_a, combo_b, statement_a, statement_b, score, reason)
"""


def write_utterance_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.utterance_pairs`` up to date with the statements that are ``moved``; ``changed_pairs`` came or went."""
    connection.execute(_TOUCHED)
    connection.execute(_NEAR)
    _compare(connection)
    connection.execute(_IN_BLOCKS)
    connection.execute(_PAIRS)
    connection.execute(_CHANGED)
    connection.execute("delete from clusters.utterance_pairs where rowid in (select row_id from changed_pairs)")
    connection.execute("insert into clusters.utterance_pairs select * exclude (row_id) from changed_pairs where row_id is null")
    for table in ("touched_stories", "touched_combos", "near", "overlapping", "in_blocks", "found_pairs", "known_pairs"):
        connection.execute(f"drop table {table}")


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table ``overlapping``: of touched wordings of a block those that overlap with them, both ways round."""
    columns = {"block_key": pa.uint64(), "words_a": pa.uint64(), "words_b": pa.uint64(), "score": pa.float64()}
    temporary_table(connection, "overlapping", arrow_table(columns, []))
    ((rows,),) = connection.execute("select count(*) from near").fetchall()
    parts = -(-rows // BLOCK_ROWS)
    for part in range(parts):
        candidates = connection.execute(_CANDIDATES, {"parts": parts, "part": part}).fetchall()
        wanted = arrow_table({"words_key": pa.uint64()}, [(key,) for key in {key for _, *pair in candidates for key in pair}])
        temporary_table(connection, "wanted", wanted)
        words = dict(connection.execute("from clusters.utterance_words semi join wanted using (words_key)").fetchall())
        connection.execute("drop table wanted")
        scores = {(a, b): overlap(words[a], words[b]) for a, b in {(a, b) for _, a, b in candidates}}
        scored = ((block, a, b, scores[a, b]) for block, a, b in candidates)
        found = [row for row in scored if row[3] is not None]
        found += [(block, b, a, score) for block, a, b, score in found]
        insert_arrow(connection, "overlapping", arrow_table(columns, found))
