"""Copies of one text are one story, whatever was done to them; two reports of one event are two."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from acta.cli import cli
from acta.errors import Permanent
from acta.ids import make_id
from acta.model.stories import StoryArticle, assign_stories, read_story_articles

WIRE = """The harbour authority of Port Ansel reopened two of its four piers on Monday after engineers found the breakwater safe.
A storm surge tore through the breakwater on Friday night and sank eleven fishing boats that had sheltered behind it.
"We have lost the season, not the harbour," said Mirela Tosk, who heads the authority, as cranes lifted out the first wrecks.
Insurers put the damage at forty million crowns, a sum that the island's budget for the whole year does not reach.
The government in Velmar promised a loan within the week and sent two naval tugs to keep the ferry line to the mainland open.
Fishermen who gathered at the quay asked why the repairs ordered after the storms four winters ago had never been finished.
The authority says the contractor went bankrupt and that a new tender failed twice because nobody bid for it.
A parliamentary committee will hear both sides next month, its chairman said."""

OTHER_REPORT = """Fishing crews in Port Ansel began to count their losses on Monday as part of the harbour came back into use.
At least eleven boats went down when waves broke over the sea wall late last week, according to the coast guard's tally.
Ferries ran on a reduced timetable. Shops along the front were still without power, and the school stayed closed for a second day.
Mirela Tosk, the harbour chief, walked along the quay in the afternoon and spoke with owners who had come to save what they could.
Several of them accused the state of having forgotten the island; one had painted the word on what was left of his wheelhouse.
Officials in Velmar said that credit would be made available quickly but named no amount and no date."""

FURNITURE = " ".join(
    f"Our readers in district {name} pay for this paper and may write to the desk of the {name} edition at any hour of the night."
    for name in ("north", "south", "east", "west", "hill", "river")
)


def edited(text: str, share: float, seed: int) -> str:
    """The text with a share of its words replaced, dropped or doubled, as a desk would, if less cleverly."""
    rng = random.Random(seed)
    words: list[str] = []
    for word in text.split(" "):
        roll = rng.random()
        if roll >= share:
            words.append(word)
        elif roll < share / 3:
            words.append("meanwhile")
        elif roll < 2 * share / 3:
            words += [word, "reportedly"]
    return " ".join(words)


def invented(seed: int, count: int = 120) -> str:
    """A text of words that no other text shares in that order."""
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 9))) for _ in range(count))


def stories(texts: dict[str, str]) -> dict[str, str]:
    """Story of each article, all else unknown."""
    return {
        m.article_id: m.story_id for m in assign_stories(StoryArticle(key, None, text) for key, text in texts.items())
    }


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.upper(),
        WIRE.replace("\n", " "),
        "PORT ANSEL (Meridian Wire) — " + WIRE,
        "\n".join(WIRE.split("\n")[:3]),
        edited(WIRE, 0.05, 1),
        edited(WIRE, 0.10, 2),
        edited(WIRE, 0.20, 3),
        WIRE + "\n" + FURNITURE,
    ],
    ids=["verbatim", "capitals", "one paragraph", "dateline", "truncated", "edit05", "edit10", "edit20", "furniture"],
)
def test_a_copy_is_one_story_with_its_original(copy: str) -> None:
    found = stories({"art_1": WIRE, "art_2": copy, "art_3": OTHER_REPORT})

    assert found["art_1"] == found["art_2"] != found["art_3"]


def test_two_reports_of_one_event_are_two_stories() -> None:
    found = stories({"art_1": WIRE, "art_2": OTHER_REPORT})

    assert found["art_1"] != found["art_2"]


def test_short_articles_that_share_more_furniture_than_text_are_stories_of_their_own() -> None:
    texts = {f"art_{number:02}": invented(number, 60) + "\n" + FURNITURE for number in range(30)}
    words_shared = len(FURNITURE.split()) / len(texts["art_00"].split())
    assert words_shared > 0.6  # so that what keeps them apart is not the share

    assert len(set(stories(texts).values())) == 30


def test_texts_too_short_to_tell_are_one_story_only_when_equal() -> None:
    found = stories({"a": "Markets closed.", "b": "Markets closed!", "c": "Markets closed early."})

    assert found["a"] == found["b"] != found["c"]


def test_empty_texts_are_not_copies_of_each_other() -> None:
    assert len(set(stories({"a": "", "b": "", "c": "..."}).values())) == 3


def test_the_order_of_articles_changes_nothing() -> None:
    texts = {
        "art_a": WIRE,
        "art_b": edited(WIRE, 0.15, 4),
        "art_c": "\n".join(WIRE.split("\n")[:4]),
        "art_d": OTHER_REPORT,
    }
    texts |= {f"art_x{number}": invented(number) for number in range(12)}
    articles = [
        StoryArticle(key, f"outlet_{key}", text, f"2027-03-{10 + n % 3}T08:00:00+00:00")
        for n, (key, text) in enumerate(texts.items())
    ]
    expected = list(assign_stories(articles))

    for seed in range(8):
        shuffled = articles[:]
        random.Random(seed).shuffle(shuffled)
        assert list(assign_stories(shuffled)) == expected


def test_a_story_is_named_by_its_smallest_member() -> None:
    found = stories({"art_9": WIRE, "art_5": WIRE, "art_7": WIRE})

    assert set(found.values()) == {make_id("sto", "art_5")}


def test_a_copy_of_a_copy_is_of_the_story_of_both() -> None:
    paragraphs = WIRE.split("\n")
    chain = {"a": "\n".join(paragraphs[:4]), "b": WIRE, "c": "\n".join(paragraphs[4:]), "d": OTHER_REPORT}

    assert stories({key: chain[key] for key in "acd"}) == {key: make_id("sto", key) for key in "acd"}
    assert stories(chain) == dict.fromkeys("abc", make_id("sto", "a")) | {"d": make_id("sto", "d")}


def test_a_near_copy_of_another_season_is_a_story_of_its_own_and_the_same_words_are_not() -> None:
    days = {"a": "2027-03-01", "b": "2027-03-31", "c": "2027-06-01", "d": "2027-06-01"}
    texts = {"a": WIRE, "b": edited(WIRE, 0.1, 1), "c": edited(WIRE, 0.1, 2), "d": WIRE}
    articles = [StoryArticle(key, None, texts[key], day) for key, day in days.items()]

    assert len({m.story_id for m in assign_stories(a for a in articles if a.article_id != "d")}) == 2
    assert len({m.story_id for m in assign_stories(articles)}) == 1  # "d" stands in both seasons


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ([StoryArticle("a", "x", "t")], ("a", "alone")),
        (
            [
                StoryArticle("a", "x", "t", "2027-03-02T10:00:00+02:00"),
                StoryArticle("b", "y", "t", "2027-03-02T09:00:00+00:00"),
            ],
            ("a", "earliest"),
        ),
        (
            [StoryArticle("a", "x", "t", "2027-03-02"), StoryArticle("b", "y", "t", "2027-03-02T09:00:00+00:00")],
            ("b", "earliest"),
        ),
        ([StoryArticle("a", "x", "t"), StoryArticle("b", "y", "t", "2027-03-02")], ("b", "earliest")),
        (
            [
                StoryArticle("a", "x", "t", None, "2027-03-03T00:00:00Z"),
                StoryArticle("b", "y", "t", None, "2027-03-02T00:00:00Z"),
            ],
            ("b", "earliest"),
        ),
        (
            [
                StoryArticle("a", "morning_post", "t", "2027-03-01", wire_credit="Meridian Wire"),
                StoryArticle("b", "meridian_wire", "t", "2027-03-02", wire_credit="Meridian Wire"),
            ],
            ("b", "wire_credit"),
        ),
        (
            [
                StoryArticle(
                    "a", "x", "t", "2027-03-01", url="https://x.example/1", canonical_url="https://y.example/1"
                ),
                StoryArticle(
                    "b", "y", "t", "2027-03-02", url="https://y.example/1", canonical_url="https://y.example/1"
                ),
            ],
            ("b", "canonical_link"),
        ),
    ],
    ids=[
        "alone",
        "offsets count",
        "a bare day is late",
        "unknown is last",
        "first seen",
        "its agency's copy",
        "named as canonical",
    ],
)
def test_the_original_is_chosen_with_a_reason(group: list[StoryArticle], expected: tuple[str, str]) -> None:
    for members in (assign_stories(group), assign_stories(group[::-1])):
        assert [(m.article_id, m.reason) for m in members if m.is_original] == [expected]


def test_each_story_has_one_original_and_copies_say_how_they_are_tied() -> None:
    articles = [
        StoryArticle("a", "x", WIRE, "2027-03-01T08:00:00+00:00"),
        StoryArticle("b", "y", WIRE, "2027-03-01T09:00:00+00:00"),
        StoryArticle("c", "z", "\n".join(WIRE.split("\n")[:4]), "2027-03-01T10:00:00+00:00"),
    ]

    assert [(m.is_original, m.reason) for m in assign_stories(articles)] == [
        (True, "earliest"),
        (False, "exact"),
        (False, "containment"),
    ]


# ------------------------------------------------------------------ files
def line_of(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_a_file_of_articles_becomes_a_file_of_stories(tmp_path: Path) -> None:
    source, target = tmp_path / "articles.jsonl", tmp_path / "stories.jsonl"
    source.write_bytes(
        line_of(article_id="a", text=WIRE, published_at="2026-03-02T08:00:00Z")
        + line_of(article_id="b", text=edited(WIRE, 0.1, 1), published_at="2026-03-01T08:00:00Z")
        + line_of(article_id="c", text=OTHER_REPORT)
    )

    result = CliRunner().invoke(cli, ["duplicates", "--input", str(source), "--output", str(target)])

    assert result.exit_code == 0, result.output
    rows = {row["article_id"]: row for row in map(json.loads, target.read_text().splitlines())}
    assert rows["a"]["story_id"] == rows["b"]["story_id"] != rows["c"]["story_id"]
    assert [rows[key]["is_original"] for key in "abc"] == [False, True, True]
    assert rows["b"]["reason"] == "earliest"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{not json\n", "not JSON"),
        (b"[]\n", "not a JSON object"),
        (line_of(article_id="x"), "text is missing"),
        (line_of(article_id="", text="x"), "article_id is missing"),
        (line_of(article_id="x", text="x", url=3), "url is no string"),
        (line_of(article_id="ok", text="x"), "a second time"),
    ],
)
def test_a_line_that_is_no_article_is_named_with_its_number(line: bytes, says: str) -> None:
    with pytest.raises(Permanent, match=rf"^some.jsonl:2: .*{says}"):
        read_story_articles([line_of(article_id="ok", text="x"), line], "some.jsonl")
