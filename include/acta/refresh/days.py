"""Days of a term: how exact they are, whether two of them agree, and what is doubtful about them. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from acta.refresh.query import Term
from acta.registry import Role
from acta.registry.titles import plain

SLACK = timedelta(days=1)  # sworn in at night, in another time zone: one day apart is the same day


def doubt_of(term: Term, title: str) -> str:
    """Why a term cannot be taken over as it stands."""
    if not title:
        return f"no known title in {term.position_name or term.position!r}: registry/titles.csv has them"
    if "acting" in plain(term.position_name or "").split():
        return "an acting holder: decide whether it is a term"
    if term.start is None:
        return "Wikidata does not know the first day"
    if not term.start.is_exact:
        return f"Wikidata knows the first day as {term.start.text} only"
    if term.ends_unknown:
        return "over, and Wikidata does not know since when, or says two things"
    if term.end and not term.end.is_exact:
        return f"Wikidata knows the last day as {term.end.text} only"
    if term.end and term.end.text <= term.start.text:
        return "ends before it starts"
    return ""


def kind_of(role: Role, term: Term) -> str:
    """What Wikidata does to a registered term; dates that are not exact are judged elsewhere."""
    start, end = exact(term.start.text if term.start else ""), exact(term.end.text if term.end else "")
    same_start = role.valid_from is not None and start is not None and abs(role.valid_from - start) <= SLACK
    if not same_start:
        return "changed"
    if role.valid_to is None:
        return "ended" if end else "confirmed"
    return "confirmed" if end is not None and abs(role.valid_to - end) <= SLACK else "changed"


def exact(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == 10 else None


def overlap(start: str, end: str, other_start: str, other_end: str) -> bool:
    """Whether two terms have more than a day in common; an empty start is the first day of all, an empty end the last."""
    first = max(exact(start) or date.min, exact(other_start) or date.min)
    last = min(exact(end) or date.max, exact(other_end) or date.max)
    return first < last and last - first > SLACK
