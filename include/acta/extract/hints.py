"""What a page says of its article that helps to find its text: headings, addresses, summaries."""

from __future__ import annotations

from dataclasses import dataclass

from acta.extract.jsonld import text_of
from acta.extract.pageview import PageView
from acta.extract.same import squeeze
from acta.extract.which_article import host_of, path_of

SUMMARY_META = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
SUMMARY_LD = ("description", "alternativeHeadline", "abstract", "dateline")


@dataclass(frozen=True)
class Hints:
    """Headings and summaries are squeezed (same.py); ``paths`` are the page's own addresses."""

    titles: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    summaries: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()


def hints_of(view: PageView) -> Hints:
    """Hints of a page."""
    titles = [text_of(view.json_ld.get("headline")), view.title_tag, *view.meta.get("og:title", [])]
    addresses = (view.url, *view.canonical_links, view.meta_of("og:url"))
    summaries = [text_of(view.json_ld.get(name)) for name in SUMMARY_LD]
    summaries += [text for name in SUMMARY_META for text in view.meta.get(name, [])]
    return Hints(
        frozenset(squeeze(text) for text in titles if text),
        frozenset(path for address in addresses if (path := path_of(address))),
        frozenset(squeeze(text) for text in summaries if text),
        frozenset(host_of(address) for address in addresses if address),
    )
