"""Whether two mentions are about one real event: what speaks against it, and how much speaks for it.

A contradiction ends it: another type or mode, a day or a country that differs, sides that are known and disjoint, one report of
an act and one of a plan. Without any, evidence is added up – the day, the verb, each side, the place, the words of the
sentence, the article or story – and has to reach a threshold. Only two mentions are looked at, never a cluster, so the answer is
the same in whatever order articles come. Weights are round numbers, set by hand (docs/decisions/0012).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from acta.model.wording import Wording, apart, shared, stem, wording

SAME_DAY = timedelta(days=1)  # "overnight", time zones: two reports of one act differ by a day at most
SAME_NEWS = timedelta(days=2)  # how far apart two outlets print an act whose day neither says
REALISED = frozenset({"actual", "historical"})
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
KILLING = "targeted"
FROM_THE_AIR = frozenset({"aerial", "drone", "heavy-weapons"})
ARMED = FROM_THE_AIR | {KILLING, "firearms", "explosives", "suicide-attack", "primitive"}
NOTHING = Wording(frozenset(), frozenset())

THRESHOLD = 2.5
DAY, NEWS = 0.75, 0.25  # the same day of the act; printed within days of each other
VERB = 1.0
SIDE, COUNTRY, SIDE_WORDS, DOUBT = 1.0, 0.5, 0.6, 0.5  # of each side: one actor, one country, words in common, none
PLACE, ELSEWHERE = 0.7, 1.0  # one name; two names in one country
SENTENCE, SENTENCE_CAP, SENTENCE_SHARE = (
    2.0,
    6,
    1.0,
)  # by weight of shared words up to a cap, and by share of the shorter one
ARTICLE, STORY = 1.5, 1.5


@dataclass(frozen=True, slots=True)
class Side:
    """Sources or targets of a mention."""

    actors: frozenset[str] = frozenset()  # without countries, which many share on one day
    countries: frozenset[str] = frozenset()  # ISO 3166-1 alpha-3 or a PLOVER code
    words: Wording = NOTHING  # of the phrases as they stand

    def __bool__(self) -> bool:
        return bool(self.actors or self.countries or self.words.names or self.words.words)


@dataclass(frozen=True, slots=True)
class EventMention:
    """One coded event with what decides identity."""

    event_mention_id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    occurred_on: str | None  # ISO date, month or year
    published_on: str | None  # ISO date
    place_country: str | None
    place_name: str | None
    verb: str  # stem of the trigger
    source: Side
    target: Side
    sentence: Wording  # what it says beyond the sides and the verb
    story_id: str | None = None


Party = tuple[str | None, str | None, str | None, str]  # actor_id, kind, country, exact words


def event_mention(
    *,
    event_mention_id: str,
    article_id: str,
    event_type: str,
    mode: str | None,
    status: str,
    occurred_on: str | None,
    published_at: str | None,
    place_country: str | None,
    place_name: str | None,
    trigger: str,
    sentence: str,
    sources: Iterable[Party],
    targets: Iterable[Party],
    story_id: str | None = None,
) -> EventMention:
    """A mention from what the text says: exact words of the trigger, of its sentence and of each party."""
    source, target = _side_of(sources), _side_of(targets)
    return EventMention(
        event_mention_id=event_mention_id,
        article_id=article_id,
        event_type=event_type,
        mode=mode,
        status=status,
        occurred_on=occurred_on,
        published_on=(published_at or "")[:10] or None,
        place_country=place_country,
        place_name=place_name,
        verb=stem(trigger.split(maxsplit=1)[0].casefold()) if trigger.strip() else "",
        source=source,
        target=target,
        sentence=apart(wording(sentence), source.words, target.words, wording(trigger)),
        story_id=story_id,
    )


def _side_of(parties: Iterable[Party]) -> Side:
    listed = list(parties)
    return Side(
        frozenset(actor_id for actor_id, kind, _, _ in listed if actor_id and kind != "country"),
        frozenset(country for _, _, country, _ in listed if country),
        wording(" ".join(words for _, _, _, words in listed)),
    )


def is_same_event(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions are about one event; symmetric."""
    return same_event_score(a, b) is not None


def same_event_score(a: EventMention, b: EventMention) -> float | None:
    """The evidence of two mentions of one event; None when it is too little, or nothing brings the two together."""
    found = evidence(a, b)
    return found if found is not None and found >= THRESHOLD and _meet(a, b) else None


