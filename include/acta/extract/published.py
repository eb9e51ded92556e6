"""When an article was published and last changed: every place of the page that says so, in the order of trust.

A date that cannot be (after the fetch, or the zero of a clock) is passed over for the next one, and one whose day and
month could change places waits until nothing else says it. What only a guess gives is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import htmldate
from lxml import etree
from lxml.html import HtmlElement

from acta.dates import is_plausible, latest_moment, readings, same_day
from acta.dates.days import days_in
from acta.extract.pageview import PageView
from acta.extract.printed_dates import (
    MODIFIED,
    PUBLISHED,
    DatedLine,
    dated_lines,
    labelled_lines,
    time_elements,
    time_nodes,
    unlabelled_lines,
)
from acta.extract.types import Found, Page

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
EXACT = ("json-ld", "meta")  # places that may say the hour of a day which another place says
URL_DAY = re.compile(r"/(\d{4})(?:[/-](\d{1,2})[/-](\d{1,2})|(\d\d)(\d\d))(?=[/_-]|\.\w+$|$)")
REACH = 60  # characters around its year that hold a whole date
MONTH_FIRST = {"us", "ph"}  # countries that write the month before the day


class Candidate(NamedTuple):
    """A place of the page and what its date may mean: one reading, or two."""

    source: str
    values: tuple[str, ...]


class Shown(NamedTuple):
    """The dates that a reader sees, found once for both questions."""

    elements: list[tuple[HtmlElement, str | None]]
    lines: list[DatedLine]


def find_times(view: PageView, page: Page) -> tuple[Found, Found]:
    """When the article was published and when it was changed last, as precise as the page says it."""
    latest = latest_moment(page.fetched_at, page.served_at)
    known = {day[:10] for day in (url_day(page.url), *_plausible(page.published_at, latest)) if day}
    shown = Shown(time_elements(view.tree), [*dated_lines(view)])
    modified = _best(_candidates(_modified(view, shown), latest), known, view)
    stated = _candidates(_published(view, shown), latest)
    published = _best(stated, known, view)
    caller = next(iter(_plausible(page.published_at, latest)), None)
    if caller and (published.value is None or (len(published.value) == 10 and _finer(published.value, caller))):
        return Found(caller, "caller"), modified  # the page knows the day at most, the feed the minute
    if published.value is None:
        published = _guess(view, page.url, latest, may_search=not stated, is_only_modified=modified.value is not None)
    return published, modified


def caller_date(page: Page) -> str | None:
    """The caller's date of a page that has none of its own."""
    values = _plausible(page.published_at, latest_moment(page.fetched_at, page.served_at))
    return values[0] if len(values) == 1 else None


def _published(view: PageView, shown: Shown) -> Iterator[tuple[str, object]]:
    for node in (view.json_ld, view.json_ld_page):
        yield from (("json-ld", value) for value in _values(node.get("datePublished")))
    yield from (("meta", value) for name in PUBLISHED_META for value in view.meta.get(name, ()))
    yield from (("json-ld", value) for value in _values(view.json_ld.get("dateCreated")))
    yield from (("time", value) for value in time_nodes(view.tree, shown.elements, PUBLISHED))
    yield from (("visible", value) for value in labelled_lines(shown.lines, PUBLISHED))


def _modified(view: PageView, shown: Shown) -> Iterator[tuple[str, object]]:
    for node in (view.json_ld, view.json_ld_page):
        yield from (("json-ld", value) for value in _values(node.get("dateModified")))
    yield from (("meta", value) for name in MODIFIED_META for value in view.meta.get(name, ()))
    yield from (("time", value) for value in time_nodes(view.tree, shown.elements, MODIFIED))
    yield from (("visible", value) for value in labelled_lines(shown.lines, MODIFIED))


def _values(value: Any) -> Iterator[object]:
    """The dates of a JSON-LD value: itself, those of a list, or that of an object."""
    for item in value if isinstance(value, list) else [value]:
        yield (item.get("@value") or item.get("$date") or item.get("value")) if isinstance(item, dict) else item


def _candidates(stated: Iterable[tuple[str, object]], latest: datetime | None) -> list[Candidate]:
    return [Candidate(source, values) for source, value in stated if (values := _plausible(value, latest))]


def _best(candidates: list[Candidate], known: set[str], view: PageView) -> Found:
    """The first date that is certain, in the most precise form in which the page states it; else an uncertain one."""
    certain = [(one.values[0], one.source) for one in candidates if len(one.values) == 1]
    if certain:
        best, source = certain[0]
        for value, other in certain[1:]:
            if other in EXACT and _finer(best, value):
                best, source = value, other
        return Found(best, source)
    for one in candidates:
        if decided := _decided(one.values, known, view):
            return Found(decided, one.source)
    return Found()


def _plausible(value: object, latest: datetime | None) -> tuple[str, ...]:
    return tuple(one for one in readings(value) if is_plausible(one, latest))


def _finer(coarse: str, fine: str) -> bool:
    """Whether two values are one moment, and the second says it more precisely."""
    if len(coarse) == 10:
        return len(fine) > 10 and same_day(coarse, fine)
    return len(coarse) == 19 and len(fine) > 19 and coarse[:16] == fine[:16]


def _decided(values: tuple[str, ...], known: set[str], view: PageView) -> str | None:
    """Of "12/03" and "03/12" the one of a day that is known otherwise, or in the order of the page's country."""
    fitting = [value for value in values if value[:10] in known]
    if len(fitting) == 1:
        return fitting[0]
    tag = re.split(r"[-_]", (view.tree.get("lang") or view.meta_of("og:locale") or "").lower())
    if len(tag) < 2 and tag[0] in ("", "en"):
        return None
    return values[1] if tag[-1] in MONTH_FIRST else values[0]


# ------------------------------------------------------------------ guesses
def url_day(url: str | None) -> str | None:
    """The day in an address like /2026/03/12/."""
    for match in URL_DAY.finditer(url or ""):
        year, *rest = match.groups()
        month, day = (int(part) for part in rest if part)
        try:
            return date(int(year), month, day).isoformat() if int(year) >= 1990 else None
        except ValueError:
            continue
    return None


def _guess(
    view: PageView, url: str | None, latest: datetime | None, may_search: bool, is_only_modified: bool
) -> Found:
    """The day in the address, or the one that stands out on the page.

    Where the page says when it was changed and not when it was published, that is a day which stands near the headline.
    """
    day = url_day(url)
    if day and is_plausible(day, latest):
        return Found(day, "url")
    day = _searched(view.tree, url, latest) if may_search else None
    if day is None or (is_only_modified and day not in {value[:10] for value in unlabelled_lines(dated_lines(view))}):
        return Found()
    return Found(day, "htmldate")


def _searched(tree: HtmlElement, url: str | None, latest: datetime | None) -> str | None:
    try:
        found = htmldate.find_date(tree, url=url, original_date=True, extensive_search=True, max_date=latest)
    except Exception:  # htmldate fails on a few odd pages; then the day is not known
        return None
    if not found or not _plausible(found, latest):
        return None
    return found if found[8:] != "01" or _is_printed(tree, date.fromisoformat(found)) else None


def _is_printed(tree: HtmlElement, day: date) -> bool:
    """Whether the page holds a date of this very day: of "March 2026" htmldate makes the first."""
    html = etree.tostring(tree, encoding="unicode")[:1_000_000]
    if day.strftime("%Y%m%d") in html:
        return True
    beside = (html[max(0, match.start() - REACH) : match.end() + REACH] for match in re.finditer(str(day.year), html))
    return any(day in found.days for text in beside for found in days_in(text))
