"""Whose story an article is: articles in the same words or in near copies of them are one story, and one of them is the original.

The tables live in DuckDB: of the warehouse (``clusters.story_members``) or, for a file of articles, in one in memory. The result
depends on the set of articles alone, never on their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from acta.errors import Permanent
from acta.ids import text_sha256
from acta.model.story_members import write_story_members


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article with what decides whose story it is."""

    article_id: str
    source_id: str | None
    text: str
    published_at: str | None = None
    first_seen_at: str | None = None
    wire_credit: str | None = None
    canonical_url: str | None = None
    url: str | None = None


class StoryMember(NamedTuple):
    """One article's story. The reason says why it is the original, or how it is tied to its story."""

    article_id: str
    story_id: str
    is_original: bool
    reason: str
    score: float | None


def read_story_articles(lines: Iterable[bytes], name: str) -> list[StoryArticle]:
    """Articles of a file of records. Raises Permanent naming file and line at the first that is none, or that comes twice."""
    found: dict[str, StoryArticle] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise Permanent(f"{name}:{number}: not JSON in UTF-8 ({error}); write one article a line") from error
        if not isinstance(record, dict):
            raise Permanent(f"{name}:{number}: not a JSON object; see docs/reference/records.md, article")
        values: dict[str, Any] = {field.name: record.get(field.name) for field in fields(StoryArticle)}
        wrong = [key for key, value in values.items() if not isinstance(value, str | None)]
        missing = [key for key in ("article_id", "text") if values[key] is None]
        if wrong or missing or not values["article_id"]:
            what = f"{wrong[0]} is no string" if wrong else f"{(missing or ['article_id'])[0]} is missing"
            raise Permanent(f"{name}:{number}: {what}; see docs/reference/records.md, article")
        if values["article_id"] in found:
            raise Permanent(
                f"{name}:{number}: article_id {values['article_id']} comes a second time; keep one line each"
            )
        found[values["article_id"]] = StoryArticle(**values)
    return list(found.values())


def assign_stories(articles: Iterable[StoryArticle]) -> Iterator[StoryMember]:
    """One member an article, by article id; in each story one is the original."""
    names = [field.name for field in fields(StoryArticle)]
    rows = [tuple(_storable(getattr(article, name)) for name in names) for article in articles]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    listed = pa.table([pa.array(cells, pa.string()) for cells in columns], names)
    shas = pa.array([text_sha256(article) for article in columns[names.index("text")]], pa.string())
    with duckdb.connect(":memory:") as connection:
        connection.register("listed", listed.append_column("text_sha256", shas))
        connection.execute("create schema clusters")
        connection.execute("create temp table first_versions as from listed")
        connection.execute("create temp view texts as select text_sha256, text from first_versions")
        write_story_members(connection)
        found = connection.execute("from clusters.story_members order by article_id").fetchall()
    yield from (StoryMember(*row) for row in found)


def _storable(text: str | None) -> str | None:
    """Half a pair of surrogates, which JSON allows, is no character and fits into no table."""
    return text and text.encode("utf-8", "replace").decode()


# ------------------------------------------------------------------ in the warehouse
# The first version of an article decides, so a correction never moves it.
_FIRST_VERSIONS = """
    create or replace temp view first_versions as
    select article_id, source_id, text_sha256, published_at, first_seen_at, wire_credit, canonical_url, url
    from extracted.articles
    qualify row_number() over (partition by article_id order by first_seen_at, extractor_version desc, batch_id) = 1
"""


def write_warehouse_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring ``clusters.story_members`` up to date with all articles that are loaded. Leaves the transaction to the caller."""
    connection.execute(_FIRST_VERSIONS)
    connection.execute("create or replace temp view texts as select text_sha256, text from extracted.articles")
    write_story_members(connection)
    connection.execute("drop view texts; drop view first_versions")
