"""Who is the subject, what the object, which prepositions: grammatical relations of a verb read off the parse.

Looks through passives, coordination, control ("agreed to send"), participles, relative clauses and the usual attachment
slip of a preposition that hangs on the object instead of the verb.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from acta.annotate.document import Parsed

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
SUBJECT_CONTROL = frozenset({"promise", "vow", "agree", "threaten", "plan", "pledge"})
VERBAL_LINKS = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "acl", "relcl", "parataxis"})
NO_WAY = frozenset({"according", "due", "owing", "prior", "thanks", "because"})  # "according to her lawyer"
DASHES = frozenset({"-", "--", "–", "—"})
TEMPORAL = frozenset({"after", "before", "while", "since", "when"})
INTRANSITIVE = frozenset(
    {"protest", "march", "rally", "riot", "gather", "clash", "resign", "demonstrate", "retreat", "surrender"}
)
DEPTH = 6  # clauses looked through for a subject; deeper chains are parse errors more often than not


@dataclass(slots=True)
class Frame:
    """A verb (or another predicate) with its arguments, as heads of noun phrases."""

    verb: int
    passive: bool
    subject: int | None = None  # the agent: of a passive, the by-phrase
    objects: list[int] = field(default_factory=list)
    indirect: int | None = None
    preps: dict[str, list[int]] = field(default_factory=dict)  # preposition → heads of its objects
    particles: set[str] = field(default_factory=set)
    complements: list[int] = field(default_factory=list)  # xcomp, ccomp and pcomp verbs, in text order
    purposes: list[int] = field(default_factory=list)  # infinitives the parser hung loosely ("called on X to go")
    predicates: list[int] = field(default_factory=list)  # adjectives and nouns said of subject or object


def is_verb(doc: Parsed, i: int) -> bool:
    """Tagged as a verb form (modals are not)."""
    return doc.tag[i].startswith("VB")


def _is_clause(doc: Parsed, i: int) -> bool:
    """As in "demanded that he resign": tagged as a noun, and yet it has a subject and a "that"."""
    return doc.child(i, "mark") is not None and doc.child(i, "nsubj") is not None


def is_passive(doc: Parsed, verb: int) -> bool:
    """Passive by its auxiliary, or a past participle hung on a noun ("the man arrested in …")."""
    if any(doc.dep[c] in ("auxpass", "nsubjpass") for c in doc.children[verb]):
        return True
    if doc.tag[verb] == "VBD" and doc.dep[verb] == "conj" and doc.lower[verb].endswith("ed"):
        # "was evicted and sentenced": the tagger takes the second one for a past tense
        own = {doc.dep[c] for c in doc.children[verb]}
        return not own & {"aux", "nsubj", "dobj", "prt"} and doc.tag[doc.head[verb]] == "VBN" and is_passive(doc, doc.head[verb])
    if doc.tag[verb] != "VBN":
        return False
    if doc.dep[verb] == "acl":
        return not is_finite_after_all(doc, verb)
    kinds = {doc.dep[c] for c in doc.children[verb]}
    if doc.dep[verb] == "conj" and "aux" not in kinds and not ("nsubj" in kinds and "dobj" in kinds):
        return is_passive(doc, doc.head[verb])  # "ten were hurt and 46 arrested", too
    return doc.dep[verb] == "advcl" and "mark" in kinds and "aux" not in kinds  # "if convicted"


def is_finite_after_all(doc: Parsed, verb: int) -> bool:
    """As in "A coalition bombed the town": the parser took the subject for the root and its verb for a participle.

    A past participle with an object of its own, or of a verb that takes none, is no passive; the sentence has no other verb.
    """
    noun = doc.head[verb]
    if doc.dep[noun] != "ROOT" or is_verb(doc, noun) or verb < noun or doc.child(verb, "agent") is not None:
        return False
    return doc.child(verb, "dobj") is not None or doc.lemma[verb] in INTRANSITIVE


def frame_of(doc: Parsed, verb: int) -> Frame:
    """Read the arguments of a verb."""
    frame = Frame(verb, is_passive(doc, verb))
    agent = None
    for c in doc.children[verb]:
        dep = doc.dep[c]
        if dep == "dobj":
            frame.objects.append(_antecedent(doc, verb, c))
        elif dep == "dative":
            _add_dative(doc, frame, c)
        elif dep == "agent":
            agent = doc.child(c, "pobj")
        elif dep == "prep":
            _add_prep(doc, frame, c)
        elif dep == "prt":
            frame.particles.add(doc.lower[c])
            frame.objects.extend(doc.child_all(c, "pobj"))  # "shot down the request"
        elif dep == "advmod":  # "pulled back from"
            for inner in doc.children[c]:
                if doc.dep[inner] == "prep":
                    _add_prep(doc, frame, inner)
        elif dep == "xcomp" or (dep == "ccomp" and not _is_parenthesis(doc, verb, c)):
            (frame.complements if is_verb(doc, c) or _is_clause(doc, c) else frame.predicates).append(c)
        elif dep == "advcl" and doc.tag[c] == "VB" and c > verb and is_infinitive(doc, c):
            frame.purposes.append(c)
        elif dep in ("acomp", "attr", "oprd"):
            frame.predicates.append(c)
    if frame.passive:
        patient = subject_of(doc, verb)
        if patient is not None:
            frame.objects.insert(0, patient)
        frame.subject = agent
    else:
        frame.subject = subject_of(doc, verb)
        if not frame.objects:
            shared = _shared_object(doc, verb)
            frame.objects.extend([shared] if shared is not None else [])
    for noun in list(frame.objects):
        if noun > verb or doc.dep[noun] == "nsubjpass":
            _add_inner_preps(doc, frame, noun)
    return frame


def subject_of(doc: Parsed, verb: int, depth: int = 0) -> int | None:
    """The (surface) subject of a verb, through coordination, control and modification."""
    own = doc.child(verb, *SUBJECTS)
    if own is not None:
        return behind_dateline(doc, verb, _antecedent(doc, verb, own))
    if depth >= DEPTH:
        return None
    head, dep = doc.head[verb], doc.dep[verb]
    if dep in ("acl", "relcl"):
        if doc.tag[verb] == "VB" and not is_verb(doc, head):  # "the decision to send", "its offer to mediate"
            return _owner(doc, head, depth)
        if doc.tag[verb] == "VBG" and verb and doc.lower[verb - 1] in TEMPORAL and not is_verb(doc, head):
            governor = clause_of(doc, head)  # "… to Veska for years, after seeking refuge"
            return subject_of(doc, governor, depth + 1) if governor is not None else None
        return head
    if dep == "pcomp":
        governor = doc.head[head]
        if is_verb(doc, governor):
            return _controller(doc, governor, head, depth)
        return _owner(doc, governor, depth)
    if dep in ("xcomp", "ccomp", "advcl", "conj", "parataxis", "acomp"):
        if is_verb(doc, head) or doc.tag[head] == "MD":
            return _controller(doc, head, verb, depth) if dep == "xcomp" else subject_of(doc, head, depth + 1)
        if doc.dep[head] in ("acomp", "attr", "oprd", "xcomp", "conj"):  # "is ready to contribute"
            return subject_of(doc, doc.head[head], depth + 1)
        return _owner(doc, head, depth) if dep == "xcomp" else None
    return None


def behind_dateline(doc: Parsed, verb: int, noun: int) -> int:
    """As in "MOSCOW (Wire) - A court freed …": the parser takes the dateline for the subject; the subject follows the dash."""
    first, last = doc.sentences[doc.sentence[noun]]
    if noun - first > 6 or not doc.word[first].isupper():
        return noun
    dash = next((i for i in range(first, min(first + 12, last)) if doc.word[i] in DASHES), None)
    if dash is None or not noun < dash < verb:
        return noun
    for i in range(dash + 1, verb):
        if doc.tag[i][:2] in ("NN", "PR") and not dash < doc.head[i] < verb:
            return i
    return noun


def _controller(doc: Parsed, governor: int, below: int, depth: int) -> int | None:
    """Who does what a governing verb embeds: its object ("urged X to go", "accused X of going") or its subject."""
    if doc.lemma[governor] not in SUBJECT_CONTROL:
        obj = doc.child(governor, "dobj")
        if obj is not None and obj < below:
            return obj
    return subject_of(doc, governor, depth + 1)


def _owner(doc: Parsed, noun: int, depth: int) -> int | None:
    """Whose act a noun is: its possessor, else the subject of the clause it stands in."""
    owner = doc.child(noun, "poss")
    if owner is not None:
        return owner
    governor = clause_of(doc, doc.head[noun])
    return subject_of(doc, governor, depth + 1) if governor is not None and governor != noun else None


def clause_of(doc: Parsed, i: int) -> int | None:
    """The nearest verb at or above a token, or None."""
    for _ in range(40):
        if is_verb(doc, i):
            return i
        if doc.head[i] == i:
            return None
        i = doc.head[i]
    return None


def noun_preps(doc: Parsed, noun: int) -> dict[str, list[int]]:
    """Prepositions hanging on a noun."""
    frame = Frame(noun, False)
    for c in doc.children[noun]:
        if doc.dep[c] == "prep":
            _add_prep(doc, frame, c)
            for of in doc.child_all(c, "pobj") if doc.lower[c] == "of" else []:
                for inner in doc.child_all(of, "prep"):  # "the expulsion of three diplomats by Sudan"
                    if doc.lower[inner] == "by":
                        _add_prep(doc, frame, inner)
    return frame.preps


def verb_chain(doc: Parsed, verb: int) -> list[int]:
    """Verbs that share the subject of a verb, and with it, mostly, when and where: "killed six and wounded ten on Monday"."""
    found = []
    for c in doc.children[verb]:
        if doc.dep[c] == "conj" and doc.tag[c] == doc.tag[verb] and doc.child(c, *SUBJECTS) is None:
            found.append(c)
    head = doc.head[verb]
    own = doc.child(verb, *SUBJECTS)
    if own is None and is_verb(doc, head) and head != verb:
        same = doc.dep[verb] == "conj" and doc.tag[head] == doc.tag[verb]
        if same or (doc.dep[verb] == "advcl" and doc.tag[verb] == "VBG"):
            found.append(head)
    return found


def conjuncts(doc: Parsed, head: int) -> list[int]:
    """A head and everything coordinated with it."""
    found = [head]
    for i in found:  # grows while it is read
        found.extend(c for c in doc.children[i] if doc.dep[c] == "conj")
    return found


def _add_dative(doc: Parsed, frame: Frame, c: int) -> None:
    noun = doc.child(c, "pobj")
    if noun is not None:
        frame.preps.setdefault(doc.lower[c], []).append(noun)
    else:
        frame.indirect = c


def _add_prep(doc: Parsed, frame: Frame, prep: int) -> None:
    name = doc.lower[prep]
    for c in doc.children[prep]:
        if doc.dep[c] == "pobj":
            frame.preps.setdefault(name, []).append(c)
            if name in ("in", "on", "at", "to") and doc.lower[c] in ("talks", "meeting", "attack", "raid"):
                for inner in doc.children[c]:
                    if doc.dep[inner] == "prep":
                        _add_prep(doc, frame, inner)
        elif doc.dep[c] == "pcomp":
            frame.complements.append(c)
        elif name not in NO_WAY and (doc.dep[c] == "prep" or (doc.dep[c] == "conj" and doc.tag[c] == "IN")):  # "out of"
            _add_prep(doc, frame, c)


def _add_inner_preps(doc: Parsed, frame: Frame, noun: int, depth: int = 0) -> None:
    """Prepositions on an object, and on what it is a number of ("dozens of artefacts to the museum")."""
    for c in doc.children[noun]:
        if doc.dep[c] == "prep":
            _add_prep(doc, frame, c)
            inner = doc.child(c, "pobj") if doc.lower[c] == "of" and depth < 2 else None
            if inner is not None:
                _add_inner_preps(doc, frame, inner, depth + 1)
        elif doc.dep[c] == "conj" and depth < 2:
            _add_inner_preps(doc, frame, c, depth + 1)


def _antecedent(doc: Parsed, verb: int, noun: int) -> int:
    """The noun a relative pronoun stands for."""
    if doc.lower[noun] in RELATIVE_PRONOUNS and doc.tag[noun] in ("WDT", "WP", "IN", "DT"):
        clause = verb
        while doc.dep[clause] == "conj":
            clause = doc.head[clause]
        if doc.dep[clause] == "relcl":
            return doc.head[clause]
    return noun


def is_infinitive(doc: Parsed, verb: int) -> bool:
    """A verb form with "to"."""
    return any(doc.lower[c] == "to" and doc.dep[c] == "aux" for c in doc.children[verb])


def _is_parenthesis(doc: Parsed, verb: int, clause: int) -> bool:
    """As in "…, officials said": the clause in front of its verb of saying is no complement in the sense of the lexicon."""
    return clause < verb


def _shared_object(doc: Parsed, verb: int) -> int | None:
    """As in "attacked and seized the town": the object stands with the last of the verbs."""
    for c in doc.children[verb]:
        if doc.dep[c] == "conj" and is_verb(doc, c) and doc.child(c, *SUBJECTS) is None and c - verb <= 3:
            return doc.child(c, "dobj")
    return None
