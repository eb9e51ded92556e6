"""Rows of a file of articles and a file of their annotations, as a population: the same questions without a warehouse."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import duckdb
import pyarrow as pa

from acta.errors import Permanent
from acta.ids import text_sha256, version_id
from acta.streams import open_input
from acta.validate.population import MOST_MEMBERS, Document, Found
from acta.validate.records import KINDS, Kind, Span

Record = dict[str, Any]
COLUMNS = {  # what a filter may name; all are texts but the score and the day
    "row_id": pa.string(), "article_id": pa.string(), "outlet_id": pa.string(), "published_on": pa.string(),
    "title": pa.string(), "language": pa.string(), "score": pa.float64(), "grouping": pa.string(), "status": pa.string(),
    "mode": pa.string(),
}  # fmt: skip


def read_documents(path: str) -> dict[str, Record]:
    """Articles by id, each with its ``text_sha256``. Raises Permanent with file and line for a line that is no article."""
    return {record["article_id"]: record for record in _records(path, ("article_id", "text"))}


class FileRows:
    """The population of annotation records; ``articles`` as ``acta annotate`` reads them, ``annotations`` as it writes them."""

    def __init__(self, articles: str, annotations: str | None = None) -> None:
        self.origin = {"articles": articles} | ({"annotations": annotations} if annotations else {})
        self.connection = duckdb.connect()
        self._documents = read_documents(articles)
        self._actors: dict[str, Record] = {}
        self._found: dict[Kind, dict[str, Found]] = {kind: {} for kind in KINDS}
        scores: dict[str, float | None] = {}
        clusters: dict[str, list[tuple[Record, Record]]] = defaultdict(list)
        for record in (
            _records(annotations, ("article_id", "text_sha256", "statements", "events")) if annotations else ()
        ):
            self._check(record, annotations or "")
            for actor in record.get("actors", []):
                self._actors.setdefault(actor["actor_id"], actor)
            for kind, found, score in _rows(record):
                self._found[kind][found.row_id] = found
                scores[found.row_id] = score
            for event in record["events"]:
                if event.get("cluster_id"):
                    clusters[event["cluster_id"]].append((record, event))
        for cluster_id, members in clusters.items():
            if len(members) > 1:
                self._found["merged_event"][cluster_id] = self._merged(cluster_id, members)
        for kind in KINDS:
            self._make_relation(kind, scores)

    def rows(self, kind: Kind, row_ids: Collection[str]) -> list[Found]:
        """The rows of these ids."""
        return [self._found[kind][row_id] for row_id in row_ids]

    def actors(self, actor_ids: Collection[str]) -> dict[str, Record]:
        """Actors by id, as the first record that names one has it."""
        return {actor_id: self._actors[actor_id] for actor_id in actor_ids if actor_id in self._actors}

    def document(self, article_id: str, text_sha256: str) -> Document | None:
        """An article's text, or None when the file holds another text of it, or none."""
        article = self._documents.get(article_id)
        if article is None or article["text_sha256"] != text_sha256:
            return None
        published = article.get("published_at")
        return Document(article["text"], article.get("title"), article.get("site_name"), published and published[:10])

    def _check(self, record: Record, path: str) -> None:
        if self.document(record["article_id"], record["text_sha256"]) is None:
            raise Permanent(
                f"{path}: {record['article_id']} is annotated in another text than that of {self.origin['articles']}: "
                "annotate that file again"
            )

    def _merged(self, cluster_id: str, members: list[tuple[Record, Record]]) -> Found:
        members = sorted(members, key=lambda pair: str(pair[1]["id"]))
        spans = [self._span(record, event["id"], event["trigger"]) for record, event in members[:MOST_MEMBERS]]
        commonest = Counter(event["type"] for _, event in members).most_common(1)[0][0]
        row = {"id": cluster_id, "members": [event["id"] for _, event in members]}
        first = spans[0]
        here = (first.char_start, first.char_end)
        return Found(cluster_id, first.article_id, first.text_sha256, here, commonest, row, spans)

    def _span(self, record: Record, row_id: str, offsets: list[int]) -> Span:
        start, end = offsets
        words = self._documents[record["article_id"]]["text"][start:end]
        return Span(
            row_id=row_id, article_id=record["article_id"], text_sha256=record["text_sha256"],
            char_start=start, char_end=end, exact_text=words,
        )  # fmt: skip

    def _make_relation(self, kind: Kind, scores: dict[str, float | None]) -> None:
        cells: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for found in self._found[kind].values():
            article = self._documents[found.article_id]
            row = {
                "row_id": found.row_id, "article_id": found.article_id, "outlet_id": article.get("site_name"),
                "published_on": (article.get("published_at") or "")[:10] or None, "title": article.get("title"),
                "language": article.get("language"), "score": scores.get(found.row_id), "grouping": found.grouping,
                "status": found.row.get("status"), "mode": found.row.get("mode"),
            }  # fmt: skip
            for name in COLUMNS:
                cells[name].append(row[name])
        table = pa.table({name: pa.array(cells[name], type_) for name, type_ in COLUMNS.items()})
        self.connection.register("cells", table)
        self.connection.execute(
            f"create table population_{kind} as select * replace (try_cast(published_on as date) as published_on) from cells"
        )
        self.connection.unregister("cells")


def _rows(record: Record) -> Iterator[tuple[Kind, Found, float | None]]:
    """Statements, events, named mentions and the article itself, each with its score."""
    where = (record["article_id"], record["text_sha256"])
    known = {actor["actor_id"] for actor in record.get("actors", [])}
    for one in record["statements"]:
        span = (one["content"][0][0], one["content"][-1][1])
        yield "statement", Found(one["id"], *where, span, one["kind"], one), one.get("score")
    for one in record["events"]:
        yield "event", Found(one["id"], *where, tuple(one["trigger"]), one["type"], one), one.get("score")
    for one in record.get("mentions", []):
        if one["form"] == "name" and one["actor_id"] in known:
            yield "actor", Found(one["id"], *where, (one["start"], one["end"]), one["kind"], one), one.get("score")
    key = version_id(*where)
    listed = {"id": key, "statements": record["statements"], "events": record["events"]}
    yield "article", Found(key, *where, None, "article", listed), None


def _records(path: str, needed: tuple[str, ...]) -> Iterator[Record]:
    with open_input(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                missing = [name for name in needed if name not in record]
            except (ValueError, TypeError) as error:
                raise Permanent(f"{path}:{number}: not a JSON object on one line ({error})") from error
            if missing:
                raise Permanent(f"{path}:{number}: lacks {', '.join(missing)}: see docs/reference/records.md")
            if "text" in needed:
                record["text_sha256"] = text_sha256(record["text"])
            yield record
