"""url_key v1 is frozen: a vector that changes here moves the ids of articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acta.collect.masking import is_masked, mask_text, mask_url
from acta.collect.urls import absolute, url_key

VECTORS = [
    ("HTTPS://WWW.Example.COM:443/A/b", "https://www.example.com/A/b"),
    ("http://example.com:80", "http://example.com/"),
    ("http://example.com:8080/", "http://example.com:8080/"),
    ("https://example.com/a#part", "https://example.com/a"),
    ("https://example.com/a/", "https://example.com/a"),
    ("https://example.com/a/./b/../c", "https://example.com/a/c"),
    ("https://example.com/a//b", "https://example.com/a/b"),
    ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
    ("https://example.com/a?utm_source=x&id=7&fbclid=y", "https://example.com/a?id=7"),
    ("https://example.com/article.php?sid=12&msid=4", "https://example.com/article.php?msid=4&sid=12"),
    ("https://example.com/a;jsessionid=0A1B", "https://example.com/a"),
    ("https://example.com/%7Euser/%c3%a9t%C3%A9", "https://example.com/~user/%C3%A9t%C3%A9"),
    ("https://example.com/été", "https://example.com/%C3%A9t%C3%A9"),
    ("https://example.com/a%2fb", "https://example.com/a%2Fb"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://user:pw@example.com/a", "https://example.com/a"),
    ("https://example.com/news/story/amp/", "https://example.com/news/story"),
    ("https://example.com/amp/news/story", "https://example.com/news/story"),
    ("https://example.com/news/story.amp.html", "https://example.com/news/story.html"),
    ("https://amp.example.com/news/story", "https://www.example.com/news/story"),
    ("https://example.com/news/story?outputType=amp", "https://example.com/news/story"),
    ("https://example.com/news/story?amp=9", "https://example.com/news/story?amp=9"),
    ("http://127.0.0.1:9001/a?q=%26", "http://127.0.0.1:9001/a?q=%26"),
]


@pytest.mark.parametrize(("url", "key"), VECTORS)
def test_url_key_v1_is_frozen(url: str, key: str) -> None:
    assert url_key(url) == key


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.c", "javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "http://a:b/"]
)
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    assert url_key(url) is None


@given(st.from_regex(r"https?://[a-z]{1,8}\.example(:[0-9]{2,4})?/[ -~]{0,30}", fullmatch=True))
def test_a_key_is_its_own_key(url: str) -> None:
    key = url_key(url)
    assert key is None or url_key(key) == key


def test_links_are_resolved_and_other_schemes_refused() -> None:
    assert absolute("../b?x=1#top", "https://example.com/a/c/") == "https://example.com/a/b?x=1"
    assert absolute("javascript:void(0)", "https://example.com/") is None


def test_secrets_are_masked_and_two_of_them_stay_two_urls() -> None:
    one, two = (mask_url(f"https://joe:pw@example.com/f?id=3&token={secret}") for secret in ("s3cret", "other"))
    assert "s3cret" not in one and "pw@" not in one and "id=3" in one
    assert one != two
    assert mask_url(one) == one and is_masked(one)
    assert mask_url("https://example.com/monkey?turkey=1") == "https://example.com/monkey?turkey=1"
    assert "s3cret" not in mask_text("refused https://a:s3cret@example.com/x and https://example.com/?api_key=s3cret")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("a b", "http://b.example/c/a%20b"),
        ("\\\\h.example\\y", "http://h.example/y"),
        ("ht\ntp://h.example/\ty", "http://h.example/y"),
        ("http:x", "http://b.example/c/x"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("http://H.example:80/é?é#f", "http://h.example/%C3%A9?%C3%A9"),
        ("/a/%2e%2E/b", "http://b.example/b"),
        ("?page=2", "http://b.example/c/d?page=2"),
        ("http://h.example:99999/#f", "http://h.example:99999/"),  # the fetch refuses it, as a row
        ("data:text/html,x", None),
    ],
)
def test_links_are_resolved_as_browsers_do(link: str, url: str | None) -> None:
    assert absolute(link, "http://b.example/c/d") == url
