"""Whatever a site answers to robots.txt: a ruling with a pause that is a number, for every URL."""

from __future__ import annotations

import math

import pytest
from hypothesis import strategies as st
from tests.fuzz.budget import budgets, fuzz
from tests.fuzz.documents import URLS, damaged

from acta.collect.robots import MAX_DELAY, rule
from acta.collect.urls import absolute

NAMES = st.sampled_from(
    (
        "User-agent",
        "Disallow",
        "Allow",
        "Crawl-delay",
        "Sitemap",
        "Host",
        "user-AGENT ",
        "Dissalow",
        "",
        "#",
        "\ufeffUser-agent",
    )
)
VALUES = st.one_of(
    st.sampled_from(
        (
            "*",
            "Acta",
            "acta/1.0",
            "/",
            "/*",
            "/*$",
            "$",
            "*" * 200,
            "/%ZZ",
            "/%00",
            "/a?*b",
            "nan",
            "inf",
            "-1",
            "1e999",
            "0x10",
            "",
        )
    ),
    st.sampled_from(URLS),
    st.text(max_size=20),
)
robots = damaged(
    st.lists(st.tuples(NAMES, VALUES), max_size=12).map(
        lambda lines: "".join(f"{name}: {value}\n" for name, value in lines).encode("utf-8", "surrogatepass")
    )
)


def check(given: tuple[bytes, str]) -> None:
    body, link = given
    url = absolute(link, "http://127.0.0.1:19403/")
    if url is not None:
        ruling = rule(body.decode("utf-8-sig", "replace"), url)
        assert 0 <= ruling.crawl_delay <= MAX_DELAY and math.isfinite(ruling.crawl_delay)
        assert ruling.refusal is None or ruling.refusal.reason == "robots"


@pytest.mark.fault(21)
@budgets
def test_no_robots_txt_ends_in_an_exception(seconds: float) -> None:
    fuzz(st.tuples(robots, st.one_of(st.sampled_from(URLS), st.text(max_size=30))), check, seconds)
