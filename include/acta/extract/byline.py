"""Who wrote an article: people, never the site. JSON-LD first, then meta tags, then the byline on the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from acta.extract.credit import is_agency
from acta.extract.jsonld import names_of
from acta.extract.marked_author import elements_of_author, marked_author
from acta.extract.pageview import PageView, squeeze, text_of_element
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
BY = r"by|von|par|por|di|door|av|af"  # how bylines begin in the languages whose pages we meet most
BYLINE = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words|article|medium|text och foto)\s+)?"
    rf"(?:by|author|autor|auteur|autore|автор|{BY}):?\s+(?P<names>.{{3,120}})$",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^(?:(?:written|posted|published|reported|story|text|words|article)\s+)?(?:by|authors?)\b[:\s]+", re.IGNORECASE
)
FOREIGN_PREFIX = re.compile(rf"^(?:{BY})\s+(?=\S+\s+\S)", re.IGNORECASE)  # two words must follow: Von Miller is a name
DATED_BYLINE = re.compile(
    r"^(?:posted|published|written)\b.{0,40}\d{4}.{0,12}?\bby\s+(?P<names>.{3,80})$", re.IGNORECASE
)
PARTICLES = {"al", "bin", "bint", "da", "dal", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el",
             "ibn", "la", "las", "le", "los", "of", "ten", "ter", "van", "von", "y", "zu"}  # fmt: skip
MAX_MARKED = 12  # elements looked at: further down stand other articles' authors
TWITTER_LABELS = {
    "written by",
    "author",
    "von",
    "verfasst von",
    "geschrieben von",
    "escrito por",
    "écrit par",
    "scritto da",
}
SPLIT = re.compile(r"\s*[;|\n•·]\s*|\s*,?\s+(?:(?i:and|und|et|och)|&)\s+|\s*&\s*|\s*/\s*|,\s+(?=[A-Z])")
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
    """People the page names as authors, joined by "; ", and where it does; JSON-LD may name an organisation beside them.

    Where the page names no person but an agency or a desk, that is who signs. The site itself is an author only where JSON-LD
    says so of it as an organisation and nobody else signs.
    """
    site = _site_forms(view, site_name)
    signed = names_of(view.json_ld.get("author") or view.json_ld.get("creator") or view.json_ld_page.get("author"))
    stated = [name for name, _ in signed]
    persons = [name for name, is_organisation in signed if not is_organisation]
    tagged = [view.meta.get(tag, []) for tag in META] + [_twitter_author(view)]
    if people := _people(persons, site):
        organisations = [name for name, is_organisation in signed if is_organisation]
        return Found(_people([*people.split("; "), *organisations], site, signers=True), "json-ld")
    for values in tagged:
        if people := _people(values, site):
            return Found(people, "meta")
    for line in view.head_lines:
        match = BYLINE.match(line) or DATED_BYLINE.match(line)
        if match and (people := _people([match.group("names")], site, strict=True)):
            return Found(people, "byline")
    if people := _marked_people(view, site):
        return Found(people, "markup")
    if signer := _people(stated, site, signers=True):
        return Found(signer, "json-ld")
    for values in tagged:
        if signer := _people(values, site, signers=True):
            return Found(signer, "meta")
    outlet = next((name for name, is_organisation in signed if is_organisation and not HOST.match(name)), None)
    return Found(outlet, "json-ld" if outlet else None)


def _twitter_author(view: PageView) -> list[str]:
    """The value that the page's preview card labels as the author."""
    for number in ("1", "2"):
        label = view.meta_of(f"twitter:label{number}")
        if label and label.casefold().strip(" :") in TWITTER_LABELS:
            return view.meta.get(f"twitter:data{number}", [])
    return []


def _marked_people(view: PageView, site: set[str]) -> str | None:
    """People in elements that the page marks as the author's: by microdata or link, by class, then as trafilatura reads them."""
    for elements in elements_of_author(view):
        for element in elements[:MAX_MARKED]:
            text = text_of_element(element)
            if 3 <= len(text) <= 120 and (people := _people([text], site, strict=True)):
                return people
    marked = marked_author(view)
    return _people(marked.split("; "), site) if marked else None


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


def _people(values: list[str], site: set[str], strict: bool = False, signers: bool = False) -> str | None:
    """Names among the values that are people's; ``strict`` asks for the shape of a name as well.

    ``signers`` lets agencies and named desks pass too.
    """
    found: list[str] = []
    for value in values:
        if HOST.match(value.strip()):
            continue
        for part in SPLIT.split(PREFIX.sub("", value.strip())):
            name = TAIL.sub("", FOREIGN_PREFIX.sub("", PREFIX.sub("", part))).strip(' ,.;:|-–—"“”')
            if name and _is_author(name, site, strict, signers) and squeeze(name) not in map(squeeze, found):
                found.append(name.title() if name.isupper() and len(name) > 4 and not is_agency(name) else name)
    return "; ".join(found[:MAX_AUTHORS]) or None


def _is_author(name: str, site: set[str], strict: bool, signers: bool) -> bool:
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
        return signers and not _is_sites_desk(form, site)
    return _is_shaped_as_name(name) if strict else True


def _is_sites_desk(form: str, site: set[str]) -> bool:
    """Whether a desk is the site by another name ("Examiner Staff"), or nobody ("admin", "Staff")."""
    words = form.split()
    return (len(words) < 2 and DESK.search(form) is not None) or any(
        word in names.split() for names in site for word in words if len(word) > 3
    )


def _is_shaped_as_name(name: str) -> bool:
    words = name.split()
    return (
        bool(NAME.match(name))
        and len(words) >= 2
        and words[0][0].isupper()
        and all(word[0].isupper() or word.casefold() in PARTICLES for word in words)
    )
