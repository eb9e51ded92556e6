"""Pronouns to actors: who agrees (``antecedents``), who of them is likeliest (``ranking``), and who speaks (``speech``)."""

from __future__ import annotations

from collections.abc import Callable

from acta.annotate.actors import ranking
from acta.annotate.actors.antecedents import HE, IT, SUBJECT, THEY, Antecedents, Candidate
from acta.annotate.actors.cast import Cast
from acta.annotate.actors.speech import SPEAKER, SPOKEN, Quotes
from acta.annotate.types import Actor

WEATHER = frozenset({"seem", "appear", "happen", "rain", "snow", "matter", "take"})
SURE = 0.8  # from here on a pronoun says something about its chain

Choose = Callable[[int, str, list[Candidate], list[str]], tuple[Actor | None, float]]


def by_rank(_: int, kind: str, candidates: list[Candidate], about: list[str]) -> tuple[Actor | None, float]:
    """The likeliest candidate; training asks the gold instead."""
    return ranking.best(kind, candidates, about)


def find_pronouns(cast: Cast, choose: Choose = by_rank) -> None:
    """Note third-person pronouns, and those of who speaks and is spoken to in quotes, as mentions."""
    doc = cast.doc
    if not any(low in HE or low in IT or low in THEY or low in SPOKEN for low in doc.lower):
        return
    quotes = Quotes(cast)
    known = Antecedents(cast, quotes)
    for t, tag in enumerate(doc.tag):
        if tag in {"PRP", "PRP$"}:
            known.reach(t)
            _third(cast, known, t, choose)
    for t, tag in enumerate(doc.tag):  # when everyone who may be the subject of "said" is known
        if tag in {"PRP", "PRP$"} and doc.lower[t] in SPOKEN and quotes.inside[t]:
            actor, kind = quotes.spoken(t, known.head_at)
            if actor or doc.lower[t] in SPEAKER:
                cast.mention(t, t, "pronoun", actor, 0.6 if actor else 0.0, kind or (actor.kind if actor else "person"))


def _third(cast: Cast, known: Antecedents, t: int, choose: Choose) -> None:
    low = cast.doc.lower[t]
    if low in HE:
        kind, agreement, candidates = "person", HE[low], known.person(t, HE[low])
    elif low in IT:
        if low == "it" and _is_empty(cast, t):
            return
        kind, agreement, candidates = "thing", "thing", known.thing(t)
    elif low in THEY:
        kind, agreement, candidates = "group", "many", known.group(t)
    else:
        return
    actor, score = choose(t, kind, candidates, _about(cast, known, t))
    if actor is None and kind == "thing":
        return
    mention = cast.mention(t, t, "pronoun", actor, score, actor.kind if actor and kind == "thing" else kind)
    if actor:
        known.add(mention)
        if score >= SURE:
            known.pronouns[actor.actor_id] = agreement
            if kind == "person":
                cast.genders.setdefault(actor.actor_id, agreement)


def _about(cast: Cast, known: Antecedents, t: int) -> list[str]:
    """What of the pronoun itself makes it likelier that nobody known is meant."""
    doc = cast.doc
    out = [f"word {doc.lower[t]}", "subject" if doc.dep[t] in SUBJECT else f"tag {doc.tag[t]}"]
    return [*out, "quoted"] if known.quotes.inside[t] else out


def _is_empty(cast: Cast, t: int) -> bool:
    """Whether "it" means no one: weather, "it is clear that …"."""
    doc, verb = cast.doc, cast.doc.head[t]
    if doc.dep[t] in {"expl", "attr"} or (doc.dep[t] in SUBJECT and doc.lemma[verb] in WEATHER):
        return True
    return (
        doc.lemma[verb] == "be"
        and doc.child(verb, "acomp", "attr", "ccomp") is not None
        and doc.child(verb, "ccomp", "advcl", "csubj", "xcomp", "relcl") is not None
    )
