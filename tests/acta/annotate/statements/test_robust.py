"""Strange texts give statements or none, never an exception and never a quote that swallows the article."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from acta.annotate.document import Parsed
from acta.annotate.parse import parse
from acta.annotate.reading import Reading
from acta.annotate.statements import find_statements
from acta.annotate.statements.lexicon import load_cues

STRANGE = [
    "",
    "\n\n\n",
    '"',
    "““““““",
    '" " " " "',
    "”” he said ““",
    "said",
    "said said said said.",
    "According to",
    "according to according to according to",
    "“" + "word " * 3000,
    "VARGA SAID THE HARBOUR WOULD STAY OPEN. “WE ARE READY,” SHE SAID.",
    "\u202e“We are ready,” \u200fVarga\u200e said.\u202c",
    "Q: Are you ready?\nA: Yes.\nQ: When?\nA: On Monday, he said",
    "the sea is old\nthe sea said no\nno “ no ” no\nand no again",
    "no stops no commas she said he said they said it went on and on " * 40,
    "'''''' ‘‘‘ ’’’ `` '' said",
    "\x00\x01 said \ufffd that \U0001f600 is.",
    "(((((“a”))))) said ((((b))))",
    "INTERVIEWER: You said the pier is safe?\nVARGA: I said it stands.\nINTERVIEWER: “Safe”?\nVARGA: It stands, I said.",
    "O “harbour, my harbour\nO harbour,” said the sea,\n“and who has said\nthat harbours speak to me?",
    "Varga said " + "and that the pier was safe " * 3000,
]
GRADES = ("fast", "accurate")


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("text", STRANGE, ids=[repr(t[:24]) for t in STRANGE])
def test_spans_of_strange_texts_lie_inside_the_text(text: str, grade: str) -> None:
    doc = next(parse([text]))
    for s in find_statements(Reading(doc), grade):
        spans = [*s.content, *([s.cue] if s.cue else [])]
        spans += [(p.start, p.end) for p in (s.speaker, s.addressee) if p]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert s.content == sorted(s.content)
        assert 0 <= s.score <= 1


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("mark", ["“", '"', "‘", "''", "«", "„"])
def test_an_unbalanced_quote_does_not_swallow_the_article(mark: str, grade: str, said: Callable) -> None:
    story = f"Varga said {mark}the pier is safe.\n" + "The town has many ships and a market.\n" * 200
    assert all(len(s.words) < 200 for s in said(story, grade=grade))


@pytest.mark.parametrize("grade", GRADES)
def test_capitals_marks_of_direction_and_a_transcript_still_have_their_speakers(grade: str, said: Callable) -> None:
    assert "VARGA" in {s.speaker for s in said("VARGA SAID THE HARBOUR WOULD STAY OPEN.", grade=grade)}
    assert {s.kind for s in said("\u202e“We are ready,” \u200fVarga\u200e said.\u202c", grade=grade)} == {"direct"}
    answer = said("Q: Is the pier safe?\nA: Varga said it had been checked in May.", grade=grade)
    assert [(s.speaker, s.words) for s in answer] == [("Varga", "it had been checked in May")]


def test_a_sentence_of_two_megabytes_takes_time_in_proportion() -> None:
    def cost(repeats: int) -> float:
        size = repeats * 8
        words = ["Varga", "said", '"', "no", '"', "and", "left", ","] * repeats
        offsets = [i * 8 for i in range(size)]
        doc = Parsed(
            text=" ".join(w.ljust(7) for w in words),
            word=words,
            lower=[w.lower() for w in words],
            lemma=["say" if w == "said" else w.lower() for w in words],
            tag=["NNP", "VBD", "``", "DT", "''", "CC", "VBD", ","] * repeats,
            dep=["nsubj", "ROOT", "punct", "dobj", "punct", "cc", "conj", "punct"] * repeats,
            head=[1] * size,
            children=[[] if i != 1 else [j for j in range(size) if j != 1] for i in range(size)],
            left=[i if i != 1 else 0 for i in range(size)],
            right=[i if i != 1 else size - 1 for i in range(size)],
            start=offsets,
            end=[o + len(w) for o, w in zip(offsets, words, strict=True)],
            sentence=[0] * size,
            sentences=[(0, size)],
            paragraphs=[(0, size)],
        )
        begun = time.process_time()
        find_statements(Reading(doc))
        return time.process_time() - begun

    small, large = cost(2_000), cost(32_000)  # 16 times; the large one is two megabytes
    assert large < 16 * max(small, 0.01) * 6  # quadratic work would take 256 times as long


def test_every_cue_of_the_lexicon_is_well_formed() -> None:
    cues = load_cues()
    assert len(cues) > 500
    assert all(cue.frames and all(0 < score < 1 for score in cue.frames.values()) for cue in cues.values())
    assert cues["tell", "V"].addresses and cues["say", "V"].reports
