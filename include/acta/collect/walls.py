"""Pages with status 200 that are not what was asked for: walls, "not found" pages, notices of withdrawal.

A page is judged by what it says of itself (title, heading, markers, JSON-LD) and by its shape: whatever it says, a page
with the prose of an article is an article. A page that cannot be told stays one too; the extractor judges it again.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from acta.collect.outcomes import Verdict

MAX_BYTES = 3_000_000  # a wall is no longer, and parsing more would cost a second
# Most walls and error pages have fewer than 60 words in sentences, the shortest real briefs about as many: below these
# bounds a page's own words decide, above them never.
STUB, SHORT, TEASER, NOTICE = 40, 80, 150, 400

# Sentences at the start of paragraphs; so many bytes of them are an article, and parsing the page would tell no more.
_PARAGRAPH = re.compile(rb"<p(?:\s[^<>]*)?>\s*([^<]{80,})", re.IGNORECASE)
_PROSE_BYTES = 4000
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,300})", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"(?:error |http )?404(?: error)?(?:,? (?:page )?not found)?|(?:error:? )?(?:page |file |article |story )?not found"
    r"|(?:oops\W+|sorry\W+|whoops\W+)?(?:the |this |that )?(?:requested )?(?:page|article|story|content|document|url)"
    r"(?: (?:that )?you(?:'re|’re| are| were)? ?(?:requested|wanted|want|looking for))?"
    r" (?:could not be|couldn['’]t be|cannot be|can['’]t be|was not|is not|isn['’]t|not|no longer|is no longer)"
    r" (?:found|available|exists?)"
    r"|(?:oops\W+|sorry\W+)?(?:this |that |the )?page (?:does not|doesn['’]t|no longer) exists?"
    r"|(?:page|content|article) (?:is )?unavailable|page missing"
)
_BOT = re.compile(
    r"just a moment|attention required|access denied|access to this page has been denied|are you (?:a )?(?:robot|human)"
    r"|robot check|security check(?: required)?|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|human verification"
    r"|pardon our interruption|ddos-guard|checking your browser|please verify|captcha|bot verification"
)
_CONSENT = re.compile(
    r"before you continue(?: to .{1,40})?|(?:we value|we respect|we care about) your privacy|your privacy(?: choices| matters)?"
    r"|(?:cookie|cookies|privacy|consent)(?: and (?:cookie|cookies|privacy))?(?: (?:consent|settings|preferences|choices|wall))"
    r"|consent|manage (?:your )?(?:cookies|privacy|consent)|accept cookies"
)
_LOGIN = re.compile(
    r"log ?in|sign ?in|login required|(?:please )?(?:log|sign) ?in to (?:continue|your account|read.{0,40})"
    r"|register to (?:continue|read.{0,40})|create (?:an|your|a free) account"
)
_BOT_SAYS = re.compile(
    r"verify (?:that )?you are (?:a )?human|unusual (?:traffic|activity) from your|complete the (?:security check|captcha)"
    r"|enable javascript and cookies to continue|prove you(?:'re|’re| are) not a robot|incapsula incident|press (?:&|and) hold"
)
_BOT_MARK = re.compile(
    rb"captcha-delivery\.com|geo\.captcha|_incapsula_resource|px-captcha|cf-challenge|cf-turnstile|cf_chl_|g-recaptcha"
    rb"|h-captcha|hcaptcha|datadome",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"subscribe (?:now )?to (?:read|continue|keep reading|unlock)|already a subscriber\?|to (?:continue|keep) reading"
    r"|continue reading (?:with|by)|(?:is|are) (?:only )?(?:for|available to|reserved for|exclusive to) (?:our )?subscribers"
    r"|subscribers? only|unlock this (?:article|story)|you(?:'ve|’ve| have) (?:reached|read) your (?:limit|.{0,20}free articles)"
)
_WITHDRAWN = re.compile(
    r"\bthis (?:news )?(?:article|story|report|item|post|dispatch|page)(?:,? \w+){0,8}?,? (?:has been|was|is being)"
    r"(?: \w+){0,2}? (?:withdrawn|retracted|killed|taken down|unpublished|removed by|removed from|removed because|removed\.)"
    r"|\bthe (?:article|story)(?: that)?(?: was| had been)? (?:previously|originally|published here)[^.]{0,80}?"
    r" (?:has been|was) (?:withdrawn|retracted|killed|removed|taken down)"
    r"|\bmandatory kill\b|\bbulletin kill\b|\bkill notice\b|\beditors?:? (?:please )?kill\b|\bplease kill the (?:story|article)\b"
)
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*|[:!?.…]+\s+(?=[A-Z|])")
_NO_PROSE = ("script", "style", "noscript", "template", "nav", "footer", "header", "aside", "button", "select", "svg")
_TITLE_TEXT = etree.XPath("string(//title)", smart_strings=False)
_HEADING = etree.XPath("//h1", smart_strings=False)
_LD = etree.XPath("//script[contains(@type, 'ld+json')]/text()", smart_strings=False)
_OG_ARTICLE = etree.XPath("boolean(//meta[@property='og:type' and starts-with(@content, 'article')])")
_PASSWORD = etree.XPath("boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])")
META_REFRESH = "meta_refresh"
_REFRESH = etree.XPath("boolean(//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh'])")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a page says of itself, in lower case, and how much prose it has."""

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    prose: str  # sentences outside links, menus and forms
    visible: str  # everything outside scripts, a few kilobytes
    main: str  # the same without menus, heads, feet and buttons
    words: int  # of the prose
    is_declared_article: bool
    is_declared_paid: bool
    wants_password: bool
    refreshes: bool


