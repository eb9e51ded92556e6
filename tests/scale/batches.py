"""A day of the scale run as three finished batches: collect, extract and annotate, by the code that writes all batches.

What the network, the extractor and the annotator would do is not part of it: rows are what these stages hand over (see
``acta.store.tables``). Each day also corrects 1 % of the day before, withdraws .1 % of it, and polls each outlet once an hour.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.scale import world
from tests.scale.articles import A_DAY, CORRECTED, WITHDRAWN, Piece, Span, corrected, piece
from tests.scale.world import Actor

from acta.config import Settings
from acta.ids import make_id, span_id, text_sha256, version_id
from acta.store.batches import BatchWriter, batch_dir, read_batch, write_manifest

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
Row = dict[str, Any]
Tables = dict[str, list[Row]]


def write_day(settings: Settings, day: int, size: int = A_DAY) -> None:
    """Write the batches of a day with its first ``size`` articles; those that are there stay as they are."""
    corrections, withdrawals = math.ceil(CORRECTED * size), math.ceil(WITHDRAWN * size)
    seen_at = FIRST_DAY + timedelta(days=day)
    collected, extracted, annotated = (defaultdict[str, list[Row]](list) for _ in range(3))
    pages = [(piece(day, number), seen_at + timedelta(seconds=8 * number)) for number in range(size)]
    if day:
        pages += [
            (corrected(piece(day - 1, number)), seen_at + timedelta(seconds=60 * number)) for number in range(corrections)
        ]
        for number in range(corrections, corrections + withdrawals):
            _fetch(collected, piece(day - 1, number), seen_at + timedelta(seconds=60 * number), None)
    for one, at in pages:
        text = "\n".join(sentence.text for sentence in one.sentences)
        article = _article(collected, extracted, one, at, text)
        _annotate(annotated, article, one, at)
    _polls(collected, seen_at)
    names = [make_id("bat", "scale", stage, day) for stage in ("collect", "extract", "annotate")]
    for stage, name, inputs, tables in zip(
        ("collect", "extract", "annotate"), names, ([], names[:1], names[1:2]), (collected, extracted, annotated), strict=True
    ):
        with BatchWriter(settings, stage, name, inputs, f"scale-{stage} 1") as writer:
            for table, rows in tables.items():
                writer.write(table, rows)
        _date(settings, stage, name, seen_at + timedelta(hours=25))


def _date(settings: Settings, stage: str, name: str, at: datetime) -> None:
    """Batches are loaded in the order they were made in: a day's are made on that day, whichever process is first here."""
    manifest = read_batch(settings, stage, name)
    write_manifest(batch_dir(settings, stage, name), replace(manifest, created_at=at.isoformat(timespec="seconds")))


def _url(one: Piece) -> str:
    return f"https://{one.source_id}.example/{one.day}/{one.number}"


def _fetch(tables: Tables, one: Piece, at: datetime, body: str | None) -> Row:
    """A request for the page; no body, no page."""
    url, moment = _url(one), at.isoformat()
    article_id = make_id("art", one.source_id, url)
    fetch_id = make_id("fet", one.source_id, url, moment[:10])
    outcome = "fetched" if body else "gone"
    row = {
        "fetch_id": fetch_id, "source_id": one.source_id, "run_key": moment[:10], "kind": "article", "url": url,
        "final_url": url, "url_key": url, "article_id": article_id, "seen_in": f"https://{one.source_id}.example/feed",
        "requested_at": moment, "outcome": outcome, "http_status": 200 if body else 410, "byte_count": 20_000,
        "elapsed_ms": 80, "content_type": "text/html", "body_sha256": body, "first_seen_at": moment, "collector_version": "1",
    }  # fmt: skip
    tables["fetches"].append(row)
    tables["outcomes"].append(_outcome("collect", row, fetch_id, outcome, moment))
    return row


def _outcome(stage: str, row: Row, subject: str, outcome: str, moment: str) -> Row:
    wanted = {name: row.get(name) for name in ("source_id", "article_id", "url")}
    outcome_id = make_id("out", stage, subject)
    return {"outcome_id": outcome_id, "stage": stage, "subject_id": subject, "outcome": outcome, "occurred_at": moment} | wanted


def _polls(tables: Tables, day_at: datetime) -> None:
    for source_id in world.outlets()[0]:
        row = {"source_id": source_id, "name": source_id.title(), "domain": f"{source_id}.example", "country": "USA"}
        more = {"language": "en", "kind": "outlet", "expected_articles_per_day_min": 5.0, "observed_at": day_at.isoformat()}
        tables["sources"].append(row | more)
        for hour in range(24):
            moment = (day_at + timedelta(hours=hour)).isoformat()
            url = f"https://{source_id}.example/feed"
            fetch = {
                "fetch_id": make_id("fet", source_id, url, moment), "source_id": source_id, "run_key": moment[:10],
                "kind": "feed", "url": url, "final_url": url, "requested_at": moment, "outcome": "fetched",
                "http_status": 200, "byte_count": 9_000, "elapsed_ms": 60, "collector_version": "1",
            }  # fmt: skip
            tables["fetches"].append(fetch)


