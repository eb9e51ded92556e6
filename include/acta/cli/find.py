"""From what a person has at hand – an id of any kind, a URL, words of a title – to one version of one article."""

from __future__ import annotations

import re
from typing import Any

import duckdb

from acta.collect.masking import mask_url
from acta.errors import Permanent

Row = dict[str, Any]
ID = re.compile(r"(?P<kind>[a-z]{3})_[0-9a-f]{24}")
OFFSETS = "article_id, version_id, char_start, char_end"
# Which version a thing was read in, and where in its text, by the prefix of the thing's id. Of several, the first.
HELD_BY = {
    "art": "select article_id, version_id, null, null from fct_articles where article_id = $1",
    "ver": "select article_id, version_id, null, null from fct_article_versions where version_id = $1",
    "sta": f"select {OFFSETS} from fct_statements where statement_id = $1",
    "evm": f"select {OFFSETS} from fct_event_mentions where event_mention_id = $1",
    "evt": f"""select {OFFSETS} from fct_event_mentions where event_mention_id =
        (select first_event_mention_id from fct_events where event_id = $1)""",
    "utt": f"""select {OFFSETS} from fct_statements where statement_id =
        (select representative_statement_id from fct_utterances where utterance_id = $1)""",
    "sto": """select article_id, version_id, null, null from fct_articles where article_id =
        (select original_article_id from fct_stories where story_id = $1)""",
}
KINDS = {
    "art": "article", "ver": "article version", "sta": "statement", "evm": "event mention", "evt": "event",
    "utt": "utterance", "sto": "story",
}  # fmt: skip
ARTICLE = """
    select a.*, v.version_id as shown_version_id, v.version_number, v.title as shown_title, v.first_seen_at as shown_since,
        v.archive_path, v.archive_offset, v.version_id = a.version_id as is_newest, s.name as outlet_name, x.text
    from fct_articles as a inner join fct_article_versions as v on v.article_id = a.article_id
    left join dim_outlets as s on s.outlet_id = a.outlet_id left join fct_article_texts as x on x.version_id = v.version_id
    where a.article_id = $1 and v.version_id = $2
"""


def find_article(connection: duckdb.DuckDBPyConnection, wanted: str) -> Row:
    """The article with the version that an id, URL or title means; ``focus`` is the (start, end) of a statement or event in its
    text, or None. Raises Permanent when nothing fits, or several do."""
    wanted = wanted.strip()
    if (match := ID.fullmatch(wanted)) and match["kind"] in HELD_BY:
        found = connection.execute(HELD_BY[match["kind"]], [wanted]).fetchone()
        if found is None:
            raise Permanent(f"no {KINDS[match['kind']]} has the id {wanted}: it may be of an earlier build or another warehouse")
    else:
        found = (*_by_words(connection, wanted), None, None)
    article_id, version_id, start, end = found
    result = connection.execute(ARTICLE, [article_id, version_id])
    row = result.fetchone()
    assert row is not None
    names = [column[0] for column in result.description]
    return dict(zip(names, row, strict=True)) | {"focus": None if start is None else (start, end)}


def _by_words(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Ids of the article and its newest version. An address or a whole title goes before a part of a title."""
    rows = connection.execute(
        """
        select article_id, version_id, title,
            case when $1 in (url, article_id) or $2 = url then 1 when $2 = canonical_url then 2
                when lower(title) = lower($1) then 3 else 4 end as rank
        from fct_articles
        where $1 in (url, article_id) or $2 in (url, canonical_url) or contains(lower(title), lower($1))
        qualify rank = min(rank) over () order by published_at
        """,
        [wanted, mask_url(wanted)],
    ).fetchall()
    if len(rows) == 1:
        return rows[0][0], rows[0][1]
    if not rows or not wanted:
        hint = '`acta query "select article_id, title from articles"` lists them'
        raise Permanent(f"no article is or is titled {wanted!r}: {hint}")
    listed = "; ".join(f"{article_id} {title}" for article_id, _, title, _ in rows[:5])
    raise Permanent(f"{len(rows)} articles fit {wanted!r}: {listed}{' …' if len(rows) > 5 else ''}")
