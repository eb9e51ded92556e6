"""One set of words, one utterance: which statements are the same words of one speaker, and that order does not matter."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from tests.dbt.fixture import create_empty, fill

from acta.ids import make_id
from acta.model.clusters import write_clusters
from acta.model.utterances import write_utterances
from acta.model.versions import find_changed_versions, keep_versions


@dataclass(frozen=True)
class Said:
    """One statement with what decides whose words it reports."""

    statement_id: str
    kind: str
    speaker: str | None
    text: str
    told_on: str | None
    story_id: str | None


class UtterancePair(NamedTuple):
    """Two statements of one utterance."""

    statement_a: str
    statement_b: str
    score: float
    reason: str


LONG = "We will keep the harbour open for every ship that comes in peace, whatever the weather."
QUOTE = Said("sta_1", "direct", "act_vell", LONG, "2026-03-02", "sto_1")


def other(**changes: object) -> Said:
    """The same words in an article of another story, with changes."""
    return replace(QUOTE, **{"statement_id": "sta_2", "story_id": "sto_2", **changes})  # type: ignore[arg-type]


def load(connection: duckdb.DuckDBPyConnection, block: Iterable[Said]) -> None:
    """Add statements to a warehouse, each in an article of its own."""
    for said in block:
        key = said.statement_id
        connection.execute("insert into annotated.annotations (article_id, version_id, batch_id) values (?, ?, 'b')", [key, key])
        connection.execute(
            "insert into annotated.statements "
            "(statement_id, article_id, version_id, kind, exact_text, speaker_actor_id, batch_id) values (?, ?, ?, ?, ?, ?, 'b')",
            [key, key, key, said.kind, said.text, said.speaker],
        )
        connection.execute("insert into extracted.articles (version_id, published_at) values (?, ?)", [key, said.told_on])
        connection.execute("insert into clusters.story_members (article_id, story_id) values (?, ?)", [key, said.story_id])


def utterance_pairs(*blocks: Iterable[Said]) -> list[UtterancePair]:
    """The pairs after these loads."""
    with create_empty(Path(":memory:")) as connection:
        for block in blocks:
            load(connection, block)
            write(connection)
        return pairs(connection)


def write(connection: duckdb.DuckDBPyConnection) -> None:
    find_changed_versions(connection)
    write_utterances(connection)
    keep_versions(connection)


def pairs(connection: duckdb.DuckDBPyConnection) -> list[UtterancePair]:
    """Of each pair the best reason, in whatever block it was found."""
    found = "select statement_a, statement_b, max(score), min(reason) from clusters.utterance_pairs group by all order by all"
    return [UtterancePair(*row) for row in connection.execute(found).fetchall()]


def are_one(*block: Said) -> bool:
    return bool(utterance_pairs(block))


def test_equal_words_are_one_utterance_whatever_the_outlet_and_the_day() -> None:
    assert utterance_pairs([QUOTE, other(told_on="2027-01-01")]) == [UtterancePair("sta_1", "sta_2", 1.0, "exact")]


def test_case_and_punctuation_are_no_difference() -> None:
    (pair,) = utterance_pairs([QUOTE, other(text=LONG.lower().replace(" that", " – that"))])
    assert pair.reason == "normalised"


def test_an_edited_quote_is_the_same_utterance() -> None:
    (pair,) = utterance_pairs([QUOTE, other(text=LONG.replace("every ship", "each ship"), kind="mixed")])
    assert pair.reason == "near_exact" and 0.8 < pair.score < 1


def test_a_part_of_a_quote_is_the_same_utterance() -> None:
    assert are_one(QUOTE, other(text="keep the harbour open for every ship that comes in peace"))


def test_other_words_on_the_same_matter_are_not() -> None:
    assert not are_one(QUOTE, other(text="We will close the harbour to every ship that comes with guns, whatever they tell us."))


def test_two_speakers_never_share_an_utterance() -> None:
    assert not are_one(QUOTE, other(speaker="act_nkeru", story_id="sto_1"))


def test_a_formula_is_one_utterance_only_where_it_is_news_of_the_same_days() -> None:
    formula = replace(QUOTE, text="No comment, as always.")
    assert are_one(formula, other(text="no comment as always", told_on="2026-03-03"))
    assert not are_one(formula, other(text="No comment, as always.", told_on="2026-09-03"))
    assert are_one(formula, other(text="No comment, as always.", told_on=None, story_id="sto_1"))


def test_everyday_words_in_common_are_no_utterance_in_common() -> None:
    short = replace(QUOTE, text="Who is going to pay for it?")
    assert not are_one(short, other(text="I never said that I was going to pay for the new bridge."))
    assert are_one(short, other(text="So who is going to pay for it? Not us."))


def test_fewer_than_four_words_have_to_be_equal() -> None:
    assert are_one(replace(QUOTE, text="Not a chance."), other(text="not a chance"))
    assert not are_one(replace(QUOTE, text="Not a chance."), other(text="not a penny"))


def test_a_paraphrase_and_a_quote_in_the_same_words_are_two_utterances() -> None:
    assert not are_one(QUOTE, other(kind="indirect", story_id="sto_1"))


def test_in_one_story_a_speaker_whom_one_copy_does_not_name_is_the_same() -> None:
    assert are_one(QUOTE, other(speaker=None, story_id="sto_1"))


def test_the_pairs_do_not_depend_on_order_and_loads() -> None:
    words = LONG.split()
    block = [
        other(
            statement_id=f"sta_{n:02}",
            text=(str.upper if n % 5 == 0 else str)(" ".join(words[n % 3 : 9 + n % 4 - 5 * (n > 17)])),
            told_on=f"2026-03-{n + 1:02}",
            story_id=f"sto_{n % 8}",
            speaker=("act_vell", None, "act_nkeru")[n % 3],
        )
        for n in range(24)
    ]
    expected = utterance_pairs(block)
    assert {pair.reason for pair in expected} == {"exact", "normalised", "near_exact"}
    for seed in range(5):
        random.Random(seed).shuffle(block)
        assert utterance_pairs(block) == expected
        assert utterance_pairs(block[:3], block[3:11], block[11:]) == expected


Tables = dict[str, list[tuple[object, ...]]]


def tables(connection: duckdb.DuckDBPyConnection) -> Tables:
    names = ("statements", "words", "anchors", "pairs", "members")
    return {name: connection.execute(f"from clusters.utterance_{name} order by all").fetchall() for name in names}


def in_full(connection: duckdb.DuckDBPyConnection) -> Tables:
    connection.execute("drop table clusters.utterance_words")
    write(connection)
    return tables(connection)


def a_statement(rng: random.Random, number: int) -> Said:
    """Of a few speakers, stories and days; its words are a part of one sentence or of another, or a formula."""
    first = rng.choice([LONG, "Nobody will be left behind this winter, and nobody has to ask for what is due to him."]).split()
    start = rng.randrange(6)
    text = " ".join(first[start : start + rng.choice([2, 5, 7, 10])]) if number % 3 else "No comment, as always."
    return Said(
        f"sta_{number:03}",
        rng.choice(["direct", "direct", "mixed", "indirect"]),
        rng.choice(["act_vell", "act_nkeru", None]),
        rng.choice([str, str.upper])(text),
        rng.choice([None, *(f"2026-03-{day:02}" for day in range(1, 10))]),
        f"sto_{rng.randrange(12)}",
    )


def change(connection: duckdb.DuckDBPyConnection, rng: random.Random, number: int) -> None:
    """What may befall an article that is loaded."""
    said, key = a_statement(rng, number), f"sta_{number:03}"
    batch, day = f"c{rng.random()}", f"2026-02-{1 + number % 28:02}"
    again = [
        "insert into annotated.annotations (article_id, version_id, batch_id, annotated_at) "
        f"values ('{key}', '{key}', '{batch}', '{batch}')",
        "insert into annotated.statements by name "
        f"select * replace ('{said.text}' as exact_text, '{said.kind}' as kind, '{batch}' as batch_id) "
        f"from annotated.statements where statement_id = '{key}' limit 1",
    ]
    changes = {
        "annotated again": again,
        "annotated again without what it said": again[:1],
        "another story": [f"update clusters.story_members set story_id = '{said.story_id}' where article_id = '{key}'"],
        "printed earlier": [f"update extracted.articles set published_at = '2026-02-20' where version_id = '{key}'"],
        "seen first": [f"update extracted.articles set first_seen_at = '{day}' where version_id = '{key}'"],
        "judged": [f"insert into judgements.moves values ('{key}', 'act_vell', 'act_nkeru'), ('{key}', 'act_nkeru', 'act_o')"],
        "no longer judged": ["delete from judgements.moves"],
        "gone": [f"delete from {table} where version_id = '{key}'" for table in ("annotated.annotations", "extracted.articles")],
    }
    for statement in changes[rng.choice(list(changes))]:
        connection.execute(statement)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_a_load_changes_the_tables_are_those_of_a_full_computation(seed: int) -> None:
    rng = random.Random(seed)
    loads = set()
    with create_empty(Path(":memory:")) as connection:
        load(connection, [a_statement(rng, number) for number in range(40)])
        write(connection)
        for step in range(12):
            load(connection, [a_statement(rng, 40 + step)])
            for _ in range(rng.choice([0, 1, 3])):
                change(connection, rng, rng.randrange(40 + step))
            write(connection)
            found = tables(connection)
            loads.add(str(found["pairs"]))
            assert found == in_full(connection)
    assert len(loads) > 3  # or nothing happened


def test_statements_that_are_gone_leave_nothing() -> None:
    with create_empty(Path(":memory:")) as connection:
        load(connection, [QUOTE, other(text=LONG.replace("every ship", "each ship"))])
        write(connection)
        connection.execute("delete from annotated.statements where statement_id = 'sta_2'")
        connection.execute("delete from annotated.annotations where version_id = 'sta_2'")
        write(connection)
        kept = {
            name: connection.execute(f"select count(*) from clusters.utterance_{name}").fetchall()[0][0]
            for name in ("statements", "words", "pairs", "members")
        }
    assert kept == {"statements": 1, "words": 1, "pairs": 0, "members": 1}


# ------------------------------------------------------------------ over a warehouse
@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = create_empty(tmp_path / "acta.duckdb")
    fill(connection)
    connection.execute("drop schema clusters cascade")
    yield connection
    connection.close()


def members(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    write_clusters(connection)
    return dict(connection.execute("select statement_id, utterance_id from clusters.utterance_members").fetchall())


def test_every_statement_that_counts_has_an_utterance_named_after_the_statement_seen_first(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    found = members(warehouse)
    by_utterance: dict[str, list[str]] = {}
    for statement_id, utterance_id in found.items():
        by_utterance.setdefault(utterance_id, []).append(statement_id)
    newest = (
        "select statement_id, min(first_seen_at) from annotated.statements as s join extracted.articles using (version_id) "
        "where s.batch_id like 'ann_10%' group by 1"
    )
    seen_at = dict(warehouse.execute(newest).fetchall())
    assert set(found) == set(seen_at)
    for utterance_id, group in by_utterance.items():
        assert utterance_id == make_id("utt", min(group, key=lambda one: (seen_at[one], one)))


def test_an_utterance_that_joins_another_one_leaves_a_redirect(warehouse: duckdb.DuckDBPyConnection) -> None:
    last = "(select max_by(version_id, statement_id) from annotated.statements)"
    warehouse.execute(f"insert into judgements.moves values ({last}, 'act_vell', 'act_other')")
    apart = members(warehouse)
    warehouse.execute("delete from judgements.moves")
    joined = members(warehouse)
    gone = set(apart.values()) - set(joined.values())
    redirects = warehouse.execute("select old_id, new_id from clusters.redirects where kind = 'utterance'").fetchall()
    assert gone and {old for old, _ in redirects} == gone
    assert all(new in joined.values() for _, new in redirects)