def judge_wall(body: bytes) -> Verdict | None:
    """The verdict of a page that is no article whatever its status says; None for all others."""
    if len(body) > MAX_BYTES or _has_prose(body):
        return None
    shape = read_shape(body)
    if shape is None:
        return None
    return _bot(shape, body) or _withdrawn(shape) or _missing(shape) or _consent(shape) or _login(shape) or _paid(shape)


def _has_prose(body: bytes) -> bool:
    """Whether the bytes alone show an article's prose: most pages, told without parsing them."""
    title = _TITLE.search(body)
    if title and _says(_CONSENT, _segments(title[1].decode("utf-8", "replace"))):
        return False
    size = 0
    for found in _PARAGRAPH.finditer(body):
        size += len(found[1])
        if size >= _PROSE_BYTES:
            return True
    return False


def read_shape(body: bytes) -> Shape | None:
    """What decides; None when the page cannot be parsed."""
    try:
        body.decode()
        parser = html.HTMLParser(encoding="utf-8")
    except UnicodeDecodeError:
        parser = html.HTMLParser()
    try:
        tree = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    declared, paid = _json_ld(_LD(tree))
    titles = _segments(_TITLE_TEXT(tree))
    headings = tuple(part for found in _HEADING(tree) for part in _segments(found.text_content()))
    flags = bool(_PASSWORD(tree)), bool(_REFRESH(tree)), bool(_OG_ARTICLE(tree))
    etree.strip_elements(tree, "script", "style", "template", "svg", "head", with_tail=False)
    runs = _runs(tree)
    visible = " ".join(runs)[:8000].lower()
    everything = _word_count(" ".join(_sentences(runs)))
    etree.strip_elements(tree, *_NO_PROSE, with_tail=False)
    main = " ".join(_runs(tree))[:8000].lower()
    etree.strip_elements(tree, "h1", "a", with_tail=False)
    prose = " ".join(_sentences(_runs(tree)))
    words = _word_count(prose)
    return Shape(
        titles=titles,
        headings=headings,
        prose=prose[:4000].lower(),
        visible=visible,
        main=main,
        words=words
        if everything < 10 * max(words, NOTICE // 10)
        else everything // 3,  # a menu never closed swallows all
        is_declared_article=declared or flags[2],
        is_declared_paid=paid,
        wants_password=flags[0],
        refreshes=flags[1],
    )


def _bot(shape: Shape, body: bytes) -> Verdict | None:
    if shape.words >= SHORT:
        return None
    marked = _BOT_MARK.search(body) is not None
    titled = _says(_BOT, shape.titles)
    says = shape.words < STUB and (
        _BOT_SAYS.search(shape.visible) or (marked and not shape.is_declared_article and len(shape.visible) < 400)
    )
    if titled or says:
        return Verdict(
            "blocked", "captcha" if marked else "bot_check", "the site shows a check for robots in place of the page"
        )
    return None


def _withdrawn(shape: Shape) -> Verdict | None:
    notice = shape.words < SHORT and (
        _WITHDRAWN.search(shape.prose[:400]) or any(_WITHDRAWN.search(text) for text in shape.titles + shape.headings)
    )
    return Verdict("gone", "kill_notice", "the site says on the page that it withdrew the article") if notice else None


def _missing(shape: Shape) -> Verdict | None:
    titled = shape.words < TEASER and _says(_NOT_FOUND, shape.titles)
    headed = shape.words < SHORT and not shape.is_declared_article and _says(_NOT_FOUND, shape.headings)
    if titled or headed:
        return Verdict("rejected", "soft_404", "the site says 'not found' with status 200")
    if shape.refreshes and shape.words < STUB and len(shape.visible) < 200:
        return Verdict("rejected", META_REFRESH, "the page only leads elsewhere, by a refresh that names no other page")
    return None


def _consent(shape: Shape) -> Verdict | None:
    if shape.is_declared_article or ("cookie" not in shape.visible and "consent" not in shape.visible):
        return None
    titled = shape.words < NOTICE and _says(_CONSENT, shape.titles)
    headed = shape.words < TEASER and _says(_CONSENT, shape.headings[:1])
    if titled or headed:
        return Verdict("blocked", "consent", "the site wants consent to cookies in place of the page")
    return None


def _login(shape: Shape) -> Verdict | None:
    titled = shape.words < SHORT and not shape.is_declared_article and _says(_LOGIN, shape.titles + shape.headings)
    bare = shape.wants_password and shape.words < STUB and not shape.is_declared_article
    return Verdict("blocked", "login", "the site wants a login in place of the page") if titled or bare else None


def _paid(shape: Shape) -> Verdict | None:
    """Declared as paid and cut short by a demand; a page that is declared paid and has its text is an article."""
    limit = TEASER if shape.is_declared_paid else STUB
    if shape.words < limit and _DEMAND.search(shape.main):
        return Verdict("blocked", "paywall", "the site wants a subscription for the rest of the article")
    return None


def _runs(tree: Any) -> list[str]:
    return [run for text in tree.itertext() if (run := " ".join(text.split()))]


def _sentences(runs: list[str]) -> list[str]:
    return [run for run in runs if run.count(" ") >= 4]


def _word_count(text: str) -> int:
    return len(text.split())


def _says(pattern: re.Pattern[str], texts: tuple[str, ...]) -> bool:
    return any(pattern.fullmatch(text) for text in texts)


def _segments(text: str) -> tuple[str, ...]:
    """A title whole and in the parts between bars and dashes, without punctuation at the ends."""
    whole = " ".join(text.split())[:300]
    parts = (part.strip(" \t.!?…:,;-–—|'\"“”‘’").lower() for part in (whole, *_SEPARATOR.split(whole)))
    return tuple(dict.fromkeys(part for part in parts if part))


def _json_ld(scripts: list[str]) -> tuple[bool, bool]:
    """Whether JSON-LD declares an article, and one that is not free."""
    declared = paid = False
    for script in scripts[:20]:
        try:
            pending: list[Any] = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        for _ in range(500):
            if not pending:
                break
            node = pending.pop()
            if isinstance(node, dict):
                kinds = node.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                declared = declared or any(isinstance(kind, str) and kind.endswith("Article") for kind in kinds)
                paid = paid or str(node.get("isAccessibleForFree")).lower() == "false"
                pending += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                pending += node
    return declared, paid
