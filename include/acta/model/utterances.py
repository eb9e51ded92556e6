"""What is said, kept from load to load: the statements that count with the words of each, and whose utterance they are.

Statements of versions that a load changed are read anew, all others stay. The pairs that follow from them are found in
``utterance_pairs``.
"""

from __future__ import annotations

import sys

import duckdb
import pyarrow as pa

from acta.model import members, same_utterance, utterance_pairs, versions
from acta.model.kept import arrow_table, create_kept, insert_arrow, temporary_table
from acta.model.members import Kind, write_members
from acta.model.same_story import key_of
from acta.model.same_utterance import SHORT, anchors_of, words_of
from acta.model.utterance_pairs import write_utterance_pairs
from acta.model.versions import find_reread

KEPT = {
    "utterance_statements": {
        "statement_id": pa.string(),
        "version_id": pa.string(),
        "story_id": pa.string(),
        "speaker": pa.string(),
        "is_quoted": pa.bool_(),
        "told_on": pa.date32(),
        "seen_at": pa.string(),
        "text_key": pa.uint64(),
        "words_key": pa.uint64(),
        "word_count": pa.int32(),
    },
    "utterance_words": {"words_key": pa.uint64(), "words": pa.string()},
    "utterance_anchors": {"words_key": pa.uint64(), "anchor": pa.uint64()},
    "utterance_pairs": utterance_pairs.COLUMNS,
}
RULES = (same_utterance, utterance_pairs, members, versions, sys.modules[__name__])
KIND = Kind("utterance", "utt", "statement_id", ("utterance_pairs", "statement_a", "statement_b"))
_WORDING = {name: KEPT["utterance_statements"][name] for name in ("statement_id", "text_key", "words_key", "word_count")}

_SAID = """
    create or replace temp table said as
    with counting as materialized (from versions semi join reread using (version_id))
    select s.statement_id, min(s.version_id) as version_id, min(s.batch_id) as batch_id, min(c.story_id) as story_id,
        min(coalesce(m.new_id, s.speaker_actor_id)) as speaker, min(s.kind) <> 'indirect' as is_quoted,
        try_cast(min(coalesce(c.published_on, left(c.seen_at, 10))) as date) as told_on, min(c.seen_at) as seen_at,
        min(s.exact_text) as exact_text
    from annotated.statements as s
    join counting as c using (version_id, batch_id)
    left join judgements.moves as m on m.version_id = s.version_id and m.old_id = s.speaker_actor_id
    group by s.statement_id
"""
# The content alone, without the words between the parts of a split quote.
_CONTENTS = """
    with contents as materialized (
        select statement_id, string_agg(exact_text, ' ' order by span_number) as text
        from annotated.statement_spans semi join said using (statement_id, batch_id) group by all
    )
    select statement_id, coalesce(text, exact_text) as text from said left join contents using (statement_id)
"""


def write_utterances(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.utterance_members`` up to date: every statement that counts and its utterance.

    Needs the temporary tables of ``versions``. Leaves the transaction to the caller.
    """
    is_new = create_kept(connection, KEPT, *RULES)
    find_reread(connection, is_new)
    _read_statements(connection)
    write_utterance_pairs(connection)
    connection.execute(
        """
        create or replace temp table touched as
        select statement_id from moved
        union select statement_a from changed_pairs
        union select statement_b from changed_pairs
        """
    )
    write_members(connection, KIND, "clusters.utterance_statements", is_new)
    connection.execute("drop table reread; drop table moved; drop table changed_pairs; drop table touched")


def _read_statements(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the statements of versions to be read; ``moved`` has those that stood there and those that do now."""
    connection.execute(
        "create or replace temp table gone as from clusters.utterance_statements semi join reread using (version_id)"
    )
    connection.execute("delete from clusters.utterance_statements where version_id in (from reread)")
    connection.execute(_SAID)
    _read_words(connection)
    connection.execute(
        "create or replace temp table moved as "
        "select * exclude (batch_id, exact_text) from said join wordings using (statement_id)"
    )
    connection.execute("insert into clusters.utterance_statements by name from moved")
    connection.execute("insert into moved by name from gone")
    connection.execute("drop table said; drop table wordings")
    connection.execute(
        "create or replace temp table unsaid as "
        "select distinct words_key from gone anti join clusters.utterance_statements using (words_key)"
    )
    for table in ("utterance_words", "utterance_anchors"):
        connection.execute(f"delete from clusters.{table} where words_key in (from unsaid)")
    connection.execute("drop table gone; drop table unsaid")


def _read_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table ``wordings`` of ``said`` and keep what words are new."""
    read: list[tuple[pa.Table, dict[int, str]]] = []
    for batch in connection.execute(_CONTENTS).fetch_record_batch(20_000):
        ids, texts = (column.to_pylist() for column in batch.columns)
        words = [words_of(text) for text in texts]
        rows = [
            (one, key_of(text), key_of(said), len(said.split())) for one, text, said in zip(ids, texts, words, strict=True)
        ]
        read.append((arrow_table(_WORDING, rows), {row[2]: one for row, one in zip(rows, words, strict=True)}))
    temporary_table(connection, "wordings", arrow_table(_WORDING, []))
    for wordings, _ in read:
        insert_arrow(connection, "wordings", wordings)
    known = {
        key for (key,) in connection.execute(
            "select words_key from clusters.utterance_words semi join wordings using (words_key)"
        ).fetchall()
    }
    for _, words_of_key in read:
        new = [(key, words) for key, words in words_of_key.items() if key not in known]
        known.update(key for key, _ in new)
        insert_arrow(connection, "clusters.utterance_words", arrow_table(KEPT["utterance_words"], new))
        anchors = [(key, anchor) for key, words in new if words.count(" ") + 1 >= SHORT for anchor in anchors_of(words)]
        insert_arrow(connection, "clusters.utterance_anchors", arrow_table(KEPT["utterance_anchors"], anchors))
