"""Texts that are too long for the parser are read in pieces: every offset still points at the text, and the result says so."""

from __future__ import annotations

import pytest

from acta.annotate.chunk import MAX_TEXT_TOKENS, annotate_chunk
from acta.annotate.parse import (
    MAX_PARAGRAPH_CHARS,
    MAX_PARAGRAPH_TOKENS,
    MAX_SENTENCE_TOKENS,
    MAX_WORD_CHARS,
    TOKEN,
    paragraphs,
    parse,
)
from acta.config import Settings

SENTENCE = "The council said on Monday that it would repair the old bridge. "


@pytest.mark.parametrize(
    "text",
    ["a" * 2_000, '"' * 3_000, "word " * 9_000, "((" * 900 + " end", f"short {'x' * 900} short", "\u0301" * 900, "a, " * 9_000],
)
def test_pieces_are_short_and_hold_the_whole_text(text: str) -> None:
    pieces = list(paragraphs(text))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    for _, piece in pieces:
        assert len(piece) <= MAX_PARAGRAPH_CHARS
        assert len(TOKEN.findall(piece)) <= MAX_PARAGRAPH_TOKENS
        assert max(map(len, piece.split()), default=0) <= MAX_WORD_CHARS


@pytest.mark.parametrize("text", [SENTENCE * 20, f"{SENTENCE}\n" * 300, "a" * MAX_WORD_CHARS + " b", SENTENCE * 250])
def test_ordinary_paragraphs_stay_whole(text: str) -> None:
    assert [piece for _, piece in paragraphs(text)] == text.splitlines()


@pytest.mark.fault(17)
def test_a_sentence_without_end_is_split_and_no_tree_goes_across() -> None:
    (parsed,) = parse(["the old bridge over the river and " * 200])
    assert parsed.is_split
    assert max(end - start for start, end in parsed.sentences) <= MAX_SENTENCE_TOKENS
    assert all(parsed.sentence[head] == parsed.sentence[token] for token, head in enumerate(parsed.head))


@pytest.mark.fault(17)
def test_what_was_split_or_cut_says_so_and_what_was_read_whole_does_not() -> None:
    texts = [SENTENCE * 3, f"{SENTENCE}{'x' * 500}", "“" * (MAX_TEXT_TOKENS + 1_000)]
    results = annotate_chunk([{"article_id": str(n), "text": text, "language": "en"} for n, text in enumerate(texts)])
    assert [(result["outcome"], result["reason"]) for result in results] == [
        ("annotated", None),
        ("annotated", "text_split"),
        ("annotated", "text_cut"),
    ]


def test_the_accurate_grade_reads_less_of_an_endless_text_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acta.annotate.chunk.load_settings", lambda: Settings(statements="accurate"))
    monkeypatch.setattr("acta.annotate.chunk.MAX_ACCURATE_TOKENS", 40)
    (result,) = annotate_chunk([{"article_id": "a", "text": SENTENCE * 30, "language": "en"}])  # type: ignore[typeddict-item]
    assert (result["outcome"], result["reason"]) == ("annotated", "text_cut")
    assert 0 < result["token_count"] <= 60


@pytest.mark.fault(17)
@pytest.mark.parametrize(("most", "reason"), [(4, "statements_cut"), (10, None)])
def test_of_an_article_with_statements_without_end_the_accurate_grade_reads_the_first_and_says_so(
    monkeypatch: pytest.MonkeyPatch, most: int, reason: str | None
) -> None:
    for module in ("chunk", "article"):
        monkeypatch.setattr(f"acta.annotate.{module}.load_settings", lambda: Settings(statements="accurate"))
    monkeypatch.setattr("acta.annotate.statements.neural.tagger.MAX_CUES", most)
    monkeypatch.setattr("acta.annotate.statements.neural.read.MAX_CUES", most)
    text = "\n".join(f"Anna Berg said on Monday that bridge {n} would be repaired." for n in range(10))
    (result,) = annotate_chunk([{"article_id": "a", "text": text, "language": "en"}])  # type: ignore[typeddict-item]
    assert (result["outcome"], result["reason"], len(result["record"]["statements"])) == ("annotated", reason, most)


def test_of_an_article_with_events_without_end_the_first_are_taken_and_the_result_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("article", "chunk"):
        monkeypatch.setattr(f"acta.annotate.{module}.MAX_EVENTS", 3)
    text = "\n".join(["Rebels attacked the town of Osterby and killed 12 people on Monday."] * 8)
    (result,) = annotate_chunk([{"article_id": "a", "text": text, "language": "en"}])  # type: ignore[typeddict-item]
    assert (result["outcome"], result["reason"]) == ("annotated", "events_cut")
    assert [event["trigger"][0] < 3 * 69 for event in result["record"]["events"]] == [True] * 3
