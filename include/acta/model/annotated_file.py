"""Events of a file of annotations, joined as the warehouse joins those of its history: the same mentions, pairs and ids."""

from __future__ import annotations

import json
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from acta.model.events import event_ids, same_event_pairs
from acta.model.same_event import EventMention, Party, event_mention
from acta.records import Article

Record = dict[str, Any]


def with_cluster_ids(annotated: Iterable[tuple[Article, Record]]) -> Iterator[Record]:
    """Annotation records in their order, each event with its ``cluster_id``. Records wait in a temporary file meanwhile."""
    mentions: list[EventMention] = []
    seen_at: dict[str, str | None] = {}
    with tempfile.TemporaryFile("w+", encoding="ascii") as waiting:
        for article, record in annotated:
            seen_at[record["article_id"]] = article.get("first_seen_at")
            mentions += event_mentions(article, record)
            waiting.write(json.dumps(record) + "\n")
        ids = event_ids(mentions, same_event_pairs(mentions), seen_at)
        waiting.seek(0)
        for line in waiting:
            record = json.loads(line)
            for event in record["events"]:
                event["cluster_id"] = ids[event["id"]]
            yield record


def event_mentions(article: Article, record: Record) -> Iterator[EventMention]:
    """What decides identity of each event of one record."""
    text = article["text"]
    actors: dict[str | None, tuple[str | None, str | None]] = {
        a["actor_id"]: (a["kind"], a["country"]) for a in record["actors"]
    }
    starts = [start for start, _ in record["sentences"]]
    for event in record["events"]:
        start, end = event["trigger"]
        inside = record["sentences"][bisect_right(starts, start) - 1] if starts else [0, 0]
        place = event["place"] or {}
        is_stated = event.get("place_basis") != "context"  # what the context makes likely is no evidence for or against

        def said(role: str, event: Record = event) -> Iterator[Party]:
            for party in event[role]:
                yield (
                    party["actor_id"],
                    *actors.get(party["actor_id"], (None, None)),
                    text[party["start"] : party["end"]],
                )

        yield event_mention(
            event_mention_id=event["id"],
            article_id=record["article_id"],
            event_type=event["type"],
            mode=event["mode"],
            status=event["status"],
            occurred_on=event["occurred_on"],
            published_at=article.get("published_at"),
            place_country=place.get("country") if is_stated else None,
            place_name=place.get("name") if is_stated else None,
            trigger=text[start:end],
            sentence=text[slice(*inside)],
            sources=said("sources"),
            targets=said("targets"),
        )
