"""Did it happen? Actual, planned, hypothetical, negated or historical, read off the words around a trigger."""

from __future__ import annotations

from dataclasses import dataclass

from acta.annotate.document import Parsed
from acta.annotate.events.clauses import is_infinitive, is_verb
from acta.annotate.events.lexicon import words

NOBODY = frozenset({"nobody", "none", "nothing", "no-one"})
STOPPING = {  # preposition → what stands before it: "stopped short of condemning", "refrained from condemning"
    "of": frozenset({"short", "instead"}),
    "from": frozenset({"refrain", "abstain", "desist", "shy", "stop", "keep", "away"}),
}
CALLED_OFF = frozenset({"cancel", "postpone", "scrap", "abandon", "shelve", "scuttle", "suspend", "delay"})
FUTURE = frozenset({"will", "shall"})
HYPOTHETICAL = frozenset({"could", "may", "might", "should", "can", "must"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
SAYING = words("saying")
DOUBT_VERBS = words("doubt_verb")
DOUBT_NOUNS = words("doubt_noun")
DOUBT_ADJECTIVES = words("doubt_adjective")
PLAN_ADJECTIVES = words("plan_adjective")
PLAN_NOUNS = words("plan_noun")
DARING = frozenset({"courage", "nerve", "audacity", "temerity", "decency", "gall", "cheek", "guts", "bravery", "foresight"})
IMPLICATIVE = words("implicative")
TALKING = frozenset({"talk", "think", "speak", "discussion", "question", "idea"})
DENYING = words("denying")


@dataclass(frozen=True, slots=True)
class Modality:
    """What the grammar says about an act."""

    negated: bool = False
    future: bool = False
    hypothetical: bool = False
    past_perfect: bool = False
    aimed: bool = False  # an infinitive of purpose: what someone sets out to do
    unsaid: bool = False  # inside something that someone did not say: no event at all

    @property
    def status(self) -> str:
        """The status in the records' words; tense against the article's date is judged elsewhere."""
        if self.hypothetical:
            return "hypothetical"
        if self.negated:
            return "negated"
        if self.future or self.aimed:
            return "planned"
        return "historical" if self.past_perfect else "actual"


def verb_modality(doc: Parsed, verb: int) -> Modality:
    """Modality of the clause of a verb and of the clauses that embed it."""
    negated = future = hypothetical = past_perfect = False
    carrier = verb
    while doc.dep[carrier] == "conj" and is_verb(doc, doc.head[carrier]) and not _has_own_tense(doc, carrier):
        carrier = doc.head[carrier]
    for c in doc.children[verb] + (doc.children[carrier] if carrier != verb else []):
        dep, word = doc.dep[c], doc.lemma[c]
        if dep == "neg" or (dep in ("advmod", "preconj") and word in ("never", "neither", "hardly")):
            negated = True
        elif dep == "aux" and word in FUTURE:
            future = True
        elif dep == "aux" and word == "would":
            if _is_reported(doc, carrier):
                future = True
            else:
                hypothetical = True
        elif dep == "aux" and word in HYPOTHETICAL:
            hypothetical = True
        elif dep == "aux" and doc.lower[c] == "had" and doc.tag[verb] in ("VBN", "VBD"):
            past_perfect = not _is_reported(doc, carrier)
        elif dep == "mark" and word in CONDITIONS:
            hypothetical = True
        elif dep in ("nsubj", "nsubjpass", "dobj") and (
            doc.lower[c] in NOBODY or any(doc.lower[d] == "no" for d in doc.children[c])
        ):
            negated = True
    above = _above(doc, carrier)
    return Modality(
        negated != above.negated if above.negated else negated,
        future or above.future,
        hypothetical or above.hypothetical,
        past_perfect,
        _is_aimed(doc, verb),
        above.unsaid,
    )


def _is_aimed(doc: Parsed, verb: int) -> bool:
    """As in "gave them a day to leave", "sent a team to investigate": not "began to leave"."""
    if doc.tag[verb] != "VB" or doc.dep[verb] not in ("advcl", "acl", "xcomp", "relcl"):
        return False
    if not is_infinitive(doc, verb):
        return False
    return doc.lemma[doc.head[verb]] not in IMPLICATIVE | DARING


def noun_modality(doc: Parsed, noun: int) -> Modality:
    """Modality of a nominal trigger: its own modifiers, then what governs it, then the clause it happens in."""
    near = {doc.lemma[c] for c in doc.children[noun]} | {doc.lower[c] for c in doc.children[noun]}
    negated = bool(near & {"no", "without"})
    future = bool(near & PLAN_ADJECTIVES)
    hypothetical = bool(near & DOUBT_ADJECTIVES)
    above = _above(doc, noun)
    governor = doc.head[noun]
    if doc.dep[noun] in ("nsubj", "nsubjpass") and is_verb(doc, governor) and not hypothetical:
        clause = verb_modality(doc, governor)
        return Modality(
            negated or clause.negated,
            future or clause.future,
            clause.hypothetical or above.hypothetical,
            unsaid=clause.unsaid,
        )
    if doc.dep[noun] == "pobj":
        negated = negated or doc.lower[governor] == "without"
        subject = doc.child(doc.head[governor], "nsubj") if doc.lower[governor] == "for" else None
        future = future or (subject is not None and doc.lemma[subject] in PLAN_NOUNS)  # "planning is under way for"
    return Modality(
        negated or above.negated, future or above.future, hypothetical or above.hypothetical, unsaid=above.unsaid
    )


def _has_own_tense(doc: Parsed, verb: int) -> bool:
    return doc.tag[verb] in ("VBD", "VBZ", "VBP") or any(doc.dep[c] in ("aux", "auxpass") for c in doc.children[verb])


def _is_reported(doc: Parsed, verb: int) -> bool:
    """In the complement of a verb of saying, or beside it ("…, he said")."""
    if doc.dep[verb] in ("ccomp", "xcomp", "acl", "relcl") and doc.lemma[doc.head[verb]] in SAYING:
        return True
    return any(doc.dep[c] in ("ccomp", "parataxis") and doc.lemma[c] in SAYING and c > verb for c in doc.children[verb])


def _above(doc: Parsed, i: int) -> Modality:
    """What governors make of a clause or a noun: doubt, denial, condition, plan."""
    negated = future = hypothetical = unsaid = False
    for _ in range(8):
        head, dep = doc.head[i], doc.dep[i]
        if head == i or (dep == "conj" and is_verb(doc, head)):
            break
        word = doc.lemma[head]
        if is_verb(doc, head):
            embedded = dep in ("ccomp", "xcomp", "dobj", "prep", "pcomp", "nsubjpass") or (
                dep == "advcl" and doc.tag[i] == "VB"
            )
            if dep in ("ccomp", "xcomp", "dobj") and word in SAYING | {"mention", "discuss", "know"}:
                if any(doc.dep[c] == "neg" for c in doc.children[head]):
                    unsaid = True
            elif embedded and dep != "prep" and word in DOUBT_VERBS:
                hypothetical = True
            elif (embedded and (dep != "prep" or word == "rule") and word in DENYING) or (dep == "xcomp" and word == "fail"):
                negated = True
            elif dep in ("xcomp", "advcl") and _is_future(doc, head):
                future = True
            elif dep == "xcomp" and word in ("be", "have") and doc.tag[i] == "VB" and is_infinitive(doc, i):
                if any(doc.lower[c] == "yet" for c in (*doc.children[head], *doc.children[i])):
                    negated = True  # "has yet to meet"
                elif word == "be":  # "was to meet"
                    future = True
                    negated = negated or _is_called_off(doc, head)
            elif dep == "xcomp" and any(
                doc.lemma[c] in HYPOTHETICAL | {"would"} for c in doc.children[head] if doc.dep[c] == "aux"
            ):
                hypothetical = True
            if dep == "advcl" and any(
                doc.lemma[c] in CONDITIONS for c in doc.children[i] if doc.dep[c] in ("mark", "advmod")
            ):
                hypothetical = True
            if dep == "advcl" or (dep in ("nsubj", "prep") and word not in SAYING):
                break
        elif doc.tag[head].startswith("NN"):
            if word in DOUBT_NOUNS and dep in ("prep", "acl", "relcl", "ccomp", "compound"):
                hypothetical = True
            elif word in PLAN_NOUNS and dep in ("prep", "acl", "ccomp"):
                future = True
            elif word in ("denial", "lack", "absence") and dep in ("prep", "ccomp"):
                negated = True
            elif (
                word in ("claim", "allegation", "report")
                and dep in ("acl", "ccomp", "relcl")
                and _is_called_false(doc, head)
            ):
                hypothetical = True
            if dep == "relcl":
                break
        elif dep == "pcomp" and {doc.lemma[doc.head[head]], doc.lower[head - 1]} & STOPPING.get(word, NOBODY):
            negated = True
        elif (dep == "pcomp" and word == "about" and doc.lemma[doc.head[head]] in TALKING) or (
            doc.tag[head].startswith("JJ") and word in DOUBT_ADJECTIVES
        ):
            hypothetical = True
        i = head
    return Modality(negated, future, hypothetical, unsaid=unsaid)


def _is_called_off(doc: Parsed, verb: int) -> bool:
    """As in "was to meet …, but the visit was called off"."""
    return any(
        doc.dep[c] == "conj"
        and (doc.lemma[c] in CALLED_OFF or (doc.lemma[c] == "call" and any(doc.lower[d] == "off" for d in doc.children[c])))
        for c in doc.children[verb]
    )


def _is_future(doc: Parsed, verb: int) -> bool:
    return any(doc.dep[c] == "aux" and doc.lemma[c] in FUTURE for c in doc.children[verb])


def _is_called_false(doc: Parsed, noun: int) -> bool:
    return doc.dep[noun] in ("dobj", "nsubj", "nsubjpass") and doc.lemma[doc.head[noun]] in (
        "call",
        "reject",
        "deny",
        "dismiss",
        "refute",
    )
