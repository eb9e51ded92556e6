"""How many: people killed, wounded, arrested or on the street, and money, where the act's own clause says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from acta.annotate.events.clauses import conjuncts, is_verb
from acta.annotate.events.found import Found
from acta.annotate.events.lexicon import words
from acta.annotate.events.quantities import MANY, NAMES, Quantity, read_amount, read_quantity
from acta.annotate.types import EventNumber

if TYPE_CHECKING:
    from acta.annotate.events.coder import Coder

KINDS = {"killed": words("killing"), "wounded": words("wounding"), "arrested": words("arresting")}
LEFT = {"dead": "killed", "killed": "killed", "wounded": "wounded", "injured": "wounded", "hurt": "wounded"}
PAYING = frozenset({"AID", "AGREE", "COOPERATE", "SUPPORT", "REQUEST", "REJECT", "SANCTION", "COERCE", "CONCEDE", "THREATEN"})
MONEY = "MONEY"
ROAD = frozenset({"road", "bridge", "motorway", "highway"})  # tolls of another kind
REACH = 5  # steps from an amount up to the act it belongs to


def numbers_of(coder: Coder, act: Found) -> list[EventNumber]:
    """The numbers of an act, in text order."""
    found: dict[tuple[str, int], EventNumber] = {}
    for kind, head in _counted(coder, act):
        number = _count(coder, kind, head)
        if number is not None:
            found.setdefault((number.kind, number.start), number)
    if act.coded.type == "ASSAULT":
        for number in _tolls(coder, act):
            found.setdefault((number.kind, number.start), number)
    if act.coded.type in PAYING:
        for number in _amounts(coder, act):
            found.setdefault((number.kind, number.start), number)
    return sorted(found.values(), key=lambda n: (n.start, n.kind))


def _counted(coder: Coder, act: Found) -> Iterator[tuple[str, int]]:
    """Kind and head of each noun phrase that says how many."""
    doc, i = coder.doc, act.trigger
    lemma = doc.lemma[i]
    kind = kind_of(lemma)
    if kind is not None:
        heads = coder.frame(i).objects if is_verb(doc, i) else [i, *_of(coder, i, ("of",))]  # "378 arrests"
        yield from ((kind, noun) for head in heads for noun in conjuncts(doc, head))
    if is_verb(doc, i):
        yield from _results(coder, i)
    if act.coded.type == "PROTEST":
        subject = coder.frame(i).subject if is_verb(doc, i) else None
        came = [subject] if subject is not None else [*_of(coder, i, ("by", "of")), *(p.head for p in act.sources if p.head >= 0)]
        yield from (("protesters", head) for head in came)
    if act.coded.type == "ASSAULT" and is_verb(doc, i):
        yield from _left_dead(coder, i)


def kind_of(lemma: str) -> str | None:
    """killed, wounded or arrested, where the word says one of them."""
    return next((name for name, lemmas in KINDS.items() if lemma in lemmas), None)


def _results(coder: Coder, verb: int) -> Iterator[tuple[str, int]]:
    """As in "attacked a market, killing dozens": what a participle adds to the act."""
    doc = coder.doc
    own = {f.trigger for f in coder.found}
    for c in doc.children[verb]:
        kind = kind_of(doc.lemma[c]) if doc.dep[c] in ("advcl", "conj") and is_verb(doc, c) and c not in own else None
        if kind is not None:
            yield from ((kind, noun) for head in coder.frame(c).objects for noun in conjuncts(doc, head))
            yield from _results(coder, c)


def _tolls(coder: Coder, act: Found) -> Iterator[EventNumber]:
    """As in "the death toll from the attack has risen to 31", "taking the toll to 14"."""
    doc = coder.doc
    first, end = doc.sentences[doc.sentence[act.trigger]]
    for i in range(first, end):
        if doc.lemma[i] != "toll" or {doc.lemma[c] for c in doc.children[i]} & ROAD:
            continue
        numeral = _numeral_of_toll(coder, i)
        if numeral is None:
            continue
        start, stop = doc.span(numeral, numeral)
        quantity = read_quantity(doc.text[start:stop])
        if quantity:
            yield _number("killed", start, stop, quantity)


def _numeral_of_toll(coder: Coder, toll: int) -> int | None:
    """The first number behind "to", "at", "of" after the word, wherever the parser hung it."""
    doc = coder.doc
    _, end = doc.sentences[doc.sentence[toll]]
    for i in range(toll + 1, end - 1):
        if doc.lower[i] in ("to", "at", "of", "past", "above") and doc.tag[i + 1] == "CD":
            return i + 1
    return None


def _of(coder: Coder, noun: int, prepositions: Iterable[str]) -> list[int]:
    doc = coder.doc
    preps = [c for c in doc.children[noun] if doc.dep[c] in ("prep", "agent") and doc.lower[c] in prepositions]
    return [pobj for c in preps for pobj in doc.child_all(c, "pobj")]


def _left_dead(coder: Coder, verb: int) -> Iterator[tuple[str, int]]:
    """As in "…, leaving two dead and five wounded"."""
    doc = coder.doc
    for c in (verb, *doc.children[verb]):
        if doc.lemma[c] != "leave" or not is_verb(doc, c):
            continue
        for i in range(c + 1, doc.right[c] + 1):
            if doc.lower[i] in LEFT and doc.tag[i][:2] in ("JJ", "VB"):
                counted = next((j for j in range(i - 1, c, -1) if doc.tag[j] == "CD" or doc.lower[j] in MANY), None)
                if counted is not None:
                    yield LEFT[doc.lower[i]], counted


def _count(coder: Coder, kind: str, head: int) -> EventNumber | None:
    """The count in a noun phrase of people: its numeral, or the head where that is one."""
    doc = coder.doc
    numerals = (c for c in doc.child_all(head, "nummod") if doc.tag[c] == "CD" or doc.lemma[c] == "dozen")
    numeral = next(numerals, None)
    if numeral is None and (doc.tag[head] == "CD" or doc.lower[head] in MANY):
        numeral = head
    elif numeral is None or not (coder.parties.is_actor(head) or kind_of(doc.lemma[head])):
        return None
    first = min([numeral, *(doc.left[c] for c in doc.children[numeral] if c < numeral and doc.dep[c] != "punct")])
    last = max([numeral, *(c for c in doc.children[numeral] if c > numeral and doc.tag[c] == "CD")])
    start, end = doc.span(first, last)
    quantity = read_quantity(doc.text[start:end])
    return _number(kind, start, end, quantity) if quantity else None


def _amounts(coder: Coder, act: Found) -> Iterator[EventNumber]:
    doc = coder.doc
    first, end = doc.sentences[doc.sentence[act.trigger]]
    anchors = {act.trigger, *act.anchors}
    for start_token, end_token, label in doc.entities:
        if label == "CARDINAL" and end_token < end and doc.lemma[end_token] in NAMES:
            label, end_token = MONEY, end_token + 1  # "20 million euros": the tagger left the currency out
        if label != MONEY or not first <= start_token < end or not _belongs(coder, start_token, end_token, anchors):
            continue
        start, stop = doc.span(start_token, end_token - 1)
        quantity = read_amount(doc.text[start:stop])
        if quantity:
            yield _number("amount", start, stop, quantity)


def _belongs(coder: Coder, first: int, end: int, anchors: set[int]) -> bool:
    """Does the amount hang on the act, with no other verb in between?"""
    doc = coder.doc
    i = next((t for t in range(first, end) if not first <= doc.head[t] < end), first)
    for _ in range(REACH):
        above = doc.head[i]
        if above in anchors:
            return True
        if above == i or is_verb(doc, above):
            return False
        i = above
    return False


def _number(kind: str, start: int, end: int, quantity: Quantity) -> EventNumber:
    return EventNumber(kind, start, end, quantity.low, quantity.high, quantity.is_approximate, quantity.currency)
