"""The acceptance pages, point by point: what was found of what a person wrote down, and what must never be there.

The count of points is a floor: it may rise, and then the floor is raised here; a commit that lowers it is wrong. ``must_not``
has no floor. ``pytest -s tests/cases`` prints every missing point.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cases.make_case import compile_case

from acta.annotate.article import annotate_article
from acta.annotate.parse import parse
from acta.extract.article import extract_page
from acta.extract.types import Extracted, Page

HERE = Path(__file__).parent
CASES = {"sea_call": 130, "uplands_raid": 138}
Point = tuple[str, bool, bool]  # what, found, required


@pytest.fixture(scope="module", params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(name, expected, article, annotation) of one page."""
    name = request.param
    expected = json.loads((HERE / name / "expected.json").read_text(encoding="utf-8"))
    html = (HERE / name / "page.txt").read_text(encoding="utf-8")
    extracted = extract_page(Page(html, content_type="text/plain", published_at=expected["published_at"]))
    assert isinstance(extracted, Extracted)
    article = {
        "article_id": name,
        "title": extracted.metadata.title.value,
        "text": extracted.text,
        "published_at": expected["published_at"],
        "language": "en",
    }
    record = annotate_article(article, next(parse([article["text"]])))
    return name, expected, article, record


def overlaps(a: list[int], b: list[int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def characters(spans: list[list[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def actor_at(record: dict[str, Any], span: list[int]) -> str | None:
    """actor_id of the mention that fits a span best."""
    found = [m for m in record["mentions"] if m["actor_id"] and overlaps([m["start"], m["end"]], span)]
    found.sort(key=lambda m: abs((m["end"] - m["start"]) - (span[1] - span[0])))
    return found[0]["actor_id"] if found else None


def points(expected: dict[str, Any], record: dict[str, Any]) -> Iterator[Point]:
    """Every point of a case: actors, coreference, statements, events, times."""
    described = {a["actor_id"]: a for a in record["actors"]}
    ids: dict[str, str | None] = {}
    for actor in expected["actors"]:
        spans = [[m["start"], m["end"]] for m in actor["mentions"]]
        found = [actor_at(record, span) for span in spans]
        ids[actor["key"]] = found[0]
        yield f"actor {actor['name']}", found[0] is not None, actor["required"]
        yield f"actor {actor['name']}: all mentions", len(set(found)) == 1 and found[0] is not None, actor["required"]
        got = described.get(found[0] or "", {})
        for field in ("kind", "country", "sector"):
            yield f"actor {actor['name']}: {field}", bool(got) and got.get(field) in actor[field], actor["required"]
    for reference in expected["coreference"]:
        span = [reference["start"], reference["end"]]
        got_id = actor_at(record, span)
        yield f"coref {reference['text']}", got_id is not None and got_id == ids[reference["key"]], True

    def is_actor(got: dict[str, Any] | None, key: str, span: list[int] | None) -> bool:
        if not got:
            return False
        if got["actor_id"] is not None and ids.get(key) is not None:
            return bool(got["actor_id"] == ids[key])
        return span is not None and overlaps([got["start"], got["end"]], span)

    for statement in expected["statements"]:
        want = characters(statement["content"])
        near = [
            s
            for s in record["statements"]
            if len(want & characters(s["content"])) >= 0.5 * len(want | characters(s["content"]))
        ]
        inside = [
            s
            for s in record["statements"]
            if len(want & characters(s["content"])) >= 0.8 * len(characters(s["content"]))
        ]
        best = max(near, key=lambda s: len(want & characters(s["content"])), default=None)
        best = best or (inside[0] if inside and len(statement["content"]) > 1 else None)
        name, required = f"{statement['id']} {statement['text'][:40]!r}", statement["required"]
        yield name, best is not None, required
        best = best or {}
        yield f"{name} kind", best.get("kind") in statement["kind"], required
        yield f"{name} said_on", bool(best) and best.get("said_on") in statement["said_on"], required
        yield f"{name} negated", bool(best) and bool(best.get("negated")) == statement["negated"], required
        for role in ("speaker", "addressee"):
            if statement[role]:
                at = [statement[role]["start"], statement[role]["end"]]
                yield f"{name} {role}", is_actor(best.get(role), statement[role]["key"], at), required
    used: set[int] = set()
    for event in expected["events"]:
        near_events = [
            (e["type"] in event["types"], number, e)
            for number, e in enumerate(record["events"])
            if number not in used and any(overlaps(e["trigger"], t) for t in event["triggers"])
        ]
        _, number, got_event = max(near_events, key=lambda x: (x[0], -x[1]), default=(False, -1, {}))
        used.add(number)
        name, required = f"{event['id']} {event['text'][:30]!r}", event["required"]
        yield name, bool(got_event), required
        yield f"{name} type", got_event.get("type") in event["types"], required
        yield f"{name} status", got_event.get("status") in event["status"], required
        yield f"{name} date", bool(got_event) and got_event.get("occurred_on") in event["occurred_on"], required
        sides = [p for role in ("sources", "targets") for p in got_event.get(role, [])]
        for keys in event["sources"] + event["targets"]:
            yield f"{name} party {keys}", any(is_actor(p, key, None) for p in sides for key in keys), required
        if event["modes"]:
            yield f"{name} mode", bool(got_event) and got_event.get("mode") in event["modes"], required
        if event["place_country"]:
            place = got_event.get("place") or {}
            yield f"{name} place", place.get("country") == event["place_country"], required
    for time in expected["times"]:
        span = [time["start"], time["end"]]
        values = [t["value"] for t in record["times"] if overlaps([t["start"], t["end"]], span)]
        yield f"time {time['text']} {time['value']} {values}", time["value"] in values, True


def test_the_text_is_the_article_and_nothing_else(
    case: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]],
) -> None:
    _, expected, article, _ = case
    assert article["text"] == expected["text"]
    assert article["title"] == expected["title"]


def test_the_points_found_do_not_fall_below_the_floor(
    case: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]],
) -> None:
    name, expected, _, record = case
    all_points = list(points(expected, record))
    for what, found, required in all_points:
        if not found:
            print(("missing " if required else "(missing) ") + what)
    counted = [found for _, found, required in all_points if required]
    print(f"{name}: {sum(counted)} of {len(counted)}")
    assert sum(counted) >= CASES[name]


def test_what_must_not_be_there_is_not(case: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    _, expected, article, record = case
    for rule in expected["must_not"]:
        bad: list[Any] = []
        if rule["what"] == "text":
            bad = [words for words in rule["strings"] if words in article["text"]]
        elif rule["what"] == "actor_country":
            bad = [a["name"] for a in record["actors"] if a["country"] in rule["values"]]
        elif rule["what"] == "event_at":
            bad = [
                (e["type"], e["status"])
                for e in record["events"]
                if e["status"] in rule["status"] and any(overlaps(e["trigger"], s) for s in rule["spans"])
            ]
        elif rule["what"] == "dates_within":
            dates = [e["occurred_on"] for e in record["events"]] + [s["said_on"] for s in record["statements"]]
            bad = [
                d
                for d in dates
                if d and "W" not in d and not rule["earliest"][: len(d)] <= d <= rule["latest"][: len(d)]
            ]
        else:
            pytest.fail(f"no such rule: {rule['what']}")
        assert not bad, f"{rule['id']} {rule['why']}: {bad}"


def test_expected_json_is_made_from_case_yml(case: tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    name, expected, *_ = case
    assert compile_case(yaml.safe_load((HERE / name / "case.yml").read_text(encoding="utf-8"))) == expected
