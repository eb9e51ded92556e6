"""One parsed article to one annotation record: the finders in their order, then plain dictionaries.

Pure: the same article, parse and annotator version give the same record. Ids come from what is found and where it
stands, so that re-annotating keeps the ids of what did not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from acta.annotate.actors.find import find_actors
from acta.annotate.document import Parsed
from acta.annotate.events import code_events
from acta.annotate.places import find_places
from acta.annotate.present import latest_day, leave_out_the_future, published_on
from acta.annotate.reading import Reading
from acta.annotate.result import empty_record
from acta.annotate.statements import find_statements
from acta.annotate.statements.first_person import give_to_speakers
from acta.annotate.times import find_times
from acta.annotate.types import Event, Mention, Party, Place, Span, Statement, Time
from acta.config import load_settings
from acta.ids import span_id
from acta.records import Annotation, Article

Row = dict[str, Any]


def annotate_article(article: Article, parsed: Parsed, grade: str | None = None) -> Annotation:
    """Find everything in a parsed article and write it down as the annotation record.

    ``grade`` of the statements is the setting's unless it is given: reading the settings takes a while on a short article.
    """
    return to_record(article, read_article(article, parsed, grade))


def read_article(article: Article, parsed: Parsed, grade: str | None = None) -> Reading:
    """Run all finders over a parsed article, each reading what those before it found."""
    reading = Reading(parsed, published_on(article), article.get("title"), grade or load_settings().statements)
    for _, step in STEPS:
        step(reading)
    leave_out_the_future(reading, latest_day(article))
    return reading


def _times(reading: Reading) -> None:
    reading.times = find_times(reading.doc, reading.published_on)


def _actors(reading: Reading) -> None:
    reading.actors, reading.mentions = find_actors(reading)
    reading.index_mentions()


def _places(reading: Reading) -> None:
    reading.places = find_places(reading)


def _statements(reading: Reading) -> None:
    reading.statements = find_statements(reading, reading.grade)
    give_to_speakers(reading)


MAX_EVENTS = 1_000  # of one article, the first ones: which of them are one event is asked of every two


def _events(reading: Reading) -> None:
    reading.events = code_events(reading)[:MAX_EVENTS]


STEPS: tuple[tuple[str, Callable[[Reading], None]], ...] = (
    ("times", _times),
    ("actors", _actors),
    ("places", _places),
    ("statements", _statements),
    ("events", _events),
)


def to_record(article: Article, reading: Reading) -> Annotation:
    """A finished reading as the annotation record."""
    record = empty_record(article)
    doc = reading.doc
    names = Names(record["article_id"], record["text_sha256"])
    record["sentences"] = [[doc.start[first], doc.end[last - 1]] for first, last in doc.sentences]
    record["mentions"] = [row for m in _by_place(reading.mentions) if (row := _mention(m, names))]
    statements = [(s, row) for s in reading.statements if (row := _statement(s, names))]
    record["statements"] = [row for _, row in statements]
    record["events"] = [row for e in reading.events if (row := _event(e, names, statements))]
    record["places"] = [_place(p) for p in reading.places]
    record["times"] = [_time(t) for t in reading.times]
    used = set(_actor_ids(record))
    record["actors"] = [
        {
            "actor_id": a.actor_id,
            "name": a.name,
            "kind": a.kind,
            "country": a.country,
            "sector": a.sector,
            "role": a.role,
            "wikidata_id": a.wikidata_id,
            "gender": a.gender,
        }
        for actor_id, a in reading.actors.items()
        if actor_id in used
    ]
    return record


class Names:
    """Gives out ids within one article; the same thing found twice gets None the second time: nothing is there twice."""

    def __init__(self, article_id: str, sha256: str) -> None:
        self.article_id, self.sha256 = article_id, sha256
        self.given: set[str] = set()

    def give(self, kind: str, label: str, spans: list[Span], more: Iterable[Span | None] = ()) -> str | None:
        """Id of something at these spans; ``more`` tells it from another one of the same label at the same place."""
        for tried in (spans, [*spans, *(span for span in more if span)]):
            name = span_id(kind, self.article_id, self.sha256, label, tried)
            if name not in self.given:
                self.given.add(name)
                return name
        return None


def _by_place(mentions: list[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: (m.start, -m.end, -m.score))


def _mention(m: Mention, names: Names) -> Row | None:
    name = names.give("men", "mention", [(m.start, m.end)])
    if name is None:
        return None
    return {
        "id": name,
        "start": m.start,
        "end": m.end,
        "form": m.form,
        "kind": m.kind,
        "actor_id": m.actor_id,
        "score": round(m.score, 3),
    }


def _statement(s: Statement, names: Names) -> Row | None:
    name = names.give("sta", "statement", s.content, [s.cue])
    if name is None:
        return None
    return {
        "id": name,
        "kind": s.kind,
        "content": [list(span) for span in s.content],
        "cue": list(s.cue) if s.cue else None,
        "cue_lemma": s.cue_lemma,
        "cue_kind": s.cue_kind,
        "polarity": s.polarity,
        "venue": s.venue,
        "is_headline": s.is_headline,
        "speaker": _party(s.speaker),
        "addressee": _party(s.addressee),
        "said_on": s.said_on,
        "negated": s.negated,
        "score": round(s.score, 3),
    }


def _event(e: Event, names: Names, statements: list[tuple[Statement, Row]]) -> Row | None:
    parties = [(p.start, p.end) for p in (*e.sources, *e.targets)]
    name = names.give("evm", e.type, [e.trigger], parties)
    if name is None:
        return None
    holding = [
        (sum(end - start for start, end in s.content), row["id"])
        for s, row in statements
        if any(start <= e.trigger[0] and e.trigger[1] <= end for start, end in s.content)
    ]
    return {
        "id": name,
        "type": e.type,
        "mode": e.mode,
        "contexts": e.contexts,
        "cameo": e.cameo,
        "quad": e.quad,
        "goldstein": e.goldstein,
        "trigger": list(e.trigger),
        "sources": [_party(p) for p in e.sources],
        "targets": [_party(p) for p in e.targets],
        "status": e.status,
        "occurred_on": e.occurred_on,
        "place": _place(e.place) if e.place else None,
        "place_basis": e.place_basis,
        "statement_id": min(holding)[1] if holding else None,
        "numbers": [asdict(n) for n in e.numbers],
        "score": round(e.score, 3),
    }


def _party(p: Party | None) -> Row | None:
    return {"start": p.start, "end": p.end, "actor_id": p.actor_id} if p else None


def _place(p: Place) -> Row:
    return {
        "start": p.start,
        "end": p.end,
        "name": p.name,
        "country": p.country,
        "geonames_id": p.geonames_id,
        "lat": p.lat,
        "lon": p.lon,
    }


def _time(t: Time) -> Row:
    return {"start": t.start, "end": t.end, "type": t.type, "value": t.value}


def _actor_ids(record: Annotation) -> Iterable[str | None]:
    for mention in record["mentions"]:
        yield mention["actor_id"]
    for statement in record["statements"]:
        for party in (statement["speaker"], statement["addressee"]):
            yield party["actor_id"] if party else None
    for event in record["events"]:
        for party in (*event["sources"], *event["targets"]):
            yield party["actor_id"]
