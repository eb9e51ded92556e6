"""The coder: finds triggers, reads their constructions, gives each a type, parties, status, time and place.

Operators come first ("agreed to send"), since they swallow what they embed; then verbs and light verbs; then nouns that
stand for an act on their own. Only tokens whose lemma the lexicon knows are looked at.
"""

from __future__ import annotations

from acta.annotate.document import Parsed
from acta.annotate.events import nominals
from acta.annotate.events.circumstances import Circumstances
from acta.annotate.events.clauses import Frame, conjuncts, frame_of, is_verb, subject_of
from acta.annotate.events.dating import date_and_close
from acta.annotate.events.effects import COOPERATIVE, HOSTILE, Coded, embed, threaten
from acta.annotate.events.found import Found, coded
from acta.annotate.events.lexicon import Entry, Operator, load, words
from acta.annotate.events.matching import match_noun, match_verb
from acta.annotate.events.parties import Parties
from acta.annotate.events.roles import noun_role, split_symmetric, verb_heads, verb_role
from acta.annotate.events.status import SAYING, Modality, noun_modality, verb_modality
from acta.annotate.reading import Reading
from acta.annotate.types import Event, Party

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
SILENT = words("silent")
NATURE = words("nature")
REASONS = frozenset({"ACCUSE", "COERCE", "SANCTION"})
CONTEST = words("contest")
METAPHOR = words("metaphor")
TALK = frozenset({"i", "me", "you", "we", "us"})
PRESS = frozenset({"reporter", "journalist", "press", "media", "newspaper", "audience"})
OBLIGATION = frozenset({"must", "should"})


