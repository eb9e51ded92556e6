"""Numbers in words: bounds that stay open, ranges, money."""

from __future__ import annotations

import pytest

from acta.annotate.events.quantities import read_amount, read_quantity


@pytest.mark.parametrize(
    ("words", "low", "high", "is_approximate"),
    [
        ("12", 12, 12, False),
        ("1,500", 1500, 1500, False),
        ("eleven", 11, 11, False),
        ("twenty-two", 22, 22, False),
        ("one hundred and five", 105, 105, False),
        ("a dozen", 12, 12, False),
        ("1.5 million", 1_500_000, 1_500_000, False),
        ("two thousand", 2000, 2000, False),
        ("At least 20", 20, None, False),
        ("more than 1,500", 1500, None, False),
        ("up to 11", None, 11, False),
        ("fewer than 100", None, 100, False),
        ("about 5,000", 5000, 5000, True),
        ("some 40", 40, 40, True),
        ("dozens", 24, None, True),
        ("hundreds", 200, None, True),
        ("Tens of thousands", 20_000, None, True),
        ("hundreds of thousands", 200_000, None, True),
        ("Between 20 and 30", 20, 30, False),
        ("12 to 15", 12, 15, False),
        ("two or three", 2, 3, False),
        ("several", None, None, None),
        ("1.2.3", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_count_in_words(words: str, low: float | None, high: float | None, is_approximate: bool | None) -> None:
    found = read_quantity(words)
    if is_approximate is None:
        assert found is None
    else:
        assert found is not None
        assert (found.low, found.high, found.is_approximate) == (low, high, is_approximate)


@pytest.mark.parametrize(
    ("words", "low", "high", "currency"),
    [
        ("$1.5 billion", 1.5e9, 1.5e9, "USD"),
        ("US$ 20 million", 2e7, 2e7, "USD"),
        ("A$3m", 3e6, 3e6, "AUD"),
        ("€40bn", 4e10, 4e10, "EUR"),
        ("20 million euros", 2e7, 2e7, "EUR"),
        ("more than 500 pounds", 500, None, "GBP"),
        ("200 million dinars", 2e8, 2e8, None),
        ("200 million Iraqi dinars", 2e8, 2e8, "IQD"),
        ("340 million marks", 3.4e8, 3.4e8, None),
        ("up to $5 million", None, 5e6, "USD"),
    ],
)
def test_an_amount_has_a_currency_only_where_its_name_means_one(
    words: str, low: float | None, high: float | None, currency: str | None
) -> None:
    found = read_amount(words)
    assert found is not None
    assert (found.low, found.high, found.currency) == (low, high, currency)