def _article(collected: Tables, extracted: Tables, one: Piece, at: datetime, text: str) -> Row:
    sha256 = text_sha256(text)
    fetch = _fetch(collected, one, at, sha256)
    published = (FIRST_DAY + timedelta(days=one.day, seconds=8 * one.number - 1200)).isoformat()
    row = {
        "article_id": fetch["article_id"], "version_id": version_id(fetch["article_id"], sha256), "source_id": one.source_id,
        "fetch_id": fetch["fetch_id"], "url": fetch["url"], "title": one.sentences[0].text[:60], "text": text,
        "text_sha256": sha256, "word_count": text.count(" ") + 1, "language": "en", "published_at": published,
        "first_seen_at": fetch["requested_at"], "is_correction": False, "link_density": 0.0, "boilerplate_share": 0.1,
        "language_score": 1.0, "title_from": "h1", "published_from": "json-ld", "body_from": "trafilatura",
        "author": "Staff" if one.number % 4 else None, "author_from": "byline" if one.number % 4 else None,
        "extractor_name": "acta-extract", "extractor_version": "2",
    }  # fmt: skip
    extracted["articles"].append(row)
    extracted["outcomes"].append(_outcome("extract", row, fetch["fetch_id"], "article", fetch["requested_at"]))
    return row


class _Page:
    """Makes keys and spans of one version's annotation rows."""

    def __init__(self, article: Row) -> None:
        self.key = {"article_id": article["article_id"], "version_id": article["version_id"]}
        self.sha256, self.text = article["text_sha256"], article["text"]

    def id(self, kind: str, label: str, span: Span) -> str:
        return span_id(kind, self.key["article_id"], self.sha256, label, [span])

    def span(self, span: Span) -> Row:
        return {"char_start": span[0], "char_end": span[1], "exact_text": self.text[span[0] : span[1]]}

    def named(self, name: str, span: Span) -> Row:
        return {f"{name}_start": span[0], f"{name}_end": span[1], f"{name}_text": self.text[span[0] : span[1]]}


def _annotate(tables: Tables, article: Row, one: Piece, at: datetime) -> None:
    page, position, actors = _Page(article), 0, dict[str, Actor]()
    for number, sentence in enumerate(one.sentences, 1):
        end = position + len(sentence.text)
        tables["sentences"].append(page.key | {"sentence_number": number, "char_start": position, "char_end": end})
        for span, actor in sentence.mentions:
            actors[actor.actor_id] = actor
            _mention(tables, page, _moved(span, position), actor)
        if sentence.said:
            _statement(tables, page, one, sentence, position)
        if sentence.done:
            _event(tables, page, one, sentence, position)
        position = end + 1
    for actor in actors.values():
        wanted = ("actor_id", "name", "kind", "country", "sector", "role", "gender")
        tables["actors"].append(page.key | {name: getattr(actor, name) for name in wanted})
    moment = (at + timedelta(hours=1)).isoformat()
    tables["annotations"].append(
        page.key
        | {"text_sha256": page.sha256, "annotator_name": "acta", "annotator_version": "scale", "annotated_at": moment}
        | {"sentence_count": len(one.sentences), "token_count": article["word_count"]}
    )
    tables["outcomes"].append(_outcome("annotate", article, article["version_id"], "annotated", moment))


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _mention(tables: Tables, page: _Page, span: Span, actor: Actor) -> None:
    row = {"mention_id": page.id("men", "mention", span), "form": "name", "kind": actor.kind, "actor_id": actor.actor_id}
    tables["mentions"].append(row | page.key | page.span(span) | {"score": 0.95})


def _statement(tables: Tables, page: _Page, one: Piece, sentence: Any, position: int) -> None:
    said = sentence.said
    content = _moved(said.content, position)
    statement_id = page.id("sta", said.kind, content)
    own = {"statement_id": statement_id} | page.key
    tables["statements"].append(
        own
        | page.span(content)
        | page.named("cue", _moved(said.cue, position))
        | page.named("speaker", _moved(said.speaker, position))
        | {"kind": said.kind, "cue_lemma": "say", "cue_kind": "speech", "speaker_actor_id": said.actor.actor_id}
        | {"is_headline": False, "is_negated": False, "score": 0.8, "said_on": _day(one.day) if one.number % 3 == 0 else None}
    )
    tables["statement_spans"].append(own | {"span_number": 1} | page.span(content))
    subject = sentence.mentions[0][1]
    tables["statement_subjects"].append(own | {"actor_id": subject.actor_id})


def _event(tables: Tables, page: _Page, one: Piece, sentence: Any, position: int) -> None:
    done = sentence.done
    act, trigger = done.act, _moved(done.trigger, position)
    event_type, mode, cameo, quad, goldstein, _ = act.kind
    mention_id = page.id("evm", event_type, trigger)
    own = {"event_mention_id": mention_id} | page.key
    place = _moved(done.place, position)
    where = {"country": act.place.country, "geonames_id": act.place.geonames_id, "lat": act.place.lat, "lon": act.place.lon}
    tables["events"].append(
        own
        | page.span(trigger)
        | {"event_type": event_type, "mode": mode, "cameo_code": cameo, "quad_class": quad, "goldstein": goldstein}
        | {"status": "actual", "occurred_on": _day(one.day) if done.is_dated else None, "score": 0.8}
        | {"place_start": place[0], "place_end": place[1], "place_name": act.place.name}
        | {f"place_{name}": value for name, value in where.items()}
    )
    for role, span, actor in (("source", done.source, act.source), ("target", done.target, act.target)):
        party = own | {"role": role, "party_number": 1, "actor_id": actor.actor_id}
        tables["event_parties"].append(party | page.span(_moved(span, position)))
    tables["event_contexts"].append(own | {"context": "military" if quad > 2 else "diplomatic"})
    tables["places"].append(
        {"place_mention_id": page.id("plc", "place", place), "name": act.place.name} | page.key | page.span(place) | where
    )
    tables["times"].append(
        {"time_id": page.id("tim", "time", trigger), "type": "DATE", "value": _day(one.day)} | page.key | page.span(trigger)
    )


def _day(day: int) -> str:
    return (FIRST_DAY + timedelta(days=day)).date().isoformat()
