"""Lines that stand in many stories, kept in ``clusters.story_furniture`` with the anchors that propose nobody for their sake."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from acta.model.kept import arrow_table, insert_arrow
from acta.model.same_story import MANY_STORIES, anchors_of, key_of, lines_of

COLUMNS = {"line_key": pa.uint64(), "anchor": pa.uint32()}

# A line stands in many stories when the texts that hold it have many different longest lines beside it.
_CHANGED_LINES = f"""
    create or replace temp table changed_lines as
    with held as materialized (from clusters.story_lines semi join touched_lines using (line_key)),
    now as materialized (
        select line_key from held group by all having count(*) >= {MANY_STORIES} and count(distinct other_key) >= {MANY_STORIES}
    ),
    before as materialized (select distinct line_key from clusters.story_furniture semi join touched_lines using (line_key))
    select line_key, now.line_key is not null as is_furniture
    from now full join before using (line_key)
    where now.line_key is null or before.line_key is null
"""
# one text a line is enough to have its words
_HOLDERS = """
    create or replace temp table holders as
    select distinct text_key from (
        select min(text_key) as text_key from clusters.story_lines
        semi join (from changed_lines where is_furniture) using (line_key) group by line_key
    )
"""


def find_furniture(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.story_furniture`` up to date where ``touched_lines`` came or went; makes ``changed_lines``."""
    connection.execute(_CHANGED_LINES)
    connection.execute("delete from clusters.story_furniture where line_key in (select line_key from changed_lines)")
    wanted = {key for (key,) in connection.execute("select line_key from changed_lines where is_furniture").fetchall()}
    if not wanted:
        return
    connection.execute(_HOLDERS)
    lines = {line for rows in read_texts(connection, "holders") for _, text in rows for line in lines_of(text)}
    keyed = sorted((key, anchor) for line in lines if (key := key_of(line)) in wanted for anchor in anchors_of(line))
    insert_arrow(connection, "clusters.story_furniture", arrow_table(COLUMNS, keyed))
    connection.execute("drop table holders")


def read_texts(connection: duckdb.DuckDBPyConnection, keys: str) -> Iterator[list[tuple[int, str]]]:
    """Texts by the keys in a table, some thousand at a time: those of years do not fit into memory. One may come twice."""
    found = connection.execute(
        f"""
        with wanted as materialized (
            select distinct text_key, text_sha256 from clusters.story_articles semi join {keys} using (text_key)
        )
        select text_key, text from texts join wanted using (text_sha256)
        """
    )
    for batch in found.fetch_record_batch(2_000):
        yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
