"""From the head of a noun phrase to the parties it names: actors, not the things they do.

"Israel and Egypt" are two parties; the party in "the minister's decision" is the minister; a thing that names no actor
("an army camp") stays the party it is, with no actor id.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import clause_of, conjuncts, subject_of
from acta.annotate.events.lexicon import words
from acta.annotate.reading import Reading
from acta.annotate.types import Party

ACTOR_KINDS = frozenset({"person", "organisation", "country", "group"})
ACTOR_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
OTHER_LABELS = frozenset(
    {"DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "FAC", "MONEY", "PERCENT", "CARDINAL"}
)
PRONOUNS = frozenset(
    ["he", "she", "they", "we", "i", "it", "him", "her", "them", "us", "me", "you", "who", "his", "their", "its", "our"]
)
DOERS = ("by", "from", "of", "between", "with", "against", "to", "for")  # a bomb in Kyiv is not Kyiv's
INNER_PREPOSITIONS = ("by", "from", "of", "between", "with", "against", "on", "into", "in", "to", "for", "at")
TIME_LABELS = frozenset({"DATE", "TIME"})
DAYS = words("day") | {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
}
BODIES = frozenset({"court", "government", "army", "ministry", "police", "company", "party", "parliament", "council"})
MEMBERS = words("member")
CLOCK = re.compile(r"\d{1,2}[.:]\d{2}")
CUT = frozenset({"case", "relcl", "acl", "conj", "cc", "preconj", "appos", "advcl", "parataxis"})


@cache
def agent_nouns() -> frozenset[str]:
    """Common nouns that name people or bodies which act."""
    lines = (Path(__file__).parent / "lexicon" / "agents.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Parties:
    """Finds the parties of one article."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc: Parsed = reading.doc
        self.label = {t: name for first, end, name in self.doc.entities for t in range(first, end)}

    def is_actor(self, head: int) -> bool:
        """Does the noun at this token name someone who can act?"""
        doc = self.doc
        mention = self.reading.mention_at.get(head)
        if mention is not None and mention.kind in ACTOR_KINDS:
            return True
        if self.is_time(head):
            return False
        if self.doc.lower[head] in ("two", "both"):
            return True
        tag = doc.tag[head]
        label = self.label.get(head)
        if label in ACTOR_LABELS:
            return True
        if tag.startswith("PRP"):
            return doc.lower[head] in PRONOUNS
        if doc.lemma[head] in agent_nouns() or doc.lower[head] in agent_nouns():
            return True
        return tag.startswith("NNP") and label not in OTHER_LABELS

    def _can_be(self, name: int, pronoun: int) -> bool:
        """May a pronoun stand for this name? He and she stand for people, it does not."""
        if self.doc.tag[name].startswith("PRP") or not self.is_actor(name):
            return False
        mention = self.reading.mention_at.get(name)
        kind = mention.kind if mention else {"PERSON": "person"}.get(self.label.get(name, ""))
        if self.doc.lower[pronoun] in ("he", "she", "him", "her", "his"):
            return kind == "person" or (
                kind is None and self.doc.tag[name] == "NN" and self.doc.lemma[name] not in BODIES
            )
        return self.doc.lower[pronoun] not in ("it", "its") or kind != "person"

    def is_state(self, head: int) -> bool:
        """Does the noun name a country, or its capital in the country's place?"""
        mention = self.reading.mention_at.get(head)
        actor = self.reading.actors.get(mention.actor_id) if mention and mention.actor_id else None
        return actor is not None and actor.kind == "country"

    def is_mere_place(self, head: int) -> bool:
        """A town or region, which names where rather than who."""
        mention = self.reading.mention_at.get(head)
        if mention is not None:
            return mention.kind == "place"
        return self.label.get(head) in ("GPE", "LOC", "FAC")

    def is_time(self, head: int) -> bool:
        """A day or a month that the parser took for an object."""
        return self.label.get(head) in TIME_LABELS or self.doc.lower[head] in DAYS

    def of(self, head: int | None, things: bool = True, inner: tuple[str, ...] = INNER_PREPOSITIONS) -> list[Party]:
        """The parties behind a noun phrase; with ``things`` a phrase that names no actor counts as it stands.

        ``inner`` are the prepositions behind which an actor is looked for in a phrase about a thing.
        """
        if head is None:
            return []
        doc = self.doc
        found: list[Party] = []
        for noun in conjuncts(doc, head):
            for actor in self._actors(noun, 0, inner) or ([noun] if things and self._is_noun(noun) else []):
                party = self._party(self.antecedent(actor))
                if actor != noun and doc.head[actor] == noun and doc.dep[actor] in ("amod", "compound", "nmod"):
                    whole = self._party(noun)  # "a Norland patrol boat": the boat acts, the country answers
                    whole.actor_id = party.actor_id
                    party = whole
                if all((p.start, p.end) != (party.start, party.end) for p in found):
                    found.append(party)
        return found

    def actors(self, head: int | None) -> list[Party]:
        """The parties of a noun phrase that are actors."""
        return self.of(head, things=False)

    def antecedent(self, head: int) -> int:
        """The name a pronoun stands for where the same sentence has it, since words say more than "it"."""
        doc, reading = self.doc, self.reading
        if not doc.tag[head].startswith("PRP"):
            return head
        mention = reading.mention_at.get(head)
        first, _ = doc.sentences[doc.sentence[head]]
        if mention is not None and mention.actor_id is not None:
            for token in range(head - 1, first - 1, -1):
                other = reading.mention_at.get(token)
                if other and other.actor_id == mention.actor_id and not doc.tag[other.head].startswith("PRP"):
                    return other.head
        return self._speaker_above(head)

    def _speaker_above(self, head: int) -> int:
        """As in "Norland said it …": the subject of the clause above, when the pronoun opens the clause below."""
        doc = self.doc
        clause = doc.head[head]
        if doc.dep[head] not in ("nsubj", "nsubjpass", "poss") or doc.lower[head] in ("i", "you", "me", "we"):
            return head
        if doc.dep[head] == "poss":
            verb = clause_of(doc, clause)
            own = subject_of(doc, verb) if verb is not None else None
            if own is not None and own < head and self._can_be(own, head):
                return own
            clause = doc.head[clause]
        for _ in range(4):
            above = doc.head[clause]
            if above == clause:
                break
            subject = doc.child(above, "nsubj", "nsubjpass")
            if subject is not None and subject < head and self._can_be(subject, head):
                return subject
            clause = above
        return head

    def _is_noun(self, i: int) -> bool:
        if self.is_time(i) or self.label.get(i) == "MONEY" or CLOCK.fullmatch(self.doc.word[i]):
            return False
        return self.doc.tag[i].startswith("NN") or self.doc.tag[i] in ("CD", "JJ", "DT", "VBG")

    def _actors(self, noun: int, depth: int, inner: tuple[str, ...] = INNER_PREPOSITIONS) -> list[int]:
        doc = self.doc
        if self.is_actor(noun):
            return [noun]
        if depth >= 3:
            return []
        by_dep: dict[str, list[int]] = {}
        for c in doc.children[noun]:
            by_dep.setdefault(doc.dep[c], []).append(c)
        for c in by_dep.get("poss", []):
            found = self._actors(c, depth + 1, inner)
            if found:
                return found
        preps = {doc.lower[c]: c for c in reversed(by_dep.get("prep", []))}
        for name in inner:
            if name == "of":
                for c in by_dep.get("amod", []) + by_dep.get("compound", []) + by_dep.get("nmod", []):
                    if self.label.get(c) in ACTOR_LABELS or self._is_mentioned(c):
                        return [c]
            if name in preps:
                for c in doc.children[preps[name]]:
                    if doc.dep[c] == "pobj":
                        found = [a for x in conjuncts(doc, c) for a in self._actors(x, depth + 1, inner)]
                        if found:
                            return found
        return self._of_participle(by_dep.get("acl", []), depth, inner)

    def _of_participle(self, participles: list[int], depth: int, inner: tuple[str, ...]) -> list[int]:
        """As in "an appeal filed by the lawyers", "limits imposed on the bank"."""
        doc = self.doc
        for verb in participles:
            if doc.tag[verb] != "VBN":
                continue
            for c in doc.children[verb]:
                if doc.dep[c] == "agent" or (doc.dep[c] == "prep" and doc.lower[c] in ("on", "against")):
                    for noun in doc.child_all(c, "pobj"):
                        found = [a for x in conjuncts(doc, noun) for a in self._actors(x, depth + 1, inner)]
                        if found:
                            return found
        return []

    def is_named(self, i: int) -> bool:
        """A country, a people or a name, as in "the Norland invasion"."""
        return self.label.get(i) in ACTOR_LABELS or self._is_mentioned(i) or self.doc.tag[i].startswith("NNP")

    def _is_mentioned(self, i: int) -> bool:
        mention = self.reading.mention_at.get(i)
        return mention is not None and mention.kind in ACTOR_KINDS

    def _party(self, head: int) -> Party:
        """The noun phrase of a head without what only comments on it."""
        doc = self.doc
        first = last = head
        for c in doc.children[head]:
            if doc.dep[c] in CUT or doc.dep[c] == "punct" or doc.child(c, "pcomp") is not None:  # "accused by X of lying"
                continue
            if c < head:
                first = min(first, doc.left[c])
            else:
                last = max(last, self._right(c))
        while first < head and (doc.tag[first] in (",", ":", "``", "-LRB-") or doc.dep[first] == "cc"):
            first += 1
        party = self.reading.party(head, first, last)
        if doc.lemma[head] in MEMBERS and not doc.tag[head].startswith("NNP"):
            body = self._body(head)
            party.actor_id = body or party.actor_id
        if party.actor_id is None and not doc.tag[head].startswith("NNP"):
            party.actor_id = self._nation(head)
        return party

    def _nation(self, head: int) -> str | None:
        """As in "his Veskan counterpart": who has no name answers for the country that the phrase names."""
        for c in self.doc.children[head]:
            if self.doc.dep[c] in ("amod", "compound", "nmod", "poss") and self.is_state(c):
                return self.reading.mention_at[c].actor_id
        return None

    def _body(self, head: int) -> str | None:
        """As in "lawmakers of the Blue Party": the actor is the party, as far as events go."""
        doc = self.doc
        for c in doc.children[head]:
            if doc.dep[c] == "prep" and doc.lower[c] in ("of", "in", "from"):
                for noun in doc.children[c]:
                    mention = self.reading.mention_at.get(noun)
                    if (
                        doc.dep[noun] == "pobj"
                        and mention
                        and mention.kind in ("organisation", "group")
                        and mention.form == "name"
                    ):
                        return mention.actor_id
        return None

    def paired(self, head: int) -> list[Party]:
        """As in "Norland and Veska negotiators": the parties that a joint modifier names, when there are two."""
        doc = self.doc
        for c in doc.children[head]:
            if doc.dep[c] in ("amod", "compound", "nmod", "poss") and self.is_named(c):
                both = [x for x in conjuncts(doc, c) if self.is_actor(x)]
                if len(both) > 1:
                    return [self._party(x) for x in both]
                for x in doc.children[c]:
                    if doc.dep[x] == "nmod" and self.is_named(x) and any(doc.dep[y] == "cc" for y in doc.children[c]):
                        return [self._party(x), self._party(c)]
        return []

    def _right(self, i: int) -> int:
        doc = self.doc
        last = i
        for c in doc.children[i]:
            if c > i and doc.dep[c] not in ("relcl", "acl", "appos", "advcl", "punct", "parataxis"):
                last = max(last, self._right(c))
        return last
