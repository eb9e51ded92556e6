"""Pages that only look like answers are told from articles, and articles are never taken for them."""

from __future__ import annotations

import json

import pytest

from acta.collect.walls import judge_wall
from acta.newsroom import EDITIONS
from acta.newsroom.catalogue import load_articles, load_outlets
from acta.newsroom.site import respond

SENTENCE = (
    "The harbour authority of Velmark said on Monday that the second quay would open before the end of the year. "
)
BRIEF = f"<p>{SENTENCE * 4}</p>"  # 80 words: the shortest article that a page of its own is made for
STORY = f"<p>{SENTENCE * 4}</p>" * 6
CHROME = (
    "<header><a href='/'>Example News</a> Already a subscriber? <a href='/login'>Log in</a></header>"
    "<nav><ul>" + "<li><a href='/s'>Ministers meet again over the port of Velmark</a></li>" * 20 + "</ul></nav>"
)
PAID = (
    '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "isAccessibleForFree": "False"}]}</script>'
)
CAPTCHA = "<div class='g-recaptcha' data-sitekey='x'></div>"
COOKIES = (
    "<p>We and our 843 partners store and access information on a device, such as cookies, and process data.</p>" * 8
)


def page(title: str, body: str, head: str = "", heading: str | None = None) -> bytes:
    heading = title if heading is None else heading
    return (
        f"<html><head>{head}<title>{title}</title></head><body>{CHROME}<h1>{heading}</h1>{body}"
        "<footer>Contact us. Subscribe to read all we print.</footer></body></html>"
    ).encode()


WALLS = [
    ("captcha", page("Just a moment...", f"<p>Enable JavaScript and cookies to continue.</p>{CAPTCHA}")),
    ("captcha", page("news.example", f"<p>Verify you are human by completing the action below.</p>{CAPTCHA}", heading="")),
    ("captcha", b"<html><head><title>news.example</title></head><body><script src='https://ct.captcha-delivery.com/c.js'></script></body></html>"),
    ("bot_check", page("Access Denied", "<p>You don't have permission to access this server. Reference #18.2f</p>")),
    ("bot_check", page("Attention Required! | Cloudflare", "<p>Sorry, you have been blocked.</p>")),
    ("bot_check", page("Pardon Our Interruption", "<p>Something about your browser made us think you were a bot.</p>")),
    ("consent", page("Before you continue to Example", COOKIES)),
    ("consent", page("Example News - Cookie consent", COOKIES)),
    ("consent", page("Example News", "<p>We and our partners use cookies.</p>", heading="We value your privacy")),
    ("login", page("Sign in | Example News", "<form><input name='u'><input type='Password'></form>")),
    ("login", page("Example News", "<form><input type=\"password\"></form>", heading="")),
    ("paywall", page("Port to open", BRIEF + "<div>Subscribe to read on. Already a subscriber? Log in.</div>", PAID)),
    ("paywall", page("Port to open", f"<p>{SENTENCE}</p><p>To continue reading, become a member.</p>")),
    ("soft_404", page("Page not found", "<p>Sorry, the page you want does not exist.</p>")),
    ("soft_404", page("404 - Page Not Found | Example News", "<p>Try our search.</p>")),
    ("soft_404", page("Oops! That page can’t be found. – Example News", "<p>It looks like nothing is here.</p>")),
    ("soft_404", page("Example News", "<p>It may have moved.</p>", heading="Sorry, this article is no longer available")),
    ("meta_refresh", b'<html><head><meta http-equiv="refresh" content="0; url=/elsewhere"></head></html>'),
    ("kill_notice", page("Port to open", "<p>This article has been retracted because it did not meet our standards.</p>")),
    ("kill_notice", page("Port to open", "<p>This story, published on Monday, has been withdrawn by the agency.</p>")),
    ("kill_notice", page("MANDATORY KILL: Port to open", "<p>Editors: please kill the story slugged Port. Wrong name.</p>")),
    ("kill_notice", page("Port to open", "<p>The article that was originally published here was removed after a complaint.</p>")),
]  # fmt: skip

ARTICLES = [
    page("Access denied: how harbour pilots lost their passes", STORY),
    page("Access denied", STORY),
    page("Captcha", STORY + CAPTCHA),
    page("Just a moment", STORY),
    page("Not found", STORY),
    page("404", STORY),
    page("Bodies of missing sailors not found", BRIEF),
    page("Report on the port was withdrawn, minister says", f"<p>The report was withdrawn on Monday. {SENTENCE * 2}</p>"),
    page("Journal retracts study of harbour sand", f"<p>The study has been retracted by the journal. {SENTENCE * 3}</p>"),
    page("Court removes article from port law", f"<p>An article of the law was removed by the court. {SENTENCE * 3}</p>"),
    page("Port to open", STORY + "<p>Correction: this article has been removed from the home page by mistake.</p>"),
    page("Police kill two in Velmark", BRIEF),
    page("Privacy settings of phones leak the position of ships", BRIEF),
    page("Your privacy", STORY),
    page("Cookies", STORY),
    page("Before you continue", f'<p>{SENTENCE}</p>', '<meta property="og:type" content="article">'),
    page("Port to open", STORY, PAID),
    page("Port to open", STORY + "<div>Subscribe to read more like this. Already a subscriber? Log in.</div>", PAID),
    page("Port to open", BRIEF, PAID),
    page("Port to open", BRIEF + "<p>Subscribe to read our newsletter.</p>"),
    page("Port to open", BRIEF + "<form><input type='password'></form>"),
    page("Port to open", BRIEF + "<form>Sign up" + CAPTCHA + "</form>"),
    page("Sign in, please: the port's new gate", BRIEF),
    page("Port to open", "<form>" + STORY + "</form>"),
    page("Port to open", "<nav>never closed<div>" + STORY.replace("<p>", "<br>").replace("</p>", "")),
    b"Port to open\n\n" + SENTENCE.encode() * 3,
]  # fmt: skip


@pytest.mark.fault(22)
@pytest.mark.parametrize(("reason", "body"), WALLS)
def test_a_page_that_is_no_answer_is_told_by_its_words_and_its_shape(reason: str, body: bytes) -> None:
    verdict = judge_wall(body)
    assert verdict is not None and verdict.reason == reason
    wanted = {"soft_404": "rejected", "meta_refresh": "rejected", "kill_notice": "gone"}.get(reason, "blocked")
    assert verdict.outcome == wanted


@pytest.mark.fault(22)
@pytest.mark.parametrize("body", ARTICLES)
def test_an_article_stays_one_whatever_words_it_uses(body: bytes) -> None:
    assert judge_wall(body) is None


def test_every_article_of_the_newsroom_passes() -> None:
    outlets = {outlet.source_id: outlet for outlet in load_outlets()}
    statuses = []
    for article in load_articles():
        found = respond(outlets[article.outlet.source_id], "http://127.0.0.1:18761", article.path, EDITIONS[2])
        statuses.append(found.status)
        assert found.status != 200 or judge_wall(found.body) is None, article.path
    assert statuses.count(200) >= 80


def test_json_ld_that_nests_for_ever_costs_nothing() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    wide = json.dumps([{"@type": "Thing"}] * 10_000)
    for script in (deep, wide):
        body = page("Port to open", BRIEF, f'<script type="application/ld+json">{script}</script>')
        assert judge_wall(body) is None
