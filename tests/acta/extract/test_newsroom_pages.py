"""Every page of the sample newsroom, in every edition, gives back the article it was made from: all of it and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from acta.extract.article import extract_page
from acta.extract.types import Extracted, Page, Rejected
from acta.newsroom.catalogue import Article, Revision, load_articles, load_outlets
from acta.newsroom.pages import article_page, other_page
from acta.newsroom.site import respond

PORT = 18800
AFTER_ALL = datetime(2030, 1, 1, tzinfo=UTC)
REVISIONS = [
    pytest.param(article, revision, id=f"{article.outlet.source_id}-{article.slug}-{number}")
    for article in load_articles()
    for number, revision in enumerate(article.revisions, 1)
    if not revision.is_withdrawn
]


def read(article: Article, revision: Revision) -> Extracted:
    base = article.outlet.base_url(PORT)
    result = extract_page(Page(article_page(article, revision, base), base + article.path, "text/html; charset=utf-8"))
    assert isinstance(result, Extracted), result
    return result


def paragraphs(revision: Revision) -> list[str]:
    """The source file's own paragraphs and crossheads, without what the site puts between them."""
    return [block.removeprefix("## ") for block in revision.body if not block.startswith(":: ")]


@pytest.mark.parametrize(("article", "revision"), REVISIONS)
def test_the_body_is_the_source_files_paragraphs_and_nothing_else(article: Article, revision: Revision) -> None:
    lines = read(article, revision).text.split("\n")
    expected = paragraphs(revision)

    if article.outlet.layout == "json_ld" and revision.summary:  # the one template that prints it over the text
        assert lines.pop(0) == revision.summary
    if revision.dateline:
        assert lines[0].startswith(revision.dateline)
        assert lines[0].endswith(expected[0])
        lines[0] = expected[0]
    assert lines == expected


@pytest.mark.parametrize(("article", "revision"), REVISIONS)
def test_the_metadata_is_the_source_files(article: Article, revision: Revision) -> None:
    found = read(article, revision)

    assert found.metadata.title.value == revision.title
    assert found.metadata.author.value == ("; ".join(revision.authors) or None)
    assert found.metadata.published_at.value is not None
    assert found.metadata.published_at.value[:16] == revision.published_at.isoformat()[:16]
    assert found.language == revision.language
    assert found.is_correction == bool(revision.correction)
    if article.outlet.layout != "tables":
        assert found.metadata.published_at.value == revision.published_at.isoformat()
        assert found.metadata.site_name == article.outlet.name
    if revision.wire_credit:
        assert found.wire_credit == revision.wire_credit
    elif "Meridian Wire" not in article.outlet.dateline:
        assert found.wire_credit is None


@pytest.mark.parametrize("outlet", load_outlets(), ids=lambda outlet: outlet.source_id)
def test_front_and_error_pages_are_no_articles(outlet: object) -> None:
    front = respond(outlet, "http://127.0.0.1:18801", "/", AFTER_ALL)  # type: ignore[arg-type]
    assert isinstance(extract_page(Page(front.body, content_type=front.content_type)), Rejected)
    for outlet_page in ("gone", "missing"):
        body = other_page(outlet, "http://127.0.0.1:18801", outlet_page)  # type: ignore[arg-type]
        assert isinstance(extract_page(Page(body)), Rejected), outlet_page


def test_pages_of_the_sitemaps_that_are_no_articles_are_rejected() -> None:
    pages = [(outlet, page["path"]) for outlet in load_outlets() for page in outlet.no_articles]
    assert pages

    for outlet, path in pages:
        answer = respond(outlet, outlet.base_url(PORT), path, AFTER_ALL)
        result = extract_page(Page(answer.body, outlet.base_url(PORT) + path, answer.content_type))
        assert isinstance(result, Rejected), result
        assert result.reason == "not_an_article"


def test_no_phrase_of_the_templates_is_left_in_any_text() -> None:
    leaks = re.compile(
        r"READ ALSO|Read also:|SEE ALSO|newsletter|inbox|Advertisement|ADVERTISEMENT|Leave a|All rights|Print this",
        re.IGNORECASE,
    )
    for article in load_articles():
        source = " ".join(paragraphs(article.first))
        for match in leaks.finditer(read(article, article.first).text):
            assert match.group() in source
