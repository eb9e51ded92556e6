"""Who speaks inside quotation marks and to whom, for "I", "we" and "you"; the statements themselves are found later."""

from __future__ import annotations

from collections.abc import Mapping

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import AT_HOME, words
from acta.annotate.types import Actor, Mention

SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
SPEAKERS = frozenset({"we", "us", "our", "ours", "ourselves"})
ADDRESSEE = frozenset({"you", "your", "yours", "yourself", "yourselves"})
SPOKEN = SPEAKER | SPEAKERS | ADDRESSEE
SUBJECT = ("nsubj", "nsubjpass")
SAYING = words(
    """
    say tell add ask warn insist explain write declare announce note argue claim continue reply respond answer
    stress tweet post urge shout conclude state recall
    """
)
OPEN, CLOSE, EITHER = frozenset({"“", "``", "«", "„"}), frozenset({"”", "''", "»"}), frozenset({'"'})
CLIMB = 12  # heads from a quoted word to the verb outside


class Quotes:
    """Which tokens stand inside double quotation marks, and the saying verb of each quote."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.doc = cast, cast.doc
        self.inside = [False] * len(cast.doc)
        self.span: dict[int, tuple[int, int]] = {}  # token -> first and last of its quote
        self._verbs: dict[tuple[int, int], int | None] = {}
        self._mark()

    def _mark(self) -> None:
        """A paragraph starts outside."""
        for first, stop in self.doc.paragraphs:
            begin: int | None = None
            for t in range(first, stop + 1):
                word = self.doc.word[t] if t < stop else "”"
                if begin is None:
                    begin = t + 1 if word in OPEN or word in EITHER else None
                elif word in CLOSE or word in EITHER:
                    for token in range(begin, t):
                        self.inside[token], self.span[token] = True, (begin, t - 1)
                    begin = None

    def verb(self, t: int) -> int | None:
        """The verb outside the marks that the quote around a token hangs on, for all of its sentences alike."""
        span = self.span[t]
        if span not in self._verbs:
            self._verbs[span] = self._climb(t) or self._beside(*span)
        return self._verbs[span]

    def _climb(self, t: int) -> int | None:
        doc, at = self.doc, t
        for _ in range(CLIMB):
            if doc.head[at] == at:
                return None
            at = doc.head[at]
            if not self.inside[at] and doc.child(at, *SUBJECT) is not None:
                return at
        return None

    def _beside(self, first: int, last: int) -> int | None:
        """The saying verb in the sentence that the quote ends or begins in."""
        doc = self.doc
        for sentence in dict.fromkeys((doc.sentence[last], doc.sentence[min(last + 1, len(doc) - 1)], doc.sentence[first])):
            for t in range(*doc.sentences[sentence]):
                if not self.inside[t] and doc.lemma[t] in SAYING and doc.child(t, *SUBJECT) is not None:
                    return t
        return None

    def _who(self, t: int, at: Mapping[int, Mention]) -> Actor | None:
        verb = self.verb(t)
        subject = self.doc.child(verb, *SUBJECT) if verb is not None else None
        return self.cast.actor_of(at.get(subject)) if subject is not None else None

    def speaker(self, t: int, at: Mapping[int, Mention]) -> Actor | None:
        """The person whose words the quote around a token is."""
        actor = self._who(t, at)
        return actor if actor and actor.kind == "person" else None

    def addressee(self, t: int, at: Mapping[int, Mention]) -> Actor | None:
        """Whom the quote is said to: "told reporters", "said to the crowd"."""
        doc, verb = self.doc, self.verb(t)
        if verb is None:
            return None
        heads = doc.child_all(verb, "dative", "dobj")
        for prep in doc.child_all(verb, "prep", "dative"):
            if doc.lower[prep] == "to":
                heads += doc.child_all(prep, "pobj")
        return next((a for h in heads if not self.inside[h] and (a := self.cast.actor_of(at.get(h)))), None)

    def side(self, t: int, at: Mapping[int, Mention]) -> Actor | None:
        """For whom the speaker says "we": the body or the state he speaks for, or himself where he is no person."""
        actor, cast = self._who(t, at), self.cast
        if actor is None or actor.kind != "person":
            return actor
        body = cast.sides.get(actor.actor_id)
        if body:
            return cast.actors[body]
        role = None if cast.is_provisional(actor.actor_id) else cast.registry.role_at(actor.actor_id, cast.day)
        if role and role.organisation_id in cast.registry.entries:
            return cast.known(role.organisation_id)
        state = cast.registry.countries.get(actor.country or "")
        return cast.known(state) if state and actor.sector in AT_HOME else None

    def spoken(self, t: int, at: Mapping[int, Mention]) -> tuple[Actor | None, str | None]:
        """Who a pronoun inside a quote is, and the mention's kind where it is not the actor's."""
        low = self.doc.lower[t]
        if low in SPEAKER:
            return self.speaker(t, at), "person"
        return (self.side(t, at), None) if low in SPEAKERS else (self.addressee(t, at), None)
