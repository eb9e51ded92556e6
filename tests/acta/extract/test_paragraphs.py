"""What belongs to the text and what does not, judged by content, links and place rather than by a class name."""

from __future__ import annotations

import pytest
from tests.acta.extract.stories import FIRST, FOURTH, PARAGRAPHS, SECOND, THIRD, TITLE, article, lines, page, paragraphs

STANDFIRST = "Good weather and a quick crew: what the islands gain from a quay that nobody expected before July"
OTHER = "Storm closes the port of Rotholm"
OTHERS = tuple(f"The port of Rotholm was closed for the {word} time this winter, and its master told sailors to wait." for word in
               ("first", "second", "third", "fourth"))  # fmt: skip


@pytest.mark.parametrize(
    "attributes",
    [
        ' class="promo-text"', ' class="related"', ' class="ad-eligible"', ' class="social-embed-neighbour share"',
        ' class="subscriber"', ' class="meta"', ' class="sponsor"', ' class="cta"', ' class="tags"', ' id="newsletter"',
        ' aria-hidden="true"',
    ],
)  # fmt: skip
def test_a_class_name_never_takes_a_paragraph_among_others_out(attributes: str) -> None:
    html = article(f"<p>{FIRST}</p><p{attributes}>{SECOND}</p><p>{THIRD}</p><p>{FOURTH}</p>")

    assert lines(html) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "odd",
    [
        f'<p><a href="/report">{SECOND}</a></p>',
        f'<p><img src="a.jpg" alt="{SECOND.replace(chr(34), "")}"></p><p>{SECOND}</p>',
        f"<figure><img src=a.jpg><figcaption>{SECOND}</figcaption></figure><p>{SECOND}</p>",
    ],
)
def test_a_paragraph_stays_though_it_is_one_link_or_equals_a_caption(odd: str) -> None:
    assert lines(article(f"<p>{FIRST}</p>{odd}<p>{THIRD}</p><p>{FOURTH}</p>")) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("between", "head"),
    [
        (f'<p class="standfirst">{STANDFIRST}</p>', ""),
        (f'<div class="article__dek">{STANDFIRST}</div>', ""),
        (f"<h2>{STANDFIRST}</h2>", ""),
        (f'<header><p data-testid="summary">{STANDFIRST}</p><p>By Runa Feld</p></header>', ""),
        (f"<div><span>{STANDFIRST}</span></div>", f'<meta property="og:description" content="{STANDFIRST}">'),
        (f'<div class="post-meta"><p>{STANDFIRST}</p></div>', f'<meta name="description" content="{STANDFIRST[:70]}…">'),
        (f'<p class="byline">By Runa Feld</p><p class="subtitle">{STANDFIRST}</p>', ""),
    ],
)
def test_the_standfirst_opens_the_text(between: str, head: str) -> None:
    html = page(f"<article><h1>{TITLE}</h1>{between}<div>{paragraphs()}</div></article>", head)

    assert lines(html) == [STANDFIRST, *PARAGRAPHS]


@pytest.mark.parametrize(
    "between",
    [
        '<p class="byline">By Runa Feld, harbour correspondent</p>',
        "<p>12 March 2026, 9:30 am CET</p>",
        '<div class="breadcrumb"><a href="/">Home</a> <a href="/i">Islands and their harbours</a></div>',
        f'<p class="standfirst">{FIRST}</p>',
    ],
)
def test_no_byline_date_path_or_repeated_first_paragraph_is_a_standfirst(between: str) -> None:
    assert lines(page(f"<article><h1>{TITLE}</h1>{between}<div>{paragraphs()}</div></article>")) == list(PARAGRAPHS)


NEXT = f"<h1>{OTHER}</h1>{paragraphs(*OTHERS)}"
TEASER = f'<article><h2><a href="/2026/03/10/storm">{OTHER}</a></h2><p>{OTHERS[0]}</p></article>'


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>{TITLE}</h1>{paragraphs()}</article><article>{NEXT}</article>",
        f"<section><article><h1>{TITLE}</h1><div>{paragraphs()}</div></article></section><section><article>{NEXT}</article></section>",
        f"<div><article>{NEXT}</article></div><div><article><h1>{TITLE}</h1>{paragraphs()}</article></div>",
        f"<article><h1>{TITLE}</h1>{paragraphs()}</article>{TEASER * 3}",
        f"<article><h1>{TITLE}</h1>{paragraphs()}{TEASER}{TEASER}</article>",
        f"<article><h1>{TITLE}</h1>{paragraphs()}</article><div class=print>{paragraphs()}</div>",
        f"<article><h1>{TITLE}</h1>{paragraphs(FIRST, SECOND)}<blockquote class=pull>{SECOND[1:49]}</blockquote>"
        f"{paragraphs(THIRD, FOURTH)}</article>",
    ],
)
def test_other_articles_and_copies_on_the_page_are_not_its_text(body: str) -> None:
    assert lines(page(body)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "14:05 GMT", "2.35pm CET", "10:32 am", "Updated at 14.05 BST", "5 minutes ago", "12 March 2026, 14:05", "Key event",
        "Subscribe to continue reading", "Already a subscriber? Log in", "This article is for subscribers only",
        "You have 2 free articles left this month", "Get unlimited access from 1 crown a month", "Video player", "0:00 / 3:41",
        "Listen to this article", "Your browser does not support the audio element", "4 min read", "Media caption",
    ],
)  # fmt: skip
def test_stamps_prompts_and_players_between_paragraphs_are_no_text(line: str) -> None:
    html = article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p><p>{THIRD}</p><p>{FOURTH}</p>")

    assert lines(html) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "At 14:05 GMT the last crane was lifted from the barge, and the crew cheered.",
        "Subscribers of the harbour's bulletin had been told a day earlier, Lantz said.",
        "“Listen to this article,” he told the crew, and read it out.",
        "Five minutes ago the quay had been empty.",
        "It rained.",
    ],
)
def test_a_reporters_sentence_of_like_words_stays(line: str) -> None:
    html = article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p><p>{THIRD}</p><p>{FOURTH}</p>")

    assert lines(html) == [FIRST, SECOND, line, THIRD, FOURTH]


def test_a_short_first_paragraph_is_not_lost() -> None:
    assert lines(article(paragraphs("The quay is open.", *PARAGRAPHS))) == ["The quay is open.", *PARAGRAPHS]
