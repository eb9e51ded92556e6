"""One page in, one article or refusal out: the only entry to extraction. Whatever a page holds, this never raises."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field

from acta.extract.body import count_words, find_body, parse_html
from acta.extract.byline import BYLINE, people_in_line
from acta.extract.credit import find_wire_credit
from acta.extract.dateline import Dateline, find_dateline
from acta.extract.decode import decode
from acta.extract.furniture import PageContext, judge_lines
from acta.extract.hints import hints_of
from acta.extract.jsonld import Node, names_of
from acta.extract.language import identify_language
from acta.extract.metadata import find_metadata
from acta.extract.nature import find_nature
from acta.extract.nesting import bounded
from acta.extract.pageview import PageView, squeeze
from acta.extract.plaintext import paragraphs_of
from acta.extract.published import caller_date
from acta.extract.quality import measure
from acta.extract.types import MAX_PAGE_BYTES, Extracted, Found, Metadata, Page, Rejected, Removed
from acta.extract.unseen import with_unseen

log = logging.getLogger(__name__)

MIN_WORDS = 25  # an article's text is longer; a consent wall or an error page often is not
MIN_INDEX_LINKS = 10
DATE_WORDS = 4  # "24 March 2026", "2026-03-24": what stands behind a link in a list
INDEX_LINK_SHARE = 0.6  # of the body's words inside links: an index page, not an article
BINARY_TYPES = re.compile(
    r"^(?:image|audio|video|font)/|^application/(?:pdf|zip|gzip|octet-stream|msword|vnd\.)", re.IGNORECASE
)
MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"Rar!",
    b"7z\xbc\xaf",
)
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no tree may hold them
NO_XML_CHARACTERS = [*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"]
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
TITLE_CHARS = 250
SHORT_WORDS = 150  # a longer text without a full stop may be a poem or a list that someone wrote
SENTENCE_CHARS = 20
DATELINE_LINES = 2
SENTENCE_END = re.compile(r"[.!?…:。！？؟۔।][\"”’'»)\]」]*$")


@dataclass(frozen=True)
class Signs:
    """What a page says beside its text and metadata; ``anchors`` is None for a text without any page around it."""

    bylines: list[str]
    anchors: frozenset[str] | None = None
    is_cut: bool = False
    language: str | None = None
    json_ld: Node = field(default_factory=dict)
    url: str | None = None


def extract_page(page: Page) -> Extracted | Rejected:
    """The article on a page, or why there is none."""
    try:
        html = _readable(page)
        if isinstance(html, Rejected):
            return html
        return _from_text(html, page) if _is_plain(page, html) else _from_html(html, page)
    except MemoryError:  # the worker's limit: the page is tried alone, then given up as out_of_memory
        raise
    except Exception as error:  # one odd page is a row, never the end of a run
        log.debug("extraction failed", exc_info=True)
        return Rejected("extractor_failed", f"{type(error).__name__}: {error}"[:300].replace("\n", " "))


def _readable(page: Page) -> str | Rejected:
    """Text of the page's body; a refusal for what is no text."""
    body = page.body
    if len(body) > MAX_PAGE_BYTES:
        return Rejected("too_large", f"{len(body)} bytes; pages over {MAX_PAGE_BYTES} are not read")
    if not body.strip():
        return Rejected("empty", "the page has no content")
    if isinstance(body, bytes):
        if body.startswith(MAGIC) or BINARY_TYPES.search(page.content_type or ""):
            return Rejected("binary", f"not a text ({page.content_type or 'type unknown'})")
        decoded = decode(body, page.content_type)
        if decoded is None:
            return Rejected("undecodable", "no encoding makes text of these bytes")
        body = decoded
    else:
        body = _well_formed(body)
    sample = body[:20_000]
    odd = len(CONTROL.findall(sample))
    if odd > 0.02 * len(sample):
        return Rejected("binary", "control characters where text should be")
    if sample.count("\ufffd") > 0.1 * len(sample):
        return Rejected("undecodable", "the declared encoding does not fit the bytes")
    return body.replace("\x00", "")


