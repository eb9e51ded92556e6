"""What becomes of one article: the result that workers hand back. Importing this loads no finder and no model."""

from __future__ import annotations

from typing import TypedDict

from acta.annotate import ANNOTATOR_NAME, annotator_version
from acta.ids import text_sha256
from acta.records import Annotation, Article


class Result(TypedDict):
    """What became of one article: annotated, unsupported_language or failed."""

    record: Annotation
    outcome: str
    reason: str | None  # short code
    detail: str | None  # one line for a person
    token_count: int


def empty_record(article: Article) -> Annotation:
    """The record of an article in which nothing could be looked for."""
    return {
        "article_id": article["article_id"],
        "text_sha256": article.get("text_sha256") or text_sha256(article["text"]),
        "annotator": {"name": ANNOTATOR_NAME, "version": annotator_version()},
        "sentences": [],
        "mentions": [],
        "actors": [],
        "statements": [],
        "events": [],
        "places": [],
        "times": [],
    }


def failed(article: Article, reason: str, detail: str) -> Result:
    """The result of an article that could not be read."""
    return {"record": empty_record(article), "outcome": "failed", "reason": reason, "detail": detail, "token_count": 0}
