"""Reading a parse for attribution: who is the subject, which words are the cue, how far does the source's name reach."""

from __future__ import annotations

from acta.annotate.document import Parsed

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
MAX_CLIMB = 8


def subject(doc: Parsed, verb: int) -> int | None:
    """The token that heads a verb's subject: its own, or the one it shares by coordination or control."""
    node = verb
    for _ in range(MAX_CLIMB):
        own = [c for c in doc.children[node] if doc.dep[c] in SUBJECTS]
        if own:  # of two, "which she said was lost", the nearer one
            return next((c for c in reversed(own) if c < node), own[0])
        dep, head = doc.dep[node], doc.head[node]
        if head == node:
            return None
        if dep == "acl" and doc.tag[node] != "VB":
            aside = doc.tag[node] == "VBG" and doc.lower[doc.left[node] - 1] == ","
            if not aside or doc.dep[head] in SUBJECTS:
                return head
            node = head  # "fired his chief, saying …": the one who fired says it
            while doc.dep[node] in ("appos", "conj", "pobj", "prep") and doc.tag[node][0] != "V":
                node = doc.head[node]
            if doc.tag[node][0] != "V":
                node = doc.head[node]
            continue
        if dep == "acl":  # a plan to say: whose plan?
            owner = next((c for c in doc.children[head] if doc.dep[c] == "poss"), None)
            if owner is not None:
                return owner
            node = head
            continue
        if dep == "relcl":
            return None if node == verb and doc.tag[verb] == "VB" else head
        if dep == "prep" and doc.lower[node] == "as" and doc.lemma[head] in ("quote", "cite"):
            return next((c for c in doc.children[head] if doc.dep[c] in ("dobj", "nsubjpass")), None)
        if dep in ("xcomp", "advcl", "conj", "pcomp", "prep", "ccomp", "dep", "acomp", "agent", "parataxis", "aux"):
            if dep == "xcomp" and doc.tag[head][0] == "V":
                controller = next((c for c in doc.children[head] if doc.dep[c] in ("dobj", "dative")), None)
                if controller is not None and node == verb and controller < verb:
                    return controller
            if dep == "ccomp" and doc.tag[node] not in ("VBG", "VB"):
                return None
            node = head
            continue
        if dep in ("dobj", "attr", "pobj", "oprd"):  # a noun on the way: "made a plan to say"
            node = head
            continue
        return None
    return None


def beside(doc: Parsed, verb: int, after: int = -1) -> int | None:
    """The nearest noun or pronoun next to a verb, where the parse has no subject for it; not before token ``after``."""
    for i in (verb - 1, verb + 1, verb - 2, verb + 2):
        if max(after, -1) < i < len(doc.word) and doc.tag[i] in ("NNP", "PRP", "NN", "NNS", "NNPS"):
            for _ in range(MAX_CLIMB):  # on to the head of the noun phrase
                inside = doc.dep[i] in ("compound", "nmod", "poss", "amod") and doc.head[i] != verb
                if not inside and not (doc.dep[i] == "appos" and doc.tag[doc.head[i]][0] == "N"):
                    break
                i = doc.head[i]
            return i
    return None


def just_before(doc: Parsed, verb: int) -> int | None:
    """The noun or pronoun that ends right before a verb with its adverbs and auxiliaries."""
    i = verb - 1
    while i >= 0 and i > verb - 4 and (doc.dep[i] in AUXILIARIES or doc.tag[i] in ("RB", "MD")):
        i -= 1
    if i >= 0 and doc.sentence[i] == doc.sentence[verb] and doc.tag[i] in ("NNP", "PRP", "NN", "NNS", "NNPS"):
        return i
    return None


def dateline_end(doc: Parsed, first: int, stop: int) -> int | None:
    """The token after ``CITY (Agency) -`` where a paragraph opens with one, else None."""
    for i in range(first + 1, min(first + 14, stop)):
        if doc.lower[i] in DASHES:
            words = range(first, i)
            capital = all(not doc.word[j].isalpha() or doc.word[j][:1].isupper() for j in words)
            spaced = doc.start[i] > doc.end[i - 1]
            if capital and spaced and (doc.word[first].isupper() or any(doc.word[j] == "(" for j in words)):
                return i + 1
            return None
    return None


