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
from acta.model.utterances import KEPT, write_utterance_pairs


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
        connection.execute("insert into annotated.annotations (version_id, batch_id) values (?, 'b')", [key])
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
            write_utterance_pairs(connection)
        found = connection.execute("from clusters.utterance_pairs order by all").fetchall()
    return [UtterancePair(*row) for row in found]


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


def test_statements_that_are_gone_leave_nothing() -> None:
    with create_empty(Path(":memory:")) as connection:
        load(connection, [QUOTE, other(text=LONG.replace("every ship", "each ship"))])
        write_utterance_pairs(connection)
        connection.execute("delete from annotated.statements where statement_id = 'sta_2'")
        write_utterance_pairs(connection)
        kept = {
            name: connection.execute(f"select count(*) from clusters.utterance_{name}").fetchall()[0][0]
            for name in ("wordings", "words", "overlaps", "pairs")
        }
    assert kept == {"wordings": 1, "words": 1, "overlaps": 0, "pairs": 0}


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


def test_a_load_that_adds_a_statement_gives_what_a_full_computation_gives(warehouse: duckdb.DuckDBPyConnection) -> None:
    members(warehouse)
    warehouse.execute(
        "update annotated.statements set exact_text = 'We 😀 all agree' where article_id = "
        "(select max(article_id) from annotated.statements)"
    )
    warehouse.execute("update annotated.statement_spans set exact_text = 'We 😀 all agree' where exact_text like 'We%'")
    step_by_step = members(warehouse)
    for table in KEPT:
        warehouse.execute(f"drop table clusters.{table}")
    assert members(warehouse) == step_by_step


def test_an_utterance_that_joins_another_one_leaves_a_redirect(warehouse: duckdb.DuckDBPyConnection) -> None:
    last = "(select max(statement_id) from annotated.statements)"
    split = f"update annotated.statements set speaker_actor_id = ? where statement_id = {last}"
    warehouse.execute(split, ["act_other"])
    apart = members(warehouse)
    warehouse.execute(split, ["act_vell"])
    joined = members(warehouse)
    gone = set(apart.values()) - set(joined.values())
    redirects = warehouse.execute("select old_id, new_id from clusters.redirects where kind = 'utterance'").fetchall()
    assert gone and {old for old, _ in redirects} == gone
    assert all(new in joined.values() for _, new in redirects)
