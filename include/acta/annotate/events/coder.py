"""The coder: finds triggers, reads their constructions, gives each a type, parties, status, time and place.

Operators come first ("agreed to send"), since they swallow what they embed; then verbs and light verbs; then nouns that
stand for an act on their own. Only tokens whose lemma the lexicon knows are looked at.
"""

from __future__ import annotations

from dataclasses import replace

from acta.annotate.document import Parsed
from acta.annotate.events import nominals, operators
from acta.annotate.events.circumstances import Circumstances
from acta.annotate.events.clauses import Frame, conjuncts, frame_of
from acta.annotate.events.dating import date_and_close
from acta.annotate.events.found import VERBAL, Found, coded, shift
from acta.annotate.events.lexicon import Entry, Lexicon, load
from acta.annotate.events.matching import match_noun, match_verb
from acta.annotate.events.means import by_means, without_weapons
from acta.annotate.events.parties import DOERS, Parties
from acta.annotate.events.roles import mutual, noun_role, split_symmetric, verb_role
from acta.annotate.events.screening import is_event, is_repeated
from acta.annotate.events.status import Modality, noun_modality, verb_modality
from acta.annotate.reading import Reading
from acta.annotate.types import Event, Party

SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
MEASURES = frozenset({"round", "series", "number", "effort", "package", "wave"})
RACES = frozenset({"rally", "march"})  # the Dakar Rally, the month
OBLIGATION = frozenset({"must", "should"})


