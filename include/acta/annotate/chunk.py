"""A chunk of articles to as many results, whatever is in them: the unit of work of one process.

An article in another language, one that is too long and one that a finder stumbles over each give a result that says
so; the others of the chunk are none the worse.
"""

from __future__ import annotations

import logging
from itertools import islice

from acta.annotate.article import MAX_EVENTS, read_article, to_record
from acta.annotate.document import Parsed
from acta.annotate.language import unsupported_language
from acta.annotate.parse import TOKEN, parse
from acta.annotate.reading import Reading
from acta.annotate.result import Result, empty_record, failed
from acta.config import load_settings
from acta.ids import text_sha256
from acta.records import Article
from acta.store.faults import passing_reason

log = logging.getLogger(__name__)

MAX_TEXT_CHARS = 300_000  # what lies beyond is not read: the longest live blogs have half of it
MAX_TEXT_TOKENS = 80_000  # about; a text of nothing but marks has as many tokens as characters
MAX_ACCURATE_TOKENS = 30_000  # of the accurate grade: its network takes half a millisecond a token


def annotate_chunk(articles: list[Article]) -> list[Result]:
    """Annotate articles together (paragraphs of many go through the parser as one batch); results in the same order."""
    grade = load_settings().statements
    results: list[Result | None] = [_without_reading(article) for article in articles]
    todo = [i for i, result in enumerate(results) if result is None]
    for i, parsed in zip(todo, _parse_all([_readable(articles[i]["text"], grade) for i in todo]), strict=True):
        results[i] = _annotate(articles[i], parsed, grade)
    return [result for result in results if result is not None]


def _without_reading(article: Article) -> Result | None:
    language = unsupported_language(article)
    if language is None:
        return None
    record, detail = empty_record(article), f"the article is in {language!r}; only English can be annotated"
    return {"record": record, "outcome": "unsupported_language", "reason": language, "detail": detail, "token_count": 0}


def _readable(text: str, grade: str) -> str:
    """The text as the parser can take it: lone surrogates replaced one for one, cut where it is too long."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    text = text[:MAX_TEXT_CHARS]
    most = MAX_ACCURATE_TOKENS if grade == "accurate" else MAX_TEXT_TOKENS
    if len(text) <= most:
        return text
    beyond = next(islice(TOKEN.finditer(text), most, None), None)
    return text[: beyond.start()] if beyond else text


def _parse_all(texts: list[str]) -> list[Parsed | Exception]:
    """Parse together; where that fails, one by one, so that the text at fault fails alone."""
    try:
        return list(parse(texts))
    except Exception:
        return [_parse_one(text) for text in texts]


def _parse_one(text: str) -> Parsed | Exception:
    try:
        return next(parse([text]))
    except Exception as error:
        return error


def _annotate(article: Article, parsed: Parsed | Exception, grade: str) -> Result:
    try:
        if isinstance(parsed, Exception):
            raise parsed
        known = article if article.get("text_sha256") else article | {"text_sha256": text_sha256(article["text"])}
        reading = read_article(known, parsed, grade)
        record = to_record(known, reading)
    except Exception as error:
        log.warning("article %s could not be annotated", article["article_id"], exc_info=error)
        return failed(article, passing_reason(error) or type(error).__name__, " ".join(str(error).split())[:300])
    reason, detail = _limits(len(article["text"]), parsed, reading)
    return {
        "record": record,
        "outcome": "annotated",
        "reason": reason,
        "detail": detail,
        "token_count": len(parsed),
    }


def _limits(chars: int, parsed: Parsed, reading: Reading) -> tuple[str | None, str | None]:
    """What of a text was not read as it stands: a short code and one line, or twice None."""
    if len(parsed.text) < chars:
        return "text_cut", f"only the first {len(parsed.text)} of {chars} characters were read"
    if parsed.is_split:
        return "text_split", "a word, sentence or paragraph that is too long for the parser was read in pieces"
    if reading.cues_read is not None:
        return "statements_cut", f"only the first {reading.cues_read} words that attribute were read"
    if len(reading.events) >= MAX_EVENTS:
        return "events_cut", f"only the first {MAX_EVENTS} events were taken"
    return None, None
