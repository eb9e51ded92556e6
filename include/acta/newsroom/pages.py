"""HTML of the newsroom's sites: one template a layout, filled from an article as it reads at the moment.

A page's bytes depend on its own article only. The headlines beside it are of articles that came before, under the titles they
came with: otherwise each new article would change every old page and no answer could be "not modified".
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from acta.newsroom.catalogue import HERE, Article, Outlet, Revision, load_articles

RELATED = 4
FURNITURE = ("read-also", "newsletter", "advertisement")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def lede(revision: Revision) -> str:
    """The first paragraph, or the summary when the article has one: what feeds and meta tags say."""
    return revision.summary or next(block for block in revision.body if not block.startswith("::"))


def article_page(article: Article, revision: Revision, base: str) -> bytes:
    """The page of one article."""
    outlet = article.outlet
    return _render(
        f"{outlet.layout}.html",
        outlet=outlet,
        base=base,
        url=base + article.path,
        canonical=_canonical(article, revision, base),
        article=revision,
        byline=_byline(revision),
        blocks=_blocks(article, revision),
        description=lede(revision),
        related=[(other.path, other.first.title) for other in _earlier(article)],
        json_ld=_json_ld(article, revision, base),
        printed_at=_printed(revision.published_at),
    )


def print_page(article: Article, revision: Revision, base: str) -> bytes:
    """The bare text for printing, which robots.txt keeps crawlers from."""
    blocks = _blocks(article, revision)
    return _render(
        "print.html", outlet=article.outlet, base=base, article=revision, blocks=blocks, url=base + article.path
    )


def front_page(outlet: Outlet, base: str, shown: list[tuple[Article, Revision]]) -> bytes:
    """The home page: headlines, newest first."""
    return _render("front.html", outlet=outlet, base=base, shown=shown)


def other_page(outlet: Outlet, base: str, page: str, **values: Any) -> bytes:
    """A page that is no article: the weather, the terms, a page that is gone."""
    return _render(f"{page}.html", outlet=outlet, base=base, **values)


def _render(template: str, **values: Any) -> bytes:
    return _templates().get_template(template).render(**values).encode("utf-8")


def _byline(revision: Revision) -> str | None:
    names = " and ".join(revision.authors)
    if revision.wire_credit and revision.credit_in == "byline":
        return f"{names}, {revision.wire_credit}" if names else revision.wire_credit
    return names or None


def _blocks(article: Article, revision: Revision) -> list[dict[str, str]]:
    """The body as blocks of a kind: text, heading, or furniture that stands in the flow of the text."""
    blocks: list[dict[str, str]] = []
    for block in revision.body:
        if block.startswith(":: "):
            kind, _, rest = block[3:].partition(" ")
            if kind not in FURNITURE:
                raise ValueError(f"{article.slug}: {kind!r} is no furniture; there are {', '.join(FURNITURE)}")
            blocks.append(_teaser(article, rest) if kind == "read-also" else {"kind": kind, "text": rest, "path": ""})
        elif block.startswith("## "):
            blocks.append({"kind": "heading", "text": block[3:], "path": ""})
        else:
            blocks.append({"kind": "text", "text": block, "path": ""})
    if revision.dateline:
        first = next(block for block in blocks if block["kind"] == "text")
        place = revision.dateline
        if revision.wire_credit and revision.credit_in == "dateline":
            first["text"] = f"{place} ({revision.wire_credit}) — {first['text']}"
        else:
            first["text"] = article.outlet.dateline.format(place=place) + first["text"]
    return blocks


def _teaser(article: Article, slug: str) -> dict[str, str]:
    other = next(other for other in load_articles() if other.outlet == article.outlet and other.slug == slug)
    return {"kind": "read-also", "text": other.first.title, "path": other.path}


def _earlier(article: Article) -> list[Article]:
    own = [other for other in load_articles() if other.outlet == article.outlet]
    place = own.index(article)
    return own[max(0, place - RELATED) : place][::-1]


def _printed(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B %Y}, {moment:%H:%M}"


def _canonical(article: Article, revision: Revision, base: str) -> str:
    if revision.canonical is None:
        return base + article.path
    source_id, _, slug = revision.canonical.partition("/")
    other = next(other for other in load_articles() if (other.outlet.source_id, other.slug) == (source_id, slug))
    first_port = int(base.rpartition(":")[2]) - article.outlet.number
    return other.outlet.base_url(first_port) + other.path


def _json_ld(article: Article, revision: Revision, base: str) -> str:
    """schema.org NewsArticle, safe inside a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + article.path,
        "headline": revision.title,
        "description": lede(revision),
        "datePublished": revision.published_at.isoformat(),
        "dateModified": revision.updated_at.isoformat(),
        "articleSection": revision.section,
        "inLanguage": revision.language,
        "author": [{"@type": "Person", "name": name} for name in revision.authors]
        or [{"@type": "Organization", "name": revision.wire_credit or article.outlet.name}],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name, "url": f"{base}/"},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")


def http_time(moment: datetime) -> str:
    """A moment as HTTP headers write it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
