"""When a capital stands for its government: it speaks, acts, owns a position or is spoken with; "in Moscow" is a place."""

from __future__ import annotations

from acta.annotate.actors.cast import head_of
from acta.annotate.actors.lexicon import words
from acta.annotate.document import Parsed

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
PLACE_VERBS = frozenset({"be", "lie", "become", "remain", "host", "sit", "stand", "see", "wake"})
PARTNERS = frozenset({"with", "between", "against", "toward", "towards", "by", "upon"})
NOT_OWNED = words(
    """
    airport station street streets suburb suburbs outskirts centre center downtown mayor district districts
    university court stock hospital hospitals time market resident residents skyline subway metro square police
    museum hotel neighborhood neighbourhood east west north south port
    """
)
OBJECT_VERBS = words(
    """
    accuse urge warn tell ask press pressure blame criticise criticize condemn call support back assure inform
    notify anger please alarm annoy irritate persuade convince sanction punish threaten request want allow force
    help thank invite
    """
)


def acts(doc: Parsed, first: int, last: int) -> bool:
    """Whether the capital named by these tokens acts as its country."""
    token = head_of(doc, first, last)
    dep, head = doc.dep[token], doc.head[token]
    while dep == "conj":
        token = head
        dep, head = doc.dep[token], doc.head[token]
    if dep in SUBJECTS:
        return doc.lemma[head] not in PLACE_VERBS or doc.child(head, "ccomp", "xcomp") is not None
    if dep == "poss":
        return doc.lower[head] not in NOT_OWNED
    if dep == "pobj":
        if doc.lower[head] == "between":  # "between Santa Odila and its airport" is a road
            return all(doc.tag[other].startswith("NNP") for other in doc.child_all(token, "conj"))
        return doc.lower[head] in PARTNERS or (
            doc.lower[head] == "to" and doc.lemma[doc.head[head]] in {"say", "signal", "message", "warning"}
        )
    if dep in {"dobj", "dative"}:
        return doc.lemma[head] in OBJECT_VERBS
    return dep == "ROOT" and doc.right[token] - doc.left[token] <= last - first
