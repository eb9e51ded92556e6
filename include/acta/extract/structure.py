"""Parts of a text for later stages: the turns of who speaks in an interview or transcript, the posts of a live blog.

Each part is a span of the text (code points, 0-based, end-exclusive). A turn carries its speaker as printed, a post its time and
author where the page states them. A text without such a form has no parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.extract.live_posts import Post
from acta.extract.same import squeeze
from acta.extract.types import Part

TURN, POST, QUESTION, ANSWER = "turn", "post", "question", "answer"
LEAST_TURNS = 4
LEAST_QUESTIONS = 3
SHARE = 0.3  # of the lines are labelled: a list with colons in a report is no conversation
LABEL = re.compile(
    r"^(?P<speaker>(?:Q|A|Question|Answer|[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?: [A-ZÀ-Þ(][A-ZÀ-Þ.’')-]*){0,5}"
    r"|(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof|Sir|The)\.? )?[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){0,3}))"
    r"(?: ?\([^)]{1,60}\)|, [^:]{2,40})?(?:: ?|\. (?=[A-ZÀ-Þ“\"])(?<=[QA]\. ))(?=\S)"
)
NO_SPEAKERS = frozenset({  # what else stands before a colon
    "note", "update", "updated", "correction", "location", "date", "time", "price", "where", "when", "what", "who", "how", "why",
    "tickets", "photo", "source", "step", "tip", "example", "pros", "cons", "verdict", "result", "score", "total", "contact",
    "phone", "email", "address", "read more", "related", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday",
})  # fmt: skip


def find_turns(lines: Sequence[str]) -> list[Part]:
    """Turns of a text in which labels say who speaks; none where few lines are labelled or one label comes once each."""
    labelled = [(index, match["speaker"]) for index, line in enumerate(lines) if (match := _label(line))]
    speakers = [speaker for _, speaker in labelled]
    repeated = [speaker for speaker in speakers if speakers.count(speaker) > 1] if len(speakers) <= 2_000 else speakers
    if len(labelled) < LEAST_TURNS or len(labelled) < SHARE * len(lines) or len(set(repeated)) < 2:
        return []
    return _spans(lines, [(index, Part(TURN, 0, 0, speaker)) for index, speaker in labelled])


def find_questions(lines: Sequence[str]) -> list[Part]:
    """Questions and answers of an interview that prints them one under the other without labels."""
    asked = [line.rstrip("\"”’'").endswith("?") and len(line) <= 400 for line in lines]
    opens = [index for index in range(len(lines) - 1) if asked[index] and not asked[index + 1]]
    if len(opens) < LEAST_QUESTIONS:
        return []
    parts: list[tuple[int, Part]] = []
    for index in opens:
        parts += [(index, Part(QUESTION, 0, 0)), (index + 1, Part(ANSWER, 0, 0))]
    return _spans(lines, parts)


def find_posts(lines: Sequence[str], posts: Sequence[Post]) -> list[Part]:
    """The posts that the text holds, by their first line; in the text's order."""
    places: dict[str, int] = {}
    for index, line in enumerate(lines):
        places.setdefault(squeeze(line), index)
    found: dict[int, Part] = {}
    for post in posts:
        first = next((places[key] for key in _openings(post) if key in places), None)
        if first is not None and first not in found:
            found[first] = Part(POST, 0, 0, None, post.at, post.author)
    return _spans(lines, sorted(found.items()))


def _openings(post: Post) -> list[str]:
    return [squeeze(line) for line in (post.headline, *post.lines[:1]) if line]


def _label(line: str) -> re.Match[str] | None:
    match = LABEL.match(line)
    return match if match and match["speaker"].casefold() not in NO_SPEAKERS else None


def _spans(lines: Sequence[str], parts: Sequence[tuple[int, Part]]) -> list[Part]:
    """The parts with their spans: each from its line to the next part's, the last to the end."""
    if not parts:
        return []
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    ends = [index for index, _ in parts[1:]] + [len(lines)]
    return [
        part._replace(start=starts[index], end=starts[end - 1] + len(lines[end - 1]))
        for (index, part), end in zip(parts, ends, strict=True)
    ]
