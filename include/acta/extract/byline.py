"""Who wrote an article: people, never the site. JSON-LD first, then meta tags, then the byline on the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from trafilatura.metadata import extract_author

from acta.extract.credit import is_agency
from acta.extract.jsonld import names_of
from acta.extract.pageview import PageView, squeeze
from acta.extract.types import Found

META = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "authors",
    "og:article:author",
)
BYLINE = re.compile(r"^(?:(?:written|reported|story|text|words)\s+)?by:?\s+(?P<names>.{3,120})$", re.IGNORECASE)
PREFIX = re.compile(r"^(?:(?:written|reported|story|text|words)\s+)?(?:by|author|authors)\b[:\s]+", re.IGNORECASE)
SPLIT = re.compile(r"\s*[;|\n•·]\s*|\s*,?\s+(?:(?i:and)|&)\s+|\s*&\s*|\s*/\s*|,\s+(?=[A-Z])")
TAIL = re.compile(
    r"\s*(?:[,|–—-]\s*(?:[\w’'&. -]*\b(?:correspondent|editor|reporter|writer|staff|bureau|desk|contributor|"
    r"columnist|producer|analyst|agency|wire)\b.*)"
    r"|\s+in\s+[A-Z]\S+.*|\s*(?:updated|published|posted)\b.*|\s*\(?@\w+\)?.*|\s*\([^)]*\)\s*|\s+for\s+.*)$",
    re.IGNORECASE,
)
DESK = re.compile(  # who signs for a desk: the whole name is a role, or it ends in one
    r"^(?:the )?(?:guest|admin|administrator|webmaster|authors?|user|editorial|anonymous|unknown)(?: \w+)?$|"
    r"\b(?:staff|desk|team|newsroom|bureau|department|agency|agencies|release|redaktion|redazione|rédaction|redacción|"
    r"(?:editor|reporter|writer|correspondent|columnist|contributor|producer|analyst)s?)$",
    re.IGNORECASE,
)
NAME = re.compile(r"^[^\W\d_][\w.’'`-]*(?:\s+[\w.’'`-]+){0,5}$")
HOST = re.compile(r"^(?:https?:|www\.|\S+@\S+|\S+\.(?:com|org|net|co|info|news|io|tv)\b)", re.IGNORECASE)
MAX_AUTHORS = 12


def find_author(view: PageView, site_name: str | None) -> Found:
    """People the page names as authors, joined by "; ", and where it does."""
    site = _site_forms(view, site_name)
    if view.json_ld.get("author"):
        named = [name for name, is_organisation in names_of(view.json_ld["author"]) if not is_organisation]
        if people := _people(named, site):
            return Found(people, "json-ld")
    for tag in META:
        if people := _people(view.meta.get(tag, []), site):
            return Found(people, "meta")
    for line in view.head_lines:
        if (match := BYLINE.match(line)) and (people := _people([match.group("names")], site, strict=True)):
            return Found(people, "byline")
    marked = extract_author(view.tree)
    if marked and (people := _people(marked.split("; "), site)):
        return Found(people, "markup")
    return Found()


def people_in_line(line: str) -> str | None:
    """People that a printed byline names ("By Ana Ruiz and Tom Hale, Foreign Editor"), joined by "; "."""
    match = BYLINE.match(line)
    return _people([match.group("names")], set(), strict=True) if match else None


def _site_forms(view: PageView, site_name: str | None) -> set[str]:
    """Ways to write the site's own name: as given, as publisher, as host."""
    names = {site_name or ""}
    names.update(name for name, _ in names_of(view.json_ld.get("publisher")))
    names.update(view.meta.get("og:site_name", []) + view.meta.get("twitter:site", []) + view.meta.get("publisher", []))
    forms = {squeeze(name) for name in names} | {squeeze(name).replace(" ", "") for name in names}
    try:
        host = (urlsplit(view.url or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if host:
        forms.update({squeeze(host), host.split(".")[0], host.replace(".", "")})
    return {form.removeprefix("the ") for form in forms if form}


def _people(values: list[str], site: set[str], strict: bool = False) -> str | None:
    """Names among the values that are people's; ``strict`` asks for the shape of a name as well."""
    found: list[str] = []
    for value in values:
        if HOST.match(value.strip()):
            continue
        for part in SPLIT.split(PREFIX.sub("", value.strip())):
            name = TAIL.sub("", PREFIX.sub("", part)).strip(' ,.;:|-–—"“”')
            if name and _is_person(name, site, strict) and squeeze(name) not in {squeeze(other) for other in found}:
                found.append(name.title() if name.isupper() and len(name) > 4 else name)
    return "; ".join(found[:MAX_AUTHORS]) or None


def _is_person(name: str, site: set[str], strict: bool) -> bool:
    form = squeeze(name).removeprefix("the ")
    if (
        not form
        or form in site
        or form.replace(" ", "") in site
        or HOST.match(name)
        or len(name) > 60
        or any(c.isdigit() for c in name)
    ):
        return False
    if DESK.search(name) or is_agency(name):
        return False
    if not strict:
        return True
    return bool(NAME.match(name)) and " " in name and name[0].isupper()
