"""Strategies of what sites and people send: documents built from the grammar, then damaged as networks and people do."""

from __future__ import annotations

from hypothesis import strategies as st

REFERENCES = (
    "&#xD83D;&#xDE00;",
    "&#xD800;",
    "&#1114112;",
    "&#0;",
    "&#x;",
    "&amp;#xDFFF;",
    "&nbsp;",
    "&bogus;",
    "&#99999999999999999999;",
)
WORDS = (
    "Quay reopened",
    "",
    " ",
    "\u200b",
    "\ud7ff",
    "x" * 3000,
    "]]>",
    "<![CDATA[",
    "<b>",
    "\x00",
    "😀",
    "é",
    *REFERENCES,
)
TIMES = (
    "Mon, 02 Mar 2026 10:00:00 GMT",
    "2026-03-02T10:00:00+01:00",
    "2026-03-02",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "Mon, 02 Mar 20260000000 10:00:00 GMT",
    "2026-03-02T10:00:00+029999:00",
    "-1",
    "1e999",
    "nan",
    "2026-02-31",
    "20260302",
    "99:99",
    "Mon, 02 Mar 2026 10:00:00 +99999999999",
    "0000-00-00",
    "٢٠٢٦-٠٣-٠٢",
    "",
    "\x00",
)
URLS = (
    "http://127.0.0.1:19403/a.html",
    "/a",
    "../b?x=1&amp;y=2",
    "http://127.0.0.1:99999/x",
    "http://[::1",
    "http://[x]/",
    "http://",
    "javascript:alert(1)",
    "http://a.example/&#xD800;",
    "http://a.example/\x00",
    "http://a.example:port/",
    "//",
    "?",
    "#",
    "data:,x",
    "http://a.example/?" + "&amp;".join(f"a{n}=1" for n in range(1200)),
    "http://" + "a" * 300 + ".example/",
    "http://xn--a/",
    "http://a.example/%FF%FE%ZZ",
    "HTTP://A.EXAMPLE/;jsessionid=1",
    "http://ü.example/ä",
    "http://a\u3002example/",
    "http:///a",
    "http://user:p@ss@a.example/",
)
NAMESPACES = (
    "http://www.sitemaps.org/schemas/sitemap/0.9",
    "http://www.google.com/schemas/sitemap-news/0.9",
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/",
    "",
    "&#xD800;",
    "x y",
    "http://[",
)
TAGS = (
    "rss",
    "channel",
    "item",
    "title",
    "link",
    "pubDate",
    "guid",
    "feed",
    "entry",
    "id",
    "updated",
    "published",
    "dc:date",
    "urlset",
    "url",
    "loc",
    "lastmod",
    "news:news",
    "news:title",
    "news:publication_date",
    "sitemapindex",
    "sitemap",
    "rdf:RDF",
    "media:content",
    "content:encoded",
    "author",
    "summary",
    "description",
    "xhtml:div",
    "a:b:c",
    ":",
    "xmlns:",
    "base",
    "textInput",
    "enclosure",
)
TOKENS = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"&#xD800;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml",
    b"?>",
    b"<!DOCTYPE x [",
    b"<!ENTITY a 'b'>",
    b"&a;",
    b"xmlns:news=",
    b":",
    b"{",
    b"}",
    b"[",
    b'"',
    b"1e999",
    b"9999",
    b"\r",
    b"\n",
    b"<",
    b">",
    b"/",
    b"=",
    b"\xfe\xff",
    b"\x1f\x8b",
    b"encoding='utf-16'",
    b"encoding='x-user-defined'",
    b"&#1114112;",
    b"\xc3",
)

texts = st.one_of(st.sampled_from((*WORDS, *TIMES, *URLS)), st.text(max_size=30))


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> str:
    """An element with children of its own kind, more or less well-formed."""
    tag = draw(st.sampled_from(TAGS))
    attributes = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ("xmlns", "xmlns:news", "href", "rel", "type", "version", "xml:base", "xml:lang", "isPermaLink")
                ),
                st.one_of(st.sampled_from(NAMESPACES), texts),
            ),
            max_size=2,
        )
    )
    inside = draw(texts) if depth == 0 else "".join(draw(st.lists(st.one_of(texts, elements(depth - 1)), max_size=4)))
    given = "".join(f' {name}="{value}"' for name, value in attributes)
    return f"<{tag}{given}>{inside}</{tag}>"


@st.composite
def rss(draw: st.DrawFn) -> str:
    items = draw(st.lists(st.tuples(texts, st.sampled_from(URLS), st.sampled_from(TIMES)), max_size=4))
    listed = "".join(f"<item><title>{a}</title><link>{b}</link><pubDate>{c}</pubDate></item>" for a, b, c in items)
    return f'<rss version="2.0"><channel><title>{draw(texts)}</title>{listed}</channel></rss>'


@st.composite
def atom(draw: st.DrawFn) -> str:
    items = draw(st.lists(st.tuples(texts, st.sampled_from(URLS), st.sampled_from(TIMES)), max_size=4))
    listed = "".join(
        f'<entry><title type="html">{a}</title><link href="{b}"/><updated>{c}</updated></entry>' for a, b, c in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{listed}</feed>'


@st.composite
def sitemap(draw: st.DrawFn) -> str:
    items = draw(st.lists(st.tuples(st.sampled_from(URLS), st.sampled_from(TIMES), texts), max_size=4))
    root, entry = draw(st.sampled_from((("urlset", "url"), ("sitemapindex", "sitemap"))))
    listed = "".join(
        f"<{entry}><loc>{a}</loc><lastmod>{b}</lastmod><news:news><news:title>{c}</news:title></news:news></{entry}>"
        for a, b, c in items
    )
    return f'<{root} xmlns="{draw(st.sampled_from(NAMESPACES))}">{listed}</{root}>'


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from((*URLS, *TIMES, "half \ud83d", "\ud83d\ude00")),
        st.text(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("url", "id", "title", "items", "version", "date_published")), inner)
    ),
    max_leaves=8,
)


def damaged(documents: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """A document as it is, or with some bytes changed, left out, put in, repeated, or cut off."""
    return st.builds(
        _damage,
        documents,
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 5), st.sampled_from(TOKENS)), max_size=6),
    )


def _damage(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for place, kind, token in changes:
        at = place % (len(body) + 1)
        if kind == 0:
            body = body[:at] + token + body[at:]
        elif kind == 1:
            body = body[:at] + token + body[at + len(token) :]
        elif kind == 2:
            body = body[:at] + body[at + len(token) * 3 :]
        elif kind == 3:
            body = body[:at]
        elif kind == 4:
            body = body[:at] + body[at // 2 : at] + body[at:]
        elif at < len(body):
            body = body[:at] + bytes([body[at] ^ (1 << place % 8)]) + body[at + 1 :]
    return body


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


ENCODINGS = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "utf-32", "cp1252"))
