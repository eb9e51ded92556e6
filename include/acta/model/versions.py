"""Which article versions a load changed: those whose statements and event mentions have to be looked at again.

``clusters.versions`` has a digest of all that decides for each version that was loaded. A version that is new, or gone, or not as
it was is changed: annotated anew, seen or printed earlier than was known, moved to another story, moved by a judgement.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from acta.model.kept import create_table

KEPT = {"version_id": pa.string(), "digest": pa.uint64()}

# Of each version only what its latest annotation says counts; staging picks the same one. A batch never changes, so its id stands
# for all that the annotator found. hash() may change with DuckDB: then everything is looked at once more, and nothing else.
_VERSIONS = """
    create or replace temp table versions as
    with latest as materialized (
        select version_id, min(article_id) as article_id,
            arg_max(batch_id, (coalesce(annotated_at, ''), batch_id)) as batch_id
        from annotated.annotations group by version_id
    ),
    articles as materialized (
        select version_id, left(min(published_at), 10) as published_on, min(first_seen_at) as seen_at
        from extracted.articles group by version_id
    ),
    moves as materialized (
        select version_id, sum(hash(old_id, new_id)::hugeint) as moved from judgements.moves group by version_id
    )
    select latest.version_id, latest.batch_id, published_on, seen_at, story_id,
        hash(latest.batch_id, published_on, seen_at, story_id, moved) as digest
    from latest
    left join articles using (version_id)
    left join moves using (version_id)
    left join clusters.story_members using (article_id)
"""
_CHANGED = """
    create or replace temp table changed_versions as
    select version_id from versions as now full join clusters.versions as before using (version_id)
    where now.digest is distinct from before.digest
"""


def find_changed_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables ``versions``, those that count, and ``changed_versions``; needs ``clusters.story_members``."""
    create_table(connection, "versions", KEPT)
    connection.execute(_VERSIONS)
    connection.execute(_CHANGED)


def find_reread(connection: duckdb.DuckDBPyConnection, everything: bool) -> None:
    """Make the temporary table ``reread``: the ids of changed versions, or of all where nothing is kept."""
    source = "versions" if everything else "changed_versions"
    connection.execute(f"create or replace temp table reread as select version_id from {source}")


def keep_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember what was seen, once all that depends on it is up to date."""
    connection.execute("delete from clusters.versions where version_id in (from changed_versions)")
    connection.execute(
        "insert into clusters.versions "
        "select version_id, digest from versions semi join changed_versions using (version_id)"
    )
    connection.execute("drop table versions; drop table changed_versions")
