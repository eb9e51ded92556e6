"""What the newsroom has to offer: outlets from ``outlets.yml``, articles from ``articles/<outlet>/*.md``.

An article is one file with front matter. A file ``<name>.edition2.md`` beside it is the same page later: corrected, or withdrawn.
Which one is seen is decided by the clock (``Article.at``), so an address never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HOST = "127.0.0.1"
OPENED = datetime.fromisoformat("2026-01-05T08:00:00+00:00")  # the sites' first day: what never changes is as old


@dataclass(frozen=True, slots=True)
class Outlet:
    """One web site. Paths of feeds and sitemaps are None where the outlet has none."""

    number: int
    source_id: str
    name: str
    country: str
    language: str
    kind: str
    layout: str  # json_ld, meta, tables
    motto: str
    utc_offset: str
    article_path: str  # with {year} {month} {day} {slug} {section}
    dateline: str  # with {place}
    rss: str | None
    atom: str | None
    feed_length: int
    sitemap: str | None
    news_sitemap: str | None
    no_articles: tuple[dict[str, Any], ...]  # pages of the sitemap that are none
    print_pages: tuple[str, ...]  # slugs whose print page the sitemap lists, though robots.txt refuses it
    newsletter: str
    expect: dict[str, Any]

    def base_url(self, port: int) -> str:
        """Where the outlet is when the newsroom's first port is ``port``."""
        return f"http://{HOST}:{port + self.number}"

    def source(self, port: int) -> dict[str, Any]:
        """The outlet as a source file would describe it."""
        base = self.base_url(port)
        return {
            "source_id": self.source_id,
            "name": self.name,
            "homepage": f"{base}/",
            "country": self.country,
            "language": self.language,
            "kind": self.kind,
            "feeds": [base + path for path in (self.rss, self.atom) if path],
            "sitemaps": [base + path for path in (self.news_sitemap, self.sitemap) if path],
            "rights": {"robots_checked_on": "2026-06-01", "terms_url": f"{base}/terms", "licence": "Apache-2.0"},
            "expect": self.expect,
        }


@dataclass(frozen=True, slots=True)
class Revision:
    """An article as it reads from ``seen_from`` on."""

    title: str
    authors: tuple[str, ...]
    section: str
    dateline: str | None
    published_at: datetime
    modified_at: datetime | None
    language: str
    summary: str | None
    caption: str | None
    wire_credit: str | None
    credit_in: str  # byline, dateline, foot
    canonical: str | None  # outlet/slug of the page this one copies
    correction: str | None
    is_withdrawn: bool
    body: tuple[str, ...]

    @property
    def updated_at(self) -> datetime:
        return self.modified_at or self.published_at


@dataclass(frozen=True, slots=True)
class Article:
    """One page and how it changed, oldest first."""

    outlet: Outlet
    slug: str
    revisions: tuple[Revision, ...]

    def at(self, now: datetime) -> Revision | None:
        """What the page shows at ``now``; None before it is published."""
        seen = [revision for revision in self.revisions if revision.updated_at <= now]
        return seen[-1] if seen else None

    @property
    def first(self) -> Revision:
        return self.revisions[0]

    @property
    def path(self) -> str:
        day = self.first.published_at
        return self.outlet.article_path.format(
            year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}", slug=self.slug, section=self.first.section
        )


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """All outlets by number."""
    rows = yaml.safe_load((HERE / "outlets.yml").read_text(encoding="utf-8"))
    found = [
        Outlet(
            number=row["number"],
            source_id=row["source_id"],
            name=row["name"],
            country=row["country"],
            language=row["language"],
            kind=row["kind"],
            layout=row["layout"],
            motto=row["motto"],
            utc_offset=row["utc_offset"],
            article_path=row["article_path"],
            dateline=row.get("dateline", "{place} — "),
            rss=row.get("rss"),
            atom=row.get("atom"),
            feed_length=row.get("feed_length", 0),
            sitemap=row.get("sitemap"),
            news_sitemap=row.get("news_sitemap"),
            no_articles=tuple(row.get("no_articles", ())),
            print_pages=tuple(row.get("print_pages", ())),
            newsletter=row["newsletter"],
            expect=row["expect"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda outlet: outlet.number))


@cache
def load_articles() -> tuple[Article, ...]:
    """All articles of all outlets, oldest first."""
    found = [article for outlet in load_outlets() for article in _articles_of(outlet)]
    return tuple(sorted(found, key=lambda article: (article.first.published_at, article.outlet.number, article.slug)))


def _articles_of(outlet: Outlet) -> list[Article]:
    files = sorted((HERE / "articles" / outlet.source_id).glob("*.md"), key=lambda path: path.name.split("."))
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(path.name.split(".")[0], []).append(path)
    articles = []
    for name, paths in by_name.items():
        revisions = sorted((read_revision(path, outlet) for path in paths), key=lambda revision: revision.updated_at)
        articles.append(Article(outlet, name[len("2026-01-01-") :], tuple(revisions)))
    return articles


def read_revision(path: Path, outlet: Outlet) -> Revision:
    """One article file: YAML between two lines of dashes, then paragraphs parted by blank lines."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    values: dict[str, Any] = yaml.safe_load(head)
    authors = values.get("author") or []
    return Revision(
        title=values["title"],
        authors=tuple([authors] if isinstance(authors, str) else authors),
        section=values["section"],
        dateline=values.get("dateline"),
        published_at=_moment(values["published_at"]),
        modified_at=_moment(values["modified_at"]) if "modified_at" in values else None,
        language=values.get("language", outlet.language),
        summary=values.get("summary"),
        caption=values.get("caption"),
        wire_credit=values.get("wire_credit"),
        credit_in=values.get("credit_in", "byline"),
        canonical=values.get("canonical"),
        correction=values.get("correction"),
        is_withdrawn=values.get("withdrawn", False),
        body=tuple(" ".join(block.split()) for block in body.split("\n\n") if block.strip()),
    )


def _moment(value: str | datetime) -> datetime:
    """A time with its offset; quoted in the files because YAML would turn it into UTC."""
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no UTC offset: write it in quotes, such as '2026-03-02T14:05:00+02:00'")
    return moment