def agent(doc: Parsed, verb: int) -> int | None:
    """Who did it in a passive clause: the noun after ``by``."""
    for c in doc.children[verb]:
        if doc.dep[c] == "agent" or (doc.dep[c] == "prep" and doc.lower[c] == "by"):
            return next((g for g in doc.children[c] if doc.dep[g] == "pobj"), None)
    return None


def is_passive(doc: Parsed, verb: int) -> bool:
    """Is the clause in the passive voice, with an auxiliary or, "Asked whether …", without?"""
    if any(doc.dep[c] in ("auxpass", "nsubjpass") for c in doc.children[verb]):
        return True
    bare = doc.tag[verb] == "VBN" and doc.dep[verb] == "advcl"
    return bare and not any(doc.dep[c] in ("aux", "nsubj", "dobj") for c in doc.children[verb])


def noun_phrase(doc: Parsed, head: int) -> tuple[int, int]:
    """First and last token of the noun phrase that names a party: with titles and appositions, without asides."""
    first, last = doc.left[head], doc.right[head]
    if doc.lower[head] in RELATIVE or doc.tag[head].startswith("PRP") or doc.tag[head].startswith("W"):
        return head, head
    for c in doc.children[head]:
        if c > head and doc.dep[c] in ("relcl", "acl", "advcl", "parataxis", "ccomp"):
            before = doc.left[c] - 1
            if doc.dep[c] != "relcl" or doc.lower[before] in DASHES or doc.lower[before] in (",", "("):
                last = min(last, before)
        before_it = doc.dep[c] in ("cc", "mark", "punct", "prep", "ccomp") or doc.lower[c] == "even"
        if c < head and before_it and doc.left[c] <= first:
            first = max(first, doc.right[c] + 1)
    for i in range(head - 1, first - 1, -1):  # a dateline is no part of the name
        if doc.lower[i] in DASHES and doc.start[i] > doc.end[i - 1]:
            first = i + 1
            break
    while last > head and doc.lower[last] in PUNCTUATION and doc.tag[last] != "POS":
        last -= 1
    while first < head and doc.lower[first] in PUNCTUATION and doc.word[first] not in ("(", "["):
        first += 1
    return first, max(last, first)


DASHES = frozenset({"-", "--", "—", "–"})
PUNCTUATION = frozenset(
    {",", ".", ";", ":", "-", "--", "—", "–", "(", ")", '"', "“", "”", "''", "``", "'", "‘", "’", "…", "...", "!", "?"}
)


def cue_words(doc: Parsed, head: int, last: int) -> tuple[int, int]:
    """First and last token of the cue: the verb with the auxiliaries, negation and adverbs that lead up to it."""
    first = head
    allowed = {c for c in doc.children[head] if doc.dep[c] in AUXILIARIES or doc.dep[c] == "advmod"}
    if doc.tag[head][0] != "V":
        allowed = set()
    while first - 1 in allowed:
        first -= 1
    while first < head and doc.dep[first] == "advmod" and doc.tag[first] in ("WRB", "EX"):
        first += 1
    end = head
    for c in doc.children[head]:
        if doc.dep[c] == "prt" and c == end + 1:
            end = c
    return first, max(end, last)


def is_negated(doc: Parsed, head: int) -> bool:
    """Did the speaker not say it: ``did not say``, ``never said``, ``declined to say``?"""
    if any(doc.dep[c] == "neg" or doc.lower[c] in ("never", "n't") for c in doc.children[head]):
        return True
    up = doc.head[head]
    if up != head and doc.dep[head] in ("xcomp", "ccomp"):
        if doc.lemma[up] in ("decline", "refuse", "fail", "avoid", "forget"):
            return not any(doc.dep[c] == "neg" for c in doc.children[up])
        return doc.dep[head] == "xcomp" and any(doc.dep[c] == "neg" for c in doc.children[up])
    return False
