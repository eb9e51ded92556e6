"""Same-utterance pairs over the whole history, block by block: ``clusters.utterance_pairs``.

A block is a speaker's quotes or a story's statements. Its pairs depend on its own rows and the rule alone, so a block whose
digest is the one of the last load keeps its pairs, and what stands in the table is what a full computation would give.
"""

from __future__ import annotations

import inspect
from itertools import groupby

import duckdb

from acta.ids import HEX_DIGITS, text_sha256
from acta.model import same_utterance
from acta.model.components import smallest_members
from acta.model.latest import LATEST
from acta.model.same_utterance import Said, utterance_pairs
from acta.model.warehouse import insert_rows

_SAID = f"""
    with latest as ({LATEST}),
    contents as (
        select statement_id, batch_id, string_agg(exact_text, ' ' order by span_number) as text
        from annotated.statement_spans group by all
    ),
    versions as (
        select version_id, left(coalesce(min(published_at), min(first_seen_at)), 10) as told_on, min(first_seen_at) as seen_at
        from extracted.articles group by version_id
    )
    select s.statement_id, min(s.kind) as kind, min(coalesce(m.new_id, s.speaker_actor_id)) as speaker,
        min(coalesce(c.text, s.exact_text)) as text, min(v.told_on) as told_on, min(t.story_id) as story_id,
        min(s.version_id) as version_id, concat_ws(' ', min(v.seen_at), s.statement_id) as seen_key
    from annotated.statements as s
    join latest using (version_id, batch_id)
    left join contents as c using (statement_id, batch_id)
    left join judgements.moves as m on m.version_id = s.version_id and m.old_id = s.speaker_actor_id
    left join versions as v on v.version_id = s.version_id
    left join clusters.story_members as t on t.article_id = s.article_id
    group by s.statement_id
"""
# A story of one text holds no copies to compare.
_BLOCKS = """
    select 'speaker ' || speaker as block, * from said where speaker is not null and kind <> 'indirect'
    union all
    select 'story ' || story_id as block, * from said
    where story_id in (select story_id from said group by 1 having count(distinct version_id) > 1)
"""
_FIELDS = "statement_id, kind, speaker, text, told_on, story_id"


def write_utterance_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.utterance_pairs`` up to date; needs ``clusters.story_members``. Leaves the transaction to the caller."""
    connection.execute("create table if not exists clusters.utterance_blocks (block varchar primary key, digest varchar)")
    connection.execute(
        "create table if not exists clusters.utterance_pairs "
        "(block varchar, statement_a varchar, statement_b varchar, score double, reason varchar)"
    )
    connection.execute(f"create or replace temp table said as {_SAID}")
    connection.execute(f"create or replace temp table in_blocks as {_BLOCKS}")
    # hash() may change with DuckDB: then every block is looked at once more, and nothing else
    rule = text_sha256(inspect.getsource(same_utterance))
    connection.execute(
        f"""
        create or replace temp table blocks as
        select block, concat_ws(' ', ?, count(*), sum(hash({_FIELDS})::hugeint)) as digest
        from in_blocks group by block having count(*) > 1
        """,
        [rule],
    )
    connection.execute(
        "create or replace temp table same as select block from blocks join clusters.utterance_blocks using (block, digest)"
    )
    connection.execute("delete from clusters.utterance_pairs where block not in (from same)")
    changed = connection.execute(
        f"select block, {_FIELDS} from in_blocks anti join same using (block) join blocks using (block) order by block"
    )
    rows = iter(changed.fetchone, None)
    pairs = [
        (block, *pair)
        for block, members in groupby(rows, key=lambda row: row[0])
        for pair in utterance_pairs(Said(*row[1:]) for row in members)
    ]
    insert_rows(connection, "clusters.utterance_pairs", pairs)
    connection.execute("delete from clusters.utterance_blocks")
    connection.execute("insert into clusters.utterance_blocks from blocks")
    for table in ("same", "blocks", "in_blocks"):
        connection.execute(f"drop table {table}")


def write_utterance_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace ``clusters.utterance_members``: every statement and its utterance.

    The id is made from the statement seen first, so what comes later joins and moves nobody; when two utterances turn out to be
    one, the older one's id stays.
    """
    pairs = connection.execute(
        """
        select distinct a.seen_key, b.seen_key from clusters.utterance_pairs
        join said as a on a.statement_id = statement_a join said as b on b.statement_id = statement_b
        """
    ).fetchall()
    first = smallest_members((key for pair in pairs for key in pair), pairs)
    connection.execute("create or replace temp table joined (seen_key varchar, first_id varchar)")
    insert_rows(connection, "joined", [(key, member.split()[-1]) for key, member in first.items()])
    connection.execute(
        f"""
        create or replace table clusters.utterance_members as
        select statement_id, 'utt_' || left(sha256(coalesce(first_id, statement_id)), {HEX_DIGITS}) as utterance_id
        from said left join joined using (seen_key)
        """
    )
    for table in ("joined", "said"):
        connection.execute(f"drop table {table}")
