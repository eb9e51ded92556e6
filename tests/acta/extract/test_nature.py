"""Genre, topic and parts: what kind of text it is, what it is about, who speaks when."""

from __future__ import annotations

import json

import pytest
from tests.acta.extract.stories import PARAGRAPHS, TITLE, URL, article, json_ld, paragraphs, read

from acta.extract.genre import find_genre, genre_of_text
from acta.extract.structure import find_questions, find_turns
from acta.extract.topic import find_topic

HOST = "https://kestrianpost.example"


@pytest.mark.parametrize(
    ("node", "url", "section", "title", "expected"),
    [
        ({"@type": "OpinionNewsArticle"}, URL, None, TITLE, ("opinion", "json-ld")),
        ({"@type": ["NewsArticle", "LiveBlogPosting"]}, URL, None, TITLE, ("live_blog", "json-ld")),
        ({"@type": "NewsArticle", "genre": "Interview"}, URL, None, TITLE, ("interview", "json-ld")),
        ({"@type": "ReportageNewsArticle"}, URL, None, TITLE, ("report", "json-ld")),
        ({}, f"{HOST}/opinion/2026/quay", None, TITLE, ("opinion", "url")),
        ({}, f"{HOST}/commentisfree/quay", None, TITLE, ("opinion", "url")),
        ({}, f"{HOST}/press-releases/quay", None, TITLE, ("press_release", "url")),
        ({}, f"{HOST}/news/speeches/quay", None, TITLE, ("speech", "url")),
        ({}, "https://opinion.kestrianpost.example/quay", None, TITLE, ("opinion", "url")),
        ({}, URL, "World / Opinion", TITLE, ("opinion", "section")),
        ({}, URL, "Letters to the Editor", TITLE, ("opinion", "section")),
        ({}, URL, None, "Editorial: Open the quay", ("opinion", "title")),
        ({}, URL, None, "Transcript: Ivo Lantz on the quay", ("transcript", "title")),
        ({}, URL, None, "Full text of the harbour master's speech", ("speech", "title")),
        ({}, URL, None, "Quay opening – as it happened", ("live_blog", "title")),
        ({}, URL, None, "Interview: Ivo Lantz", ("interview", "title")),
        ({}, f"{HOST}/islands/opinion-is-divided-on-quay", "Islands", TITLE, (None, None)),
        ({"@type": "NewsArticle"}, URL, None, "Minister gives interview on quay", (None, None)),
        ({}, "https://[bad", None, None, (None, None)),
    ],
)
def test_a_genre_is_what_the_page_states(
    node: dict[str, object], url: str, section: str | None, title: str | None, expected: tuple[str | None, str | None]
) -> None:
    found = find_genre(node, url, section, title)

    assert (found.value, found.source) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["FOR IMMEDIATE RELEASE", *PARAGRAPHS], "press_release"),
        (["KOSTAN, March 12, 2026 /PRNewswire/ -- The harbour opens.", *PARAGRAPHS], "press_release"),
        ([*PARAGRAPHS, "Media contact: Runa Feld"], "press_release"),
        (["Ladies and gentlemen, it is a good day for Kostan.", *PARAGRAPHS], "speech"),
        (["Mr. Speaker, I rise to talk of a quay.", *PARAGRAPHS], "speech"),
        (list(PARAGRAPHS), None),
    ],
)
def test_a_genre_shows_in_the_texts_own_form(lines: list[str], expected: str | None) -> None:
    assert genre_of_text(lines, []).value == expected


@pytest.mark.parametrize(
    ("url", "section", "tags", "text", "expected"),
    [
        (URL, "Sport", None, "", ("sport", "section")),
        (URL, "Business & Finance", None, "", ("business", "section")),
        (URL, "News > Crime and courts", None, "", ("crime", "section")),
        (f"{HOST}/sport/football/2026/cup", "News", None, "", ("sport", "url")),
        (f"{HOST}/world/politics/quay", None, None, "", ("politics", "url")),
        (URL, None, "Lantz; Theatre; Kostan", "", ("culture", "tags")),
        (URL, None, "Theatre; Crime", "", (None, None)),
        (URL, None, None, "The striker scored twice in the second half, and the coach praised his team.", ("sport", "words")),
        (URL, None, None, "Police arrested a suspect; a judge set bail before the trial, prosecutors said.", ("crime", "words")),
        (URL, None, None, "The quay is grey and long, and the sea in front of it is cold.", (None, None)),
    ],
)
def test_a_topic_is_told_by_section_address_tags_or_words(
    url: str, section: str | None, tags: str | None, text: str, expected: tuple[str | None, str | None]
) -> None:
    found = find_topic(url, section, tags, None, text)

    assert (found.value, found.source) == expected


TALK = [
    "Ivo Lantz has run the harbour of Kostan for nine years.",
    "KESTRIAN POST: When does the quay open?",
    "IVO LANTZ: In May, if the weather holds.",
    "He laughs.",
    "KESTRIAN POST: And the fishermen?",
    "IVO LANTZ: They keep their berths.",
]


def test_turns_run_from_one_label_to_the_next() -> None:
    text = "\n".join(TALK)
    turns = find_turns(TALK)

    assert [(turn.speaker, text[turn.start : turn.end]) for turn in turns] == [
        ("KESTRIAN POST", TALK[1]), ("IVO LANTZ", f"{TALK[2]}\n{TALK[3]}"), ("KESTRIAN POST", TALK[4]), ("IVO LANTZ", TALK[5]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["Q: When?", "A: In May.", "Q: Why?", "A: Good weather."],
        ["Runa Feld: When?", "Ivo Lantz: In May.", "Runa Feld: Why?", "Ivo Lantz: Good weather."],
        ["SEN. DORA BREL (Island Party): When?", "MR. LANTZ: In May.", "SEN. DORA BREL: Why?", "MR. LANTZ: Good weather."],
    ],
)
def test_labels_of_many_kinds_name_the_speaker(lines: list[str]) -> None:
    assert len(find_turns(lines)) == 4


@pytest.mark.parametrize(
    "lines",
    [
        ["Where: Kostan", "When: May", "Price: free", "Tickets: none"],
        [*PARAGRAPHS, "Result: Kostan 2, Rotholm 1"],
        ["Lantz: a man of few words", *PARAGRAPHS, "Brel: a woman of many", *PARAGRAPHS],
    ],
)
def test_lists_with_colons_are_no_conversation(lines: list[str]) -> None:
    assert find_turns(lines) == []


def test_questions_and_answers_without_labels_are_paired() -> None:
    lines = ["Lantz opens the door.", "When?", "In May.", "Why so early?", "Good weather.", "And then?", "Fish."]

    assert [part.kind for part in find_questions(lines)] == ["question", "answer"] * 3


def test_a_page_with_turns_is_an_interview_and_plain_reports_have_no_parts() -> None:
    talk = read(article(paragraphs(*(f"{line} The sea was calm that day." for line in TALK))))
    plain = read(article(head=json_ld(json.dumps({"@type": "NewsArticle", "articleSection": ["News", "Politics"]}))))

    assert talk.genre.value == "interview" and len(talk.parts) == 4
    assert (plain.genre.value, plain.topic.value, plain.parts) == (None, "politics", ())
