"""Acta beside textacy's direct quotations on the same articles in one run: F and articles per CPU-second of one process.

    python tests/quality/bench_statements.py [ARTICLES.jsonl[.gz] GOLD.jsonl[.gz]] [--limit N]

Without files the sentences of tests/acta/annotate/statements/cases.yml are read, each as an article. Gold is lines ``{article_id,
statements: [{content, source, kind}]}``; only its direct and mixed statements count, as textacy finds no others, and of what is
found only what holds a quotation mark. Found is what covers more than .3 of the gold's characters; speaker: of those, whose
speaker shares a character with the gold's. Both sides parse for themselves with the same model; textacy needs its lemmas, which
Acta leaves off. textacy is measured where it is installed (``pip install textacy``).
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from acta.annotate.parse import MODEL, paragraphs, parse
from acta.annotate.reading import Reading
from acta.annotate.statements import find_statements
from acta.streams import open_input

CASES = Path(__file__).parents[1] / "acta" / "annotate" / "statements" / "cases.yml"
MARKS = frozenset('"“”«»„')
Found = list[tuple[set[int], set[int]]]  # content and speaker, as positions in the text
Program = Callable[[list[str]], list[Found]]


def acta(grade: str) -> Program:
    """Acta's finder in one grade."""

    def run(texts: list[str]) -> list[Found]:
        return [
            [
                (spread(s.content), spread([(s.speaker.start, s.speaker.end)] if s.speaker else []))
                for s in find_statements(Reading(doc), grade)
            ]
            for doc in parse(texts)
        ]

    return run


@cache
def whole_model() -> Any:
    return importlib.import_module(MODEL).load()


def textacy(texts: list[str]) -> list[Found]:
    """textacy's rules, paragraph by paragraph: they raise an error at an odd number of marks and lose the paragraph."""
    from textacy.extract.triples import direct_quotations

    out = []
    for text in texts:
        found: Found = []
        for offset, part in paragraphs(text):
            try:
                triples = list(direct_quotations(whole_model()(part)))
            except ValueError:
                continue
            for triple in triples:
                who = [(offset + t.idx, offset + t.idx + len(t)) for t in triple.speaker]
                quote = triple.content
                found.append((spread([(offset + quote.start_char, offset + quote.end_char)]), spread(who)))
        out.append(found)
    return out


def spread(spans: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def figures(texts: list[str], gold: list[Found], found: list[Found]) -> dict[str, float]:
    """Precision, recall and F of contents, and the share of right speakers among those found."""
    right = said = wanted = speaker = 0
    for text, want, have in zip(texts, gold, found, strict=True):
        left = [f for f in have if f[0]]
        wanted += len(want)
        for content, source in want:
            best = max(left, key=lambda f: len(f[0] & content), default=None)
            if best is not None and len(best[0] & content) > 0.3 * len(content):
                left.remove(best)
                right += 1
                said += 1
                speaker += bool(best[1] & source) or (not source and not best[1])
        said += sum(any(text[i] in MARKS for i in content) for content, _ in left)
    precision, recall = right / max(1, said), right / max(1, wanted)
    f = 2 * precision * recall / max(1e-9, precision + recall)
    return {"P": precision, "R": recall, "F": f, "speaker": speaker / max(1, right)}


def read(path: str) -> list[dict[str, Any]]:
    with open_input(path) as lines:
        return [json.loads(line) for line in lines]


def of_cases() -> tuple[list[str], list[Found]]:
    """The cases of the tests; contents and speakers are looked up in their sentences."""
    texts, gold = [], []
    for case in (case for cases in yaml.safe_load(CASES.read_text(encoding="utf-8")).values() for case in cases):
        text = case["text"]
        found: Found = []
        for row in case["said"]:
            speaker, _, words, kind = row.split(" | ")
            if kind != "indirect":
                found.append((spread([place(text, w) for w in words.split(" … ")]), spread([place(text, speaker)])))
        texts.append(text)
        gold.append(found)
    return texts, gold


def place(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def main() -> None:
    parser = argparse.ArgumentParser(description="Acta beside textacy: quotations")
    parser.add_argument("articles", nargs="?")
    parser.add_argument("gold", nargs="?")
    parser.add_argument("--limit", type=int, default=None)
    args = parser.parse_args()
    if args.gold:
        rows = {g["article_id"]: g["statements"] for g in read(args.gold)}
        articles = read(args.articles)[: args.limit]
        texts = [a["text"] for a in articles]
        gold = [
            [(spread(s["content"]), spread(s["source"])) for s in rows[a["article_id"]] if s["kind"] != "indirect"]
            for a in articles
        ]
    else:
        texts, gold = of_cases()
    programs: dict[str, Program] = {"Acta, fast": acta("fast"), "Acta, accurate": acta("accurate")}
    if importlib.util.find_spec("textacy"):
        programs["textacy"] = textacy
    print(f"{len(texts)} articles, {sum(map(len, gold))} direct and mixed statements")
    for name, program in programs.items():
        program(texts[:1])  # loads the models
        begun = time.process_time()
        found = program(texts)
        speed = len(texts) / (time.process_time() - begun)
        f = figures(texts, gold, found)
        line = "  ".join(f"{key} {value:.3f}" for key, value in f.items())
        print(f"{name:15} {line}  {speed:6.1f} articles/cs")
    if "textacy" not in programs:
        print("textacy is not installed here: not measured")


if __name__ == "__main__":
    main()
