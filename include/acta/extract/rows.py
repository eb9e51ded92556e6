"""What extraction found, as records of a stream and as rows of a batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from acta.collect.masking import mask_url
from acta.extract.types import EXTRACTOR_NAME, EXTRACTOR_VERSION, Extracted, Rejected
from acta.ids import make_id, text_sha256, version_id
from acta.store.attempts import settled
from acta.store.faults import PASSING

Row = dict[str, Any]
OUR_FAILURES = PASSING | {"extractor_failed"}


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A row of the table fetches and what its page turned out to be."""

    fetch: Row
    result: Extracted | Rejected


def outcome_of(refusal: Rejected | None) -> str:
    """article; rejected, where the page is none; failed, where we could not tell."""
    if refusal is None:
        return "article"
    return "failed" if refusal.reason in OUR_FAILURES else "rejected"


def article_fields(article: Extracted) -> Row:
    """Columns that the record and the table share."""
    metadata = article.metadata
    return {
        "canonical_url": mask_url(metadata.canonical_url) if metadata.canonical_url else None,
        "title": metadata.title.value,
        "author": metadata.author.value,
        "site_name": metadata.site_name,
        "section": metadata.section.value,
        "tags": metadata.tags,
        "genre": article.genre.value,
        "topic": article.topic.value,
        "text": article.text,
        "text_sha256": text_sha256(article.text),
        "word_count": article.word_count,
        "language": article.language,
        "published_at": metadata.published_at.value,
        "modified_at": metadata.modified_at.value,
        "is_correction": article.is_correction,
        "wire_credit": article.wire_credit,
        "dateline_place": article.dateline.place,
        "dateline_on": article.dateline.on,
        "is_live_blog": metadata.is_live_blog,
        "is_paywalled": metadata.is_paywalled,
        "link_density": article.quality.link_density,
        "boilerplate_share": article.quality.boilerplate_share,
        "language_score": article.quality.language_score,
        "quality_doubts": article.quality.doubts,
        "title_from": metadata.title.source,
        "author_from": metadata.author.source,
        "published_from": metadata.published_at.source,
        "modified_from": metadata.modified_at.source,
        "section_from": metadata.section.source,
        "genre_from": article.genre.source,
        "topic_from": article.topic.source,
        "body_from": article.body_from,
    }


def article_record(article_id: str, page: Row, article: Extracted) -> Row:
    """Article record of a stream (docs/reference/records.md)."""
    return {
        "article_id": article_id,
        "url": page.get("url"),
        **article_fields(article),
        "first_seen_at": page.get("fetched_at"),
        "outcome": "article",
        "parts": [part._asdict() for part in article.parts],
        "removed": [
            {"line": line.line_number, "text": line.line_text, "reason": line.reason} for line in article.removed
        ],
        "extractor": {"name": EXTRACTOR_NAME, "version": EXTRACTOR_VERSION},
    }


def rejected_record(article_id: str, page: Row, refusal: Rejected) -> Row:
    """Record of a page that is no article: there is one line out for every line in."""
    return {
        "article_id": article_id,
        "url": page.get("url"),
        "text": "",
        "outcome": outcome_of(refusal),
        "reason": refusal.reason,
        "detail": refusal.detail,
        "extractor": {"name": EXTRACTOR_NAME, "version": EXTRACTOR_VERSION},
    }


def batch_rows(pages: Iterable[StoredPage], attempt: int = 1, attempts: int = 1) -> dict[str, list[Row]]:
    """Rows of the four tables of an extract batch; every page has an outcome row, as after that one of so many attempts."""
    tables: dict[str, list[Row]] = {"articles": [], "article_parts": [], "removed_lines": [], "outcomes": []}
    for page in pages:
        tables["outcomes"].append(_outcome(page, attempt, attempts))
        if isinstance(page.result, Extracted):
            row = _article(page.fetch, page.result)
            tables["articles"].append(row)
            tables["article_parts"] += _parts(row, page.result)
            tables["removed_lines"] += _removed(row, page.result)
    return tables


def _article(fetch: Row, article: Extracted) -> Row:
    fields = article_fields(article)
    return {
        "article_id": fetch["article_id"],
        "version_id": version_id(fetch["article_id"], fields["text_sha256"]),
        "source_id": fetch["source_id"],
        "fetch_id": fetch["fetch_id"],
        "url": _address(fetch, fields["canonical_url"]),
        **fields,
        "first_seen_at": fetch["requested_at"],
        "extractor_name": EXTRACTOR_NAME,
        "extractor_version": EXTRACTOR_VERSION,
    }


def _address(fetch: Row, canonical_url: str | None) -> str:
    """Where the page was read; of a saved page the address that it gives itself."""
    address = str(fetch["final_url"] or fetch["url"])
    return canonical_url if canonical_url and not address.startswith(("http://", "https://")) else address


def _parts(article: Row, found: Extracted) -> list[Row]:
    key = {name: article[name] for name in ("article_id", "version_id")}
    return [
        {
            **key,
            "part_id": make_id("prt", article["article_id"], article["text_sha256"], part.kind, part.start, part.end),
            "part_number": number,
            "kind": part.kind,
            "char_start": part.start,
            "char_end": part.end,
            "speaker_text": part.speaker,
            "posted_at": part.at,
            "author": part.author,
        }
        for number, part in enumerate(found.parts, 1)
    ]


def _removed(article: Row, found: Extracted) -> list[Row]:
    key = {name: article[name] for name in ("article_id", "version_id")}
    return [
        {**key, "line_number": line.line_number, "line_text": line.line_text, "reason": line.reason}
        for line in found.removed
    ]


def _outcome(page: StoredPage, attempt: int, attempts: int) -> Row:
    fetch, result = page.fetch, page.result
    refusal = result if isinstance(result, Rejected) else None
    return {
        "outcome_id": make_id("out", "extract", fetch["fetch_id"], EXTRACTOR_VERSION, *([attempt] if attempt > 1 else [])),
        "stage": "extract",
        "source_id": fetch["source_id"],
        "subject_id": fetch["fetch_id"],
        "article_id": fetch["article_id"],
        "url": fetch["url"],
        "outcome": settled(outcome_of(refusal), refusal.reason if refusal else None, attempt, attempts),
        "reason": refusal.reason if refusal else None,
        "detail": refusal.detail if refusal else None,
        "occurred_at": fetch["requested_at"],
        "attempt": attempt,
    }
