"""What each form of the grammar means: a TIMEX3 type and value, or None when the words are no time after all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from acta.annotate.document import Parsed
from acta.annotate.times import words
from acta.annotate.times.calendar import FUTURE, PAST, UNKNOWN, Calendar, duration, full_date
from acta.annotate.times.direction import direction

Value = tuple[str, str]  # type, value
NUMBER = re.compile(r"[\d,]*\.?\d+")
PREPOSITIONS = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "during",
        "before",
        "after",
        "of",
        "through",
        "to",
        "between",
        "for",
        "and",
        "around",
        "late",
        "early",
        "mid",
        "the",
        "circa",
        "year",
        "-",
    ]
)


@dataclass(slots=True)
class Match:
    """Words first..last (inclusive) that matched one form, with their letters."""

    doc: Parsed
    codes: str  # of the whole article
    first: int
    last: int
    calendar: Calendar
    context: str | None = None  # value of the date named last

    def at(self, letters: str, nth: int = 0) -> int | None:
        """Token of the nth word whose letter is one of these."""
        found = [i for i in range(self.first, self.last + 1) if self.codes[i] in letters]
        return found[nth] if len(found) > nth else None

    def word(self, letters: str) -> str:
        """The word at ``letters`` in lower case, or nothing."""
        i = self.at(letters)
        return "" if i is None else self.doc.lower[i]

    def has(self, letters: str) -> bool:
        return self.at(letters) is not None

    def before(self) -> str:
        """The word before, in lower case."""
        return self.doc.lower[self.first - 1] if self.first else ""

    def after(self) -> str:
        """The word after, in lower case."""
        return self.doc.lower[self.last + 1] if self.last + 1 < len(self.doc) else ""

    def direction(self, i: int) -> int:
        """Past or future for the word at token i; what the words themselves say goes before the verb."""
        if self.has("b"):
            return PAST
        return direction(self.doc, i)

    def shift(self) -> int:
        """-1 for last, 0 for this, 1 for next."""
        return -1 if self.has("lpv") or self.word("a") else 1 if self.has("ng") else 0

    def unit(self) -> str:
        i = self.at("uUQK")
        assert i is not None
        return unit_code(self.doc.lower[i])


def unit_code(word: str) -> str:
    """Letter of TimeML for a unit's name, singular or plural."""
    return words.UNIT.get(word) or words.PLURAL[word]


# --- days and clock times


def month_day(m: Match) -> Value | None:
    month_at = m.at("M")
    assert month_at is not None
    day_at = next(
        i for i in (month_at + 1, month_at - 1, month_at - 2) if m.first <= i <= m.last and m.codes[i] in "9O"
    )
    month = words.MONTH[m.doc.lower[month_at]]
    day = int(number_of(m.doc.lower[day_at]) or 0)
    year = m.word("Y") or m.calendar.year_of(month, day, m.direction(month_at))
    value = full_date(year, month, day)
    return _with_part(m, value) if value else None


def _with_part(m: Match, value: str) -> Value:
    part = m.word("D") or ("night" if m.word("T") == "tonight" else "")
    return ("TIME", f"{value}T{words.DAY_PART[part]}") if part else ("DATE", value)


def iso_date(m: Match) -> Value | None:
    year, month, day = (m.doc.word[m.first + i] for i in (0, 2, 4))
    value = full_date(year, int(month), int(day))
    return ("DATE", value) if value else None


