"""From acts to events: time and place of the clause, status against the article's date, dates handed on between clauses."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from acta.annotate.events.clauses import clause_of, is_verb, verb_chain
from acta.annotate.events.found import VERBAL, Found
from acta.annotate.events.numbers import numbers_of
from acta.annotate.events.ontology import cameo_codes, event_types
from acta.annotate.events.screening import is_cause_of_protest
from acta.annotate.events.setting import place_in_context
from acta.annotate.types import Event, Party, Place

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

BACKGROUND = timedelta(days=31)  # what is older than a month is background, not the news
MEETINGS = frozenset({"call", "talk", "talks", "meeting", "conversation", "summit", "visit"})


def date_and_close(coder: Coder) -> list[Event]:
    """Give every act its time, place and status, and make it an event."""
    doc = coder.doc
    acts = sorted((f for f in coder.found if not is_cause_of_protest(coder, f)), key=lambda f: f.trigger)
    for act in acts:
        act.anchors = act.anchors + [v for a in act.anchors if is_verb(doc, a) for v in verb_chain(doc, a)]
        act.occurred_on = act.occurred_on or coder.circumstances.occurred_on(act.anchors)
    _resolve_pairs(coder, acts)
    _hand_on(coder, acts)
    events = []
    for act in acts:
        kind = event_types()[act.coded.type]
        code = cameo_codes().get(act.coded.cameo)
        place, basis = _place(coder, act)
        events.append(
            Event(
                type=kind.type,
                mode=act.coded.mode,
                contexts=list(act.coded.contexts),
                cameo=act.coded.cameo if code else None,
                quad=kind.quad,
                goldstein=code.goldstein if code else None,
                trigger=doc.span(act.trigger, act.trigger),
                trigger_token=act.trigger,
                sources=act.sources,
                targets=act.targets,
                status=_status(act, coder.reading.published_on),
                occurred_on=act.occurred_on,
                place=place,
                place_basis=basis,
                score=act.score,
                numbers=numbers_of(coder, act),
            )
        )
    return events


def _place(coder: Coder, act: Found) -> tuple[Place | None, str | None]:
    """Where: said with the act, its object or (of bodily acts) its doer; else the town that was its object."""
    doc = coder.doc
    spans = [(p.start, p.end) for p in (*act.sources, *act.targets)]
    anchors = [*act.anchors, *(p.head for p in act.targets if p.head >= 0)]
    bodily = act.coded.type not in VERBAL or act.coded.type == "CONSULT"
    if bodily:
        anchors += [p.head for p in act.sources if p.head >= 0]
    anchors += [c for a in act.anchors if is_verb(doc, a) for c in doc.child_all(a, "advcl") if doc.tag[c] == "VBG" and c < a]
    place = coder.circumstances.place(anchors, spans)
    if place is None and act.coded.type in ("ASSAULT", "COERCE"):
        place = coder.circumstances.place_of(p.head for p in act.targets if p.head >= 0)
    if place is not None:
        return place, "stated"
    place = place_in_context(coder, act)
    return place, "context" if place else None


def _status(act: Found, published_on: date | None) -> str:
    status = act.status or "actual"
    if (
        status == "actual"
        and act.occurred_on
        and published_on
        and _last_day(act.occurred_on) < published_on - BACKGROUND
    ):
        return "historical"
    return status


def _last_day(value: str) -> date:
    """The last day an ISO date, month or year can mean."""
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _resolve_pairs(coder: Coder, acts: list[Found]) -> None:
    """As in "… the two had agreed": both parties of the act before, in the same sentence, and its time."""
    doc = coder.doc
    for before, act in pairwise(acts):
        subject = act.sources[0].head if len(act.sources) == 1 else -1
        if subject < 0 or doc.sentence[before.trigger] != doc.sentence[act.trigger]:
            continue
        words = {doc.lower[i] for i in range(doc.left[subject], subject + 1)}
        if not words & {"two", "both"} or not before.sources or not before.targets:
            continue
        act.sources, act.targets = before.sources, before.targets
        act.occurred_on = act.occurred_on or before.occurred_on
        if act.status == "historical":
            act.status = "actual"


def _hand_on(coder: Coder, acts: list[Found]) -> None:
    """A call named twice is dated once: the same kind of act between the same two, and what was said in it."""
    doc = coder.doc
    known: dict[tuple[str, str | None, frozenset[str]], set[str]] = {}
    for act in acts:
        actors = _actors(act)
        if act.occurred_on and act.status != "historical" and actors:
            known.setdefault((act.coded.type, act.coded.mode, actors), set()).add(act.occurred_on)
    by_trigger = {act.trigger: act for act in acts}
    for act in acts:
        actors = _actors(act)
        if act.coded.type == "CONSULT" and not act.occurred_on and act.status == "actual" and actors:
            dates = known.get((act.coded.type, act.coded.mode, actors), set())
            if len(dates) == 1:
                act.occurred_on = next(iter(dates))
    for act in acts:
        if act.occurred_on or act.status not in ("actual", None):
            continue
        verb = clause_of(doc, act.trigger)
        for prep in doc.children[verb] if verb is not None else []:
            noun = (
                doc.child(prep, "pobj")
                if doc.dep[prep] == "prep" and doc.lower[prep] in ("in", "during", "at")
                else None
            )
            if noun is not None and doc.lemma[noun] in MEETINGS and noun in by_trigger:
                act.occurred_on = by_trigger[noun].occurred_on


def _actors(act: Found) -> frozenset[str]:
    """The actors of an act when both sides are known."""
    ids = [p.actor_id for p in _all(act)]
    return frozenset(i for i in ids if i) if len(ids) >= 2 and all(ids) else frozenset()


def _all(act: Found) -> list[Party]:
    return [*act.sources, *act.targets]
