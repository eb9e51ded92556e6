"""What a page says about its article: title, authors, times, address, site and section, each from the first place that says it.

The order is by how far sites mean it for readers of this very article: JSON-LD, then meta tags, then what stands on the page,
then heuristics. A value that nobody states stays None.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml.html import HtmlElement

from acta.extract.byline import find_author
from acta.extract.dates import find_date_in, read_date, same_day
from acta.extract.headline import find_headline
from acta.extract.jsonld import names_of, text_of, types_of
from acta.extract.pageview import PageView, squeeze
from acta.extract.types import Found, Metadata, Page

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "published_at", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "dc.date", "dc.terms.date", "article.published", "article:post_date",
    "article_date_original", "originalpublicationdate", "displaydate", "date", "rnews:datepublished",
    "creation_date",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "article.updated", "lastmod", "last-modified", "updated_at", "rnews:datemodified",
)  # fmt: skip
SECTION_META = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "cse_section",
    "dc.subject.section",
)
TAG_META = ("news_keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "keywords")
TAG_SPLIT = re.compile(r"\s*[,;|]\s*")
MAX_TAGS = 30
LIVE_URL = re.compile(r"/(?:live|liveblog|live-blog|live-updates|liveticker|en-direct)(?:[/-]|$)", re.IGNORECASE)
PUBLISHED_LINE = re.compile(
    r"^(?:first )?(?:published|posted|issued|date|on)\b|"
    r"^\W*(?:\w+day,? )?(?:\d{1,2} \w+ \d{4}|[A-Z]\w{2,8}\.? \d{1,2}, \d{4})\b",
    re.IGNORECASE,
)
UPDATED_LINE = re.compile(r"^\W*(?:last )?(?:updated|modified|corrected)\b", re.IGNORECASE)
TIME_NODES = "//time[@datetime] | //*[@itemprop='datePublished' or @itemprop='dateModified']"


def find_metadata(view: PageView, page: Page) -> Metadata:
    """All metadata of a parsed page."""
    site_name = find_site_name(view)
    modified = find_modified(view)
    return Metadata(
        title=find_headline(view, site_name, page.title),
        author=find_author(view, site_name),
        published_at=find_published(view, page),
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


def find_published(view: PageView, page: Page) -> Found:
    """When the article was published, as precise as the page says it; the caller's value fills what the page leaves open."""
    found = _stated_published(view)
    caller = read_date(page.published_at)
    if found.value is None and caller:
        return Found(caller, "caller")
    if found.value is None:
        guessed = _guess(view.tree, page.url)
        return Found(guessed, "htmldate" if guessed else None)
    if caller and len(found.value) == 10 < len(caller) and same_day(found.value, caller):
        return Found(caller, "caller")  # the page knows the day, the feed the minute
    return found


def _stated_published(view: PageView) -> Found:
    for choice, source in (
        (text_of(view.json_ld.get("datePublished")) or text_of(view.json_ld.get("dateCreated")), "json-ld"),
        (view.meta_of(*PUBLISHED_META), "meta"),
        (_time_node(view, modified=False), "time"),
    ):
        if (value := read_date(choice)) is not None:
            return Found(value, source)
    for line in view.head_lines:
        if PUBLISHED_LINE.search(line) and (value := find_date_in(line)):
            return Found(value, "visible")
    return Found()


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


def find_modified(view: PageView) -> Found:
    """When the article was changed last, if the page says so and it is not the moment of publication."""
    for choice, source in (
        (text_of(view.json_ld.get("dateModified")), "json-ld"),
        (view.meta_of(*MODIFIED_META), "meta"),
        (_time_node(view, modified=True), "time"),
    ):
        if (value := read_date(choice)) is not None:
            return Found(value, source)
    for line in view.head_lines:
        if UPDATED_LINE.search(line) and (value := find_date_in(line)):
            return Found(value, "visible")
    return Found()


def _time_node(view: PageView, modified: bool) -> str | None:
    """Value of the page's time tag: one that is named so, or the only one there is."""
    values = []
    for element in view.tree.xpath(TIME_NODES):
        names = " ".join(element.get(name) or "" for name in ("itemprop", "class", "data-testid", "pubdate")).lower()
        is_modified = "modif" in names or "updat" in names
        value = element.get("datetime") or element.get("content") or element.text_content()
        is_named = "publish" in names or "pubdate" in names or element.get("pubdate") is not None
        if is_modified == modified:
            values.append((not is_named and not modified, value))
    named = [value for unnamed, value in values if not unnamed]
    if named or modified:
        return named[0] if named else None
    distinct = list(dict.fromkeys(value for _, value in values))
    return distinct[0] if len(distinct) == 1 else _first_in_article(view.tree)


def _first_in_article(tree: HtmlElement) -> str | None:
    """The first time tag of the page's first article or header element: below it stand other articles."""
    for element in tree.xpath("(//article)[1]//time[@datetime] | (//header[.//h1])[1]//time[@datetime]"):
        return str(element.get("datetime"))
    return None


def _guess(tree: HtmlElement, url: str | None) -> str | None:
    try:
        return read_date(htmldate.find_date(tree, url=url, original_date=True, extensive_search=True))
    except Exception:  # htmldate fails on a few odd pages; then the day is not known
        return None


def find_canonical_url(view: PageView, url: str | None) -> str | None:
    """The address the page gives itself, absolute; None when it gives none or one that is no web address."""
    links = view.tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href")
    href = (links[0] if links else None) or view.meta_of("og:url")
    if not href:
        return None
    try:
        absolute = urljoin(url or "", href.strip())
        parts = urlsplit(absolute)
    except ValueError:
        return None
    return absolute if parts.scheme in ("http", "https") and parts.netloc else None
