"""Whom a pronoun may mean: the actors named before it that agree, with what speaks for and against each.

What is true of a candidate is a list of names of features; how much each counts is learned (``ranking``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.speech import SAYING, Quotes
from acta.annotate.types import Actor, Mention

HE = {
    **dict.fromkeys(("he", "him", "his", "himself"), "male"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
}
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
CLIMB = frozenset({"ccomp", "advcl", "xcomp", "conj", "acl", "relcl", "pcomp", "parataxis", "csubj"})
OF_A_NOUN = frozenset({"acl", "relcl", "ccomp"})
OBJECTS = frozenset({"dobj", "dative", "pobj"})
COLLECTIVES = frozenset(
    {"police", "government", "party", "company", "group", "military", "army", "team", "family", "opposition"}
)
BACK = 3  # sentences
FAR_BACK = 8  # for whom the text is about
OFTEN = 3  # mentions that make someone whom the text is about
REFLEXIVE = ("self", "selves")

Fits = Callable[[Mention, Actor], bool]


@dataclass(slots=True)
class Candidate:
    """An actor that a pronoun may mean, and what is true of it there."""

    actor: Actor
    features: list[str]


class Antecedents:
    """The mentions of one article, as far as it is read."""

    def __init__(self, cast: Cast, quotes: Quotes) -> None:
        self.cast, self.doc, self.quotes = cast, cast.doc, quotes
        self.head_at: dict[int, Mention] = {}
        self.by_sentence: dict[int, list[Mention]] = {}
        self.count: dict[str, int] = {}
        self.pronouns: dict[str, str] = {}  # actor -> gender or number of the pronoun that meant it last
        self.named = {m.actor_id for m in cast.mentions if m.form == "name"}
        self._ahead = sorted((m for m in cast.mentions if m.actor_id), key=lambda m: (-m.first, m.last))
        for mention in self._ahead:
            self.head_at[mention.head] = mention

    def reach(self, token: int) -> None:
        """Let everything that begins before a token be known."""
        while self._ahead and self._ahead[-1].first < token:
            self.add(self._ahead.pop())

    def add(self, mention: Mention) -> None:
        """Note a mention that the reading has reached."""
        self.head_at[mention.head] = mention
        self.by_sentence.setdefault(self.doc.sentence[mention.head], []).append(mention)
        if mention.actor_id:
            self.count[mention.actor_id] = self.count.get(mention.actor_id, 0) + 1

    def person(self, t: int, gender: str) -> list[Candidate]:
        """He or she: persons of no other gender."""
        found = self._all(t, lambda m, a: "person" in (a.kind, m.kind) and self.gender(a) in (None, gender), gender)
        known = [c for c in found if "gender" in c.features]
        for c in found:
            if known and "gender" not in c.features:
                c.features.append("gender of another")
        if len(known) == 1:
            known[0].features.append("only one of the gender")
        return found

    def thing(self, t: int) -> list[Candidate]:
        """It: organisations and countries."""
        return self._all(t, lambda m, a: a.kind in {"organisation", "country"} and m.kind != "person", "thing")

    def group(self, t: int) -> list[Candidate]:
        """They: groups and organisations, never a single person."""
        return self._all(
            t, lambda m, a: m.kind != "person" and (a.kind in {"group", "organisation"} or m.kind == "group"), "many"
        )

    def gender(self, actor: Actor) -> str | None:
        """What is known of a person's gender; only pronouns ask for it."""
        return actor.gender or self.cast.genders.get(actor.actor_id)

    def _all(self, t: int, fits: Fits, kind: str) -> list[Candidate]:
        """Every actor that fits, latest first, with its features."""
        above = self._above(t)
        barred = self._barred(t)
        latest: dict[str, list[Mention]] = {}
        for mention in self._before(t):
            actor = self.cast.actor_of(mention)
            if actor and actor.actor_id not in barred and fits(mention, actor) and not self._in_own_quote(mention, t):
                latest.setdefault(actor.actor_id, []).append(mention)
        most = max((self.count.get(a, 0) for a in latest), default=0)
        found = [
            Candidate(
                self.cast.actors[a], [*self._of_actor(a, kind, most, place), *self._of_mentions(t, mentions, above)]
            )
            for place, (a, mentions) in enumerate(latest.items())
        ]
        if len(found) == 1:
            found[0].features.append("only one")
        if first := self._structural(latest, above):
            next(c for c in found if c.actor.actor_id == first).features.append("first by structure")
        return found

    def _structural(self, latest: dict[str, list[Mention]], above: list[Mention]) -> str | None:
        """Whom the sentence structure alone points to: the nearest subject above, else the best role of the nearest sentence."""
        if found := next((m.actor_id for m in above if m.actor_id in latest), None):
            return found
        sentence = self.doc.sentence
        mentions = [m for of in latest.values() for m in of]
        nearest = max((sentence[m.head] for m in mentions), default=None)
        here = [m for m in mentions if sentence[m.head] == nearest]
        return max(here, key=lambda m: (min(self._role(m), "4")[0] >= "4", self._role(m), m.first)).actor_id if here else None

    def _before(self, t: int) -> Iterator[Mention]:
        """Mentions before a token, latest first; one right ahead that its clause belongs to counts as well."""
        sentence = self.doc.sentence[t]
        if ahead := self._ahead_of(t):
            yield ahead
        for s in range(sentence, max(-1, sentence - FAR_BACK - 1), -1):
            for mention in reversed(self.by_sentence.get(s, ())):
                often = self.count.get(mention.actor_id or "", 0) >= OFTEN
                if mention.last < t and (s >= sentence - BACK or (often and mention.form != "pronoun")):
                    yield mention

    def _ahead_of(self, t: int) -> Mention | None:
        """The subject behind a phrase or clause at the head of its sentence: "In his speech, Adeyemi said"."""
        doc, at = self.doc, t
        while doc.head[at] != at and doc.dep[doc.head[at]] != "ROOT":
            at = doc.head[at]
        verb = doc.head[at]
        if doc.dep[at] not in {"prep", "advcl"} or at > verb or verb == t:
            return None
        subject = doc.child(verb, *SUBJECT)
        mention = self.head_at.get(subject) if subject is not None and subject > t else None
        return mention if mention and mention.form == "name" else None

    def _barred(self, t: int) -> set[str]:
        """Whom a pronoun cannot mean: the subject of its own clause as its object, the speaker of its own quote."""
        out = {self._clause_mate(t)}
        if self.quotes.inside[t]:
            speaker = self.quotes.speaker(t, self.head_at)
            out.add(speaker.actor_id if speaker else None)
        return {a for a in out if a}

    def _in_own_quote(self, mention: Mention, t: int) -> bool:
        """Whether a mention stands inside the words that the pronoun's owner says: no name there is the speaker's."""
        doc, quotes = self.doc, self.quotes
        if quotes.inside[t] or not quotes.inside[mention.head] or doc.dep[t] not in SUBJECT:
            return False
        return doc.lemma[doc.head[t]] in SAYING and quotes.verb(mention.head) == doc.head[t]

    def _clause_mate(self, t: int) -> str | None:
        doc = self.doc
        if doc.dep[t] not in OBJECTS or doc.lower[t].endswith(REFLEXIVE):
            return None
        verb = doc.head[t]
        while doc.dep[verb] == "prep" and doc.head[verb] != verb:
            verb = doc.head[verb]
        subject = doc.child(verb, *SUBJECT)
        mention = self.head_at.get(subject) if subject is not None else None
        return mention.actor_id if mention else None

    def _above(self, t: int) -> list[Mention]:
        """The subjects above a token, nearest clause first; its own clause's only for possessives and reflexives."""
        doc, quoted = self.doc, self.quotes.inside
        out: list[Mention] = []
        at, own = t, doc.tag[t] == "PRP$" or doc.lower[t].endswith(REFLEXIVE)
        for _ in range(10):
            head = doc.head[at]
            if head == at:
                break
            if doc.dep[head] in CLIMB or doc.dep[head] == "ROOT":
                subject = doc.child(head, *SUBJECT)
                if (
                    subject is not None
                    and subject < t
                    and (own or at != t)
                    and quoted[t] <= quoted[subject]
                    and not doc.left[subject] <= t <= doc.right[subject]
                ):
                    out += [self.head_at[subject]] if subject in self.head_at else []
                own = own or doc.dep[at] in SUBJECT or doc.dep[head] in CLIMB
            if doc.dep[at] in OF_A_NOUN:  # "Moscow's claims that its forces …"
                owner = doc.child(head, "poss")
                if owner is not None and owner < t and owner in self.head_at:
                    out.append(self.head_at[owner])
            at = head
        return out

    def _of_actor(self, actor_id: str, kind: str, most: int, place: int) -> Iterator[str]:
        count = self.count.get(actor_id, 0)
        actor = self.cast.actors[actor_id]
        yield f"recency {min(place, 3)}"
        yield f"mentions {min(count, 4)}"
        if count == most and count > 1:
            yield "most mentioned"
        if actor_id not in self.named:
            yield "nameless"
        if self.pronouns.get(actor_id) == kind:
            yield "so far"
        if kind in ("male", "female"):
            if self.gender(actor) == kind:
                yield "gender"
        else:
            yield f"kind {actor.kind}"

    def _of_mentions(self, t: int, mentions: list[Mention], above: list[Mention]) -> Iterator[str]:
        """Of an actor's mentions, latest first: the latest, and the best role within its sentence."""
        doc, last = self.doc, mentions[0]
        distance = doc.sentence[t] - doc.sentence[last.head]
        yield "ahead" if last.first > t else f"distance {min(distance, 4)}"
        same = [m for m in mentions if doc.sentence[m.head] == doc.sentence[last.head]]
        role = max(map(self._role, same), default="1 other")
        yield f"role {role} {min(distance, 1)}"
        yield f"form {last.form}"
        place = next((k for k, m in enumerate(above) if m.actor_id == last.actor_id), None)
        if place is not None:
            yield f"above {min(place, 2)}"
        elif above:
            yield "not above"
        if distance == 0 and self._says(last, t):
            yield "says it"
        if doc.dep[t] in SUBJECT and role >= "4":
            yield "both subjects"
        if distance == 0 and last.first < t and self._fronted(last, t):
            yield "in a phrase before the subject"
        if self.quotes.inside[t] != self.quotes.inside[last.head]:
            yield "quoted apart"
        if distance == 0 and role == "5 main" and doc.dep[t] not in SUBJECT:
            yield "object below the main subject"
        if self._speaks(last) and doc.dep[t] in SUBJECT and doc.lemma[doc.head[t]] in SAYING:
            yield "goes on speaking"
        if doc.tag[last.head] in {"NNS", "NNPS"}:
            yield "plural"
        elif doc.lower[last.head] in COLLECTIVES:
            yield "collective"

    def _role(self, mention: Mention) -> str:
        doc, head = self.doc, mention.head
        while doc.dep[head] in {"conj", "appos"} and doc.head[head] != head:
            head = doc.head[head]
        dep, governor = doc.dep[head], doc.head[head]
        if dep in SUBJECT:
            return "5 main" if doc.dep[governor] == "ROOT" else "4 subject"
        return {"dobj": "3 object", "poss": "2 owner"}.get(dep, "1 other")

    def _fronted(self, mention: Mention, t: int) -> bool:
        """Whether a mention only stands in a phrase that the pronoun's own clause begins with: "Questioned by Reiss, he"."""
        doc, verb = self.doc, self.doc.head[t]
        if doc.dep[t] not in SUBJECT or doc.dep[mention.head] != "pobj":
            return False
        at = mention.head
        for _ in range(6):
            if doc.head[at] == at or doc.head[at] == verb:
                return doc.head[at] == verb and at < t
            at = doc.head[at]
        return False

    def _says(self, mention: Mention, t: int) -> bool:
        """Whether the pronoun's clause is what the mention says: "Brandt said he would stay"."""
        doc, at = self.doc, t
        for _ in range(8):
            head = doc.head[at]
            if head == at:
                return False
            if doc.dep[at] == "ccomp" and doc.lemma[head] in SAYING:
                return mention.head in doc.child_all(head, *SUBJECT)
            at = head
        return False

    def _speaks(self, mention: Mention) -> bool:
        doc, head = self.doc, mention.head
        return doc.dep[head] in SUBJECT and doc.lemma[doc.head[head]] in SAYING
