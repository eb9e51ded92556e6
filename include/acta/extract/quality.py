"""How far an extracted text can be trusted, measured: what is low is flagged for readers of the table, never dropped."""

from __future__ import annotations

from dataclasses import dataclass

from acta.extract.body import count_words
from acta.extract.pageview import squeeze

LINK_DENSITY = 0.3  # of the text's words are lines that are links elsewhere on the page
BOILERPLATE_SHARE = 0.4  # of the words found were taken out
LANGUAGE_SCORE = 0.8  # below it the identifier wavers
FEW_WORDS = 60


@dataclass(frozen=True, slots=True)
class Quality:
    """Measures of one text; ``doubts`` are the short names of those beyond their bound, joined by "; "."""

    link_density: float | None = None
    boilerplate_share: float = 0.0
    language_score: float | None = None
    doubts: str | None = None


def measure(
    kept: list[str],
    removed: list[str],
    anchors: frozenset[str] | None,
    language_score: float | None,
    is_cut: bool = False,
) -> Quality:
    """Quality of a text; ``anchors`` are the page's links, None for a text without any page around it.

    ``is_cut`` says that the page was beyond the bounds of nesting.py.
    """
    words = count_words("\n".join(kept))
    taken = sum(count_words(line) for line in removed)
    density = None
    if anchors is not None:
        linked = sum(count_words(line) for line in kept if squeeze(line) in anchors)
        density = round(linked / max(1, words), 4)
    share = round(taken / max(1, words + taken), 4)
    doubts = [
        name
        for name, is_low in (
            ("links", density is not None and density > LINK_DENSITY),
            ("boilerplate", share > BOILERPLATE_SHARE),
            ("language", language_score is not None and language_score < LANGUAGE_SCORE),
            ("short", words < FEW_WORDS),
            ("cut", is_cut),
        )
        if is_low
    ]
    return Quality(density, share, language_score, "; ".join(doubts) or None)
