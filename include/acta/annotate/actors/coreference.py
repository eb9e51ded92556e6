"""Pronouns to actors: a sieve over clause subjects, sentence subjects and what was named last, aware of who speaks."""

from __future__ import annotations

from collections.abc import Callable

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.speech import SPEAKER, SPOKEN, Quotes
from acta.annotate.types import Actor, Mention

HE = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
CLIMB = frozenset({"ccomp", "advcl", "xcomp", "conj", "acl", "relcl", "pcomp", "parataxis", "csubj"})
OF_A_NOUN = frozenset({"acl", "relcl", "ccomp"})
COLLECTIVES = frozenset(
    {"police", "government", "party", "company", "group", "military", "army", "team", "family", "opposition"}
)
BACK = 3  # sentences
WEATHER = frozenset({"seem", "appear", "happen", "rain", "snow", "matter", "take"})


def find_pronouns(cast: Cast) -> None:
    """Note third-person pronouns, and those of who speaks and is spoken to in quotes, as mentions."""
    doc = cast.doc
    if not any(low in HE or low in IT or low in THEY or low in SPOKEN for low in doc.lower):
        return
    sieve = _Sieve(cast)
    for t, tag in enumerate(doc.tag):
        if tag not in {"PRP", "PRP$"}:
            continue
        low = doc.lower[t]
        if low in HE:
            sieve.note(t, sieve.person(t, HE[low]), "person", 0.7)
        elif low in IT:
            actor = sieve.thing(t)
            if actor:
                sieve.note(t, actor, actor.kind, 0.6)
        elif low in THEY:
            actor = sieve.group(t)
            sieve.note(t, actor, "group", 0.55)
    for t, tag in enumerate(doc.tag):  # when everyone who may be the subject of "said" is known
        if tag in {"PRP", "PRP$"} and doc.lower[t] in SPOKEN and sieve.quotes.inside[t]:
            actor, kind = sieve.quotes.spoken(t, sieve.head_at)
            if actor or doc.lower[t] in SPEAKER:
                sieve.note(t, actor, actor.kind if actor and kind is None else kind or "person", 0.6)