def _well_formed(text: str) -> str:
    """Text without lone surrogates, which JSON may carry and no parser takes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _is_plain(page: Page, text: str) -> bool:
    kind = (page.content_type or "").split(";")[0].strip().lower()
    if kind in ("text/plain", "text/markdown"):
        return True
    return not kind and not re.search(
        r"<(?:!doctype|html|head|body|p|div|article|title|meta)\b", text[:20_000], re.IGNORECASE
    )


# ------------------------------------------------------------------ plain text
def _from_text(text: str, page: Page) -> Extracted | Rejected:
    lines = paragraphs_of(text)
    title = _first_line_title(lines, page.title)
    byline = next((people for line in lines[1:4] if BYLINE.match(line) and (people := people_in_line(line))), None)
    context = PageContext(
        title=squeeze(title.value or ""), titles=frozenset({squeeze(title.value or "")}), is_plain=True
    )
    kept, removed = judge_lines(lines, context)
    if not kept:
        return Rejected("no_text", "nothing but site furniture")
    published = caller_date(page)
    metadata = Metadata(
        title=title,
        author=Found(byline, "byline" if byline else None),
        published_at=Found(published, "caller" if published else None),
    )
    return _assemble(kept, removed, metadata, "text", Signs([line for line in lines[1:4] if BYLINE.match(line)], url=page.url))


def _first_line_title(lines: list[str], given: str | None) -> Found:
    """The first line when it is shaped like a headline over longer paragraphs, else what the caller said."""
    if len(lines) >= 2:
        first = lines[0]
        longest = max(len(line) for line in lines[1:])
        if (
            len(first) <= TITLE_CHARS
            and len(first) < longest
            and not first.endswith((".", "…", ",", ";", ":"))
            and len(first.split()) >= 2
        ):
            return Found(first, "first-line")
    return Found(given, "feed" if given else None)


# ------------------------------------------------------------------ HTML
def _from_html(html: str, page: Page) -> Extracted | Rejected:
    if any(character in html for character in NO_XML_CHARACTERS):  # far faster than the pattern, which hardly ever matches
        html = NO_XML.sub(" ", html)
    page_html = bounded(html)
    html = page_html.html
    tree = parse_html(html)
    if tree is None:
        return Rejected("empty", "the page has no content")
    nodes = [*tree.iter()]  # while they are held, lxml makes each node's Python object once and not on every walk
    view = PageView(tree, page.url)
    metadata = find_metadata(view, page)
    body = with_unseen(find_body(html, tree, hints_of(view)), view)
    context = _context(view, metadata, body.paragraphs)
    kept, removed = judge_lines(body.lines, context, body.links)
    words = count_words("\n".join(kept))
    if words < MIN_WORDS:
        return Rejected("not_an_article", f"{words} words of text; an article has {MIN_WORDS} or more")
    if words < SHORT_WORDS and not any(_is_sentence(line) for line in kept):
        return Rejected("not_an_article", "no sentence in it: a table, a list or a menu")
    linked = _linked_words(kept, view)
    if linked > INDEX_LINK_SHARE * words:
        return Rejected("not_an_article", f"{linked} of {words} words are links: an index page")
    bylines = [name for name, _ in names_of(view.json_ld.get("author"))] + view.meta.get("author", [])
    bylines += [line for line in view.head_lines if BYLINE.match(line)]
    signs = Signs(bylines, context.anchors, page_html.is_cut, view.language, view.json_ld, metadata.canonical_url or page.url)
    del nodes
    return _assemble(kept, removed, metadata, body.source, signs)


def _is_sentence(line: str) -> bool:
    return len(line) >= SENTENCE_CHARS and SENTENCE_END.search(line) is not None


def _linked_words(lines: list[str], view: PageView) -> int:
    """Words of lines that are nothing but a link, or a link and a date; 0 when they are few."""
    links = [line for line in lines if _is_link(squeeze(line), view.anchors)]
    return sum(len(line.split()) for line in links) if len(links) >= MIN_INDEX_LINKS else 0


def _is_link(squeezed: str, anchors: set[str]) -> bool:
    words = squeezed.split()
    return any(" ".join(words[: len(words) - extra]) in anchors for extra in range(min(DATE_WORDS, len(words)) + 1))


def _context(view: PageView, metadata: Metadata, paragraphs: frozenset[str]) -> PageContext:
    title = metadata.title.value or ""
    printings = [
        title,
        view.title_tag or "",
        *view.headings,
        *view.meta.get("og:title", []),
        *view.meta.get("twitter:title", []),
    ]
    names = {squeeze(metadata.site_name or "")} - {""}
    return PageContext(
        title=squeeze(title),
        titles=frozenset(squeeze(text) for text in printings if text),
        site_names=frozenset(names),
        sections=frozenset({squeeze(metadata.section.value or "")} - {""}),
        authors=frozenset(squeeze(name) for name in (metadata.author.value or "").split("; ") if name),
        anchors=frozenset(view.anchors),
        captions=frozenset(view.captions - paragraphs),
    )


def _dateline(kept: list[str], metadata: Metadata) -> Dateline:
    """The dateline of the first line, or of the one behind a standfirst."""
    found = (find_dateline(line, metadata.published_at.value) for line in kept[:DATELINE_LINES])
    return next((dateline for dateline in found if dateline.place), Dateline())


def _assemble(kept: list[str], removed: list[Removed], metadata: Metadata, source: str, signs: Signs) -> Extracted:
    text = "\n".join(kept)
    taken = [line.line_text for line in removed]
    language, score = identify_language(text, signs.language)
    nature = find_nature(kept, metadata, signs.json_ld, signs.url)
    return Extracted(
        text=text,
        metadata=metadata,
        language=language,
        body_from=source,
        wire_credit=find_wire_credit(signs.bylines, kept, taken),
        is_correction=any(line.reason == "correction_note" for line in removed),
        removed=tuple(removed),
        dateline=_dateline(kept, metadata),
        quality=measure(kept, taken, signs.anchors, score, signs.is_cut),
        genre=nature.genre,
        topic=nature.topic,
        parts=nature.parts,
    )