def _meet(a: EventMention, b: EventMention) -> bool:
    """In one article or story; or in the news of some days, or of none, with the verb or somebody in common."""
    if a.article_id == b.article_id or (a.story_id is not None and a.story_id == b.story_id):
        return True
    if (news_day(a) is None) != (news_day(b) is None):
        return False
    return a.verb == b.verb or not _named(a).isdisjoint(_named(b))


def _named(mention: EventMention) -> frozenset[str]:
    """Who is named on either side: actors, countries and names in the phrases."""
    return frozenset().union(*(s.actors | s.countries | s.words.names for s in (mention.source, mention.target)))


def evidence(a: EventMention, b: EventMention) -> float | None:
    """How much speaks for two mentions being one event, or None where something speaks against it."""
    if a.event_type != b.event_type or not _modes_fit(a.mode, b.mode):
        return None
    if a.status != b.status and not {a.status, b.status} <= REALISED:
        return None
    if a.place_country and b.place_country and a.place_country != b.place_country:
        return None
    parts = (_when(a, b), _who(a, b))
    if None in parts:
        return None
    return (
        sum(part for part in parts if part)
        + (VERB if a.verb == b.verb else 0)
        + _where(a, b)
        + _said(a.sentence, b.sentence)
        + _where_told(a, b)
    )


def _modes_fit(a: str | None, b: str | None) -> bool:
    """A killing is told with its weapon or without, and reports differ in what flew; otherwise two modes are two acts."""
    return a is None or b is None or a == b or {a, b} <= FROM_THE_AIR or (KILLING in (a, b) and {a, b} <= ARMED)


def _where(a: EventMention, b: EventMention) -> float:
    if a.place_name is None or b.place_name is None:
        return 0
    return PLACE if a.place_name == b.place_name else -ELSEWHERE


def _where_told(a: EventMention, b: EventMention) -> float:
    if a.article_id == b.article_id:
        return ARTICLE
    return STORY if a.story_id is not None and a.story_id == b.story_id else 0


def _said(a: Wording, b: Wording) -> float:
    common, least = shared(a, b), max(min(a.weight, b.weight), SENTENCE_CAP // 2)
    return SENTENCE * min(common, SENTENCE_CAP) / SENTENCE_CAP + SENTENCE_SHARE * common / least


# ------------------------------------------------------------------ when
def _when(a: EventMention, b: EventMention) -> float | None:
    if a.occurred_on and b.occurred_on:
        return _same_time(a.occurred_on, b.occurred_on)
    return _same_news(a, b)


def _same_time(a: str, b: str) -> float | None:
    first, second = day_of(a), day_of(b)
    if first and second:
        return DAY if abs(first - second) <= SAME_DAY else None
    length = min(len(a), len(b))
    return 0 if a[:length] == b[:length] else None  # a month or a year that fits says little


def _same_news(a: EventMention, b: EventMention) -> float | None:
    """At least one does not say when: an old act may be told of at any time, but what is news is news in the same days."""
    first, second = news_day(a), news_day(b)
    if first is None or second is None or a.article_id == b.article_id:
        return 0
    return NEWS if abs(first - second) <= SAME_NEWS else None


def news_day(mention: EventMention) -> date | None:
    """The day a mention is news of: the act's or, where it says none, the article's. None for an act of a month or a year."""
    return day_of(mention.occurred_on or mention.published_on)


def day_of(value: str | None) -> date | None:
    """The day of an ISO date; None for months, years and what is no date."""
    if value is None or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


# ------------------------------------------------------------------ who
def _who(a: EventMention, b: EventMention) -> float | None:
    """Both sides compared straight, or crossed where the act is mutual; None when sides are known and disjoint."""
    straight = _both(a.source, b.source, a.target, b.target)
    if a.event_type not in MUTUAL:
        return straight
    crossed = _both(a.source, b.target, a.target, b.source)
    return max((found for found in (straight, crossed) if found is not None), default=None)


def _both(a_from: Side, b_from: Side, a_to: Side, b_to: Side) -> float | None:
    sources, targets = _side(a_from, b_from), _side(a_to, b_to)
    return None if sources is None or targets is None else sources + targets


def _side(a: Side, b: Side) -> float | None:
    if not a or not b:
        return 0
    if a.actors & b.actors:
        return SIDE
    if a.countries and b.countries:
        return COUNTRY if a.countries & b.countries else None
    # "the gunman" and "a student" may be one man, and a coder may take another noun of the phrase: no contradiction, but a doubt
    return SIDE_WORDS if shared(a.words, b.words) else -DOUBT
