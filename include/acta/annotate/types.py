"""What the finders of the annotate stage hand to each other. Spans are offsets into the text unless a name says token."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]


@dataclass(slots=True)
class Actor:
    """Someone or something that can speak, act or be acted on; one for each actor_id of an article."""

    actor_id: str
    name: str
    kind: str  # person, organisation, country, place, group, other
    country: str | None = None  # ISO 3166-1 alpha-3, or a PLOVER non-state code such as IGO
    sector: str | None = None  # PLOVER sector
    role: str | None = None
    wikidata_id: str | None = None
    gender: str | None = None  # female, male; None when no one wrote it down


@dataclass(slots=True)
class Mention:
    """Words that refer to an actor (or may do: actor_id is None when unresolved)."""

    first: int  # first token
    last: int  # last token, inclusive
    head: int  # syntactic head token
    form: str  # name, nominal, pronoun
    kind: str
    actor_id: str | None
    score: float
    start: int
    end: int


@dataclass(slots=True)
class Time:
    """A time expression with its TIMEX3 type and value."""

    start: int
    end: int
    first: int
    last: int
    type: str  # DATE, TIME, DURATION, SET
    value: str


@dataclass(slots=True)
class Place:
    """A place mentioned; name, country and coordinates are None when unresolved."""

    start: int
    end: int
    first: int
    last: int
    name: str | None = None
    country: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(slots=True)
class Party:
    """A speaker, addressee, source or target: the words and the actor behind them, if known."""

    start: int
    end: int
    actor_id: str | None
    head: int = -1  # token


@dataclass(slots=True)
class Statement:
    """Who said what to whom."""

    kind: str  # direct, mixed, indirect
    content: list[Span]
    cue: Span | None
    cue_lemma: str | None
    speaker: Party | None
    addressee: Party | None
    said_on: str | None
    negated: bool
    score: float
    cue_kind: str | None = None  # speech, writing, cognition, emotion, intent, stance, evidence
    polarity: str | None = None  # of the cue: accuse, praise, deny
    venue: str | None = None  # interview, press_conference, call, post, speech, …: venues.csv
    is_headline: bool = False
    cue_head: int = -1  # token of the cue's verb or noun, -1 without one
    content_tokens: list[tuple[int, int]] = field(default_factory=list)  # first, last inclusive


@dataclass(slots=True)
class EventNumber:
    """How many people, or how much money, an act's clause names; a bound is None where the words leave it open."""

    kind: str  # killed, wounded, arrested, protesters, amount
    start: int
    end: int
    low: float | None
    high: float | None
    is_approximate: bool
    currency: str | None  # ISO 4217, of amounts


@dataclass(slots=True)
class Event:
    """Who did what to whom, when and where (PLOVER, with the CAMEO code beside it)."""

    type: str
    mode: str | None
    contexts: list[str]
    cameo: str | None
    quad: int
    goldstein: float | None
    trigger: Span
    trigger_token: int
    sources: list[Party]
    targets: list[Party]
    status: str  # actual, planned, hypothetical, negated, historical
    occurred_on: str | None
    place: Place | None
    place_basis: str | None  # stated, context; None without a place
    score: float
    numbers: list[EventNumber] = field(default_factory=list)
