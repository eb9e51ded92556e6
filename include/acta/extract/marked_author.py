"""Elements that a page marks as its author's, found without a search of the tree or a copy of it where no name asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.json_metadata import normalize_authors
from trafilatura.utils import trim
from trafilatura.xpaths import AUTHOR_DISCARD_XPATHS, AUTHOR_XPATHS

from acta.extract.pageview import PageView

MICRODATA = (
    "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop='name'])]"
    " | //a[contains(concat(' ', @rel, ' '), ' author ')]"
)
IN_CLASS = ("author", "byline", "Author", "Byline", "autor", "auteur")
IN_TESTID = ("author", "byline")
WHOLE = {"body", "html", "article", "main"}
SOUGHT = (  # what some name must hold for each of trafilatura's expressions to find anything
    ("author", "AuthorCard", "AuthorURL", "AuthorName"),
    ("author", "byline", "username", "byl", "BBL", "zuozhe", "bianji", "xiaobian", "channel-name", "submitted-by", "posted-by",
     "journalist-name"),
    ("author", "Author", "Byline", "byline", "screenname", "writer"),
)  # fmt: skip
MAX_CHARS = 120


def elements_of_author(view: PageView) -> Iterator[list[HtmlElement]]:
    """Elements that microdata or a link gives to the author, then those whose class does."""
    if not any(name in view.names for name in IN_CLASS):
        return
    if "author" in view.names:
        yield view.tree.xpath(MICRODATA)
    yield [element for element in view.tree.iter("*") if element.tag not in WHOLE and _is_named(element)]


def _is_named(element: HtmlElement) -> bool:
    names, testid = element.get("class"), element.get("data-testid")
    return (names is not None and any(name in names for name in IN_CLASS)) or (
        testid is not None and any(name in testid for name in IN_TESTID)
    )


def marked_author(view: PageView) -> str | None:
    """What trafilatura's ``extract_author`` gives, without its copy of the whole page: that of the one element is enough."""
    is_tagged = view.tree.find(".//author") is not None or view.tree.find(".//rel") is not None
    discarded: set[HtmlElement] | None = None
    for find, sought in zip(AUTHOR_XPATHS, SOUGHT, strict=True):
        if not is_tagged and not any(name in view.names for name in sought):
            continue
        for element in find(view.tree):
            if discarded is None:
                discarded = {each for expression in AUTHOR_DISCARD_XPATHS for each in expression(view.tree)}
            if element in discarded or not discarded.isdisjoint(element.iterancestors()):
                continue
            if not discarded.isdisjoint(element.iterdescendants()):
                element = prune_unwanted_nodes(deepcopy(element), AUTHOR_DISCARD_XPATHS)
            text = trim(" ".join(element.itertext()))
            if 2 < len(text) < MAX_CHARS:
                return normalize_authors(None, text)
    return None
