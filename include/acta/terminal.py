"""What programs and people read from us drives no terminal: one place for every character that leaves the process.

Titles, names and messages come from strangers. ``safe_streams`` wraps standard output and standard error for everything
that prints plainly; ``SafeConsole`` does the same for Rich, whose own colours may pass. In both, a control character or
a mark that reorders text is shown as a stand-in of one column; newlines and tabs stay.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from acta.printable import visible


class SafeStream(io.TextIOWrapper):
    """A text stream that writes stand-ins for unsafe characters."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        encoding = "utf-8" if stream.encoding.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968") else stream.encoding
        super().__init__(
            cast("IO[bytes]", stream.buffer), encoding, "backslashreplace", newline="", write_through=True
        )
        self.rich_proxied_file = stream  # where Rich finds the stream that its own escape sequences may pass

    def write(self, text: str) -> int:
        return super().write(visible(text))


@contextmanager
def safe_streams() -> Iterator[None]:
    """Until the block ends, standard output and standard error write nothing unsafe."""
    before = sys.stdout, sys.stderr
    made = [SafeStream(stream) if isinstance(stream, io.TextIOWrapper) else stream for stream in before]
    sys.stdout, sys.stderr = made
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in made:
            if isinstance(stream, SafeStream):
                stream.detach()


class SafeConsole(Console):
    """Rich's console for text of strangers: no markup, no emoji codes, and nothing unsafe but Rich's own styles."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def print(self, *objects: Any, **given: Any) -> None:
        """As Rich does it, but a line of text stays one line: broken at 80 columns, a log or a pipe could not be searched."""
        given.setdefault("soft_wrap", all(isinstance(one, str) for one in objects))
        super().print(*objects, **given)

    @property
    def file(self) -> IO[str]:
        stream = super().file  # while a spinner turns, a proxy of Rich lies over ours
        return cast("IO[str]", getattr(stream, "rich_proxied_file", stream))

    @file.setter
    def file(self, stream: IO[str]) -> None:
        self._file = stream

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)

    def render_str(
        self,
        text: str,
        *,
        style: str | Style = "",
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        **others: Any,
    ) -> Text:
        # before the layout, which counts columns
        return super().render_str(visible(text), style=style, justify=justify, overflow=overflow, **others)


out = SafeConsole()
err = SafeConsole(stderr=True)
