"""JSON-LD as sites write it: broken, nested, spread over nodes, and with other articles beside the page's own."""

from __future__ import annotations

import json
import time

import pytest
from tests.acta.extract.stories import PARAGRAPHS, TITLE, URL, article, json_ld, read

from acta.extract.jsonld_text import MAX_REPAIRED_CHARS, read_json_ld

AT = "2026-03-12T09:30:00+01:00"
NODE = f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"{AT}","author":{{"@type":"Person","name":"Runa Feld"}}'


@pytest.mark.parametrize(
    "text",
    [
        NODE + ",}",
        NODE + "}};",
        NODE + ',"keywords":["quay","harbour",],}',
        NODE + ',"description":"The "early" quay"}',
        NODE + ',"description":"He said: "No", and left"}',
        NODE + ',"description":"Lantz\\\'s crew"}',
        NODE + ',"wordCount":undefined,"copyrightYear":NaN}',
        NODE + ' "dateModified":"2026-03-12T10:00:00+01:00"}',
        NODE + ',"description":"one\ntwo\tthree"}',
        "/* data */ " + NODE + "}",
        "// data\n" + NODE + "}",
        "<!-- " + NODE + "} -->",
        "var data = " + NODE + "};",
        '{"@type":"WebSite","name":"Kestrian Post"}' + NODE + "}",
        "[" + '{"@type":"WebSite"},,' + NODE + "}]",
        NODE,  # cut off
        NODE.replace('"', "'") + "}",
        NODE.replace('"', "&quot;") + "}",
    ],
)
def test_broken_json_ld_still_names_author_and_time(text: str) -> None:
    found = read(article(head=json_ld(text))).metadata

    assert (found.author.value, found.published_at.value) == ("Runa Feld", AT)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, '{"a":' * 9_000, '{"a":"' + 'b"c' * 30_000, "}{" * 40_000, "/*" * 40_000, "", "{"]
)
def test_what_no_repair_makes_sense_of_costs_little_and_raises_nothing(text: str) -> None:
    start = time.process_time()
    read_json_ld(text[:MAX_REPAIRED_CHARS])
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "givenName": "Runa", "familyName": "Feld"}, "Runa Feld"),
        ({"@list": [{"name": "Runa Feld"}, {"name": "Piet Ask"}]}, "Runa Feld; Piet Ask"),
        ({"@type": "ItemList", "itemListElement": [{"item": {"name": "Runa Feld"}}, "Piet Ask"]}, "Runa Feld; Piet Ask"),
        ([["Runa Feld"], [{"name": {"@value": "Piet Ask"}}]], "Runa Feld; Piet Ask"),
        ({"name": {"name": "Runa Feld"}}, "Runa Feld"),
        ({"name": "By <a href='/x'>Runa Feld</a>"}, "Runa Feld"),
        ({"name": "Runa &amp;amp; Piet Feld"}, "Runa; Piet Feld"),
        ({"@id": "#runa"}, "Runa Feld"),
        ({"name": "undefined"}, None),
        ("https://kestrianpost.example/people/runa-feld", None),
        ([{"@type": "Person", "name": "Runa Feld"}, {"@type": "Organization", "name": "Reuters"}], "Runa Feld; Reuters"),
        ([{"@type": "Person", "name": "Runa Feld"}, {"@type": "Organization", "name": "Kestrian Post"}], "Runa Feld"),
        ({"@type": "Organization", "name": "Kestrian Post"}, "Kestrian Post"),
    ],
)
def test_names_are_read_in_whatever_form_they_stand(author: object, expected: str | None) -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "datePublished": AT, "author": author}
    graph = {"@graph": [node, {"@type": "Person", "@id": "#runa", "name": "Runa Feld"}]}
    head = '<meta property="og:site_name" content="Kestrian Post">' + json_ld(json.dumps(graph))

    assert read(article(head=head)).metadata.author.value == expected


def test_the_web_pages_node_speaks_where_no_article_is_described() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "@id": "#page", "datePublished": AT, "author": {"@id": "#p"}},
            {"@type": "Person", "@id": "#p", "name": "Runa Feld"},
        ]
    }
    found = read(article(head=json_ld(json.dumps(graph)))).metadata

    assert (found.author.value, found.published_at.value) == ("Runa Feld", AT)


def described(headline: str, path: str, author: str, **more: str) -> dict[str, object]:
    url = f"https://kestrianpost.example{path}"
    return {"@type": "NewsArticle", "headline": headline, "url": url, "author": {"name": author}, **more}


@pytest.mark.parametrize("own_first", [True, False])
def test_a_related_story_that_is_described_more_fully_is_not_the_page(own_first: bool) -> None:
    own = described(TITLE, "/2026/03/12/quay-opens", "Runa Feld")
    other = described("Storm closes the port", "/2026/03/10/storm", "Piet Ask", datePublished="2026-03-10", articleBody="x" * 900)
    nodes = [own, other] if own_first else [other, own]
    found = read(article(head=json_ld(json.dumps(nodes)))).metadata

    assert (found.title.value, found.author.value) == (TITLE, "Runa Feld")


def test_what_one_node_of_the_article_leaves_open_another_fills() -> None:
    dated = {"@type": "Article", "headline": TITLE, "datePublished": AT}
    nodes = [described(TITLE, "/2026/03/12/quay-opens", "Runa Feld"), dated]
    found = read(article(head="".join(json_ld(json.dumps(node)) for node in nodes))).metadata

    assert (found.author.value, found.published_at.value) == ("Runa Feld", AT)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<link rel="canonical" href="/2026/03/12/quay-opens">', URL),
        ('<link rel="CANONICAL" href="  https://kestrianpost.example/2026/03/12/quay-opens\n">', URL),
        ('<link rel="canonical" href="//kestrianpost.example/2026/03/12/quay-opens">', URL),
        ('<link rel="canonical nofollow" href="quay-opens">', URL),
        ('<base href="https://kestrianpost.example/2026/03/12/"><link rel="canonical" href="quay-opens">', URL),
        ('<link rel="canonical" href="https://kestrianpost.example/2026/03/12/quay-opens#comments">', URL),
        ('<link rel="canonical" href=""><link rel="canonical" href="/2026/03/12/quay-opens">', URL),
        ('<link rel="canonical" href="https://kestrianpost.example/"><meta property="og:url" content="' + URL + '">', URL),
        ('<link rel="canonical" href="http://undefined"><meta property="og:url" content="' + URL + '">', URL),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<link rel="canonical" href="https://[bad/">', None),
        (json_ld(json.dumps({"@type": "NewsArticle", "headline": TITLE, "mainEntityOfPage": {"@id": URL}})), URL),
    ],
)
def test_a_canonical_link_is_read_in_its_odd_forms(link: str, expected: str | None) -> None:
    assert read(article(head=link)).metadata.canonical_url == expected


def test_markup_and_entities_leave_title_and_author() -> None:
    node = {"@type": "NewsArticle", "headline": "New <em>quay</em> &amp;amp; crane", "author": {"name": "<b>Runa Feld</b>"}}
    html = article().replace(f"<h1>{TITLE}</h1>", "").replace("</head>", json_ld(json.dumps(node)) + "</head>")
    found = read(html)

    assert (found.metadata.title.value, found.metadata.author.value) == ("New quay & crane", "Runa Feld")
    assert found.text.split("\n") == list(PARAGRAPHS)
