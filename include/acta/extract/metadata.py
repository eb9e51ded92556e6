"""What a page says about its article: title, authors, times, address, site and section, each from the first place that says it.

The order is by how far sites mean it for readers of this very article: JSON-LD, then meta tags, then what stands on the page,
then heuristics. A value that nobody states stays None.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from acta.extract.byline import find_author
from acta.extract.headline import find_headline
from acta.extract.jsonld import names_of, text_of, types_of
from acta.extract.pageview import PageView, squeeze
from acta.extract.published import find_times
from acta.extract.types import Found, Metadata, Page

SECTION_META = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "cse_section",
    "dc.subject.section",
    "articlesection",
)
TAG_META = ("news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "keywords")
TAG_SPLIT = re.compile(r"\s*[,;|]\s*")
MAX_TAGS = 30
LIVE_URL = re.compile(r"/(?:live|liveblog|live-blog|live-updates|liveticker|en-direct)(?:[/-]|$)", re.IGNORECASE)


def find_metadata(view: PageView, page: Page) -> Metadata:
    """All metadata of a parsed page."""
    site_name = find_site_name(view)
    published, modified = find_times(view, page)
    return Metadata(
        title=find_headline(view, site_name, page.title),
        author=find_author(view, site_name),
        published_at=published,
        modified_at=modified,
        canonical_url=find_canonical_url(view, page.url),
        site_name=site_name,
        section=find_section(view),
        tags=find_tags(view),
        is_paywalled=find_paywall(view),
        is_live_blog=find_live_blog(view, page.url),
    )


def find_site_name(view: PageView) -> str | None:
    """Name of the outlet."""
    publishers = names_of(view.json_ld.get("publisher")) if view.json_ld else []
    return view.meta_of("og:site_name", "application-name") or (publishers[0][0] if publishers else None)


def find_section(view: PageView) -> Found:
    """Section of the site."""
    for value, source in (
        (text_of(view.json_ld.get("articleSection")), "json-ld"),
        (view.meta_of(*SECTION_META), "meta"),
    ):
        if value:
            return Found(value, source)
    return Found()


def find_tags(view: PageView) -> str | None:
    """What the page says it is about, as printed, joined by "; "."""
    stated = view.json_ld.get("keywords")
    values = [text_of(item) for item in (stated if isinstance(stated, list) else [stated])]
    for name in TAG_META if not any(values) else ():
        values = list(view.meta.get(name, []))
        if values:
            break
    parts = [part.strip() for value in values if value for part in TAG_SPLIT.split(value)]
    distinct: dict[str, str] = {}
    for part in parts:
        distinct.setdefault(squeeze(part), part)
    distinct.pop("", None)
    return "; ".join(list(distinct.values())[:MAX_TAGS]) or None


def find_paywall(view: PageView) -> bool | None:
    """Whether the page says that its text is for payers; None when it says nothing."""
    free = view.json_ld.get("isAccessibleForFree")
    if isinstance(free, bool) or str(free).lower() in ("true", "false"):
        return str(free).lower() == "false"
    tier = (view.meta_of("article:content_tier", "og:article:content_tier") or "").lower()
    return tier in ("locked", "metered") if tier in ("locked", "metered", "free") else None


def find_live_blog(view: PageView, url: str | None) -> bool | None:
    """Whether this is a running blog of updates; None when neither JSON-LD nor the address tells."""
    if "liveblogposting" in types_of(view.json_ld) or view.json_ld.get("liveBlogUpdate"):
        return True
    if LIVE_URL.search(url or ""):
        return True
    return False if view.json_ld else None


def find_canonical_url(view: PageView, url: str | None) -> str | None:
    """The address the page gives itself, absolute; None when it gives none or one that is no web address."""
    href = next(iter(view.canonical_links), None) or view.meta_of("og:url")
    if not href:
        return None
    try:
        absolute = urljoin(url or "", href.strip())
        parts = urlsplit(absolute)
    except ValueError:
        return None
    return absolute if parts.scheme in ("http", "https") and parts.netloc else None