class _Sieve:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.doc = cast, cast.doc
        self.quotes = Quotes(cast)
        self.quoted = self.quotes.inside
        self.by_sentence: dict[int, list[Mention]] = {}
        self.head_at: dict[int, Mention] = {}
        for mention in sorted(cast.mentions, key=lambda m: m.first):
            if mention.actor_id:
                self.by_sentence.setdefault(self.doc.sentence[mention.head], []).append(mention)
                self.head_at[mention.head] = mention

    def note(self, t: int, actor: Actor | None, kind: str, score: float) -> None:
        mention = self.cast.mention(t, t, "pronoun", actor, score if actor else 0.0, kind)
        if actor:
            self.by_sentence.setdefault(self.doc.sentence[t], []).append(mention)
            self.head_at[t] = mention

    def person(self, t: int, gender: str) -> Actor | None:
        """He or she: a person of no other gender, the subject nearest in the clause structure first."""
        return self._find(t, lambda m, a: "person" in (a.kind, m.kind) and self._gender(a) in (None, gender))

    def _gender(self, actor: Actor) -> str | None:
        return actor.gender or self.cast.genders.get(actor.actor_id)

    def group(self, t: int) -> Actor | None:
        """They: the last group or plural organisation, never a single person."""
        wanted = self._find(t, lambda m, a: a.kind == "group" and m.kind != "person")
        return wanted or self._find(t, lambda m, a: a.kind == "organisation" and self._many(m))

    def _many(self, mention: Mention) -> bool:
        doc = self.doc
        return doc.tag[mention.head] in {"NNS", "NNPS"} or doc.lower[mention.head] in COLLECTIVES

    def thing(self, t: int) -> Actor | None:
        """It: a country or organisation that is a subject or owner near by; most other uses of "it" mean no actor."""
        doc = self.doc
        wanted = frozenset({"country", "organisation"})
        subject = next((a for m in self._subjects(t) if (a := self.cast.actor_of(m)) is not None), None)
        if doc.lower[t] == "it":
            verb = doc.head[t]
            if doc.dep[t] not in SUBJECT or doc.lemma[verb] in WEATHER:
                return None
            if (
                doc.lemma[verb] == "be"
                and doc.child(verb, "ccomp", "acomp") is not None
                and doc.child(verb, "ccomp", "advcl", "csubj") is not None
            ):
                return None
            if doc.dep[verb] not in CLIMB:
                subject = self._sentence_subject(doc.sentence[t] - 1, t)
            return subject if subject and subject.kind in wanted else None
        if subject and subject.kind in wanted:
            return subject
        found = [
            a
            for m in self.by_sentence.get(doc.sentence[t], [])
            if m.last < t and (a := self.cast.actor_of(m)) and a.kind in wanted
        ]
        if found:
            return found[-1]
        before = self._sentence_subject(doc.sentence[t] - 1, t)
        return before if before and before.kind in wanted else None

    def _subjects(self, t: int) -> list[Mention | None]:
        """The subjects above a token, nearest clause first; its own clause's only for possessives."""
        doc = self.doc
        out: list[Mention | None] = []
        at = t
        own = doc.tag[t] == "PRP$" or doc.lower[t].endswith(("self", "selves"))
        for _ in range(10):
            head = doc.head[at]
            if head == at:
                break
            if doc.dep[head] in CLIMB or doc.dep[head] == "ROOT":
                subject = doc.child(head, *SUBJECT)
                if (
                    subject is not None
                    and subject != t
                    and subject < t
                    and (own or at != t)
                    and not (self.quoted[t] and not self.quoted[subject])
                ):
                    inside = doc.left[subject] <= t <= doc.right[subject]
                    if not inside:
                        out.append(self.head_at.get(subject))
                own = own or doc.dep[at] in SUBJECT or doc.dep[head] in CLIMB
            if doc.dep[at] in OF_A_NOUN:  # "Moscow's claims that its forces …"
                owner = doc.child(head, "poss")
                if owner is not None and owner != t and owner < t:
                    out.append(self.head_at.get(owner))
            at = head
        return out

    def _sentence_subject(self, sentence: int, t: int) -> Actor | None:
        """Who the subject of a sentence's main clause is."""
        if sentence < 0:
            return None
        doc = self.doc
        first, stop = doc.sentences[sentence]
        for k in range(first, min(stop, t)):
            if doc.dep[k] in SUBJECT and doc.dep[doc.head[k]] == "ROOT":
                return self.cast.actor_of(self.head_at.get(k))
        return None

    def _find(self, t: int, check: Callable[[Mention, Actor], bool]) -> Actor | None:
        """The first mention above or before a pronoun that fits: subjects, then main clauses, then whatever came last."""
        doc = self.doc
        excluded = (self._clause_mate(t), self.quotes.speaker(t, self.head_at) if self.quoted[t] else None)

        def fits(mention: Mention | None) -> Actor | None:
            actor = self.cast.actor_of(mention)
            if mention is None or actor is None or any(actor is other for other in excluded):
                return None
            return actor if check(mention, actor) else None

        for subject in self._subjects(t):
            if actor := fits(subject):
                return actor
        sentence = doc.sentence[t]
        for s in range(sentence, max(-1, sentence - BACK - 1), -1):
            before = [(m, a) for m in self.by_sentence.get(s, ()) if m.last < t and (a := fits(m))]
            if before:
                return max(before, key=lambda found: (self._rank(found[0]), found[0].first))[1]
        return None

    def _rank(self, mention: Mention) -> int:
        """2 for the subject of a main clause, 1 for another subject, 0 for the rest."""
        doc, head = self.doc, mention.head
        return (doc.dep[head] in SUBJECT) + (doc.dep[head] in SUBJECT and doc.dep[doc.head[head]] == "ROOT")

    def _clause_mate(self, t: int) -> Actor | None:
        """An object pronoun is not its own clause's subject."""
        doc = self.doc
        if doc.dep[t] not in {"dobj", "dative", "pobj"} or doc.lower[t].endswith(("self", "selves")):
            return None
        verb = doc.head[t] if doc.dep[t] != "pobj" else doc.head[doc.head[t]]
        subject = doc.child(verb, *SUBJECT)
        return self.cast.actor_of(self.head_at.get(subject)) if subject is not None else None