class Coder:
    """Codes the events of one article."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc: Parsed = reading.doc
        self.lexicon = load()
        self.parties = Parties(reading)
        self.circumstances = Circumstances(reading)
        self.frames: dict[int, Frame] = {}
        self.used: set[int] = set()
        self.found: list[Found] = []

    def code(self) -> list[Event]:
        """Events in text order."""
        doc, lexicon = self.doc, self.lexicon
        operators, verbs, nouns = [], [], []
        for i, lemma in enumerate(doc.lemma):
            tag = doc.tag[i][:2]
            if tag == "VB":
                if lemma in lexicon.operators:
                    operators.append(i)
                if lemma in lexicon.verbs or lemma in lexicon.light:
                    verbs.append(i)
            elif tag == "JJ" and lemma in lexicon.operators:
                operators.append(i)
            elif tag == "NN" and lemma in lexicon.nouns:
                nouns.append(i)
            if tag == "VB" and self.is_gerund(i):
                nouns.append(i)
            elif tag == "MD" and lemma in OBLIGATION:
                operators.append(i)
        for i in operators:
            if i not in self.used:
                self.take(self.modal(i) if doc.tag[i] == "MD" else self.operator(i))
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
        self.found.append(found)

    def frame(self, verb: int) -> Frame:
        """The frame of a verb, read once."""
        if verb not in self.frames:
            self.frames[verb] = frame_of(self.doc, verb)
        return self.frames[verb]

    # operators

    def operator(self, i: int) -> Found | None:
        """As in "agreed to send", "called for talks", "threatened sanctions", "is ready to help"."""
        doc = self.doc
        frame = self.frame(i)
        operator = match_verb(doc, self.parties, frame, self.lexicon.operators[doc.lemma[i]])
        if operator is None or operator.effect in ("transparent", "hypothetical", "deny", "attempt", "none"):
            return None
        modality = verb_modality(doc, i)
        if modality.unsaid:
            return None
        if operator.effect == "refuse" and any(doc.lemma[c] in SILENT for c in frame.complements):
            return None
        below = self.embedded(i, frame, operator)
        if operator.effect in ("request", "demand", "promise") and not self.is_wish(frame, below):
            return None
        act = embed(operator.effect, below.coded if below else None, operator.cameo)
        if act is None:
            return None
        if act.cameo.startswith("02") and operator.effect == "demand":
            act = Coded(act.type, act.mode, "100", act.contexts)
        sources = self.operator_sources(i, frame)
        if not sources and act.type in VERBAL:
            return None
        if act.type in VERBAL and not any(self.parties.is_actor(p.head) for p in sources):
            return None
        targets = self.operator_targets(operator, act, frame, below, sources)
        sources, targets = self.both(act.type, sources, targets)
        status = modality.status
        if self.is_you_and_me(Found(act, i, "operator", sources, targets, [i])):
            return None
        if operator.effect in ("future", "decide") and status == "actual":
            status = "planned"
        if modality.negated and modality.future and operator.effect == "stop":
            act, status = Coded("REJECT", "yield", "124", act.contexts), "actual"
        elif modality.negated and not modality.hypothetical and operator.effect in ("promise", "future"):
            act, status = embed("refuse", below.coded if below else None, None) or act, "actual"
        used = [below.trigger, *below.used] if below else []
        anchors = (below.anchors if below else []) + [i]
        return Found(
            act, i, "operator", sources, targets, anchors, status, used=[*used, *self.swallowed(i, operator, frame)]
        )

    def is_wish(self, frame: Frame, below: Found | None) -> bool:
        """As in "asked X to go", "agreed to go", "called for talks": not "asked whether X went"."""
        doc = self.doc
        if below is not None or not frame.complements:
            return True
        for c in frame.complements:
            aux = {doc.lemma[a] for a in doc.children[c] if doc.dep[a] == "aux"}
            if doc.tag[c] in ("VB", "VBP") or aux & {"to", "will", "would", "should", "must"}:
                return True
        return False

    def embedded(self, i: int, frame: Frame, operator: Operator) -> Found | None:
        """The act that an operator embeds: a clause below, or a noun."""
        doc = self.doc
        if doc.lower[i] in ("order", "demand", "call", "seek", "urge") or not frame.complements:
            nouns = (
                frame.objects
                + frame.preps.get("for", [])
                + frame.preps.get("on", [])
                + frame.preps.get("with", [])
                + frame.preps.get("to", [])
            )
            for head in nouns:
                for noun in conjuncts(doc, head):
                    entry = self.noun_entry(noun, frame)
                    if entry is not None:
                        return nominals.with_verb(self, noun, entry, frame)
        for c in frame.complements:
            for verb in [c, *(x for x in conjuncts(doc, c)[1:] if is_verb(doc, x))]:
                found = self.predicate(verb, embedded=True) if verb != i else None
                if found is None and doc.lemma[verb] in self.lexicon.operators:
                    found = self.operator(verb)
                if found is not None:
                    return found
        return None

    def swallowed(self, i: int, operator: Operator, frame: Frame) -> list[int]:
        """What stands under an operator is no event of its own: it has not happened."""
        if operator.effect == "stop":
            return []
        doc = self.doc
        reach: list[int] = []
        for c in frame.complements:
            reach.extend(
                x
                for x in range(doc.left[c], doc.right[c] + 1)
                if is_verb(doc, x) and doc.dep[x] in ("xcomp", "conj", "ccomp")
            )
        return reach

    def operator_sources(self, i: int, frame: Frame) -> list[Party]:
        is_adj = not is_verb(self.doc, i)
        head = subject_of(self.doc, i) if is_adj else frame.subject
        if head is None and is_adj:
            head = subject_of(self.doc, self.doc.head[i])
        if (
            frame.passive
            and head is None
            and self.doc.lemma[i] in ("slate", "schedule", "set", "expect", "prepare", "due", "commit", "mean")
        ):
            head = frame.objects[0] if frame.objects else None
        return self.parties.actors(head) or ([] if is_adj else self.parties.of(head))

    def operator_targets(
        self, operator: Operator, act: Coded, frame: Frame, below: Found | None, sources: list[Party]
    ) -> list[Party]:
        if operator.effect in ("request", "demand") and act.type != "ACCUSE":
            for path in ("obj", "on", "to", "with", "from", "comp"):
                for head in verb_heads(self.doc, frame, path):
                    if self.parties.is_actor(head):
                        found = [p for p in self.parties.actors(head) if all(p.head != s.head for s in sources)]
                        if found:
                            return found
        if operator.effect == "threaten":
            for head in frame.objects[:1]:
                if self.parties.is_actor(head):
                    return self.parties.actors(head)
        if below is None:
            found = verb_role(self.parties, frame, ("with", "to", "against", "on", "for"), sources)
            if not found and frame.complements:
                inner = self.frame(frame.complements[0])
                found = verb_role(
                    self.parties, inner, ("iobj", "to", "with", "obj", "for", "from", "against", "on", "in"), sources
                )
            if not found and operator.effect == "refuse":
                found = verb_role(self.parties, frame, ("obj",), sources)
            return found
        own = [*below.targets, *(p for p in below.sources)]
        return (
            [p for p in own if all(p.end <= s.start or s.end <= p.start for s in sources)]
            if not below.targets
            else below.targets
        )

    def modal(self, i: int) -> Found | None:
        """As in "Norland said Veska must leave": a demand of whoever says so."""
        doc = self.doc
        verb = doc.head[i]
        above = doc.head[verb]
        if not is_verb(doc, verb) or above == verb or doc.lemma[above] not in SAYING or doc.dep[verb] != "ccomp":
            return None
        if doc.lemma[i] == "should" and doc.lemma[above] not in ("say", "insist", "stress"):
            return None
        subject = doc.child(verb, "nsubj", "nsubjpass")
        speaker = subject_of(doc, above)
        if subject is None or speaker is None or verb_modality(doc, above).negated:
            return None
        sources, targets = self.parties.actors(speaker), self.parties.actors(subject)
        if not sources or not targets or any(p.head == s.head for p in targets for s in sources):
            return None
        if any(doc.lower[c] in ("a", "an", "any", "every") for c in doc.children[subject]):
            return None
        base = self.predicate(verb, embedded=True)
        act = embed("demand", base.coded if base and base.coded.type in COOPERATIVE else None, "100")
        return Found(act, verb, "modal", sources, targets, [above], "actual") if act else None

    # verbs

    def predicate(self, i: int, embedded: bool = False) -> Found | None:
        """A verb of the lexicon, or a light verb with its noun."""
        doc = self.doc
        if doc.dep[i] in ("amod", "compound", "aux", "auxpass") or self.is_gerund(i):
            return None
        frame = self.frame(i)
        light = self.light_noun(i, frame)
        entry = match_verb(doc, self.parties, frame, self.lexicon.verbs.get(doc.lemma[i], ()))
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
        sources = self.parties.of(frame.subject, things=entry.type not in VERBAL) if entry.source == ("subj",) else []
        targets = verb_role(self.parties, frame, entry.target, sources)
        used = [n for o in frame.objects for n in conjuncts(self.doc, o) if entry.conditions and n > i]
        sources, targets = self.both(entry.type, sources, targets)
        return Found(coded(entry), i, "verb", sources, targets, [i], used=used)

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
        if doc.lemma[noun] in self.lexicon.nouns or doc.lemma[noun] not in (
            "round",
            "series",
            "number",
            "effort",
            "package",
            "wave",
        ):
            return noun
        for c in doc.children[noun]:
            if doc.lower[c] == "of" or (doc.dep[c] == "compound" and doc.lemma[c] in self.lexicon.nouns):
                inner = doc.child(c, "pobj") if doc.lower[c] == "of" else c
                if inner is not None:
                    return inner
        return noun

    def noun_entry(self, noun: int, frame: Frame | None = None) -> Entry | None:
        """The entry of a nominal trigger."""
        if self.doc.tag[noun].startswith("NN"):
            return match_noun(self.doc, noun, self.lexicon.nouns.get(self.doc.lemma[noun], ()), frame)
        return match_noun(self.doc, noun, self.lexicon.nouns[self.doc.lower[noun]]) if self.is_gerund(noun) else None

    def in_clause(self, i: int, found: Found) -> Found | None:
        """What tense and mood of the clause make of the act; None when it is none."""
        modality = verb_modality(self.doc, i)
        if modality.unsaid or not self.complete(found) or self.is_repeated(i, found):
            return None
        shift(found, modality)
        return found

    def is_repeated(self, i: int, found: Found) -> bool:
        """As in "summoned X to complain", "arrested for collaborating": purpose and reason of an act just coded."""
        doc = self.doc
        head = doc.head[i]
        reason = doc.dep[i] == "pcomp" and doc.lower[head] in ("for", "of", "with")
        if reason:
            head = doc.head[head]
        if doc.dep[i] not in ("xcomp", "advcl", "pcomp", "acl"):
            return False
        above = next((f for f in self.found if f.trigger == head or head in f.anchors), None)
        if above is None:
            return False
        return above.coded.type == found.coded.type or (reason and above.coded.type in REASONS)

    def complete(self, found: Found) -> bool:
        """Has the act the parties without which it is no event? A storm is no attacker, a disease no enemy."""
        doc = self.doc
        if any(doc.lemma[p.head] in NATURE for p in (*found.sources, *found.targets) if p.head >= 0):
            return False
        if found.coded.type == "CONSULT" and any(doc.lemma[p.head] in PRESS for p in found.targets if p.head >= 0):
            return False
        if self.is_contest(found) or self.is_you_and_me(found):
            return False
        if found.coded.type in ("AID", "COOPERATE"):
            return any(self.parties.is_actor(p.head) or p.actor_id for p in found.targets if p.head >= 0)
        if found.coded.type in VERBAL:
            return bool(found.sources)
        return bool(found.sources or found.targets)

    def is_contest(self, found: Found) -> bool:
        """Elections and matches are fought, states captured and rivals crushed without any violence."""
        doc = self.doc
        if found.coded.type not in ("ASSAULT", "COERCE") or doc.lemma[found.trigger] not in METAPHOR:
            return False
        first, last = doc.sentences[doc.sentence[found.trigger]]
        return any(doc.lemma[i] in CONTEST for i in range(first, last))

    def is_you_and_me(self, found: Found) -> bool:
        """What unnamed speakers say of themselves ("I want to thank you") is talk, not news."""
        doc = self.doc
        people = [p for p in (*found.sources, *found.targets) if p.head >= 0]
        return any(doc.lower[p.head] in TALK and p.actor_id is None for p in people)

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
        return self.both(entry.type, sources, targets)


def shift(found: Found, modality: Modality) -> None:
    """Future cooperation is AGREE, future conflict THREATEN; "will not help" is REJECT."""
    kind = found.coded.type
    if modality.future and not modality.hypothetical and found.how != "operator":
        if modality.negated:
            if kind in COOPERATIVE or kind in ("SUPPORT",):
                found.coded = embed("refuse", found.coded, None) or found.coded
                found.status = "actual"
                return
        elif kind in COOPERATIVE:
            found.coded = embed("promise", found.coded, None) or found.coded
        elif kind in HOSTILE and kind != "THREATEN" and found.sources:
            found.coded = threaten(found.coded, None)
    found.status = found.status or modality.status
