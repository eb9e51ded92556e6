"""What the article calls its actors, so that "the airline", "the founder", "the governor" lead to the one they mean.

A noun describes an actor where the text says so: beside the name ("Orbita, a rocket firm", "the newspaper Valley Gazette"), by a
copula ("Brandt is the founder"), in the name or as an office. A description with two bearers is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from acta.annotate.actors.cast import Cast
from acta.annotate.actors.lexicon import AGENTS, BODY_NOUNS, ORGANISATION_NOUNS, singular, words
from acta.annotate.types import Actor, Mention
from acta.registry import fold

NOUNS = frozenset({"NN", "NNP"})
ALIKE = tuple(
    words(group)
    for group in (
        "newspaper paper daily tabloid outlet publication magazine weekly gazette times herald tribune post",
        "broadcaster channel station network television",
        "company firm corporation giant maker manufacturer group business startup start-up conglomerate",
        "airline carrier",
        "bank lender",
        "agency bureau department office service authority directorate",
        "committee panel commission subcommittee",
        "institute institution centre center think-tank organisation organization foundation",
        "charity ngo group nonprofit organisation organization association",
        "party",
        "team club side",
        "university college school",
        "leader president premier chancellor prime-minister king queen emperor ruler chief head",
        "candidate front-runner frontrunner nominee contender hopeful challenger",
        "lawmaker senator congressman congresswoman legislator mp deputy representative",
        "governor gov",
        "officer sergeant constable inspector detective policeman policewoman",
        "attacker gunman shooter killer murderer assailant suspect",
        "lawyer attorney solicitor barrister counsel",
        "minister secretary",
        "businessman tycoon billionaire developer mogul magnate entrepreneur",
    )
)
COMPANIES = frozenset({"company", "firm", "business"})
LEADERS = frozenset(
    {"president", "prime minister", "premier", "chancellor", "supreme leader", "king", "queen", "emperor", "emir"}
)
# nouns by which a text means whom it is about, said of them before or not
OF_RENOWN = words(
    """
    founder developer billionaire tycoon mogul magnate candidate front-runner frontrunner nominee contender politician
    star singer actor actress rapper player striker midfielder goalkeeper champion veteran author novelist filmmaker
    businessman businesswoman entrepreneur dissident activist whistleblower native leader
    """
)
NEAR = 2  # sentences back to whom a text is about
OFTEN = 3  # mentions, and twice as many as of anyone else


def describe(cast: Cast) -> None:
    """Collect the nouns beside and in all names."""
    for mention in list(cast.mentions):
        actor = cast.actor_of(mention)
        if mention.form == "name" and actor and actor.kind in {"person", "organisation"}:
            for noun in (*_beside(cast, mention), *_in_name(actor)):
                note(cast, actor, noun)
            for title in cast.titles.get(actor.actor_id, ()):
                note(cast, actor, title.rsplit(" ", 1)[-1])
                if title in LEADERS:
                    note(cast, actor, "leader")


def note(cast: Cast, actor: Actor, noun: str) -> None:
    """Let a noun describe an actor."""
    cast.nouns.setdefault(actor.actor_id, set()).add(singular(noun))


def described_by(cast: Cast, actor: Actor, noun: str) -> bool:
    """Whether the text calls an actor this, or something that stands for it."""
    own = cast.nouns.get(actor.actor_id, set())
    if noun in own or any(noun in group and group & own for group in ALIKE):
        return True
    return noun in COMPANIES and any(AGENTS.get(other) == "BUS" for other in own)


def bearer(cast: Cast, noun: str, country: str | None, actors: Iterable[Actor]) -> Actor | None:
    """The one actor, of these from the latest on, that a noun describes; of several one said of literally, or nobody."""
    fitting = [a for a in actors if described_by(cast, a, noun) and (country is None or a.country in (None, country))]
    literal = [a for a in fitting if noun in cast.nouns.get(a.actor_id, ())]
    found = literal or fitting
    if len(found) > 1 and found[0].kind == "organisation" and noun not in {"group", "organisation", "organization"}:
        return found[0]
    return found[0] if len(found) == 1 else None


def _beside(cast: Cast, mention: Mention) -> list[str]:
    doc, head = cast.doc, mention.head
    out = [doc.lower[c] for c in doc.children[head] if doc.dep[c] == "appos" and c not in cast.named and doc.tag[c] in NOUNS]
    above = doc.head[head]
    if doc.dep[head] == "appos" and above not in cast.named and doc.tag[above] in NOUNS:
        out.append(doc.lower[above])
    before = mention.first - 1
    if before >= 0 and doc.tag[before] == "NN" and doc.start[mention.first] - doc.end[before] == 1:
        out.append(doc.lower[before])
    if doc.dep[head] == "nsubj" and doc.lemma[above] in {"be", "become", "remain"}:
        out += [doc.lower[c] for c in doc.child_all(above, "attr") if doc.tag[c] == "NN"]
    return out


def _in_name(actor: Actor) -> list[str]:
    if actor.kind != "organisation":
        return []
    return [w for w in fold(actor.name).split() if w in BODY_NOUNS or w in ORGANISATION_NOUNS or any(w in g for g in ALIKE[:11])]


def principal(cast: Cast, past: list[Mention], sentence: int) -> Actor | None:
    """The person a text is about so far: named often, twice as often as anyone else, and lately."""
    count: dict[str, int] = {}
    last: dict[str, int] = {}
    for m in past:
        actor = cast.actor_of(m)
        if actor and actor.kind == "person":
            count[actor.actor_id] = count.get(actor.actor_id, 0) + 1
            last[actor.actor_id] = cast.doc.sentence[m.head]
    ranked = sorted(count, key=lambda a: -count[a])
    if not ranked or count[ranked[0]] < OFTEN or sentence - last[ranked[0]] > NEAR:
        return None
    if len(ranked) > 1 and count[ranked[0]] < 2 * count[ranked[1]]:
        return None
    return cast.actors[ranked[0]]