def slash_date(m: Match) -> Value | None:
    """12/02/2010 in one of two orders: only where one alone is a date, or both are the same, it is certain."""
    first, second, year = (int(part) for part in m.doc.word[m.first].split("/"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    readings = {full_date(str(year), first, second), full_date(str(year), second, first)} - {None}
    return ("DATE", readings.pop() or "") if len(readings) == 1 else ("DATE", f"{year:04d}") if readings else None


def weekday(m: Match) -> Value | None:
    at = m.at("W")
    assert at is not None
    name = m.doc.lower[at]
    number = words.WEEKDAY[name]
    if name.endswith("s") and name.removesuffix("s") in words.WEEKDAYS:
        return "SET", f"XXXX-WXX-{number}"
    if m.has("u"):
        return _with_part(m, m.calendar.weekday_of_week(number, m.shift())) if m.unit() == "W" else None
    way = {"l": PAST, "p": PAST, "v": PAST, "n": FUTURE, "g": FUTURE}.get(
        m.codes[at - 1] if at > m.first else "", UNKNOWN
    )
    return _with_part(m, m.calendar.weekday(number, way or m.direction(at)))


def relative_day(m: Match) -> Value:
    return _with_part(m, m.calendar.day(words.RELATIVE_DAY[m.word("T")]))


def day_part(m: Match) -> Value | None:
    part = words.DAY_PART[m.word("D")]
    shift = -1 if m.has("l") else 0
    return "TIME", f"{m.calendar.day(shift)}T{part}"


def overnight(m: Match) -> Value | None:
    return ("TIME", f"{m.calendar.day(0)}TNI") if m.word("D") == "overnight" else None


def clock(m: Match) -> Value | None:
    """A time of day; its day is the publication day until ``find_times`` sees another in the sentence."""
    time = clock_time(m)
    return ("TIME", f"{m.calendar.day(0)}T{time}") if time else None


def clock_day(m: Match) -> Value | None:
    time = clock_time(m)
    day = _day(m)
    return ("TIME", f"{day[1][:10]}T{time}") if time and day else None


def part_of_day(m: Match) -> Value | None:
    return _day(m)


def _day(m: Match) -> Value | None:
    return month_day(m) if m.has("M") else weekday(m) if m.has("W") else relative_day(m)


def clock_time(m: Match) -> str | None:
    """HH:MM of the clock words of a match."""
    if m.has("d"):
        return words.CLOCK_WORD[m.word("d")]
    marker = m.at("@CPkG")
    if marker is None:
        return None
    i = marker if m.codes[marker] in "@C" else marker - 1
    text = m.doc.lower[i]
    digits = re.findall(r"\d+", text)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if len(digits) == 1 and len(digits[0]) == 4:
        hour, minute = divmod(int(digits[0]), 100)
    half = m.word("P") or text
    if (
        m.codes[i] == "C"
        and not m.has("PkG")
        and (":" not in text or (m.before() not in CLOCK_BEFORE and not m.has("MWT")))
    ):
        return None
    if "p" in half and hour < 12:
        hour += 12
    elif "a" in half and hour == 12:
        hour = 0
    zone = "Z" if m.word("G") in {"gmt", "utc"} else ""
    return f"{hour:02d}:{minute:02d}{zone}" if hour < 25 and minute < 60 else None


CLOCK_BEFORE = frozenset(
    ["at", "by", "until", "till", "from", "around", "about", "since", "and", "between", "to", "before", "after"]
)

# --- weeks, months, quarters, years


def month(m: Match) -> Value | None:
    at = m.at("M")
    assert at is not None
    number = words.MONTH[m.doc.lower[at]]
    modifier = m.codes[at - 1] if at > m.first else ""
    if modifier in {"l", "h", "n"}:
        shift = {"l": -1, "h": 0, "n": 1}[modifier]
        return "DATE", m.calendar.last_month_named(number, shift)
    year = _year(m) or m.calendar.year_of(number, None, m.direction(at))
    return "DATE", f"{year}-{number:02d}"


def _year(m: Match) -> str | None:
    """The year named inside a match: 2008, "last year", "the year"."""
    named = m.word("Y")
    if named:
        return named
    return m.calendar.year(m.shift()) if m.has("u") and m.unit() == "Y" else None


def month_quarter(m: Match) -> Value:
    """ "the July-September quarter"."""
    at = m.at("M", 1)
    assert at is not None
    number = (words.MONTH[m.doc.lower[at]] + 2) // 3
    return "DATE", f"{_year(m) or m.calendar.quarter_year(number, m.direction(at))}-Q{number}"


def quarter(m: Match) -> Value | None:
    at = m.at("Qq")
    assert at is not None
    numbered = m.at("9O")
    number = int(re.sub(r"\D", "", m.doc.lower[at]) or 0) if numbered is None else number_of(m.doc.lower[numbered])
    if number is None or not 1 <= number <= 4:
        return None
    year = _year(m) or m.calendar.quarter_year(int(number), m.direction(at))
    return "DATE", f"{year}-Q{int(number)}"


def near_quarter(m: Match) -> Value:
    if m.has("Y") or m.has("u"):  # "the same quarter last year"
        now = m.calendar.quarter(0)
        return "DATE", f"{_year(m)}{now[4:]}"
    return "DATE", m.calendar.quarter(m.shift())


def half(m: Match) -> Value | None:
    """ "the second half of 2008", "first-half profit"; without a year or money it may be a football match."""
    at = m.at("H")
    number = number_of(m.word("O"))
    if at is None or number not in {1, 2}:
        return None
    year = _year(m)
    if year is None and (m.codes[at - 1] == "-" or m.after() in RESULTS):
        year = m.calendar.half_year(int(number), m.direction(at))
    return ("DATE", f"{year}-H{int(number)}") if year else None


RESULTS = frozenset(
    [
        "profit",
        "profits",
        "loss",
        "losses",
        "results",
        "earnings",
        "sales",
        "revenue",
        "revenues",
        "figures",
        "net",
        "pretax",
    ]
)


def season(m: Match) -> Value:
    at = m.at("S")
    assert at is not None
    code = words.SEASON[m.doc.lower[at]]
    year = _year(m)
    if year:
        return "DATE", f"{year}-{code}"
    shift = m.shift() if m.has("lhn") else None
    return "DATE", m.calendar.season(code, shift, m.direction(at))


def fiscal(m: Match) -> Value:
    year = m.word("Y") or (m.word("s")[-4:] if m.has("s") else m.calendar.year(m.shift()))
    return "DATE", year


def century(m: Match) -> Value | None:
    number = number_of(m.word("O"))
    return ("DATE", f"{int(number) - 1:02d}") if number and m.unit() == "CE" else None


def decade(m: Match) -> Value | None:
    digits = re.sub(r"\D", "", m.word("X"))
    if len(digits) == 4:
        return "DATE", digits[:3]
    if not m.has("'") and m.before() not in {"the", "early", "late", "mid", "in"} and not m.has("tE"):
        return None
    return "DATE", ("20" if digits[0] in "01" else "19") + digits[0]


def weekend(m: Match) -> Value:
    at = m.at("K")
    assert at is not None
    if m.has("lhpng"):
        shift = m.shift()
        return "DATE", m.calendar.weekend(UNKNOWN, shift)
    return "DATE", m.calendar.weekend(m.direction(at))


def year(m: Match) -> Value | None:
    at = m.at("YL~")
    assert at is not None
    text = m.doc.lower[at]
    if m.codes[at] != "Y":
        digits = re.search(r"\d{4}", text)
        return ("DATE", digits[0]) if digits else None
    head = m.doc.head[at]
    counted = m.doc.dep[at] == "nummod" and head > at and m.doc.tag[head] == "NNS"
    told = m.first < at or m.doc.tag[at - 1] in {"DT", "PRP$", "POS"} or m.before() in {"in", "since", "during", "by"}
    label = next((label for first, last, label in m.doc.entities if first <= at < last), "")
    if (
        (counted and not (told and label == "DATE"))
        or not "1700" <= text <= "2100"
        or m.after() in {"%", "percent", "-"} | UNITS_OF_MEASURE
    ):
        return None
    if label == "DATE":
        return "DATE", text
    led = m.first < at or m.before() in PREPOSITIONS or m.before() in {"(", "[", "/", ","}
    recent = "1900" <= text <= "2060" and label not in NUMERIC
    return ("DATE", text) if (led or recent) and m.before() not in NOT_YEARS else None


NUMERIC = frozenset(("MONEY", "CARDINAL", "QUANTITY", "PERCENT", "PRODUCT"))
NOT_YEARS = frozenset(
    ["$", "£", "€", "¥", "no.", "number", "flight", "about", "roughly", "nearly", "almost", "than", "least"]
)
UNITS_OF_MEASURE = frozenset(
    ["km", "kilometers", "kilometres", "miles", "meters", "metres", "feet", "tons", "tonnes", "gmt", "utc", "points"]
)


def near_unit(m: Match) -> Value | None:
    """ "last week", "earlier this year", "the following day", "the past year"."""
    unit = m.unit()
    if m.has("p") and not m.has("h"):
        return "DURATION", duration(1, unit)
    if unit in {"S", "M", "H"}:
        return None
    if (m.has("zegv") or (m.has("t") and m.has("n"))) and m.context:
        known = relative(m.context, unit, 1 if m.has("g") else m.shift())
        if known:
            return "DATE", known
    if m.has("z") and unit not in {"D", "Y"}:
        return None
    return "DATE", m.calendar.unit(unit, m.shift())


def the_unit(m: Match) -> Value | None:
    """ "later in the day", "the end of the year", "during the week"."""
    unit = m.unit()
    if unit in {"S", "M", "H", "CE"}:
        return None
    if not m.has("bcE") and m.after() in NOT_AFTER_THE_UNIT:
        return None
    return "DATE", m.calendar.unit(unit, 0)


NOT_AFTER_THE_UNIT = frozenset(["of", "to", "after", "before", "that", "when", "-", "since", "he", "she", "they"])


def the_past(m: Match) -> Value:
    return "DATE", "PAST_REF"


def day_beside(m: Match) -> Value | None:
    """ "the day before", "the year after" at the end of a clause; before a noun it is "the day before the vote"."""
    if m.after() not in {".", ",", ";", "”", '"', ")", "and", "but"} or m.unit() in {"S", "M", "H"}:
        return None
    shift = 1 if m.has("c") else -1
    known = relative(m.context, m.unit(), shift) if m.context else None
    return "DATE", known or m.calendar.unit(m.unit(), shift)


def relative(context: str, unit: str, shift: int) -> str | None:
    """The unit next to a date named before: the day after 2008-03-01; None when that date is less precise than the unit."""
    try:
        anchor = date.fromisoformat((context + "-01-01")[:10] if len(context) in {4, 7, 10} else "")
    except ValueError:
        return None
    if len(context) < {"Y": 4, "m": 7, "Q": 7}.get(unit, 10) or unit in {"DE", "CE", "WE"}:
        return None
    return Calendar(anchor).unit(unit, shift)


def holiday(m: Match) -> Value:
    month, day = words.HOLIDAY[m.word("^")]
    if m.after() == "eve":
        day -= 1
    at = m.at("^")
    assert at is not None
    way = PAST if m.has("l") else FUTURE if m.has("n") else m.direction(at)
    return "DATE", f"{m.calendar.year_of(month, day, way)}-{month:02d}-{day:02d}"


# --- amounts


def number_of(word: str) -> float | None:
    """Value of a number word, an ordinal or digits."""
    if word in {"a", "an", "one"}:
        return 1
    found = words.CARDINAL.get(word) or words.ORDINAL.get(word) or words.MAGNITUDE.get(word)
    if found:
        return found
    digits = NUMBER.match(word)
    if not digits:
        return None
    extra = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(word[-1], 0)
    return float(digits[0].replace(",", "")) + extra


def amount(m: Match) -> float | None:
    """The quantity in a match: 3, 2.5; None when it is not told ("several")."""
    if m.has("I"):
        return None
    stop = m.at("uUQKO") or m.last + 1
    total = 0.0
    for i in range(m.first, stop):
        if m.codes[i] in "9NYB" or (m.codes[i] == "1" and not total):
            number = number_of(m.doc.lower[i]) or 0
            total = total * number if total and m.codes[i] == "B" else total + number
    return total + 0.5 if m.has("H") else total or None


def ago(m: Match) -> Value:
    count, unit = amount(m), m.unit()
    if m.codes[m.first] == "u":  # "the year-ago quarter"
        count = 1.0
    if m.has("I") or count is None:
        return "DATE", "PAST_REF"
    if unit == "DE":
        return "DATE", m.calendar.year(int(-10 * count))
    return "DATE", m.calendar.unit(unit, -round(count))


def shifted(m: Match) -> Value | None:
    """ "three days later", "a year earlier"; "a year after the vote" is a duration."""
    word = m.doc.lower[m.last]
    count, unit = amount(m), m.unit()
    if word in {"after", "before"} or count is None:
        return "DURATION", duration(count, unit)
    if unit in {"S", "M", "H"}:
        return "DURATION", duration(count, unit)
    sign = 1 if m.has("c") else -1
    return "DATE", m.calendar.unit(unit, sign * round(count))


def from_now(m: Match) -> Value | None:
    count, unit = amount(m), m.unit()
    if m.has("R") and m.word("R") != "now":
        return None
    return ("DATE", m.calendar.unit(unit, round(count))) if count else ("DATE", "FUTURE_REF")


def period(m: Match) -> Value | None:
    """ "the past three years", "the next few days", "recent years", "these days"."""
    counted = m.has("9YN1I")
    if m.has("z"):
        return ("DATE", "PRESENT_REF") if m.word("z") == "these" and m.unit() == "D" else None
    if m.has("h") and not counted:
        return None
    if counted:
        return "DURATION", duration(amount(m), m.unit())
    if m.has("r") or m.has("plv"):
        return ("DATE", "PAST_REF") if m.has("r") else ("DURATION", duration(None, m.unit()))
    return "DATE", "FUTURE_REF"


def duration_of(m: Match) -> Value | None:
    unit_at = m.at("uU")
    assert unit_at is not None
    word = m.doc.lower[unit_at]
    count = amount(m)
    if unit_code(word) == "Q" and (m.has("-") or m.after() in {"of", "the", "percent"} or count is None):
        return None
    if m.codes[unit_at] == "u" and m.has("1") and not m.has("9N") and _is_rate(m, unit_at):
        return "SET", duration(1, unit_code(word))
    return "DURATION", duration(count, unit_code(word))


def _is_rate(m: Match, unit_at: int) -> bool:
    """ "$5 million a year", "three times a week"."""
    before = m.doc.tag[m.first - 1] if m.first else ""
    return m.before() in {"once", "twice", "times", "percent", "%"} or before in {"NN", "NNS", "CD", "$"}


def half_unit(m: Match) -> Value | None:
    return "DURATION", duration(0.5, m.unit())


def long(m: Match) -> Value:
    plural = m.codes[m.first] == "U"
    return "DURATION", duration(None if plural else 1, m.unit())


def and_a_half(m: Match) -> Value:
    return "DURATION", duration(1.5, m.unit())


def bare_units(m: Match) -> Value | None:
    """ "for years", "hours later": some, no one says how many."""
    starts = m.doc.lower[m.first]
    if m.codes[m.first] == "U" and m.before() in {"the", "those", "these"}:
        return None
    if m.codes[m.first] != "U" and starts not in {"for", "in", "over", "within", "after", "during"}:
        return None
    if m.unit() in {"Q", "WE"}:
        return None
    return "DURATION", duration(None, m.unit())


# --- sets and references


def each(m: Match) -> Value | None:
    at = m.at("W")
    if at is not None:
        return "SET", f"XXXX-WXX-{words.WEEKDAY[m.doc.lower[at]]}"
    if m.has("D"):
        return "SET", f"XXXX-XX-XXT{words.DAY_PART[m.word('D')]}"
    unit = m.at("uUQK")
    assert unit is not None
    count = m.at("9NO")
    number = 1.0 if count is None else number_of(m.doc.lower[count])
    return "SET", duration(number, unit_code(m.doc.lower[unit]))


def frequency(m: Match) -> Value | None:
    return None if m.doc.tag[m.first].startswith("NNP") else ("SET", words.FREQUENCY[m.doc.lower[m.first]])


def reference(m: Match) -> Value | None:
    word, before = m.doc.lower[m.first], m.before()
    if m.codes[m.first] == "c":
        return ("DATE", "FUTURE_REF") if word == "later" and m.doc.tag[m.first] in {"RB", "RBR"} else None
    if word == "time":
        return _at_the_time(m)
    if m.codes[m.first] == "R":
        return "DATE", words.REFERENCE[word]
    if word == "future":
        return ("DATE", "FUTURE_REF") if before in {"the", "near", "foreseeable", "immediate"} else None
    if word == "date":
        return ("DATE", "PRESENT_REF") if before == "to" else None
    if word == "present":
        return ("DATE", "PRESENT_REF") if before == "at" else None
    at_moment = before == "the" and m.first > 1 and m.doc.lower[m.first - 2] in {"at", "for"}
    return ("DATE", "PRESENT_REF") if at_moment else None


def _at_the_time(m: Match) -> Value | None:
    """"at the time", "by that time", "at this time"; a time that something takes or happens is none of ours."""
    led = m.doc.lower[m.first - 2] if m.first > 1 else ""
    if led not in {"at", "by", "since", "until"} or m.after() == "of":
        return None
    return {"the": ("DATE", "PAST_REF"), "that": ("DATE", "PAST_REF"), "this": ("DATE", "PRESENT_REF")}.get(m.before())


ADJECTIVES = {"recent": "PAST_REF", "past": "PAST_REF", "current": "PRESENT_REF"}


def adjective(m: Match) -> Value | None:
    """"recent losses", "the current government"; "past" is an adjective only when the tagger says so."""
    word = m.doc.lower[m.first]
    if word == "past" and m.doc.tag[m.first] not in {"JJ", "NN"}:
        return None
    return "DATE", ADJECTIVES[word]


READERS: dict[str, Callable[[Match], Value | None]] = {
    "clock_day": clock_day,
    "day_clock": clock_day,
    "part_of_day": part_of_day,
    "clock": clock,
    "month_day": month_day,
    "iso_date": iso_date,
    "slash_date": slash_date,
    "each": each,
    "weekday": weekday,
    "relative_day": relative_day,
    "day_part": day_part,
    "month_quarter": month_quarter,
    "month": month,
    "quarter": quarter,
    "half": half,
    "near_quarter": near_quarter,
    "season": season,
    "fiscal": fiscal,
    "century": century,
    "decade": decade,
    "weekend": weekend,
    "ago": ago,
    "shifted": shifted,
    "from_now": from_now,
    "period": period,
    "near_unit": near_unit,
    "the_past": the_past,
    "day_beside": day_beside,
    "holiday": holiday,
    "the_unit": the_unit,
    "year": year,
    "long": long,
    "half_unit": half_unit,
    "and_a_half": and_a_half,
    "duration": duration_of,
    "bare_units": bare_units,
    "frequency": frequency,
    "adjective": adjective,
    "reference": reference,
    "overnight": overnight,
}
