"""A secret in a URL is masked by its name or by its shape; an article's address is not."""

from __future__ import annotations

import random

import pytest
from tests.acta.collect.secret_urls import IN_FRAGMENTS, IN_USER, KINDS, ORDINARY

from acta.collect.masking import is_masked, mask_text, mask_url
from acta.collect.rows import key_of
from acta.collect.urls import url_key

SECRET_URLS = [
    *((secret, f"https://outlet.example{path.format(secret)}") for secret, path in KINDS),
    *((secret, f"https://outlet.example/story{path.format(secret)}") for secret, path in IN_FRAGMENTS),
    *((secret, f"https://{path.format(secret)}@outlet.example/story") for secret, path in IN_USER),
]


@pytest.mark.fault(31)
@pytest.mark.parametrize(("secret", "url"), SECRET_URLS, ids=lambda text: text[:60])
def test_a_secret_is_masked_in_a_url_and_in_a_text_around_it(secret: str, url: str) -> None:
    masked = mask_url(url)
    assert secret not in masked and is_masked(masked)
    assert mask_url(masked) == masked
    assert secret not in key_of(url)
    assert secret not in mask_text(f"refused before connecting: <{url}> ('{url}')")
    path = "/" + url.split("://", 1)[1].partition("/")[2]
    assert "@" in url or secret not in mask_text(f"Pool(host='x'): Max retries exceeded with url: {path} (Caused by x)")


@pytest.mark.parametrize("url", ORDINARY)
def test_an_ordinary_address_stays_and_so_does_its_id(url: str) -> None:
    assert mask_url(url) == url
    assert key_of(url) == url_key(url)
    assert mask_text(f"see {url} now") == f"see {url} now"


@pytest.mark.fault(31)
@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcDEF123456", "password=hunter22", '{"token": "abcdef123"}', "api_key: 0a1b2c3d",
        "//joe:abcdef123@host/x", "GET /x?sid=a1b2c3d4e5 failed", "?token=abcdef123", "session=abc123def; path=/",
    ],
)  # fmt: skip
def test_a_secret_outside_of_a_url_is_masked_in_a_text(text: str) -> None:
    for secret in ("abcDEF123456", "hunter22", "abcdef123", "0a1b2c3d", "a1b2c3d4e5", "abc123def"):
        assert secret not in mask_text(text)


def test_two_secrets_stay_two_urls() -> None:
    one, two = (mask_url(f"https://outlet.example/feed/{number:040x}/x") for number in (0x1F << 150, 0x2E << 150))
    assert one != two


def test_random_values_are_told_from_words_whatever_their_alphabet() -> None:
    chance, seen = random.Random(7), 0
    alphabets = (
        "0123456789abcdef",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
        "abcdefghijklmnopqrstuvwxyz0123456789",
    )
    for number in range(2000):
        value = "".join(chance.choice(alphabets[number % 4]) for _ in range(chance.randint(32, 64)))
        seen += value not in mask_url(f"https://outlet.example/x?viewer={value}")
    assert seen / 2000 > 0.97
