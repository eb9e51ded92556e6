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
SUFFIX_BAR = r"\s+[|\-–—•·»]\s+|\s*\|\s*"
SUFFIX = re.compile(rf"(?:{SUFFIX_BAR})(?P<rest>.+)$")
SUFFIX_WORDS = 5
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
    publishers = names_of(view.json_ld.get("publisher") or view.json_ld_page.get("publisher"))
    stated = view.meta_of("og:site_name", "application-name", "apple-mobile-web-app-title")
    return stated or (publishers[0][0] if publishers else None) or _title_suffix(view)


def _title_suffix(view: PageView) -> str | None:
    """What stands behind the headline in the title tag, after a bar."""
    title = view.title_tag or ""
    for head in (*view.headings, *view.meta.get("og:title", [])):
        match = SUFFIX.match(title[len(head) :]) if head and title.startswith(head) else None
        if match:
            name = re.split(SUFFIX_BAR, match["rest"])[-1].strip()
            return name if 0 < len(name.split()) <= SUFFIX_WORDS else None
    return None


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
    """The address the page gives itself, absolute; None when it gives none or none that is a web address.

    A link to the home page is passed over on a page that stands elsewhere: templates set it on every page.
    """
    base = next((element.get("href") for element in view.tree.iter("base") if element.get("href")), None)
    stated = [*view.canonical_links, *view.meta.get("og:url", []), text_of(view.json_ld.get("url")), _main_entity(view)]
    found = [address for href in stated if href and (address := _absolute(href, _absolute(base or "", url) or url))]
    own = [address for address in found if urlsplit(address).path.strip("/")]
    return next(iter(found if _is_home(url) else own), None)


def _is_home(url: str | None) -> bool:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and not parts.path.strip("/")


def _main_entity(view: PageView) -> str | None:
    entity = view.json_ld.get("mainEntityOfPage")
    address = entity.get("@id") or entity.get("url") if isinstance(entity, dict) else entity
    return address if isinstance(address, str) and "://" in address else None


def _absolute(href: str, base: str | None) -> str | None:
    """An address as a browser resolves it, without its fragment; None where it is no web address."""
    try:
        absolute = urljoin(base or "", "".join(href.split())).split("#")[0]
        parts = urlsplit(absolute)
    except ValueError:
        return None
    is_named = parts.hostname is not None and ("." in parts.hostname or parts.hostname == "localhost" or ":" in parts.hostname)
    return absolute if parts.scheme in ("http", "https") and is_named else None
