"""Events over a warehouse, load by load: whatever comes in whatever order, the tables are those of one full computation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.dbt.fixture import EDITION_1, EDITION_2, Newsroom, article_key, create_empty

from acta.ids import make_id
from acta.model import event_clusters, same_event
from acta.model.event_clusters import write_events
from acta.model.versions import find_changed_versions, keep_versions

Tables = tuple[list[tuple[object, ...]], dict[str, str]]
ARTICLES = 40
PEOPLE = {"Vell": "XAA", "Nkeru": "XAB", "Orland": "XAC"}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = create_empty(tmp_path / "acta.duckdb")
    connection.execute("drop table clusters.event_members")
    yield connection
    connection.close()


def publish(connection: duckdb.DuckDBPyConnection, number: int, edition: str = EDITION_1) -> None:
    """One article with a visit and an attack; every fourth has no day, some tell of a month; four make a story."""
    rng = random.Random(number)
    people = rng.sample(list(PEOPLE), 2)
    told = [f"{people[0]} visited {people[1]} for talks on {rng.choice(['grain', 'fish', 'timber'])} at Skarn."]
    told += [f"{people[1]} attacked {people[0]} with {rng.choice(['drones', 'stones'])} near Torvik."]
    text, slug = " ".join(told), f"alpha/{number}"
    room = Newsroom(connection)
    published_at = f"2026-03-{1 + number % 9:02}T09:00:00+00:00" if number % 4 else None
    key = room.extract(slug, edition, text, published_at=published_at)
    annotation = room.annotate(slug, text, edition[:10], edition)
    for name in people:
        annotation.actor(f"act_{name}", name, country=PEOPLE[name])
    days = [None, None, "2026-03", f"2026-03-{1 + number % 9:02}"]
    for verb, kind, source, target in (("visited", "CONSULT", *people), ("attacked", "ASSAULT", *reversed(people))):
        annotation.event(
            verb, kind, "042", f"act_{source}", f"act_{target}", None,
            occurred_on=rng.choice(days), place_name=rng.choice([None, "Skarn", "Torvik"]),
        )  # fmt: skip
    story = make_id("sto", str(number // 4))
    connection.execute("insert or ignore into clusters.story_members values (?, ?, true, null, null)", [article_key(slug), story])
    assert key


def load(connection: duckdb.DuckDBPyConnection) -> Tables:
    connection.execute("begin")
    find_changed_versions(connection)
    write_events(connection)
    keep_versions(connection)
    connection.execute("commit")
    pairs = sorted(connection.execute("from clusters.event_pairs").fetchall())
    return pairs, dict(connection.execute("select event_mention_id, event_id from clusters.event_members").fetchall())


def load_in_full(connection: duckdb.DuckDBPyConnection) -> Tables:
    connection.execute("drop table clusters.event_mentions")
    return load(connection)


@pytest.fixture
def loaded(warehouse: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for number in range(ARTICLES):
        publish(warehouse, number)
    load(warehouse)
    return warehouse


def changed_by(connection: duckdb.DuckDBPyConnection, *statements: str) -> Tables:
    """The tables after a load that follows a change; they are those of a full computation, and not as they were."""
    before = load(connection)
    for statement in statements:
        connection.execute(statement)
    after = load(connection)
    assert after != before
    assert after == load_in_full(connection)
    return after


@pytest.mark.fault(5)
@pytest.mark.parametrize("seed", range(4))
def test_loads_in_any_order_and_size_give_the_tables_of_one_load(
    warehouse: duckdb.DuckDBPyConnection, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    monkeypatch.setattr(event_clusters, "AT_A_TIME", rng.choice([3, 17, 1000]))
    numbers = list(range(ARTICLES))
    rng.shuffle(numbers)
    while numbers:
        for _ in range(rng.choice([1, 5, 20])):
            if numbers:
                publish(warehouse, numbers.pop())
        found = load(warehouse)
    monkeypatch.undo()
    assert found == load_in_full(warehouse)
    assert len(found[0]) > ARTICLES and len(set(found[1].values())) < len(found[1]) == 2 * ARTICLES


def test_an_event_is_named_after_the_mention_seen_first(loaded: duckdb.DuckDBPyConnection) -> None:
    pairs, events = load(loaded)
    seen_at = dict(
        loaded.execute(
            "select event_mention_id, min(first_seen_at) from annotated.events "
            "join extracted.articles using (version_id) group by 1"
        ).fetchall()
    )
    groups: dict[str, list[str]] = {}
    for mention_id, event_id in events.items():
        groups.setdefault(event_id, []).append(mention_id)
    for event_id, group in groups.items():
        assert event_id == make_id("evt", min(group, key=lambda one: (seen_at[one], one)))
    assert all(events[str(a)] == events[str(b)] for a, b, _ in pairs)
    assert 1 in {len(group) for group in groups.values()}


def test_a_load_that_brings_nothing_compares_nothing(
    loaded: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load(loaded)
    monkeypatch.setattr(same_event, "THRESHOLD", 99)  # whatever is compared from here on is no pair
    assert load(loaded) == before


def test_another_rule_compares_everything(loaded: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    load(loaded)
    monkeypatch.setattr("acta.model.kept.inspect.getsource", lambda module: "another rule")
    monkeypatch.setattr(same_event, "THRESHOLD", 99)
    pairs, events = load(loaded)
    assert not pairs and len(set(events.values())) == len(events) == 2 * ARTICLES


def test_an_article_that_changes_its_story_is_compared_anew(loaded: duckdb.DuckDBPyConnection) -> None:
    changed_by(
        loaded, f"update clusters.story_members set story_id = 'sto_new' where article_id in ('{article_key('alpha/1')}', "
        f"'{article_key('alpha/30')}')",
    )  # fmt: skip


def test_an_article_that_is_annotated_again_is_compared_anew(loaded: duckdb.DuckDBPyConnection) -> None:
    before = load(loaded)
    publish(loaded, 5, EDITION_2)
    loaded.execute("update annotated.events set place_name = 'Elsewhere' where batch_id = 'ann_2026-03-02_" + EDITION_2 + "'")
    after = load(loaded)
    assert after != before
    assert after == load_in_full(loaded)


def test_a_version_that_turns_out_to_be_older_is_compared_anew(loaded: duckdb.DuckDBPyConnection) -> None:
    changed_by(loaded, "update extracted.articles set published_at = '2026-02-20' where url = 'https://alpha.example/9'")


def test_a_judgement_that_moves_an_actor_is_followed_and_so_is_its_withdrawal(loaded: duckdb.DuckDBPyConnection) -> None:
    before = load(loaded)
    move = "insert into judgements.moves select distinct version_id, 'act_Vell', 'act_Nkeru' from annotated.actors"
    changed_by(loaded, move)
    assert changed_by(loaded, "delete from judgements.moves") == before


def test_a_forgotten_article_leaves_the_tables_as_if_it_had_never_come(loaded: duckdb.DuckDBPyConnection) -> None:
    before = load(loaded)
    publish(loaded, ARTICLES)
    gone = f"where article_id = '{article_key(f'alpha/{ARTICLES}')}'"
    tables = ["extracted.articles", "clusters.story_members"]
    tables += [f"annotated.{name}" for name in ("annotations", "sentences", "actors", "events", "event_parties")]
    assert load(loaded) != before
    assert changed_by(loaded, *(f"delete from {table} {gone}" for table in tables)) == before


def test_pairs_of_a_build_file_of_an_older_version_are_made_anew(loaded: duckdb.DuckDBPyConnection) -> None:
    before = load(loaded)
    loaded.execute("drop table clusters.event_mentions")
    assert load(loaded) == before
