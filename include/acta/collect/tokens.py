"""What looks like a secret in a URL: by the name of a parameter, and by the shape of a value. Pure.

A name is strong (whatever it holds is a secret), weak (a secret unless it is a plain word or number) or an address (an
article's own id, which may look random). Everything else is judged by shape alone: long and without the structure of
words. A slug has borders between its words; a number is an id.
"""

from __future__ import annotations

import re

_STRONG = re.compile(
    r"[\w.\-]*(?:token|passw|passphrase|pass_?code|secret|signature|signed|api[_-]?key|access[_-]?key|private[_-]?key"
    r"|credential|session|sess_?id|jwt|bearer|oauth|csrf|xsrf|saml|nonce|one[_-]?time)[\w.\-]*"
    r"|(?:[\w\-]+[_-])?(?:pwd|pass|auth|authorization|sig|hmac|otp|ticket)"
    r"|auth[_-]\w+|key|key-pair-id|code|pw|pin|hdnt[sla]|hdnea|tk|tok|tkn|sess|asp\.net_sessionid|assertion|cookie|ztoken",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"sid|ssid|cfid|cftoken|k|t|st|s|h|hash|mac|digest|u|uid|uuid|user|user_?id|usr|e|email|mail|m|c|cid|client|client_?id"
    r"|device|device_?id|visitor|x|r|sub|subscriber|member|account|access|reader|share|invite|id_?hash|state|ref|rid|hid|ck|login|[\w\-]*key",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:[\w\-]*[_-])?(?:article|story|content|post|news|doc|document|item|page|video|node|entry|asset|guid)s?(?:[_-]?(?:id|uuid|guid))?"
    r"|id|p|v|slug|title|q|query|search|date|offset",
    re.IGNORECASE,
)
# A path segment before which an article's own id stands, one before which a secret does, and one before which it may.
_ADDRESS_BEFORE = re.compile(
    r"articles?|story|stories|content|news|posts?|videos?|watch|items?|docs?|documents?|pages?|node|photos?|gallery|live|id|p"
    r"|status|blogs?|entry|archives?",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"\d{1,4}")
_SECRET_BEFORE = re.compile(
    r"(?:[a-z]+[_-])?(?:private|tokens?|auth|authori[sz]e|oauth2?|keys?|api-?keys?|secrets?|sessions?|sid|jwt|access|login|signin|magic|reset"
    r"|verify|confirm|invites?|unsubscribe|webhooks?|hooks?|signed|k|tk|otp|code|passwords?|pass)(?:[_-][a-z]+)?",
    re.IGNORECASE,
)
_MAYBE_BEFORE = re.compile(
    r"feeds?|rss|atom|podcasts?|download|preview|share|s|t|u|users?|members?|subscribers?|newsletters?|e|c|click|track|r",
    re.IGNORECASE,
)
_FEED_FILE = re.compile(r"(?:rss|feed|atom|podcast)\d?(?:\.\w+)?|\w+\.(?:rss|atom|ics)", re.IGNORECASE)
_JWT = re.compile(r"eyJ[\w\-]{5,}\.[\w\-]{5,}(?:\.[\w\-]*){0,3}")
_UUID = re.compile(r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_HEX = re.compile(r"(?=.*[a-f])(?=.*\d)[0-9a-f]+", re.IGNORECASE)
_BASE64 = re.compile(r"[\w+/=~.\-]+", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d{1,19}(?:[.,:]\d+)*|[a-z]{1,24}|[A-Z][a-z]{0,23}|[A-Z]{1,5}")
_EMAIL = re.compile(r"[^@\s/]+@[^@\s/]+\.[^@\s/]+")

IN_QUERY = 20  # characters from which a value without a telling name is judged
IN_PATH = 32  # the same for a segment of a path, where addresses look odd more often
IN_SECRET = 10  # behind a telling word
IN_MAYBE = 16  # behind a word that tells less
DENSITY = 0.28  # changes between small letter, capital and digit a character; words have under 0.1, random text 0.4 or more


def is_secret_parameter(name: str, value: str) -> bool:
    """Whether the value of a parameter of this name is to be masked."""
    if _JWT.fullmatch(value) or _EMAIL.fullmatch(value):
        return True
    name = re.sub(r"[^\w.\-]+", "_", name).strip("_")  # data[token]
    if _STRONG.fullmatch(name):
        return True
    if _ADDRESS.fullmatch(name):
        return False
    if _WEAK.fullmatch(name):
        return not _PLAIN.fullmatch(value) and is_odd(value, IN_SECRET - 4)
    return is_random(value, IN_QUERY)


def is_secret_segment(before: list[str], segment: str, last: str) -> bool:
    """Whether a segment of a path is to be masked, given the segments ``before`` it and the ``last`` one of the path."""
    if _JWT.fullmatch(segment) or _EMAIL.fullmatch(segment):
        return True
    if before and _ADDRESS_BEFORE.fullmatch(before[-1]):
        return False
    if any(_SECRET_BEFORE.fullmatch(word) for word in before):
        is_behind = bool(_SECRET_BEFORE.fullmatch(before[-1])) and "-" not in segment
        return is_random(segment, IN_SECRET) or (is_behind and is_odd(segment, IN_SECRET - 4))
    if any(_MAYBE_BEFORE.fullmatch(word) for word in before) or _FEED_FILE.fullmatch(last):
        return is_random(segment, IN_MAYBE)
    if before and _DATE_BEFORE.fullmatch(before[-1]):
        return False
    return not _UUID.fullmatch(segment) and is_random(segment, IN_PATH)


def is_random(value: str, least: int) -> bool:
    """Whether a value of at least so many characters has the shape of a key: hex, UUID, Base64, no words in it."""
    if len(value) < least or not _BASE64.fullmatch(value) or value.isdigit():
        return False
    if _UUID.fullmatch(value) or _HEX.fullmatch(value):
        return True
    runs = re.split(r"[^A-Za-z0-9]+", value)
    if any(len(run) >= 5 and run.isalpha() and (run.islower() or run.istitle()) for run in runs):
        return False  # a word stands in it
    return _changes(value) >= DENSITY * len(value) and max(map(len, runs)) >= min(least, 16) // 2


def is_odd(value: str, least: int) -> bool:
    """Whether a short value is no word: letters and digits or capitals go through each other."""
    return len(value) >= least and (_changes(value) >= 2 or is_random(value, least))


def _changes(value: str) -> int:
    """Places where small letter, capital and digit follow each other within a run; a capital that begins a word is none."""
    kinds = ["d" if ch.isdigit() else "u" if ch.isupper() else "l" if ch.isalpha() else " " for ch in value]
    count = 0
    for place in range(1, len(kinds)):
        one, two = kinds[place - 1], kinds[place]
        begins_word = one == "u" and two == "l" and (place == 1 or kinds[place - 2] in "l ")
        count += one != two and " " not in (one, two) and not begins_word
    return count
