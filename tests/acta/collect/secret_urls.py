"""URLs with a secret in them, one kind each, and ordinary URLs of news sites that must stay as they are. All invented."""

from __future__ import annotations

import base64
import hashlib
import random

_CHANCE = random.Random(20260312)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def _base62(length: int) -> str:
    return "".join(_CHANCE.choice(_LETTERS) for _ in range(length))


def _hex(length: int) -> str:
    return hashlib.sha512(str(_CHANCE.random()).encode()).hexdigest()[:length]


def _uuid() -> str:
    text = _hex(32)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _jwt() -> str:
    head, body = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b'{"alg":"HS256"}', b'{"sub":"4711"}'))
    return f"{head}.{body}.{_base62(43)}"


# (what is secret, path and query with {} where it stands)
KINDS: list[tuple[str, str]] = [
    *((f"Pa{number}ss{_base62(6)}", f"/story-{number}?{name}={{}}&id={number}") for number, name in enumerate(
        ("token", "access_token", "jwt", "session", "sid", "code", "k", "tk", "key", "auth", "sig", "pwd", "apikey",
         "X-Amz-Signature", "client_secret", "id_token", "PHPSESSID2", "hdnts", "otp", "s", "uid", "sessid", "csrf")
    )),
    (_jwt(), "/story-40?x={}"),
    (_jwt(), "/story-41?id={}"),
    (_uuid(), "/story-42?viewer={}"),
    (_hex(32), "/story-43?viewer={}"),
    (_hex(64), "/story-44?check={}"),
    (_base62(24), "/story-45?viewer={}"),
    (base64.urlsafe_b64encode(_CHANCE.randbytes(24)).decode(), "/story-46?blob={}"),
    ("joe.doe@mail.example", "/story-47?to={}"),
    (_jwt(), "/read/{}/story-50"),
    (_uuid(), "/private/{}/story-51"),
    (_hex(40), "/feed/{}/story-52.html"),
    (_base62(22), "/rss/{}.html"),
    (_base62(44), "/{}/story-54"),
    ("s3cr3tW0rd", "/token/{}/story-55"),
    ("q7Rt2xZ9", "/auth/{}/story-56"),
    (_hex(24), "/story-57;sid={}"),
    (_base62(16), "/story-58;jsessionid2={}?page=2"),
    (_base62(12), "/story-59?next=https%3A%2F%2Fother.example%2Fx%3Ftoken%3D{}%26a%3D1"),
    (_base62(12), "/story-60?next=https://other.example/x?token={}"),
    (_base62(12), "/story-61?%74oken={}"),
    (_base62(12), "/story-62?a=1&amp;token={}"),
    (_base62(12), "/story-63?data[token]={}"),
    (_base62(12), "/token={}/story-64"),
]  # fmt: skip

IN_FRAGMENTS = [("Fr4gm3nt" + _base62(8), "#access_token={}"), (_base62(24), "#{}"), (_jwt(), "#{}"), (_uuid(), "#{}")]
IN_USER = [("pw" + _base62(8), "joe:{}"), ("Us" + _base62(20), "{}"), ("p%40ss" + _base62(6), "joe:{}")]

ORDINARY = [
    "https://outlet.example/",
    "https://outlet.example/2026/11/30/harbour-authority-reopens-northern-quay",
    "https://outlet.example/news/world-europe-68912345",
    "https://outlet.example/news/articles/c0kg7l2qpv2o",
    "https://outlet.example/content/3ab1c1a2-1234-11e9-9d5e-8c0a4f2b6d7e",
    "https://outlet.example/article/quay-torvik-storm-0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "https://outlet.example/0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "https://outlet.example/politics/quay-a-3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "https://outlet.example/3fa85f64-5717-4562-b3fc-2c963f66afa6_story.html",
    "https://outlet.example/3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "https://outlet.example/rss/articles/CBMiVGh0dHBzOi8vd3d3Lm91dGxldC5leGFtcGxlLzIwMjYvMTEvMzAvcXVheQ",
    "https://outlet.example/watch?v=dQw4w9WgXcQ",
    "https://outlet.example/?p=123456",
    "https://outlet.example/index.php?option=com_content&view=article&id=4711:quay-reopens&catid=12&Itemid=101",
    "https://outlet.example/article.php?sid=4711",
    "https://outlet.example/story?id=98765432109876543210",
    "https://outlet.example/story?articleId=3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "https://outlet.example/story.aspx?guid=%7B3FA85F64-5717-4562-B3FC-2C963F66AFA6%7D",
    "https://outlet.example/search?q=port+master+hanne+ostby&page=2&sort=date",
    "https://outlet.example/news?date=2026-11-30T10:00:00Z&lang=en",
    "https://outlet.example/news/story.html?country_code=GB&zip_code=12345&lang_code=en",
    "https://outlet.example/Fire-In-London-Kills-Ten-As-Minister-Resigns-2026",
    "https://outlet.example/en/COVID-19-vaccines-h1n1-g20-summit-b2b-5g-rollout-2026-11-30",
    "https://outlet.example/us-news/2026/nov/30/trade-deal-us-eu-tariffs-25-percent",
    "https://outlet.example/life/style/slug-with-very-many-words-that-never-ends-because-editors-like-long-addresses",
    "https://outlet.example/a/68912345.html",
    "https://outlet.example/en-gb/news/world/quay-reopens/ar-AA1qXyZb",
    "https://outlet.example/international/article/2026/11/30/quay-reopens_6234567_3210.html",
    "https://outlet.example/idUSKBN2AB0CD",
    "https://outlet.example/article/us-torvik-quay-idUSKBN2AB0CD",
    "https://outlet.example/quay-reopens-11634567890",
    "https://outlet.example/tags/g20-summit/feed/",
    "https://outlet.example/feed/rss2",
    "https://outlet.example/rss/bbc1news",
    "https://outlet.example/session/2026/budget-debate",
    "https://outlet.example/key/points-of-the-2026-budget",
    "https://outlet.example/token-economy-explained",
    "https://outlet.example/secret-talks-held-in-estermark-2026",
    "https://outlet.example/s/harbour-reopens-after-storm",
    "https://outlet.example/users/hanne_ostby/posts/3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "https://outlet.example/%E0%A6%AC%E0%A6%BE%E0%A6%82%E0%A6%B2%E0%A6%BE%E0%A6%A6%E0%A7%87%E0%A6%B6/%E0%A6%96%E0%A6%AC%E0%A6%B0",
    "https://outlet.example/новости/2026/порт-открыт",
    "https://outlet.example/news/@editors/quay-reopens",
    "https://outlet.example/story?utm_source=rss&k=harbour&s=storm&t=1732960000&c=12&m=amp",
    "https://outlet.example/monkey?turkey=1&keyboard=qwerty&author=ostby&passage=2&signals=3&design=4",
    "https://outlet.example/A320neo-and-B737MAX-F35A-deal",
    "http://127.0.0.1:18761/news/2026-05-12-trawler-rammed-cutter-says-veld.html",
    "https://outlet.example/live/world-68912345?pinned_post_locator=urn:asset:3fa85f64-5717-4562-b3fc-2c963f66afa6",
]  # fmt: skip
