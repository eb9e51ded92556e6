"""Words of time as one-letter codes: an article becomes a string, one letter a token, that a regular expression can read.

A letter is given by the word alone; the few words that have another life (May, march, second, fall) must show by tag or
neighbours that they mean time here. Everything else is ``.``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from acta.annotate.document import Parsed

OTHER = "."
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH = {name: i for i, name in enumerate(MONTHS, 1)}
MONTH |= {name[:3]: i for name, i in MONTH.items()} | {"sept": 9}
MONTH |= {f"{name}.": i for name, i in MONTH.items() if len(name) < 5 and name != "may"}
WEEKDAY = {name: i for i, name in enumerate(WEEKDAYS, 1)} | {f"{name}s": i for i, name in enumerate(WEEKDAYS, 1)}
WEEKDAY |= {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5}
WEEKDAY |= {f"{name}.": i for name, i in WEEKDAY.items() if len(name) < 6}
SEASON = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PART = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "overnight": "NI", "nighttime": "NI"}
DAY_PART |= {"midday": "MI", "dawn": "MO", "daytime": "DT"}
CLOCK_WORD = {"noon": "12:00", "midnight": "24:00"}
UNIT = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "week": "W",
    "fortnight": "2W",
    "month": "m",
    "quarter": "Q",
}
UNIT |= {"year": "Y", "decade": "DE", "century": "CE", "weekend": "WE"}
PLURAL = {f"{name}s": code for name, code in UNIT.items() if name != "century"} | {
    "centuries": "CE",
    "yrs": "Y",
    "mins": "M",
}
CARDINAL = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
CARDINAL |= {w: i * 10 for i, w in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 3)}
MAGNITUDE = {"hundred": 100, "thousand": 1000, "dozen": 12}
ORDINAL = {
    w: i
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
} | {"twenty-first": 21}
RELATIVE_DAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
REFERENCE = dict.fromkeys(["now", "currently", "presently", "nowadays"], "PRESENT_REF")
REFERENCE |= dict.fromkeys(["recently", "lately"], "PAST_REF")
REFERENCE |= {"soon": "FUTURE_REF"}
HOLIDAY = {"christmas": (12, 25), "halloween": (10, 31)}
FREQUENCY = {"annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "daily": "P1D", "weekly": "P1W", "monthly": "P1M"}
FREQUENCY |= {"quarterly": "P1Q", "hourly": "PT1H", "nightly": "P1D", "biannual": "P6M", "biennial": "P2Y"}
FREQUENCY |= {"biweekly": "P2W", "fortnightly": "P2W"}

_GROUPS: dict[str, Iterable[str]] = {
    "S": SEASON,
    "D": DAY_PART,
    "d": CLOCK_WORD,
    "u": UNIT,
    "U": PLURAL,
    "N": CARDINAL,
    "B": MAGNITUDE,
    "O": ORDINAL,
    "T": RELATIVE_DAY,
    "R": REFERENCE,
    "A": FREQUENCY,
    "^": HOLIDAY,
    "M": MONTH,
    "W": WEEKDAY,
    "Q": ["quarter"],
    "K": ["weekend"],
    "P": ["am", "pm", "a.m.", "p.m.", "a.m", "p.m"],
    "G": ["gmt", "utc", "est", "edt", "cet", "cest", "bst", "pst", "pdt", "ist", "jst", "et"],
    "k": ["o'clock", "o’clock"],
    "H": ["half"],
    "l": ["last"],
    "p": ["past"],
    "v": ["previous", "prior", "preceding"],
    "y": ["current"],
    "n": ["next"],
    "g": ["coming", "upcoming", "following"],
    "h": ["this"],
    "z": ["these", "those", "that"],
    "e": ["same"],
    "r": ["recent", "latest"],
    "m": ["most", "more", "right", "just", "very", "quite"],
    "a": ["ago"],
    "b": ["earlier", "before", "previously"],
    "c": ["later", "after", "afterwards", "afterward"],
    "t": ["the"],
    "1": ["a", "an"],
    "o": ["of"],
    "i": [
        "in",
        "on",
        "at",
        "during",
        "by",
        "from",
        "since",
        "until",
        "till",
        "over",
        "for",
        "within",
        "through",
        "around",
    ],
    "&": ["and"],
    "-": ["-", "–", "—"],
    ",": [","],
    "E": ["early", "late", "mid", "middle", "end", "beginning", "start", "mid-", "close"],
    "V": ["every", "each", "per"],
    "f": ["fiscal", "financial"],
    "I": ["several", "few", "couple", "many", "dozens", "hundreds", "thousands", "numerous"],
    "x": ["about", "nearly", "almost", "approximately", "roughly", "least", "than", "more", "less", "only", "another", "some",
          "exactly", "under"],
    "j": ["old", "long"],
    "J": ["moment", "present", "future", "date", "time"],
    "w": ["hence"],
}
CODE = {word: code for code, words in _GROUPS.items() for word in words} | {"may": "M", "one": "N", "quarter": "Q"}
CODE |= {"weekend": "K", "weekends": "U", "second": "O", "'": "'", "’": "'"}

SHAPES = [  # first that matches the whole token
    (re.compile(r"\d{1,2}"), "9"),
    (re.compile(r"[1-4]q"), "q"),
    (re.compile(r"(?:1[1-9]|20)\d\d"), "Y"),
    (re.compile(r"0\d\d\d|1\d\d\d|2[0-3]\d\d"), "N"),
    (re.compile(r"\d{1,2}(?:st|nd|rd|th)"), "O"),
    (re.compile(r"(?:mid-)?(?:1[1-9]|20)?\d0s", re.I), "X"),
    (re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d"), "C"),
    (re.compile(r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?:am|pm|a\.m\.?|p\.m\.?)"), "@"),
    (re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d)?\d\d"), "F"),
    (re.compile(r"(?:19|20)\d\d[–/-](?:(?:19|20)\d)?\d"), "~"),
    (re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[½¼¾]?"), "N"),
]
NAMED_SHAPES = [  # letters and digits
    (re.compile(r"q[1-4]|[1-4]q"), "q"),
    (re.compile(r"fy-?(?:19|20)\d\d"), "s"),
    (re.compile(r"(?:mid|late|early|post|pre)-(?:1[5-9]|20)\d\d"), "L"),
    (re.compile(r"mid-(?:1[1-9]|20)?\d0s"), "X"),
]
NAMED_FIRST = frozenset(("q", "f", "m", "l", "e", "p"))
DIGITS = frozenset("0123456789")


def encode(doc: Parsed) -> str:
    """One letter a token."""
    get = CODE.get
    codes = [get(word, OTHER) for word in doc.lower]
    for i, word in enumerate(doc.lower):
        code = codes[i]
        if code == OTHER:
            if word[0] in DIGITS:
                codes[i] = _shape(word, SHAPES)
            elif word[0] in NAMED_FIRST and word[-1] in "0123456789sq" and len(word) > 1:
                codes[i] = _shape(word, NAMED_SHAPES)
        elif code == "O" and word == "second" and i > 1 and codes[i - 1] == "-" and codes[i - 2] in "9N":
            codes[i] = "u"
        elif code in "MWS" and not _is_time(doc, i, codes):
            codes[i] = OTHER
    return "".join(codes)


def _shape(word: str, shapes: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, code in shapes:
        if pattern.fullmatch(word):
            return code
    return OTHER


BEFORE_MONTH = frozenset(
    [
        "in",
        "of",
        "since",
        "until",
        "till",
        "by",
        "from",
        "last",
        "this",
        "next",
        "early",
        "late",
        "mid",
        "-",
        "through",
        "during",
        "for",
        "to",
        "and",
        ",",
        "before",
        "after",
        "on",
        "between",
    ]
)
NEWSPAPER = frozenset(
    ["times", "telegraph", "mirror", "mail", "herald", "post", "express", "mercury", "independent", "world"]
)


def _is_time(doc: Parsed, i: int, codes: list[str]) -> bool:
    word, tag = doc.word[i], doc.tag[i]
    lower = doc.lower[i]
    before = doc.lower[i - 1] if i else ""
    shape = doc.word[i + 1][0] if i + 1 < len(codes) else ""
    if codes[i] == "M":
        if not word[0].isupper():
            return False
        if lower in {"may", "march", "mar", "dec", "jan", "jun", "sep", "nov", "august", "april", "june"}:
            return shape in DIGITS or (before in BEFORE_MONTH and tag != "MD") or (i > 0 and before[0] in DIGITS)
        return True
    if codes[i] == "W":
        follows = doc.lower[i + 1] if i + 1 < len(codes) else ""
        return word[0].isupper() and before not in {"black", "good", "bloody", "super"} and follows not in NEWSPAPER
    if codes[i] == "S":
        return tag in {"NN", "NNS", "NNP"} and word.upper() != word
    return True
