"""Quantities as news writes them: "at least 20", "some 1.5 million", "between 20 and 30", "dozens", "$1.5bn".

What the words leave open stays open: "at least 20" has no upper bound, "dozens" neither. Currencies are ISO 4217 codes; a name
that several countries use ("dinars") has none unless the country stands with it ("Iraqi dinars"). A bare dollar is the US one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from acta.annotate.times.words import CARDINAL

SCALE = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
MANY = {"dozens": 24.0, "scores": 40.0, "hundreds": 2e2, "thousands": 2e3, "millions": 2e6, "billions": 2e9}
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₴": "UAH"}
DOLLARS = {"$": "USD", "us$": "USD"} | {
    "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD",
}  # fmt: skip
NAMES = {  # names that mean one currency where nothing else is said
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rouble": "RUB",
    "ruble": "RUB",
    "won": "KRW",
    "shekel": "ILS",
    "hryvnia": "UAH",
    "zloty": "PLN",
    "baht": "THB",
    "rand": "ZAR",
    "naira": "NGN",
}
NUMERAL = re.compile(r"\d+(?:[,.]\d+)*|[a-z]+(?:-[a-z]+)?", re.IGNORECASE)
AT_LEAST = re.compile(r"\b(?:at least|more than|no fewer than|no less than|over|upwards of|not less than)\b", re.IGNORECASE)
AT_MOST = re.compile(r"\b(?:up to|at most|no more than|fewer than|less than|under|as many as)\b", re.IGNORECASE)
ABOUT = re.compile(r"\b(?:about|around|some|roughly|approximately|nearly|almost|close to|estimated)\b", re.IGNORECASE)
RANGE = re.compile(r"^(?:between\s)?(.+?)(?:\band\b|\bto\b|\bor\b|-|–)(.+)$", re.IGNORECASE)
CURRENCY = re.compile(r"(?P<sign>(?:US|AU|CA|HK|NZ|NT|A|C|S)?\$|[€£¥₹₽₩₪₴])", re.IGNORECASE)


class Quantity(NamedTuple):
    """Bounds of a number; None where the words leave one open. Counts are whole, amounts in units of the currency."""

    low: float | None
    high: float | None
    is_approximate: bool
    currency: str | None = None  # ISO 4217


def read_quantity(text: str) -> Quantity | None:
    """A count from its words ("at least 20", "a dozen", "tens of thousands"), or None."""
    words = " ".join(text.split())
    about = bool(ABOUT.search(words))
    if AT_LEAST.search(words):
        value = _value(AT_LEAST.sub(" ", words))
        return None if value is None else Quantity(value, None, about)
    if AT_MOST.search(words):
        value = _value(AT_MOST.sub(" ", words))
        return None if value is None else Quantity(None, value, about)
    many = _many(words)
    if many is not None:
        return Quantity(many, None, True)
    bare = ABOUT.sub(" ", words)
    value = _value(bare)
    return _range(bare, about) or (None if value is None else Quantity(value, value, about))


def read_amount(text: str) -> Quantity | None:
    """An amount of money with its currency, or None."""
    sign = CURRENCY.search(text)
    count = read_quantity(CURRENCY.sub(" ", text) if sign else text)
    if count is None:
        return None
    return count._replace(currency=_by_sign(sign["sign"]) if sign else _by_name(text))


def _many(words: str) -> float | None:
    """As in "dozens", "hundreds of thousands": a lower bound, two of the unit."""
    found = [w for w in re.findall(r"[a-z]+", words.casefold()) if w in MANY or w == "tens"]
    if not found:
        return None
    if found[0] == "tens":
        return 20.0 * (MANY[found[1]] / 2 if len(found) > 1 else 1)
    return MANY[found[0]] * (MANY[found[1]] / 2 if len(found) > 1 else 1)


def _range(words: str, about: bool) -> Quantity | None:
    match = RANGE.match(words.strip())
    if match is None:
        return None
    low, high = _value(match[1].strip()), _value(match[2].strip())
    if low is None or high is None:
        return None
    if low < 1000 <= high and high % 1000 == 0 and not re.search(r"[a-z]", match[1]):
        low *= next((s for w, s in SCALE.items() if re.search(rf"\b{w}\b", match[2].casefold()) and s >= 1000), 1.0)
    return Quantity(low, high, about) if low <= high else None


def _value(words: str) -> float | None:
    """One number; None where there is none, more than one, or a word that belongs to no number."""
    total: float | None = None
    for token in NUMERAL.findall(words.casefold()):
        if token[0].isdigit():
            if total is not None:
                return None
            total = _digits(token)
        elif token in SCALE:
            total = (1.0 if total is None else total) * SCALE[token]
        elif token in ("a", "an", "the", "of", "and", "than"):
            continue
        else:
            parts = [CARDINAL.get(part) for part in token.split("-")]
            if None in parts:
                if total is None:
                    return None
                break  # "340 million marks": what is counted
            value = float(sum(part or 0 for part in parts))
            if total is not None and not (total % 100 == 0 and value < 100):
                return None
            total = value if total is None else total + value
    return total


def _digits(token: str) -> float | None:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", token):
        return float(token.replace(",", ""))
    return None


def _by_sign(sign: str) -> str | None:
    return DOLLARS.get(sign.casefold()) or SIGNS.get(sign.casefold())


def _by_name(text: str) -> str | None:
    """The longest name of a currency that ends the words: "Iraqi dinars" before "dinars"."""
    words = [w.removesuffix("s") for w in re.findall(r"[a-z]+", text.casefold())]
    for start in range(len(words)):
        code = currency_names().get(" ".join(words[start:]))
        if code:
            return code
    return NAMES.get(words[-1]) if words else None


@cache
def currency_names() -> dict[str, str]:
    """ISO 4217 names in lower case and singular → code."""
    import pycountry

    return {currency.name.casefold().removesuffix("s"): currency.alpha_3 for currency in pycountry.currencies}
