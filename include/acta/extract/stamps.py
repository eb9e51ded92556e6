"""Lines that the site sets between the paragraphs: times of live-blog posts, labels, prompts to subscribe, players.

Each is told by its whole shape, never by a word in it: a reporter's sentence may begin with "Subscribers" or "At 14:05 GMT".
"""

from __future__ import annotations

import re

MAX_CHARS = 160
_CLOCK = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?(?:[A-Z]{2,5}|[A-Z][a-z]+ time)\)?)?"
_DAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(?:\d{1,2}\s+[a-z]{3,9}\.?|[a-z]{3,9}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
)
STAMP = re.compile(
    rf"^\W*(?:(?:first |last )?(?:updated|posted|published|edited)(?: at| on)?:?\s*)?"
    rf"(?:{_CLOCK}(?:\s*[,|·•–—-]?\s*{_DAY})?|{_DAY}(?:\s*[,|·•–—-]?\s*(?:at )?{_CLOCK}))"
    rf"(?:\s*[,|·•–—-]\s*(?:updated|edited|last updated)(?: at)?\s*{_CLOCK})?\W*$|"
    r"^\W*(?:(?:a|an|\d{1,2}) ?(?:min(?:ute)?s?|hours?|hrs?|h|m|days?) ago|just now)\W*$|"
    r"^\W*(?:key event|key events|pinned(?: post)?|latest update|new update|live reporting|newest first|oldest first|"
    r"show key events only|load more(?: updates)?|jump to (?:latest|comments)|\d+ new updates?)\W*$",
    re.IGNORECASE,
)
SUBSCRIBE = re.compile(
    r"^\W*(?:subscribe|sign up|log in|sign in|register|join)\b(?: now| today| here)?(?: to| for)?\b[^.]{0,60}"
    r"\b(?:continue|keep reading|read (?:on|more|the (?:full|rest|whole))|unlock|full (?:story|article|access)|unlimited)\b"
    r".{0,80}$|"
    r"^\W*(?:this (?:article|story|content) is (?:for|only for|reserved for|exclusive to|available to)\b.{0,60}"
    r"(?:subscribers|members|readers)|(?:already|not yet) (?:a )?(?:subscriber|subscribed|registered|a member)\b.{0,60}|"
    r"already have an account\b.{0,40}|you have (?:\w+ )?(?:free )?articles? (?:left|remaining)\b.{0,80}|"
    r"(?:get|enjoy) (?:unlimited|full|digital) access\b.{0,80}|subscriptions? (?:start|from)\b.{0,60}|"
    r"(?:want|like) to (?:keep|continue) reading\b.{0,60}|cancel any ?time\b.{0,30}|"
    r"to (?:continue|keep) reading,? (?:this|please|subscribe|log|sign|register).{0,80})\W*$",
    re.IGNORECASE,
)
PLAYER = re.compile(
    r"^\W*(?:(?:video|audio) (?:player|caption|unavailable|is not available)|media caption|image caption|image source|"
    r"this video (?:can|could) not be (?:played|loaded).{0,40}|your browser does not support.{0,60}|"
    r"to (?:play|watch) this (?:video|audio).{0,80}|now playing|play(?:ing)? (?:now|next)|up next|"
    r"(?:watch|listen)(?: now| live)?|"
    r"\d{1,2}:\d\d / \d{1,2}:\d\d|duration:? \d.{0,20}|"
    r"listen to (?:this )?(?:article|story)|this article is read by\b.{0,60}|\d{1,2} min(?:ute)?s? (?:read|listen))\W*$",
    re.IGNORECASE,
)
KINDS = (("stamp", STAMP), ("subscription", SUBSCRIBE), ("player", PLAYER))


def kind_of(line: str) -> str | None:
    """stamp, subscription or player; None for what is text."""
    if len(line) > MAX_CHARS:
        return None
    return next((kind for kind, pattern in KINDS if pattern.search(line)), None)
