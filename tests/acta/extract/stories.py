"""What the tests of reading set pages from: an invented story, and the pages around it."""

from __future__ import annotations

from acta.extract.article import extract_page
from acta.extract.types import Extracted, Page

URL = "https://kestrianpost.example/2026/03/12/quay-opens"
TITLE = "New quay in Kostan opens two months early"
FIRST = "The new quay in Kostan will open in May, two months before the date in the contract, the port said on Thursday."
SECOND = "“We had dry weather and a good crew,” harbour master Ivo Lantz said at the site, where the last crane was being tested."
THIRD = "The quay cost 84 million crowns, most of it paid by the fund for the northern islands, the ministry said."
FOURTH = "Fishermen from Rotholm fear that larger ships will drive them from their berths; a meeting is planned for next week."
PARAGRAPHS = (FIRST, SECOND, THIRD, FOURTH)


def paragraphs(*lines: str, attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{line}</p>" for line in lines or PARAGRAPHS)


def page(body: str, head: str = "", title: str = f"{TITLE} | Kestrian Post", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<header><nav><a href="/">Home</a> <a href="/islands">Islands</a></nav></header><main>{body}</main>'
        f"<footer><p>© 2026 Kestrian Post</p></footer></body></html>"
    )


def article(inner: str | None = None, head: str = "") -> str:
    return page(f"<article><h1>{TITLE}</h1>{paragraphs() if inner is None else inner}</article>", head)


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def read(html: str | bytes, url: str | None = URL, content_type: str | None = None) -> Extracted:
    result = extract_page(Page(html, url, content_type, fetched_at="2026-12-01T00:00:00+00:00"))
    assert isinstance(result, Extracted), result
    return result


def lines(html: str | bytes, url: str | None = URL) -> list[str]:
    return read(html, url).text.split("\n")
