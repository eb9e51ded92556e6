"""Whatever a line of input holds, it becomes a record, or one message that names the line; and a text costs no exception."""

from __future__ import annotations

import json

from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz

from acta.annotate.chunk import annotate_chunk
from acta.annotate.run import encode, read_articles
from acta.errors import Permanent
from acta.extract.run import _Broken, _extract_line

DATES = ("0001-01-01", "9999-12-31", "2026-02-30T25:00", "0000-00-00", "", "2026-05-04T10:00:00+99:00")
WORDS = [
    "said", "He", "“", "”", '"', "'", "(", ")", ",", ".", "-", "A", "$", "and", "\n", "\n\n", "\u0301", "\u200b", "\u202e",
    "\x00", "\U0001f600", "\ud800", "Anna Berg", "the minister of", "on 3 May 2026", "killed 12", "9" * 400, "1,234.5",
    "next week", "in 9999", "in the year 1", "31 February", "Rebels attacked", "€5m", "http://a.example/?" + "x" * 300,
]  # fmt: skip
texts = st.lists(
    st.builds(lambda word, gap, times: (word + gap) * times, st.sampled_from(WORDS) | st.text(max_size=12),
              st.sampled_from([" ", " ", " ", "", "\n"]), st.sampled_from([1, 1, 1, 3, 60])),
    max_size=20,
).map("".join)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(DATES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
articles = st.fixed_dictionaries(
    {"article_id": st.just("a") | st.text(min_size=1, max_size=9), "text": texts},
    optional={"title": st.none() | texts, "published_at": st.none() | st.sampled_from(DATES), "language": st.just("en")},
)
broken = st.sampled_from([b"[" * 3_000, b'{"text":' * 2_000, b"\xff\xfe", b"9" * 10_000, b'{"article_id":"a","text":"\\ud800"}',
                          b'{"page_id":"\\ud800","html":"\\udfff"}', b"\x00", b"null", b"NaN", b'{"html_path":"\\u0000"}',
                          b'{"html_path":"/dev/zero"}', b'{"html_path":"/"}'])  # fmt: skip
NAMES = ["article_id", "page_id", "text", "html", "html_path", "url", "title", "published_at", "content_type", "language"]
lines = broken | st.binary(max_size=60) | st.dictionaries(st.sampled_from(NAMES), anything).map(lambda r: json.dumps(r).encode())


def read_line(line: bytes) -> None:
    page = _extract_line("pages.jsonl", ".", (7, line))
    if isinstance(page, _Broken):
        assert page.message.startswith("pages.jsonl:7: ")
    else:
        assert json.loads(page)["outcome"] in ("article", "rejected")
    try:
        list(read_articles([line], "articles.jsonl"))
    except Permanent as error:
        assert str(error).startswith("articles.jsonl:1: ")


def annotate(article: dict[str, str]) -> None:
    (result,) = annotate_chunk([article])  # type: ignore[list-item]
    assert result["outcome"] in ("annotated", "unsupported_language"), (result["reason"], result["detail"])
    encode(dict(result["record"]))
    for start, end in result["record"]["sentences"]:
        assert 0 <= start < end <= len(article["text"])


@budgets
def test_no_line_of_records_ends_in_an_exception(seconds: float) -> None:
    fuzz(lines, read_line, seconds / 2)


@budgets
def test_no_text_ends_in_an_exception(seconds: float) -> None:
    fuzz(articles, annotate, seconds)
