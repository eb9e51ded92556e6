"""One outlet's web site at one moment: a path in, a page out. Pure, so that the server only adds HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from acta.newsroom import feeds, pages
from acta.newsroom.catalogue import OPENED, Article, Outlet, Revision, load_articles

HTML, XML, TEXT = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """What the site answers."""

    body: bytes
    content_type: str = HTML
    modified_at: datetime = OPENED
    status: int = 200


def respond(outlet: Outlet, base: str, path: str, now: datetime) -> Page:
    """The page at ``path`` of one outlet when its clock says ``now``."""
    own = [
        (article, revision) for article in load_articles() if article.outlet == outlet and (revision := article.at(now))
    ]
    shown = [(article, revision) for article, revision in reversed(own) if not revision.is_withdrawn]
    changed = max((revision.updated_at for _, revision in own), default=OPENED)
    if path == "/":
        return Page(pages.front_page(outlet, base, shown), modified_at=changed)
    if path == "/robots.txt":
        return Page(_robots(outlet, base), TEXT)
    if path == "/terms":
        return Page(pages.other_page(outlet, base, "terms"))
    if path in (outlet.rss, outlet.atom, outlet.sitemap, outlet.news_sitemap):
        if path == outlet.news_sitemap:  # it also changes when an article grows too old for it
            ends = (revision.published_at + feeds.NEWS_WINDOW for _, revision in own)
            changed = max([changed, *(end for end in ends if end < now)])
        return Page(_listing(outlet, base, path, shown, now), _listing_type(outlet, path), changed)
    for page in outlet.no_articles:
        if path == page["path"]:
            links = [(article.path, article.first.title) for article, _ in own if article.slug in page.get("slugs", ())]
            body = pages.other_page(outlet, base, page["page"], title=page["title"], links=links)
            return Page(body, modified_at=datetime.fromisoformat(page["updated_at"]))
    return _article(outlet, base, path, own)


def _article(outlet: Outlet, base: str, path: str, own: list[tuple[Article, Revision]]) -> Page:
    for article, revision in own:
        if path not in (article.path, f"/print/{article.slug}"):
            continue
        if revision.is_withdrawn:
            return Page(pages.other_page(outlet, base, "gone"), modified_at=revision.updated_at, status=410)
        render = pages.article_page if path == article.path else pages.print_page
        return Page(render(article, revision, base), modified_at=revision.updated_at)
    return Page(pages.other_page(outlet, base, "missing"), status=404)


def _listing(outlet: Outlet, base: str, path: str, shown: feeds.Shown, now: datetime) -> bytes:
    if path == outlet.rss:
        return feeds.rss(outlet, base, shown)
    if path == outlet.atom:
        return feeds.atom(outlet, base, shown)
    if path == outlet.sitemap:
        return feeds.sitemap(outlet, base, shown, now)
    return feeds.news_sitemap(outlet, base, shown, now)


def _listing_type(outlet: Outlet, path: str) -> str:
    return {outlet.rss: "application/rss+xml; charset=utf-8", outlet.atom: "application/atom+xml; charset=utf-8"}.get(
        path, XML
    )


def _robots(outlet: Outlet, base: str) -> bytes:
    lines = ["User-agent: *", "Disallow: /print/", "Allow: /", ""]
    lines += [f"Sitemap: {base}{path}" for path in (outlet.sitemap, outlet.news_sitemap) if path]
    return ("\n".join(lines) + "\n").encode()
