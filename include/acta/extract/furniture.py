"""The line judge: which lines of a body are furniture of the site and not the article.

A pattern alone is never enough, because reporters write "Read more books, the minister said." too. Each rule looks at
the shape of the line (how it begins and ends, how long it is, whether it is a sentence), at where it stands, at its
neighbours and at what the rest of the page says of it (a link elsewhere, a caption, the headline, the byline). What is
taken out is kept, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from acta.extract import phrases
from acta.extract.copies import find_copies
from acta.extract.credit import is_correction_note
from acta.extract.pageview import squeeze
from acta.extract.stamps import kind_of
from acta.extract.types import Removed

SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*$")
FULL_STOP = re.compile(r"[.…][\"”’'»)\]]*$")
QUOTE = re.compile(r"[\"“”«»]")
STANDFIRST_CHARS = 220
TEASER_CHARS = 200
FURNITURE_CHARS = 400
HEADING_CHARS = 60
BOXES = ("newsletter", "subscription")


@dataclass(frozen=True)
class PageContext:
    """What the rest of the page says that helps to judge a line. All texts squeezed (pageview.squeeze)."""

    title: str = ""
    titles: frozenset[str] = frozenset()  # title tag, og:title, h1: all printings of the headline
    site_names: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    is_plain: bool = False


@dataclass(frozen=True)
class Spot:
    """One line where it stands: all lines, its index, where the article's first and last sentences are."""

    lines: list[str]
    index: int
    first: int
    last: int
    context: PageContext
    squeezed: str = field(default="")

    @property
    def line(self) -> str:
        return self.lines[self.index]

    @property
    def is_sentence(self) -> bool:
        """Whether the line ends as a sentence does."""
        return bool(SENTENCE_END.search(self.line))

    @property
    def is_link(self) -> bool:
        """Whether the whole line is a link elsewhere on the page."""
        return self.squeezed in self.context.anchors

    @property
    def before_body(self) -> bool:
        return self.index < self.first

    @property
    def after_body(self) -> bool:
        return self.index > self.last


Rule = Callable[[Spot], str | None]


def judge_lines(
    lines: list[str], context: PageContext, links: frozenset[int] = frozenset()
) -> tuple[list[str], list[Removed]]:
    """Lines that are the article, and those that are not with the reason; in their order.

    ``links`` are the indexes of lines that the page shows as links to other pages.
    """
    prose = [index for index, line in enumerate(lines) if _is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines) - 1)
    reasons: list[str | None] = []
    for index in range(len(lines)):
        spot = Spot(lines, index, first, last, context, squeeze(lines[index]))
        reason = next((reason for rule in RULES if (reason := rule(spot))), None)
        reasons.append(reason or ("related" if index in links else None))
    _extend_blocks(lines, reasons, context)
    _head_boxes(lines, reasons)
    staying = [index for index, reason in enumerate(reasons) if not reason]
    for place in find_copies([lines[index] for index in staying]):
        reasons[staying[place]] = "repeated"
    kept = [line for line, reason in zip(lines, reasons, strict=True) if not reason]
    removed = [
        Removed(number, line, reason)
        for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1)
        if reason
    ]
    return kept, removed


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence of some length that no phrase marks as furniture."""
    return (
        len(line) >= 60
        and bool(SENTENCE_END.search(line))
        and not any(pattern.search(line) for pattern in phrases.NEVER_PROSE)
        and not is_correction_note(line)
    )


def _head_boxes(lines: list[str], reasons: list[str | None]) -> None:
    """The heading of a box goes with it: a short line without a full stop right above a prompt to sign up."""
    for index in range(len(lines) - 1):
        is_heading = len(lines[index]) <= HEADING_CHARS and not SENTENCE_END.search(lines[index])
        if is_heading and not reasons[index] and reasons[index + 1] in BOXES:
            reasons[index] = reasons[index + 1]


def _extend_blocks(lines: list[str], reasons: list[str | None], context: PageContext) -> None:
    """A heading like "Related stories" takes the headline-shaped lines under it along."""
    in_block = False
    for index, line in enumerate(lines):
        if reasons[index] == "related" and phrases.RELATED_HEADING.search(line):
            in_block = True
            continue
        if reasons[index]:
            continue
        is_headline = len(line) <= TEASER_CHARS and not SENTENCE_END.search(line)
        in_block = in_block and (is_headline or squeeze(line) in context.anchors)
        if in_block:
            reasons[index] = "related"


# ------------------------------------------------------------------ rules, in the order in which they are asked
def _headline(spot: Spot) -> str | None:
    """The headline again, alone or with the site's name behind it."""
    context = spot.context
    if spot.squeezed and (spot.squeezed == context.title or (spot.squeezed in context.titles and not spot.is_sentence)):
        return "headline"
    return None


def _title_and_site(spot: Spot) -> str | None:
    """ "Some headline | Site": another page's title or caption, or this one's."""
    match = phrases.TITLE_AND_SITE.match(spot.line)
    if not match or spot.is_sentence or len(spot.line) > TEASER_CHARS:
        return None
    site = match.group("site")
    is_site = squeeze(site) in spot.context.site_names or bool(phrases.DOMAIN.search(site))
    at_edge = spot.context.is_plain or spot.before_body or spot.after_body
    is_name = match.group("bar") == "|" and len(site.split()) <= 4 and site[:1].isupper() and not QUOTE.search(site)
    return "title_and_site" if is_site or (at_edge and is_name) else None


def _caption(spot: Spot) -> str | None:
    """A picture's caption, or whose picture it is."""
    if len(spot.line) > FURNITURE_CHARS:
        return None
    if phrases.PHOTO_CREDIT.search(spot.line):
        quoted = QUOTE.match(spot.line) or (spot.is_sentence and QUOTE.search(spot.line))
        if not quoted:
            return "caption"
    return "caption" if spot.squeezed in spot.context.captions and len(spot.squeezed) >= 8 else None


