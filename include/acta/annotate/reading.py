"""Everything known about one article while it is being read: the finders fill it in, in this order.

times → actors and mentions → places → statements → events. Each finder reads what stands before it and changes nothing of it, but
that "I" in a quote gets its actor with the statement (``statements.first_person``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from acta.annotate.document import Parsed
from acta.annotate.types import Actor, Event, Mention, Party, Place, Statement, Time


@dataclass(slots=True)
class Reading:
    """One article, its parse and what was found so far."""

    doc: Parsed
    published_on: date | None = None
    title: str | None = None
    grade: str = "fast"  # of the statements (ACTA_STATEMENTS)
    times: list[Time] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    cues_read: int | None = None  # when there were more than are read of one article
    events: list[Event] = field(default_factory=list)
    mention_at: dict[int, Mention] = field(default_factory=dict)  # token -> tightest mention over it

    def index_mentions(self) -> None:
        """Build ``mention_at``; called once, after the mentions are final."""
        for mention in sorted(self.mentions, key=lambda m: m.first - m.last):  # widest first, tightest wins
            for token in range(mention.first, mention.last + 1):
                self.mention_at[token] = mention

    def party(self, head: int, first: int | None = None, last: int | None = None) -> Party:
        """The words around a head token as a party: its mention's actor, and the span given or the noun phrase."""
        doc = self.doc
        mention = self.mention_at.get(head)
        first = doc.left[head] if first is None else first
        last = doc.right[head] if last is None else last
        return Party(doc.start[first], doc.end[last], mention.actor_id if mention else None, head)
