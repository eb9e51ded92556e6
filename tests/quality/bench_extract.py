"""Acta beside other extractors on the same pages in one run: F1 of the body, and pages per CPU-second of one process.

    python tests/quality/bench_extract.py [PAGES.jsonl[.gz] [GOLD.jsonl[.gz]]] [--limit N] [--json]

Without files the pages of the sample newsroom are read and held against the texts they were made from. Every program gives
body, title, authors and date; each runs twice and its better round counts. F1 is that of bags of four-word shingles, from mean
precision and mean recall over the pages. newspaper4k is measured where it is installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trafilatura

from acta.extract.article import extract_page
from acta.extract.types import Extracted, Page

ROUNDS = 2  # the best counts: the first loads tables of locales and stop words for whoever comes first
SHINGLE = 4
Read = Callable[[str, str | None], str]  # HTML and address to the body's text


def acta(html: str, url: str | None) -> str:
    """Body as ``acta extract`` gives it, metadata and furniture judged on the way."""
    found = extract_page(Page(html, url))
    return found.text if isinstance(found, Extracted) else ""


def trafilatura_default(html: str, url: str | None) -> str:
    """trafilatura's defaults, comments off, with metadata."""
    found = trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    return getattr(found, "text", None) or ""


def newspaper(html: str, url: str | None) -> str:
    """newspaper4k without any request of its own."""
    from newspaper import Article, ArticleException

    article = Article(url or "https://page.invalid/", fetch_images=False)
    try:
        article.download(input_html=html)
        article.parse()
    except ArticleException:  # it refuses some pages as "not downloaded"; they count as read empty
        return ""
    return str(article.text)


def readers() -> dict[str, Read]:
    """Programs that are installed here."""
    found: dict[str, Read] = {"Acta": acta, "trafilatura": trafilatura_default}
    if importlib.util.find_spec("newspaper"):
        found["newspaper4k"] = newspaper
    return found


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def f1(texts: list[str], gold: list[str]) -> float:
    """F1 from mean precision and mean recall over the pages."""
    precision, recall = [], []
    for text, expected in zip(texts, gold, strict=True):
        out, want = shingles(text), shingles(expected)
        same = (out & want).total()
        if text:
            precision.append(same / out.total())
        recall.append(same / want.total())
    p, r = sum(precision) / max(1, len(precision)), sum(recall) / max(1, len(recall))
    return 2 * p * r / (p + r) if p + r else 0.0


def newsroom_pages() -> Iterator[tuple[str, str | None, str]]:
    """HTML, address and text of every article of the sample newsroom, as first published."""
    from acta.newsroom.catalogue import load_articles
    from acta.newsroom.pages import article_page

    for article in load_articles():
        base = article.outlet.base_url(18800)
        html = article_page(article, article.first, base).decode()
        body = [block.removeprefix("## ") for block in article.first.body if not block.startswith(":: ")]
        if article.outlet.layout == "json_ld" and article.first.summary:
            body.insert(0, article.first.summary)
        yield html, base + article.path, "\n".join(body)


def file_pages(pages: Path, gold: Path | None) -> Iterator[tuple[str, str | None, str]]:
    """HTML, address and expected text of the pages of a file; without gold the text is empty."""
    texts = {row["page_id"]: row["text"] for row in rows(gold)} if gold else {}
    for row in rows(pages):
        yield row["html"], row.get("url"), texts.get(row.get("page_id"), "")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def measure(read: Read, pages: list[tuple[str, str | None, str]]) -> dict[str, float | None]:
    """F1 over the pages that have an expected text, and pages per CPU-second over all."""
    seconds = float("inf")
    for _ in range(ROUNDS):
        since = time.process_time()
        texts = [read(html, url) for html, url, _ in pages]
        seconds = min(seconds, time.process_time() - since)
    judged = [(text, gold) for text, (_, _, gold) in zip(texts, pages, strict=True) if gold]
    score = f1([text for text, _ in judged], [gold for _, gold in judged]) if judged else None
    return {"f1": score, "pages_per_cpu_second": len(pages) / seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    pages = list(file_pages(args.pages, args.gold) if args.pages else newsroom_pages())[: args.limit]
    figures = {name: measure(read, pages) for name, read in readers().items()}
    if args.json:
        print(json.dumps({"pages": len(pages), "programs": figures}, indent=1))
        return
    print(f"{len(pages)} pages, one process")
    for name, found in figures.items():
        score = "  -  " if found["f1"] is None else f"{found['f1']:.4f}"
        print(f"{name:12} F1 {score}  {found['pages_per_cpu_second']:6.1f} pages per CPU-second")
    if "newspaper4k" not in figures:
        print("newspaper4k is not installed here: not measured")


if __name__ == "__main__":
    main()
