"""Many articles dealt to worker processes in chunks. Importing this loads no finder and no model; workers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from acta.annotate.result import Result, failed
from acta.records import Article
from acta.workers import Job, map_chunks

CHUNK_ARTICLES = 32
CHUNK_CHARS = 150_000
ARTICLE_SECONDS = 30.0  # of processor time; a chunk of ordinary articles takes a third of it
ARTICLE_BYTES = 500_000_000  # beside the 150 MB that model and lexicons take


def annotate_all(articles: Iterable[Article], workers: int) -> Iterator[Result]:
    """Yield one result an article, in order, by that many processes."""
    job = Job(_annotate, failed, _load, task_seconds=ARTICLE_SECONDS, task_bytes=ARTICLE_BYTES)
    return map_chunks(job, chunks(articles), workers)


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Deal articles into chunks that are worth the way to another process and still keep all of them busy."""
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article["text"])
        if len(chunk) >= CHUNK_ARTICLES or size >= CHUNK_CHARS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _annotate(articles: list[Article]) -> list[Result]:
    from acta.annotate.chunk import annotate_chunk

    return annotate_chunk(articles)


def _load() -> None:
    """Everything that annotating the first article would load: it counts against no article."""
    from acta.annotate.chunk import annotate_chunk

    annotate_chunk([{"article_id": "warm-up", "text": WARM_UP, "title": None, "language": "en", "published_at": None}])


WARM_UP = "The minister said on Monday in Paris that police had arrested two men. “We will talk,” he told reporters."
