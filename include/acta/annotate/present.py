"""The article's own present: when it can have been written, and what in it would lie ahead of that.

A page can neither be published after it was seen nor tell what happened later. The wrong part is usually the day that
"on Friday" was taken for, so a past tense loses its day; a present tense with a day to come announces something.
"""

from __future__ import annotations

from datetime import date, timedelta

from acta.annotate.reading import Reading
from acta.dates import is_plausible, latest_moment
from acta.dates.days import FIRST_YEAR, LAST_YEAR
from acta.records import Article

SLACK = timedelta(days=1)  # the publisher's clock may be a day behind that of the place of the events
HAPPENED = ("actual", "historical")
PAST_TAGS = ("VBD", "VBN")
PRESENT_TAGS = ("VBZ", "VBP")


def published_on(article: Article) -> date | None:
    """The day of publication on the publisher's own clock; None when it is not known, or after the page was seen."""
    return _day(article, "published_at")


def latest_day(article: Article) -> date | None:
    """The last day of which the article can tell: that of its last change, or on which it was seen; a day of slack."""
    stated = [day for name in ("published_at", "modified_at") if (day := _day(article, name))]
    seen = _day(article, "first_seen_at")
    day = max(stated) if stated else seen
    return day + SLACK if day else None


def leave_out_the_future(reading: Reading, latest: date | None) -> None:
    """Take the days to come from statements and acts that have happened; an announced act becomes a planned one."""
    if latest is None:
        return
    for statement in reading.statements:
        if _is_after(statement.said_on, latest):
            statement.said_on = None
    for event in reading.events:
        if event.status in HAPPENED and _is_after(event.occurred_on, latest):
            if _is_announced(reading, event.trigger_token):
                event.status = "planned"
            else:
                event.occurred_on = None


def _is_announced(reading: Reading, trigger: int) -> bool:
    """Whether a trigger stands in the present tense: "meets on Friday", "is held on Friday"."""
    doc = reading.doc
    if doc.tag[trigger] not in PAST_TAGS:
        return True
    return any(doc.dep[i] in ("aux", "auxpass") and doc.tag[i] in PRESENT_TAGS for i in doc.children[trigger]) and not any(
        doc.lemma[i] == "have" for i in doc.children[trigger]
    )


def _is_after(value: str | None, latest: date) -> bool:
    """Whether even the first day that an ISO date, month or year can mean lies behind the latest one."""
    return value is not None and value[:1].isdigit() and value[:10] > latest.isoformat()[: len(value[:10])]


def _day(article: Article, name: str) -> date | None:
    """The day of a field, where it is one on which the page can have been published."""
    text, seen = (value if isinstance(value := article.get(field), str) else "" for field in (name, "first_seen_at"))
    try:
        day = date.fromisoformat(text[:10])
        if FIRST_YEAR <= day.year <= LAST_YEAR and is_plausible(text, latest_moment(seen)):
            return day
    except (ValueError, OverflowError):
        pass
    return None
