"""Count frames on a corpus of attributions and fit their scores: writes cues.csv and context.csv.

    python -m acta.annotate.statements.counting articles.jsonl.gz gold.jsonl.gz [--hold-back]

articles are article records, gold lines ``{article_id, statements: [{content, cue, source}]}`` with lists of spans. With
``--hold-back`` a tenth of them is left out, so that what the scores promise can be measured on it. Only numbers and single
words come out, no text. cue_kind and object of known cues stay as reviewed; new cues are printed.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from acta.annotate.document import Parsed
from acta.annotate.statements.clauses import PUNCTUATION
from acta.annotate.statements.context import WEIGHTS, features
from acta.annotate.statements.frames import Candidate, according, noun_frames, verb_frames
from acta.annotate.statements.lexicon import CUES
from acta.annotate.statements.quotes import find_quotes

Key = tuple[str, str, str]
Case = tuple[Key, list[str], bool]
LEAST_KEPT = 0.04  # frames below this are never proposed
BY_SOURCE = frozenset({"to", "raise", "pto", "praise", "small", "psmall"})  # twins that differ in their source
COMMON = 60  # attributions of a frame from which on it is tried with cues that it has not been seen with
LEAST_SEEN = 4  # cases of a context feature
RIDGE = {"cue": 0.5, "pair": 0.5, "frame": 0.05, "context": 1.0}


def cases(doc: Parsed, gold: list[dict[str, Any]]) -> Iterator[Case]:
    """Every candidate of an article with its features and whether the gold has it."""
    by_cue: dict[int, list[int]] = defaultdict(list)
    contents = []
    for number, item in enumerate(gold):
        contents.append({t for t in tokens_in(doc, item["content"]) if doc.word[t] not in PUNCTUATION})
        for t in tokens_in(doc, item["cue"]):
            by_cue[t].append(number)
    quotes = find_quotes(doc)
    at = [-1] * len(doc)
    for number, quote in enumerate(quotes):
        at[quote.first : quote.last + 1] = [number] * (quote.last + 1 - quote.first)
    for c in candidates(doc):
        words = {t for a, b in c.pieces for t in range(a, b + 1) if doc.word[t] not in PUNCTUATION}
        if not words:
            continue
        right = any(
            _agree(c, words, contents[n])
            and (c.frame not in BY_SOURCE or (c.source is None) == (not gold[n]["source"]))
            for n in by_cue.get(c.head, ())
        )
        yield (doc.lemma[c.head], doc.tag[c.head][0], c.frame), features(doc, c, at), right


def _agree(c: Candidate, words: set[int], wanted: set[int]) -> bool:
    shared = len(words & wanted)
    if 2 * shared >= len(words | wanted) > 0:
        return True
    return c.frame in ("pre", "pre?", "zero") and shared >= 0.8 * len(words)


def candidates(doc: Parsed) -> Iterator[Candidate]:
    """All candidates of all words, known cues or not; of the same frame of a word the first one."""
    for i in range(len(doc)):
        pos = doc.tag[i][0]
        found: Iterable[Candidate] = ()
        if doc.lower[i] == "according":
            found = according(doc, i)
        elif pos == "V":
            found = verb_frames(doc, i)
        elif pos == "N":
            found = noun_frames(doc, i)
        seen = set()
        for c in found:
            if c.pieces and (c.head, c.frame) not in seen:
                seen.add((c.head, c.frame))
                yield c


def tokens_in(doc: Parsed, spans: list[list[int]]) -> list[int]:
    """The tokens that spans of the text touch, span by span."""
    out = []
    for start, end in spans:
        i = bisect_right(doc.end, start)
        while i < len(doc) and doc.start[i] < end:
            out.append(i)
            i += 1
    return out


def fit(found: list[Case], rounds: int = 400) -> tuple[dict[Key, float], dict[str, float]]:
    """Score of each frame of each cue, and weight of each context feature, by ridge-penalised logistic regression."""
    attributing = {key[:2] for key, _, right in found if right}
    found = [case for case in found if case[0][:2] in attributing]
    index: dict[tuple[str, ...], int] = {("bias",): 0}
    seen: dict[str, int] = defaultdict(int)
    for _, names, _ in found:
        for name in names:
            seen[name] += 1
    rows = []
    for (lemma, pos, frame), names, _ in found:
        parts = [("frame", pos, frame), ("cue", lemma, pos), ("pair", lemma, pos, frame)]
        parts += [("context", name) for name in names if seen[name] >= LEAST_SEEN]
        rows.append([0, *(index.setdefault(part, len(index)) for part in parts)])
    width = max(map(len, rows))
    spare = len(index)  # a column that is always nought, to fill the rows up
    table = np.array([row + [spare] * (width - len(row)) for row in rows])
    truth = np.array([float(right) for _, _, right in found])
    ridge = np.array([RIDGE.get(part[0], 0.0) for part in index] + [1e9])
    weight = np.zeros(spare + 1)
    speed = np.full(spare + 1, 1e-8)
    for _ in range(rounds):  # AdaGrad: features are as uneven as words are
        guess = 1 / (1 + np.exp(-weight[table].sum(1)))
        slope = np.bincount(table.ravel(), np.repeat(guess - truth, width), spare + 1) + ridge * weight
        slope[spare] = 0.0
        speed += slope**2
        weight -= 0.5 * slope / np.sqrt(speed)
    context = {part[1]: float(weight[i]) for part, i in index.items() if part[0] == "context"}
    # scores are written for the context of the average attribution, so that a person can review them
    mean = float(np.mean([sum(context.get(name, 0.0) for name in names) for _, names, right in found if right]))
    scores = {}
    right_frames = Counter((key[1], key[2]) for key, _, right in found if right)
    proven = {key for key, _, right in found if right}
    for key in {case[0] for case in found}:
        if key not in proven and right_frames[key[1:]] < COMMON:
            continue
        odds = weight[0] + mean
        for part in (("frame", *key[1:]), ("cue", *key[:2]), ("pair", *key)):
            odds += weight[index[part]]
        scores[key] = float(1 / (1 + np.exp(-odds)))
    return scores, {"*": -mean, **context}


def write(scores: dict[Key, float], context: dict[str, float]) -> list[str]:
    """Write both files; returns the cues that nobody has reviewed yet."""
    with CUES.open(encoding="utf-8", newline="") as handle:
        known = {(row["lemma"], row["pos"]): row for row in csv.DictReader(handle)}
    frames: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (lemma, pos), row in known.items():
        for item in row["frames"].split():
            name, _, score = item.rpartition(":")
            if (lemma, pos, name) not in scores:
                frames[lemma, pos][name] = float(score)
    for (lemma, pos, frame), score in scores.items():
        if score >= LEAST_KEPT and lemma.replace("-", "").isalpha():
            frames[lemma, pos][frame] = min(score, 0.99)
    new = []
    with CUES.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["lemma", "pos", "cue_kind", "object", "frames"])
        for (lemma, pos), own in sorted(frames.items()):
            row = known.get((lemma, pos), {"cue_kind": "stance" if pos == "V" else "speech", "object": ""})
            if (lemma, pos) not in known:
                new.append(lemma)
            listed = " ".join(f"{name}:{score:.3f}" for name, score in sorted(own.items(), key=lambda f: (-f[1], f[0])))
            writer.writerow([lemma, pos, row["cue_kind"], row["object"], listed])
    with WEIGHTS.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows([name, f"{value:.2f}"] for name, value in sorted(context.items()) if abs(value) >= 0.05)
    return new


def read(path: Path) -> list[dict[str, Any]]:
    """Lines of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def held_back(article_id: str) -> bool:
    """The tenth of the training articles that nothing is fitted on."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 10 == 0


def main(articles: str, gold: str, option: str = "") -> None:
    """Parse, count, fit, write."""
    from acta.annotate.parse import parse

    wanted = {row["article_id"]: row["statements"] for row in read(Path(gold))}
    texts = [a for a in read(Path(articles)) if option != "--hold-back" or not held_back(a["article_id"])]
    found: list[Case] = []
    for article, doc in zip(texts, parse(a["text"] for a in texts), strict=True):
        found.extend(cases(doc, wanted[article["article_id"]]))
    for lemma in write(*fit(found)):
        sys.stdout.write(f"review: {lemma}\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
