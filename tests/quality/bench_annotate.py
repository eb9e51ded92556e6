"""How fast annotating is against spaCy alone, on the same texts in the same run, in words per CPU-second of one core.

    python tests/quality/bench_annotate.py [ARTICLES.jsonl[.gz]] [--limit N] [--json]

Without a file the sample newsroom's articles are read. Both sides get the same paragraphs in the same batches and load their
models before the clock starts; each side runs ``--rounds`` times in turn and the best round counts, so that a busy machine
slows neither. The share of each finder is measured apart, with a clock around it.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable

from acta.annotate.article import STEPS, to_record
from acta.annotate.chunk import annotate_chunk
from acta.annotate.many import chunks
from acta.annotate.parse import BATCH_PARAGRAPHS, paragraphs, parse, plain_model
from acta.annotate.present import published_on
from acta.annotate.reading import Reading
from acta.annotate.run import read_articles
from acta.records import Article
from acta.streams import open_input

ROUNDS = 3
PLAIN = plain_model()


def spacy_alone(articles: list[Article]) -> None:
    """The tagger, parser and entity recogniser on the same paragraphs, nothing read from the result."""
    texts = (part for article in articles for _, part in paragraphs(article["text"]))
    for _ in PLAIN.pipe(texts, batch_size=BATCH_PARAGRAPHS):
        pass


def acta_whole(articles: list[Article]) -> None:
    """What a worker process does, with the record as JSON."""
    for chunk in chunks(articles):
        json.dumps(annotate_chunk(chunk))


def cpu_seconds(work: Callable[[list[Article]], None], articles: list[Article]) -> float:
    """CPU time of one run."""
    begin = time.process_time()
    work(articles)
    return time.process_time() - begin


def step_seconds(articles: list[Article]) -> dict[str, float]:
    """CPU time of each step after spaCy, summed over the articles; what is left of the whole is copying out the parse."""
    spent = dict.fromkeys([name for name, _ in STEPS] + ["record"], 0.0)
    for article, parsed in zip(articles, parse([a["text"] for a in articles]), strict=True):
        reading = Reading(parsed, published_on(article), article.get("title"))
        since = time.process_time()
        for name, step in STEPS:
            step(reading)
            now = time.process_time()
            spent[name] += now - since
            since = now
        json.dumps(to_record(article, reading))
        spent["record"] += time.process_time() - since
    return spent


def sample_articles() -> list[Article]:
    """The bodies of the sample newsroom, as its pages first showed them."""
    from acta.newsroom.catalogue import load_articles

    shown = [(article.slug, article.first) for article in load_articles()]
    return [
        {
            "article_id": slug,
            "text": "\n".join(first.body),
            "published_at": first.published_at.isoformat(),
            "language": "en",
        }
        for slug, first in shown
        if first.language == "en"
    ]


def articles_of(path: str | None) -> list[Article]:
    """Articles of a file; of the sample newsroom without one."""
    if path is None:
        return sample_articles()
    with open_input(path) as lines:
        return list(read_articles(lines, path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    articles = articles_of(args.articles)[: args.limit]
    words = sum(len(article["text"].split()) for article in articles)
    acta_whole(articles[:5])  # loads models and tables
    gc.freeze()  # as in a worker
    times = [(cpu_seconds(spacy_alone, articles), cpu_seconds(acta_whole, articles)) for _ in range(args.rounds)]
    spacy, acta = min(t[0] for t in times), min(t[1] for t in times)
    shares = step_seconds(articles)
    shares["columns"] = max(0.0, acta - spacy - sum(shares.values()))
    figures = {
        "articles": len(articles),
        "words": words,
        "spacy_words_per_cpu_second": round(words / spacy),
        "acta_words_per_cpu_second": round(words / acta),
        "ratio": round(spacy / acta, 3),
        "microseconds_per_word": {
            name: round(s / words * 1e6, 2) for name, s in sorted(shares.items(), key=lambda x: -x[1])
        },
    }
    if args.json:
        print(json.dumps(figures, indent=1))
        return
    print(f"{len(articles)} articles, {words} words, best of {args.rounds} rounds, one process")
    print(f"spaCy alone  {words / spacy:8.0f} words per CPU-second")
    print(f"annotate     {words / acta:8.0f} words per CPU-second, {spacy / acta:.2f} of spaCy alone")
    print("after spaCy, microseconds a word: " + ", ".join(f"{n} {s / words * 1e6:.1f}" for n, s in shares.items()))


if __name__ == "__main__":
    main()
