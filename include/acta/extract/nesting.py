"""A page's markup held to bounds before any tree is built, so that no reader's work is more than linear.

Trees cost time by the square of their depth, of unclosed formatting tags (HTML repeats those in every later block) and of the
attributes of one tag. One pass over the tags follows what is open, as HTML's own rules have it, and leaves out tags beyond a
bound. The text between them stays. A page within bounds, as good as every page, comes back as it was.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

MAX_DEPTH = 240  # open elements; browsers stop at 512, and the reading by blocks (blocks.py) at 250
MAX_FORMATTING = 8  # formatting elements that were opened and not closed; each stands again in every later block
MAX_TAGS = 200_000  # what stands behind that many is not read
MAX_ATTRIBUTES = 300  # of one tag; with more, it loses them all
LONG_TAG = 2 * MAX_ATTRIBUTES  # characters: a shorter tag cannot hold so many attributes

TOKEN = re.compile(
    r"<(?:(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?)*+>?|(?P<comment>!--)|[!?])"
)
QUOTED = re.compile(r"\"[^\"]*+\"?|'[^']*+'?")
VOID = {
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image", "input", "keygen", "link", "meta",
    "param", "source", "track", "wbr",
}  # fmt: skip
END_OF_RAW = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}
FORMATTING = {"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u", "nobr"}
INLINE = FORMATTING | {
    "a", "abbr", "acronym", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "q", "samp", "span", "sub",
    "sup", "time", "var",
}  # fmt: skip
ROWS = {"p", "td", "th", "tr"}
ENDS = {  # what an opening tag ends where it stands innermost; every block ends a paragraph
    "li": {"p", "li"}, "dd": {"p", "dd", "dt"}, "dt": {"p", "dd", "dt"}, "option": {"option"}, "td": {"p", "td", "th"},
    "th": {"p", "td", "th"}, "tr": ROWS, "tbody": ROWS | {"tbody", "thead"}, "tfoot": ROWS | {"tbody", "thead"},
}  # fmt: skip
PARAGRAPH = {"p"}


@dataclass(frozen=True, slots=True)
class Bounded:
    """A page within bounds; ``is_cut`` where structure was flattened, attributes were lost or the end was left out."""

    html: str
    is_cut: bool = False


def bounded(html: str) -> Bounded:
    """The page without what is beyond the bounds; the same string where nothing is."""
    return _Scan(html).run()


class _Scan:
    """One pass over a page's tags."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.kept: list[str] = []
        self.copied = 0  # the page up to here is in ``kept``
        self.is_cut = False
        self.stack: list[str] = []
        self.open: Counter[str] = Counter()  # elements of the stack, by name
        self.unclosed: Counter[str] = Counter()  # formatting elements by name, wherever they were opened
        self.formatting = 0  # their sum
        self.skipped: Counter[str] = Counter()  # opening tags left out: their closing tags go too
        self.endless: set[str] = set()  # what has no end in the rest of the page

    def run(self) -> Bounded:
        at, tags = 0, 0
        while match := TOKEN.search(self.html, at):
            at = match.end()
            close, name, comment = match.groups()
            if name is None:
                at = self._end("comment", at) if comment else at
                continue
            tags += 1
            if tags > MAX_TAGS:
                return Bounded("".join([*self.kept, self.html[self.copied : match.start()]]), True)
            name = name.lower()
            if close:
                if not self._closes(name):
                    self._replace(match, "" if name in INLINE else "<br>")
            elif name in END_OF_RAW:
                at = self._end(name, at)
            elif name not in VOID and not self._opens(name):
                self._replace(match, "" if name in INLINE else "<br>")
                self.is_cut = self.is_cut or name not in FORMATTING
            elif match.end() - match.start() > LONG_TAG and _attributes(match.group()) > MAX_ATTRIBUTES:
                self._replace(match, f"<{name}>")
                self.is_cut = True
        if not self.kept:
            return Bounded(self.html)
        return Bounded("".join([*self.kept, self.html[self.copied :]]), self.is_cut)

    def _end(self, kind: str, at: int) -> int:
        """Where the comment or raw text that begins at ``at`` ends; ``at`` itself when it never does."""
        if kind in self.endless:
            return at
        if kind == "comment":
            found = self.html.find("-->", at)
        else:
            match = END_OF_RAW[kind].search(self.html, at)
            found = match.start() if match else -1
        if found < 0:
            self.endless.add(kind)
            return at
        return found

    def _replace(self, match: re.Match[str], by: str) -> None:
        between = self.html[self.copied : match.start()]
        if by == "<br>" and self.kept and self.kept[-1] == by and not between.strip():
            by = ""  # one line break is enough
        self.kept += [part for part in (between.strip("\n") and between, by) if part]
        self.copied = match.end()

    def _opens(self, name: str) -> bool:
        """Note an opening tag; False when it is beyond a bound."""
        if name not in INLINE:
            self._end_implied(ENDS.get(name, PARAGRAPH))
        is_formatting = name in FORMATTING
        if len(self.stack) >= MAX_DEPTH or (is_formatting and self.formatting >= MAX_FORMATTING):
            self.skipped[name] += 1
            return False
        if is_formatting:
            self.unclosed[name] += 1
            self.formatting += 1
        self.stack.append(name)
        self.open[name] = self.open.get(name, 0) + 1
        return True

    def _end_implied(self, ended: set[str]) -> None:
        at = len(self.stack)
        while at and self.stack[at - 1] in INLINE:
            at -= 1
        while at and self.stack[at - 1] in ended:
            at -= 1
            self._cut(at)

    def _closes(self, name: str) -> bool:
        """Note a closing tag; False when its opening tag was left out."""
        if self.skipped.get(name):
            self.skipped[name] -= 1
            return False
        if self.unclosed.get(name):
            self.unclosed[name] -= 1
            self.formatting -= 1
        if self.open.get(name):
            self._pop(name)
        return True

    def _pop(self, name: str) -> None:
        """End the innermost element of this name and all in it; an inline tag ends nothing across a block."""
        at = len(self.stack) - 1
        while self.stack[at] != name:
            if name in INLINE and self.stack[at] not in INLINE:
                return
            at -= 1
        self._cut(at)

    def _cut(self, at: int) -> None:
        for gone in self.stack[at:]:
            self.open[gone] -= 1
        del self.stack[at:]


def _attributes(tag: str) -> int:
    """About how many attributes a tag has."""
    return len(QUOTED.sub("", tag).split())
