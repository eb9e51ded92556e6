"""The headline of an article: what the page prints over it, held against what the page tells machines.

The h1 is what readers see, but some pages have several, or one that is the site's name; JSON-LD, OpenGraph and the title tag
show which is meant. Where h1 and JSON-LD print two different headlines, JSON-LD's is the article's own: it is taken when
OpenGraph repeats it, when it goes on where the h1 stops or when the two have little in common, else the h1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from trafilatura.metadata import extract_title

from acta.extract.jsonld import text_of
from acta.extract.pageview import PageView, squeeze
from acta.extract.types import Found

BAR = re.compile(r"\s+(?:[|\-–—•·»~/]+|::)\s+|\s*[|»]\s*")
MAX_CHARS = 400
ALIKE = 0.2  # of their words in common: an h1 below it heads something else
SAME = 0.3  # below it, two headlines of one page are two headlines
WITHIN = 0.8  # of the shorter one's words
MIN_NAME_CHARS = 4
KICKED_WORDS = 3


def find_headline(view: PageView, site_name: str | None, given: str | None) -> Found:
    """The headline and where it stands; ``given`` is what the feed said."""
    stated = _usable(text_of(view.json_ld.get("headline")))
    shared = _usable(without_site(view.meta_of("og:title", "twitter:title"), site_name, view.url))
    tagged = _usable(without_site(view.title_tag, site_name, view.url))
    printed = _without_kicker(
        _printed(view.headings, [text for text in (shared, tagged, stated) if text], site_name), shared
    )
    if printed and stated and squeeze(printed) != squeeze(stated):
        is_shared = shared is not None and squeeze(shared) == squeeze(stated)
        is_longer = squeeze(stated).startswith(squeeze(printed)) and squeeze(shared or "") != squeeze(printed)
        if is_shared or is_longer or _alike(printed, stated) < SAME:
            return Found(stated, "json-ld")
    for text, source in ((printed, "h1"), (stated, "json-ld"), (shared, "meta"), (_usable(given), "feed")):
        if text:
            return Found(text, source)
    guessed = tagged or _usable(without_site(_trafilatura_title(view), site_name, view.url))
    return Found(guessed, "title-tag" if guessed else None)


def _without_kicker(printed: str | None, shared: str | None) -> str | None:
    """The h1 without the label that some pages print before the headline in it: what OpenGraph calls the title ends it."""
    short = squeeze(shared or "")
    has_kicker = len(short.split()) >= KICKED_WORDS and squeeze(printed or "").endswith(f" {short}")
    return shared if has_kicker else printed


def _usable(text: str | None) -> str | None:
    text = (text or "").strip()
    return text if text and len(text) <= MAX_CHARS else None


def _printed(headings: Sequence[str], others: list[str], site_name: str | None) -> str | None:
    """The h1 that heads the article: the one most like what the page says elsewhere."""
    site = squeeze(site_name or "")
    own = [text for text in dict.fromkeys(headings) if squeeze(text) not in ("", site) and len(text) <= MAX_CHARS]
    if not own or not others:
        return own[0] if len(own) == 1 else None
    best = max(own, key=lambda text: max(_alike(text, other) for other in others))
    if max(_alike(best, other) for other in others) >= ALIKE:
        return best
    return best if len(own) == 1 and max(_within(best, other) for other in others) >= WITHIN else None


def _alike(a: str, b: str) -> float:
    one, two = set(squeeze(a).split()), set(squeeze(b).split())
    return len(one & two) / max(1, len(one | two))


def _within(a: str, b: str) -> float:
    one, two = set(squeeze(a).split()), set(squeeze(b).split())
    return len(one & two) / max(1, min(len(one), len(two)))


def without_site(title: str | None, site_name: str | None, url: str | None = None) -> str | None:
    """Title without what stands behind its last bars from the site's name on; the host counts as a name of the site."""
    if not title:
        return title
    site, host = squeeze(site_name or "").replace(" ", ""), _host_name(url)
    for bar in reversed(list(BAR.finditer(title))):
        tail = squeeze(title[bar.end() :]).replace(" ", "")
        is_host = len(tail) >= MIN_NAME_CHARS and len(host) >= MIN_NAME_CHARS and (tail in host or host in tail)
        if tail and (tail in (site, host) or is_host):
            return title[: bar.start()].strip() or title
    return title


def _host_name(url: str | None) -> str:
    """The part of a host that is a name: "anselexaminer" of https://www.anselexaminer.example/."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")[0]
    except ValueError:
        return ""


def _trafilatura_title(view: PageView) -> str | None:
    try:
        title: str | None = extract_title(view.tree)
        return title
    except MemoryError:
        raise
    except Exception:  # a page that breaks this reader has a headline from the others, or none
        return None
