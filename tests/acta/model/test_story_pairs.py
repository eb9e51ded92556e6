"""What a load finds depends on the articles that are there, not on the loads that brought them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from tests.acta.model.test_stories import FURNITURE, OTHER_REPORT, WIRE, edited, invented

from acta.ids import text_sha256
from acta.model.stories import write_warehouse_stories
from acta.store.tables import TABLES

Row = dict[str, Any]


def article(key: str, text: str, day: int, source: str = "outlet", version: int = 1) -> Row:
    seen_at = f"2027-03-{day + version - 1:02}T08:00:00+00:00"
    return {"article_id": key, "source_id": source, "text": text, "text_sha256": text_sha256(text), "first_seen_at": seen_at}


def newsroom() -> list[Row]:
    """Copies, reports of their own, an outlet's furniture on a dozen pages, a correction."""
    rows = [article("wire", WIRE, 1, "wire"), article("other", OTHER_REPORT, 1)]
    rows += [article(f"copy_{n}", edited(WIRE, 0.03 * n, n), 1 + n) for n in range(6)]
    rows += [article(f"short_{n}", invented(n, 60) + "\n" + FURNITURE, 1 + n) for n in range(12)]
    rows += [article("copied_short", invented(3, 60) + "\n" + invented(99, 10), 9), article("empty", "", 2)]
    return [*rows, article("other", OTHER_REPORT + "\nCorrection: a name.", 1, version=2)]


def warehouse() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("create schema extracted; create schema clusters")
    columns = ", ".join(f"{name} varchar" for name in TABLES["extract"]["articles"])
    connection.execute(f"create table extracted.articles ({columns}, batch_id varchar)")
    return connection


def load(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    for row in rows:
        names = ", ".join(row)
        connection.execute(
            f"insert into extracted.articles ({names}) values ({', '.join('?' for _ in row)})", list(row.values())
        )
    write_warehouse_stories(connection)


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    names = ("story_members", "story_texts", "story_lines", "story_anchors", "story_furniture", "story_digests", "story_pairs")
    return {name: connection.execute(f"from clusters.{name} order by all").fetchall() for name in names}


@pytest.fixture(scope="module")
def at_once() -> dict[str, list[tuple[Any, ...]]]:
    connection = warehouse()
    load(connection, newsroom())
    return tables(connection)


def test_the_sample_has_what_makes_it_hard(at_once: dict[str, list[tuple[Any, ...]]]) -> None:
    story = {row[0]: row[1] for row in at_once["story_members"]}
    assert len({story[key] for key in ("wire", *(f"copy_{n}" for n in range(6)))}) == 1
    assert len({story[f"short_{n}"] for n in range(12)}) == 12
    assert story["copied_short"] == story["short_3"]
    assert story["other"] not in (story["wire"], story["empty"])


@pytest.mark.fault(5)
@pytest.mark.parametrize("seed", range(6))
def test_loads_in_any_order_and_size_end_in_the_same_tables(seed: int, at_once: dict[str, Any]) -> None:
    rng, rows, connection = random.Random(seed), newsroom(), warehouse()
    rng.shuffle(rows)
    while rows:
        count = rng.randint(1, 8)
        load(connection, rows[:count])
        rows = rows[count:]

    assert tables(connection) == at_once


def test_a_line_that_becomes_furniture_parts_what_only_it_held_together() -> None:
    rows = [row for row in newsroom() if row["article_id"].startswith("short")]
    connection = warehouse()
    load(connection, rows[:8])
    before = {row[1] for row in tables(connection)["story_members"]}
    load(connection, rows[8:])

    assert len(before) == 1
    assert len({row[1] for row in tables(connection)["story_members"]}) == 12


def test_a_forgotten_article_leaves_what_its_absence_would_have_made(at_once: dict[str, Any]) -> None:
    connection, expected = warehouse(), warehouse()
    load(connection, newsroom())
    connection.execute("delete from extracted.articles where article_id in ('copy_1', 'short_2')")
    load(connection, [])
    load(expected, [row for row in newsroom() if row["article_id"] not in ("copy_1", "short_2")])

    assert tables(connection) == tables(expected) != at_once


def change(connection: duckdb.DuckDBPyConnection, rng: random.Random) -> None:
    """What may befall an article that is loaded."""
    key, other = (row["article_id"] for row in rng.choices(newsroom(), k=2))
    moment = f"2027-0{rng.randint(1, 4)}-{rng.randint(1, 28):02}T08:00:00+00:00"
    changes = [
        f"delete from extracted.articles where article_id = '{key}'",
        f"update extracted.articles set first_seen_at = '{moment}' where article_id = '{key}'",
        f"update extracted.articles set published_at = '{moment}' where article_id = '{key}'",
        f"update extracted.articles set wire_credit = 'Outlet' where article_id = '{key}'",
        # a first version in words of another article turns up
        "insert into extracted.articles by name select * replace "
        f"('{key}' as article_id, '2026-12-01' as first_seen_at) from extracted.articles where article_id = '{other}' limit 1",
    ]
    connection.execute(rng.choice(changes))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_load_changes_the_tables_are_those_of_a_full_computation(seed: int) -> None:
    rng, connection = random.Random(seed), warehouse()
    load(connection, newsroom())
    seen = set()
    for _ in range(8):
        for _ in range(rng.choice([1, 1, 4])):
            change(connection, rng)
        load(connection, [])
        found = tables(connection)
        seen.add(str(found["story_members"]))
        connection.execute("drop table clusters.story_articles")
        load(connection, [])
        assert tables(connection) == found
    assert len(seen) > 4  # or nothing happened


def test_a_load_of_nothing_new_compares_nothing(monkeypatch: pytest.MonkeyPatch, at_once: dict[str, Any]) -> None:
    connection = warehouse()
    load(connection, newsroom())
    monkeypatch.setattr("acta.model.story_pairs.containment", lambda a, b: pytest.fail("compared again"))
    monkeypatch.setattr("acta.model.story_pairs.features_of", lambda text: pytest.fail("read again"))
    load(connection, [])

    assert tables(connection) == at_once


def test_another_rule_reads_and_compares_everything(monkeypatch: pytest.MonkeyPatch, at_once: dict[str, Any]) -> None:
    connection = warehouse()
    monkeypatch.setattr("acta.model.same_story.SAMPLE", 2)
    monkeypatch.setattr("acta.model.kept.inspect.getsource", lambda module: "another rule")
    load(connection, newsroom())
    assert tables(connection)["story_anchors"] != at_once["story_anchors"]
    monkeypatch.undo()
    load(connection, [])

    assert tables(connection) == at_once