class Coder:
    """Codes the events of one article."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc: Parsed = reading.doc
        self.lexicon = load()
        self.parties = Parties(reading)
        self.circumstances = Circumstances(reading)
        self.lemma = hyphenated(reading.doc, self.lexicon)
        self.frames: dict[int, Frame] = {}
        self.used: set[int] = set()
        self.found: list[Found] = []

    def code(self) -> list[Event]:
        """Events in text order."""
        doc, lexicon = self.doc, self.lexicon
        above, verbs, nouns = [], [], []
        for i, lemma in enumerate(self.lemma):
            tag = doc.tag[i][:2]
            if tag == "VB":
                if lemma in lexicon.operators:
                    above.append(i)
                if lemma in lexicon.verbs or lemma in lexicon.light:
                    verbs.append(i)
            elif tag == "JJ" and lemma in lexicon.operators:
                above.append(i)
            elif tag == "NN" and lemma in lexicon.nouns:
                nouns.append(i)
            if tag == "VB" and self.is_gerund(i):
                nouns.append(i)
            elif tag == "MD" and lemma in OBLIGATION:
                above.append(i)
        for i in above:
            if i not in self.used:
                self.take(
                    operators.read_obligation(self, i) if doc.tag[i] == "MD" else operators.read_operator(self, i)
                )
        for i in verbs:
            if i not in self.used:
                self.take(self.predicate(i))
        for i in nouns:
            if i not in self.used:
                self.take(nominals.alone(self, i))
        return date_and_close(self)

    def is_gerund(self, i: int) -> bool:
        """As in "reports of shelling", "the bombing of": an -ing form that stands as a noun."""
        doc = self.doc
        if doc.tag[i] != "VBG" or doc.lower[i] not in self.lexicon.nouns:
            return False
        if doc.dep[i] not in ("pcomp", "pobj", "nsubj", "dobj", "csubj"):
            return False
        return not any(doc.dep[c] in ("dobj", "nsubj", "aux") for c in doc.children[i])

    def take(self, found: Found | None) -> None:
        """Keep an act unless its trigger is taken."""
        if found is None or found.trigger in self.used:
            return
        self.used.add(found.trigger)
        self.used.update(found.used)
        if len(found.sources) > 1 and mutual(self.doc, found.targets):  # "A and B accused each other": two acts
            first, rest = found.sources[:1], found.sources[1:]
            self.found.append(replace(found, sources=rest, targets=first))
            found.sources, found.targets = first, rest
        self.found.append(found)

    def frame(self, verb: int) -> Frame:
        """The frame of a verb, read once."""
        if verb not in self.frames:
            self.frames[verb] = frame_of(self.doc, verb)
        return self.frames[verb]

    def predicate(self, i: int, embedded: bool = False) -> Found | None:
        """A verb of the lexicon, or a light verb with its noun."""
        doc = self.doc
        if doc.dep[i] in ("amod", "compound", "aux", "auxpass") or self.is_gerund(i):
            return None
        frame = self.frame(i)
        light = self.light_noun(i, frame)
        entry = match_verb(self.parties, frame, self.lexicon.verbs.get(self.lemma[i], ()))
        if light is not None and (entry is None or len(entry.conditions) == 0 or entry.type == light[1].type):
            found = nominals.with_verb(self, light[0], light[1], frame)
            if entry is not None and entry.type == light[1].type and found is not None:
                found.used.append(i)
        elif entry is not None:
            found = self.by_entry(i, entry, frame)
        else:
            return None
        if found is None or embedded:
            return found
        return self.in_clause(i, found)

    def by_entry(self, i: int, entry: Entry, frame: Frame) -> Found:
        """Parties of a verb by its entry's paths."""
        things = entry.type not in VERBAL
        sources = self.parties.of(frame.subject, things, DOERS) if entry.source == ("subj",) else []
        targets = verb_role(self.parties, frame, entry.target, sources)
        used = [n for o in frame.objects for n in conjuncts(self.doc, o) if entry.conditions and n > i]
        sources, targets = self.both(entry.type, *self.people(entry.type, sources, targets))
        return Found(by_means(self, coded(entry), i), i, "verb", sources, targets, [i], used=used)

    def people(self, kind: str, sources: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
        """The parties without the weapons that stand where one should; attacks are condemned and defended, though."""
        return without_weapons(self, sources), targets if kind in VERBAL else without_weapons(self, targets)

    def light_noun(self, i: int, frame: Frame) -> tuple[int, Entry] | None:
        """The noun that a light verb gives its subject to."""
        types = self.lexicon.light.get(self.doc.lemma[i])
        if types is None:
            return None
        for head in frame.objects:
            for noun in conjuncts(self.doc, self.measured(head)):
                entry = self.noun_entry(noun, frame)
                if entry is not None and entry.type in types:
                    return noun, entry
        return None

    def measured(self, noun: int) -> int:
        """As in "a round of talks" → talks, "a mediation effort" → mediation."""
        doc = self.doc
        for c in doc.children[noun] if doc.lemma[noun] in MEASURES else ():
            inner = doc.child(c, "pobj") if doc.lower[c] == "of" else c if doc.dep[c] == "compound" else None
            if inner is not None and self.lemma[inner] in self.lexicon.nouns:
                return inner
        return noun

    def noun_entry(self, noun: int, frame: Frame | None = None) -> Entry | None:
        """The entry of a nominal trigger."""
        if self.doc.tag[noun].startswith("NN"):
            if self.doc.tag[noun] == "NNP" and self.lemma[noun] in RACES:
                return None
            return match_noun(self.doc, noun, self.lexicon.nouns.get(self.lemma[noun], ()), frame)
        return match_noun(self.doc, noun, self.lexicon.nouns[self.doc.lower[noun]]) if self.is_gerund(noun) else None

    def in_clause(self, i: int, found: Found) -> Found | None:
        """What tense and mood of the clause make of the act; None when it is none."""
        modality = verb_modality(self.doc, i)
        if modality.unsaid or not is_event(self, found) or is_repeated(self, i, found):
            return None
        shift(found, modality)
        return found

    def both(self, kind: str, sources: list[Party], targets: list[Party]) -> tuple[list[Party], list[Party]]:
        """Split a plural subject of a mutual act; "the two" are the parties of the act before it in the sentence."""
        if kind in SYMMETRIC:
            sources, targets = split_symmetric(self.parties, sources, targets)
        return sources, targets

    def noun_status(self, noun: int) -> Modality:
        """Modality of a free nominal trigger."""
        return noun_modality(self.doc, noun)

    def noun_parties(self, noun: int, entry: Entry, frame: Frame | None) -> tuple[list[Party], list[Party]]:
        """Sources and targets of a nominal trigger."""
        sources = noun_role(self.parties, noun, entry.source, frame, [])
        targets = noun_role(self.parties, noun, entry.target, frame, sources)
        return self.both(entry.type, *self.people(entry.type, sources, targets))


def hyphenated(doc: Parsed, lexicon: Lexicon) -> list[str]:
    """Lemmas, with those of "sit-in" and "test-fired" whole: the parser reads a hyphenated word as three tokens."""
    lemmas = list(doc.lemma)
    for i in range(2, len(lemmas)):
        if doc.word[i - 1] == "-" and doc.start[i] == doc.end[i - 1] == doc.end[i - 2] + 1:
            whole = f"{doc.lower[i - 2]}-{doc.lemma[i]}"
            if whole in lexicon.nouns or whole in lexicon.verbs:
                lemmas[i] = whole
    return lemmas
