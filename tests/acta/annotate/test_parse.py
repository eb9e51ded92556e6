"""Text to columns: offsets point at the words, sentences stay inside paragraphs, trees are whole."""

from __future__ import annotations

import pytest

from acta.annotate.document import Parsed
from acta.annotate.parse import MAX_PARAGRAPH_CHARS, lemma, parse

TEXT = (
    "The minister’s aides met in Ostrava on Thursday\n\n  “No one — 😀 — was told,” said Anna Berg. She’d left.\n \nEnd"
)


@pytest.fixture(scope="module")
def doc() -> Parsed:
    return next(parse([TEXT]))


def test_every_offset_points_at_its_word(doc: Parsed) -> None:
    assert [TEXT[start:end] for start, end in zip(doc.start, doc.end, strict=True)] == doc.word


def test_all_columns_have_one_entry_a_token(doc: Parsed) -> None:
    columns = (
        doc.lower,
        doc.lemma,
        doc.tag,
        doc.dep,
        doc.head,
        doc.children,
        doc.left,
        doc.right,
        doc.start,
        doc.end,
        doc.sentence,
    )
    assert {len(column) for column in columns} == {len(doc)}


def test_a_sentence_never_crosses_a_paragraph_and_none_is_lost(doc: Parsed) -> None:
    starts = {first for first, _ in doc.paragraphs}
    assert starts <= {first for first, _ in doc.sentences}
    assert [i for first, last in doc.sentences for i in range(first, last)] == list(range(len(doc)))
    assert len(doc.paragraphs) == 3


def test_the_tree_is_closed_heads_children_and_edges_agree(doc: Parsed) -> None:
    for i, head in enumerate(doc.head):
        assert doc.sentence[head] == doc.sentence[i]
        assert head == i or i in doc.children[head]
        below = [i]
        for token in below:
            below.extend(doc.children[token])
        assert (doc.left[i], doc.right[i]) == (min(below), max(below))


def test_a_name_is_one_entity_with_its_label(doc: Parsed) -> None:
    named = {" ".join(doc.word[first:last]): label for first, last, label in doc.entities}
    assert named["Anna Berg"] == "PERSON"


def test_texts_come_back_in_order_though_their_paragraphs_are_parsed_together() -> None:
    texts = ["", "One word.", "\n\n", "First.\nSecond.\nThird.", "", "Last."]
    parsed = list(parse(texts))
    assert [p.text for p in parsed] == texts
    assert [len(p.paragraphs) for p in parsed] == [0, 1, 0, 3, 0, 1]


def test_a_text_parsed_with_others_has_the_parse_it_has_alone() -> None:
    alone, together = next(parse([TEXT])), list(parse(["Some other text here.", TEXT]))[1]
    assert alone == together


def test_a_paragraph_without_end_is_cut_and_no_word_is_lost() -> None:
    text = "word " * (MAX_PARAGRAPH_CHARS // 5 + 100)
    doc = next(parse([text]))
    assert doc.word.count("word") == text.count("word")
    assert len(doc.paragraphs) == 2


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("told", "VBD", "tell"),
        ("’s", "VBZ", "be"),
        ("ca", "MD", "can"),
        ("talks", "NNS", "talk"),
        ("berg", "NNP", "berg"),
    ],
)
def test_a_word_has_the_lemma_of_its_tag(form: str, tag: str, expected: str) -> None:
    assert lemma(form, tag) == expected
