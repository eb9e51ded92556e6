"""What kind of text an article is: opinion, interview, transcript, live blog ... NULL where nothing says, as for plain reports.

The places are asked in the order of trust: the type and genre in JSON-LD, the address, section and headline, the text's own form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from acta.extract.jsonld import Node, text_of, types_of
from acta.extract.types import Found
from acta.extract.which_article import folders_of

OPINION, ANALYSIS, REVIEW, INTERVIEW, TRANSCRIPT = "opinion", "analysis", "review", "interview", "transcript"
SPEECH, LIVE_BLOG, PRESS_RELEASE, ADVERTORIAL, REPORT = "speech", "live_blog", "press_release", "advertorial", "report"
GENRES = (OPINION, ANALYSIS, REVIEW, INTERVIEW, TRANSCRIPT, SPEECH, LIVE_BLOG, PRESS_RELEASE, ADVERTORIAL, REPORT)

TYPES = {
    "liveblogposting": LIVE_BLOG, "opinionnewsarticle": OPINION, "analysisnewsarticle": ANALYSIS, "reviewnewsarticle": REVIEW,
    "review": REVIEW, "criticreview": REVIEW, "advertisercontentarticle": ADVERTORIAL, "reportagenewsarticle": REPORT,
    "backgroundnewsarticle": ANALYSIS,
}  # fmt: skip
NAMES = {  # squeezed names of sections, genres and path segments, singular and plural
    OPINION: "opinion|opinions|comment|commentary|commentaries|commentisfree|editorial|editorials|op ed|op eds|"
    "oped|column|columns|columnist|columnists|letters|letters to the editor|perspective|perspectives|viewpoint|viewpoints|views|"
    "leader|leaders|leading article|guest essay|meinung|kommentar|tribune|opinión",
    ANALYSIS: "analysis|analyses|explainer|explainers|news analysis|explained|background",
    REVIEW: "review|reviews|film review|book review|theatre review|album review|critics",
    INTERVIEW: "interview|interviews|q and a|q a|qanda|the interview|in conversation",
    TRANSCRIPT: "transcript|transcripts|rush transcript|hearing transcript|press briefing transcript",
    SPEECH: "speech|speeches|remarks|speeches remarks|speeches and remarks|statements and speeches|address|keynote",
    LIVE_BLOG: "live|liveblog|live blog|live updates|liveticker|en direct|as it happened|live coverage",
    PRESS_RELEASE: "press release|press releases|pressrelease|pressreleases|news release|news releases|media release|"
    "media releases|press room|pr newswire|prnewswire|business wire|globe newswire",
    ADVERTORIAL: "sponsored|sponsored content|advertorial|paid content|partner content|brand studio|paid post",
}  # fmt: skip
BY_NAME = {name: genre for genre, names in NAMES.items() for name in names.split("|")}
TITLED = (
    (TRANSCRIPT, r"\btranscript\b(?: of)?|\bread the full transcript\b"),
    (SPEECH, r"\bfull text of\b.*\b(?:speech|address|remarks)\b|"
     r"^(?:full )?(?:speech|remarks) (?:by|of|at)\b|^in full:.*\bspeech\b"),
    (INTERVIEW, r"^(?:exclusive )?interview\b\s*[:|–—-]|\b(?:q&a|in conversation with)\b|\binterview$|^(?:the )?\w+ interview:"),
    (LIVE_BLOG, r"\bas it happened\b|\blive(?: updates| blog|blog)\b|^live\s*[:|–—-]|[-–—|]\s*live$"),
    (OPINION, r"^(?:opinion|editorial|comment|column|op-ed|letters?|viewpoint|commentary)\s*[:|–—]|"
     r"[|–—-]\s*(?:opinion|editorial|op-ed)$"),
    (ANALYSIS, r"^(?:analysis|explainer|explained)\s*[:|–—]|[|–—-]\s*analysis$"),
    (REVIEW, r"^(?:\w+ )?review\s*[:|–—]|\breview\s*[–—-]"),
    (PRESS_RELEASE, r"^(?:press|news|media) release\s*[:|–—-]"),
)  # fmt: skip
TITLES = tuple((genre, re.compile(pattern, re.IGNORECASE)) for genre, pattern in TITLED)
RELEASED = re.compile(
    r"\bfor immediate release\b|/\s?PR ?Newswire\s?/|\((?:business wire|globe newswire)\)|^media contacts?:|^press contacts?:|"
    r"^contact for media\b",
    re.IGNORECASE,
)
SALUTED = re.compile(
    r"^(?:thank you[,.]|mr\.? speaker,|madam speaker,|mr\.? president,|madam president,|ladies and gentlemen|my fellow |"
    r"fellow citizens|distinguished (?:guests|delegates)|your excellenc(?:y|ies)|dear (?:friends|colleagues),|"
    r"honou?rable members|check against delivery|remarks as (?:prepared|delivered))",
    re.IGNORECASE,
)
QUESTION = re.compile(r"^q(?:uestion)?$", re.IGNORECASE)
ENDS = 3  # lines at either end of a text that say what it is
MANY_SPEAKERS = 3  # an interview has two; a hearing or a briefing has more
WORD = re.compile(r"[\W_]+")


def find_genre(article: Node, url: str | None, section: str | None, title: str | None) -> Found:
    """The genre that the page states, and where; nothing when it states none."""
    kinds = [TYPES[kind] for kind in sorted(types_of(article)) if kind in TYPES]
    if article.get("liveBlogUpdate"):
        kinds.insert(0, LIVE_BLOG)
    stated = kinds + [genre for genre in (_named(text_of(article.get("genre"))),) if genre]
    for genre in stated:
        if genre != REPORT:
            return Found(genre, "json-ld")
    addressed = next((BY_NAME[name] for name in _segments(url) if name in BY_NAME), None)
    if addressed:
        return Found(addressed, "url")
    if named := _named(section):
        return Found(named, "section")
    for genre, pattern in TITLES:
        if pattern.search(title or ""):
            return Found(genre, "title")
    return Found(REPORT, "json-ld") if REPORT in stated else Found()


def genre_of_text(lines: Sequence[str], speakers: Sequence[str]) -> Found:
    """The genre that a text's own form shows: who speaks in turns (one label a turn), how it opens and closes."""
    distinct = {speaker.casefold() for speaker in speakers}
    if speakers:
        is_interview = any(QUESTION.match(name) for name in distinct) or len(distinct) < MANY_SPEAKERS
        return Found(INTERVIEW if is_interview else TRANSCRIPT, "text")
    if any(RELEASED.search(line) for line in (*lines[:ENDS], *lines[-ENDS:])):
        return Found(PRESS_RELEASE, "text")
    return Found(SPEECH, "text") if any(SALUTED.search(line) for line in lines[:2]) else Found()


def _segments(url: str | None) -> Iterator[str]:
    """Names in an address: its path's, then its host's, as of "opinion.paper.example"."""
    folders, host = folders_of(url)
    yield from map(_squeezed, (*folders, host))


def _named(name: str | None) -> str | None:
    """Genre of a section's name; of "World / Opinion" the part that is one."""
    if not name:
        return None
    parts = [name, *re.split(r"\s*[/|>»,;]\s*", name)]
    return next((BY_NAME[part] for part in map(_squeezed, parts) if part in BY_NAME), None)


def _squeezed(name: str) -> str:
    return WORD.sub(" ", name.casefold()).strip()
