"""One annotation result as the rows of the batch tables (columns: ``acta.store.tables``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acta.annotate.result import Result
from acta.ids import make_id, span_id, version_id
from acta.store.attempts import settled

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def add_rows(
    tables: Tables, article: Row, result: Result, annotated_at: str, attempt: int = 1, attempts: int = 1
) -> None:
    """Append the rows of one result to the tables, as after that one of so many attempts.

    ``article`` is the row of extract's table that was annotated.
    """
    record, text = result["record"], article["text"]
    key = {"article_id": record["article_id"], "version_id": version_id(record["article_id"], record["text_sha256"])}
    tables["outcomes"].append(_outcome(article, key, result, annotated_at, attempt, attempts))
    if result["outcome"] != "annotated":
        return
    tables["annotations"].append(
        key
        | {
            "text_sha256": record["text_sha256"],
            "annotator_name": record["annotator"]["name"],
            "annotator_version": record["annotator"]["version"],
            "annotated_at": annotated_at,
            "sentence_count": len(record["sentences"]),
            "token_count": result["token_count"],
            "reading_limit": result["reason"],
        }
    )
    for number, (start, end) in enumerate(record["sentences"], 1):
        tables["sentences"].append(key | {"sentence_number": number, "char_start": start, "char_end": end})
    for mention in record["mentions"]:
        wanted = {name: mention[name] for name in ("form", "kind", "actor_id", "score")}
        tables["mentions"].append({"mention_id": mention["id"]} | key | _span(text, mention) | wanted)
    tables["actors"].extend(key | actor for actor in record["actors"])
    for statement in record["statements"]:
        _add_statement(tables, key, text, statement, record["mentions"])
    for event in record["events"]:
        _add_event(tables, key, text, event)
    for place in record["places"]:
        name = _id("plc", key, record["text_sha256"], "place", place)
        wanted = {column: place[column] for column in ("name", "country", "geonames_id", "lat", "lon")}
        tables["places"].append({"place_mention_id": name} | key | _span(text, place) | wanted)
    for time in record["times"]:
        name = _id("tim", key, record["text_sha256"], "time", time)
        wanted = {column: time[column] for column in ("type", "value")}
        tables["times"].append({"time_id": name} | key | _span(text, time) | wanted)


def _add_statement(tables: Tables, key: Row, text: str, statement: Row, mentions: list[Row]) -> None:
    own = {"statement_id": statement["id"]} | key
    content = statement["content"]
    start, end = min(s for s, _ in content), max(e for _, e in content)
    cue_start, cue_end = statement["cue"] or (None, None)
    tables["statements"].append(
        own
        | {"kind": statement["kind"], "char_start": start, "char_end": end, "exact_text": text[start:end]}
        | {"cue_start": cue_start, "cue_end": cue_end, "cue_text": text[cue_start:cue_end] if cue_end else None}
        | {name: statement[name] for name in ("cue_lemma", "cue_kind", "polarity", "venue", "is_headline")}
        | _party("speaker", text, statement["speaker"])
        | _party("addressee", text, statement["addressee"])
        | {"said_on": statement["said_on"], "is_negated": statement["negated"], "score": statement["score"]}
    )
    for number, (first, last) in enumerate(content, 1):
        tables["statement_spans"].append(own | {"span_number": number} | _span(text, {"start": first, "end": last}))
    tables["statement_subjects"].extend(own | {"actor_id": actor_id} for actor_id in subjects(content, mentions))


def subjects(content: list[list[int]], mentions: list[Row]) -> Iterator[str]:
    """Actors that are named inside a statement's content, each once, in text order."""
    seen = set()
    for mention in mentions:
        actor_id = mention["actor_id"]
        inside = any(start <= mention["start"] and mention["end"] <= end for start, end in content)
        if actor_id and inside and actor_id not in seen:
            seen.add(actor_id)
            yield actor_id


def _add_event(tables: Tables, key: Row, text: str, event: Row) -> None:
    own = {"event_mention_id": event["id"]} | key
    start, end = event["trigger"]
    place = event["place"] or {}
    tables["events"].append(
        own
        | {"event_type": event["type"], "mode": event["mode"], "cameo_code": event["cameo"]}
        | {"quad_class": event["quad"], "goldstein": event["goldstein"]}
        | {"status": event["status"], "occurred_on": event["occurred_on"]}
        | _span(text, {"start": start, "end": end})
        | {"place_start": place.get("start"), "place_end": place.get("end"), "place_name": place.get("name")}
        | {"place_country": place.get("country"), "place_geonames_id": place.get("geonames_id")}
        | {"place_lat": place.get("lat"), "place_lon": place.get("lon"), "place_basis": event["place_basis"]}
        | {"statement_id": event["statement_id"], "score": event["score"]}
    )
    for role in ("source", "target"):
        for number, party in enumerate(event[f"{role}s"], 1):
            row = {"role": role, "party_number": number, "actor_id": party["actor_id"]}
            tables["event_parties"].append(own | row | _span(text, party))
    tables["event_numbers"].extend(
        own
        | {"number_id": make_id("evn", event["id"], n["kind"], n["start"]), "kind": n["kind"], "low": n["low"], "high": n["high"]}
        | {"is_approximate": n["is_approximate"], "currency": n["currency"]}
        | _span(text, n)
        for n in event["numbers"]
    )
    tables["event_contexts"].extend(own | {"context": context} for context in dict.fromkeys(event["contexts"]))


def _span(text: str, item: Row) -> Row:
    return {"char_start": item["start"], "char_end": item["end"], "exact_text": text[item["start"] : item["end"]]}


def _party(role: str, text: str, party: Row | None) -> Row:
    start, end = (party["start"], party["end"]) if party else (None, None)
    return {
        f"{role}_start": start,
        f"{role}_end": end,
        f"{role}_text": text[start:end] if party else None,
        f"{role}_actor_id": party["actor_id"] if party else None,
    }


def _id(kind: str, key: Row, sha256: str, label: str, item: Row) -> str:
    return span_id(kind, key["article_id"], sha256, label, [(item["start"], item["end"])])


def _outcome(article: Row, key: Row, result: Result, annotated_at: str, attempt: int, attempts: int) -> Row:
    return {
        "outcome_id": make_id(
            "out", "annotate", key["version_id"], result["record"]["annotator"]["version"], *([attempt] if attempt > 1 else [])
        ),
        "stage": "annotate",
        "source_id": article.get("source_id"),
        "subject_id": key["version_id"],
        "article_id": key["article_id"],
        "url": article.get("url"),
        "outcome": settled(result["outcome"], result["reason"], attempt, attempts),
        "reason": result["reason"],
        "detail": result["detail"],
        "occurred_at": annotated_at,
        "attempt": attempt,
    }