def _related(spot: Spot) -> str | None:
    """READ ALSO and its kin: a lead-in in capitals or before a colon, then a headline; a real sentence stays."""
    if len(spot.line) > TEASER_CHARS + 60 or QUOTE.match(spot.line):
        return None
    if phrases.RELATED_HEADING.search(spot.line):
        return "related"
    match = phrases.RELATED_LEAD.match(spot.line)
    if not match:
        return None
    rest = spot.line[match.end() :].strip()
    is_shouted = match.group("lead").isupper()
    is_parted = bool(match.group("bar"))
    linked = squeeze(rest) in spot.context.anchors or spot.is_link
    if (
        linked
        or (is_shouted and (is_parted or not FULL_STOP.search(rest)))
        or (is_parted and not FULL_STOP.search(rest))
    ):
        return "related"
    return None


def _comment_form(spot: Spot) -> str | None:
    return "comment_form" if phrases.COMMENT_FORM.search(spot.line) and len(spot.line) <= TEASER_CHARS else None


def _share_bar(spot: Spot) -> str | None:
    words = spot.squeezed.split()
    if (
        0 < len(words) <= 14
        and set(words) <= phrases.SHARE_WORDS
        and set(words) & phrases.SHARE_NAMES
        and not FULL_STOP.search(spot.line)
    ):
        return "share"
    return (
        "share"
        if phrases.SHARE.search(spot.line) and not QUOTE.search(spot.line) and len(spot.line) <= TEASER_CHARS
        else None
    )


def _newsletter(spot: Spot) -> str | None:
    """The outlet speaking to its readers about itself: an imperative, and "our", "us" or a mailbox in it; never a quotation."""
    line = spot.line
    if len(line) > FURNITURE_CHARS:
        return None
    solicits = phrases.SOLICIT.search(line) and phrases.OUTLET_VOICE.search(line)
    if not (solicits or phrases.NEWSLETTER.search(line)):
        return None
    return None if QUOTE.search(line) or phrases.REPORTED.search(line) else "newsletter"


def _set_between(spot: Spot) -> str | None:
    return kind_of(spot.line)


def _advertisement(spot: Spot) -> str | None:
    return "advertisement" if phrases.ADVERTISEMENT.search(spot.line) and len(spot.line) <= 100 else None


def _legal(spot: Spot) -> str | None:
    """Copyright, reprint and agency small print."""
    return "copyright" if len(spot.line) <= FURNITURE_CHARS and phrases.COPYRIGHT.search(spot.line) else None


def _correction(spot: Spot) -> str | None:
    """What the outlet says about its article is not the article: its claims were just taken back."""
    return "correction_note" if is_correction_note(spot.line) else None


def _sign_off(spot: Spot) -> str | None:
    """ "(Reporting by …; Editing by …)", at the end or alone in brackets."""
    closed = spot.after_body or spot.line.endswith(")") or ";" in spot.line or not FULL_STOP.search(spot.line)
    if closed and phrases.SIGN_OFF.search(spot.line) and len(spot.line) <= FURNITURE_CHARS:
        return "credit"
    return "credit" if spot.after_body and phrases.SOURCE_LINE.search(spot.line) and len(spot.line) <= 80 else None


def _byline(spot: Spot) -> str | None:
    """Author, date and reading time printed over the text."""
    if not (spot.before_body or spot.after_body) or len(spot.line) > 160 or (spot.is_sentence and len(spot.line) > 60):
        return None
    if spot.squeezed.removeprefix("by ") in spot.context.authors or phrases.BYLINE.search(spot.line):
        return "byline"
    return "dateline" if phrases.DATE_LINE.search(spot.line) else None


def _tags(spot: Spot) -> str | None:
    return (
        "tags"
        if spot.index >= spot.last and phrases.TAGS.search(spot.line) and not FULL_STOP.search(spot.line)
        else None
    )


def _breadcrumb(spot: Spot) -> str | None:
    """A path of sections, a section or the site's name alone, or what stands above the headline."""
    if spot.before_body and not spot.is_sentence and (spot.squeezed in spot.context.sections or _above_headline(spot)):
        return "breadcrumb"
    if spot.before_body and phrases.BREADCRUMB.search(spot.line) and len(spot.line) <= 160:
        return "breadcrumb"
    return "breadcrumb" if spot.squeezed in spot.context.site_names and not spot.is_sentence else None


def _above_headline(spot: Spot) -> bool:
    below = spot.lines[spot.index + 1 : spot.first]
    return len(spot.squeezed.split()) <= 4 and any(squeeze(line) == spot.context.title for line in below)


def _standfirst(spot: Spot) -> str | None:
    """The line between headline and text that sums it up: before the first sentence and no sentence itself."""
    if not spot.before_body or len(spot.line) > STANDFIRST_CHARS or spot.is_sentence or len(spot.squeezed.split()) < 4:
        return None
    if spot.context.is_plain:
        return "standfirst" if spot.index <= 1 and not spot.line.endswith((":", ",", ";")) else None
    return None


def _tail_link(spot: Spot) -> str | None:
    """A headline-shaped link after the last sentence."""
    is_headline = spot.is_link and not FULL_STOP.search(spot.line) and len(spot.squeezed.split()) >= 4
    return "related" if spot.after_body and is_headline else None


RULES: tuple[Rule, ...] = (
    _headline, _comment_form, _share_bar, _advertisement, _related, _correction, _caption, _title_and_site, _newsletter, _legal,
    _sign_off, _byline, _tags, _breadcrumb, _set_between, _tail_link, _standfirst,
)  # fmt: skip
