"""Values of what recurs (every Monday, annually) and of the vague present, past and future."""

from __future__ import annotations

from acta.annotate.times import words
from acta.annotate.times.calendar import duration
from acta.annotate.times.match import Match, Value, number_of, unit_code


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
    word, before = m.doc.lower[m.last], m.before()
    if m.codes[m.first] == "c":
        return ("DATE", "FUTURE_REF") if word == "later" and m.doc.tag[m.first] in {"RB", "RBR"} else None
    if word == "time":
        return _at_the_time(m)
    if m.codes[m.last] == "R":
        if word == "now" and m.after() == "that":
            return None
        return "DATE", words.REFERENCE[word]
    if word == "future":
        known = before in {"the", "near", "foreseeable", "immediate"} or m.doc.tag[m.last] == "JJ"
        return ("DATE", "FUTURE_REF") if known else None
    if word == "date":
        return ("DATE", "PRESENT_REF") if before == "to" else None
    if word == "present":
        return ("DATE", "PRESENT_REF") if before == "at" else None
    at_moment = before == "the" and m.first > 1 and m.doc.lower[m.first - 2] in {"at", "for"}
    return ("DATE", "PRESENT_REF") if at_moment else None


def _at_the_time(m: Match) -> Value | None:
    """ "at the time", "by that time", "at this time"; a time that something takes or happens is none of ours."""
    led = m.doc.lower[m.first - 2] if m.first > 1 else ""
    if led not in {"at", "by", "since", "until"} or m.after() == "of":
        return None
    return {"the": ("DATE", "PAST_REF"), "that": ("DATE", "PAST_REF"), "this": ("DATE", "PRESENT_REF")}.get(m.before())


ADJECTIVES = {"recent": "PAST_REF", "past": "PAST_REF", "current": "PRESENT_REF"}


def adjective(m: Match) -> Value | None:
    """ "recent losses", "the current government"; "past" is an adjective only when the tagger says so."""
    word = m.doc.lower[m.last]
    if word == "past" and m.doc.tag[m.last] not in {"JJ", "NN"}:
        return None
    return ("DATE", ADJECTIVES[word]) if word in ADJECTIVES else None
