"""What a row says, question by question: as one text that can be compared (``claims``) and as people read it (``shown``).

The comparable texts are those of dbt's ``rpt_validation_claims``: a judgement of another text is stale. Rows are in the
terms of docs/reference/records.md, with the actors they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from acta.ids import make_id
from acta.validate.questions import PERSON
from acta.validate.records import Kind

Row = dict[str, Any]
Actors = Mapping[str, Row]  # actor_id -> {name, kind, country, sector}
Claim = tuple[str, str]  # comparable, shown


def claims_of(kind: Kind, row: Row, actors: Actors, text: str) -> dict[str, Claim]:
    """Claims by question; what the row leaves NULL has none."""
    made = {"statement": _statement, "event": _event, "actor": _actor}
    found = (
        made[kind](row, actors, text)
        if kind in made
        else _merged(row, actors)
        if kind == "merged_event"
        else _listed(row)
    )
    return {key: claim for key, claim in found.items() if claim is not None and claim[0]}


def ids_digest(ids: Iterable[str]) -> str:
    """One key for a set of rows, whatever their order; ``none`` for no rows."""
    listed = ";".join(sorted(set(ids)))
    return make_id("set", listed) if listed else "none"


def _statement(row: Row, actors: Actors, text: str) -> dict[str, Claim | None]:
    start, end = row["content"][0][0], row["content"][-1][1]
    here = (f"{start}-{end}", " […] ".join(text[slice(*span)] for span in row["content"]))
    speaker = _parties([row.get("speaker")], actors, text)
    status = "not said" if row.get("negated") else "said"
    return {
        "is_one": here,
        "span": here,
        "speaker": speaker,
        "addressee": _parties([row.get("addressee")], actors, text),
        "type": _plain(row.get("kind")),
        "status": _plain(status),
        "day": _plain(row.get("said_on")),
        PERSON: _persons([row.get("speaker")], actors, text),
    }


def _event(row: Row, actors: Actors, text: str) -> dict[str, Claim | None]:
    start, end = row["trigger"]
    return {
        "is_one": (f"{start}-{end}", text[start:end]),
        "type": _plain(row.get("type")),
        "mode": _plain(row.get("mode")),
        "status": _plain(row.get("status")),
        "sources": _parties(row.get("sources") or [], actors, text),
        "targets": _parties(row.get("targets") or [], actors, text),
        "day": _plain(row.get("occurred_on")),
        "place": _place(row.get("place")),
        PERSON: _persons(row.get("sources") or [], actors, text),
    }


def _actor(row: Row, actors: Actors, text: str) -> dict[str, Claim | None]:
    actor = actors.get(row["actor_id"], {})
    name = actor.get("name")
    role = f", {actor['role']}" if actor.get("role") else ""
    return {
        "span": (f"{row['start']}-{row['end']}", text[row["start"] : row["end"]]),
        "actor": (row["actor_id"], f"{name or '(not named)'} ({actor.get('kind')}{role})"),
        "country": _plain(actor.get("country")),
        "sector": _plain(actor.get("sector")),
    }


def _merged(row: Row, actors: Actors) -> dict[str, Claim | None]:
    members = row["members"]
    found: dict[str, Claim | None] = {"one_act": (ids_digest(members), f"{len(set(members))} mentions are one event")}
    coded = row.get("coded")  # of a warehouse; files hold no merged rows
    if coded:
        names = [_name(coded.get(role), actors) for role in ("source", "target")]
        where = (coded.get("occurred_on"), coded.get("place"))
        cells = (coded.get("type"), coded.get("status"), coded.get("source"), coded.get("target"), *where)
        when_where = f"{where[0] or 'no day'}, {where[1] or 'no place'}"
        shown = f"{coded.get('type')} ({coded.get('status')}): {names[0]} → {names[1]}, {when_where}"
        found["row"] = ("|".join(cell or "" for cell in cells), shown)
    return found


def _listed(row: Row) -> dict[str, Claim | None]:
    found: dict[str, Claim | None] = {}
    for things in ("statements", "events"):
        claim = (ids_digest(one["id"] for one in row[things]), f"{len(row[things])} {things} listed")
        found |= {f"{things}_wrong": claim, f"{things}_missed": claim}
    return found


def _plain(value: str | None) -> Claim | None:
    return (value, value) if value else None


def _place(place: Row | None) -> Claim | None:
    if not place or not place.get("name"):
        return None
    country = f" ({place['country']})" if place.get("country") else ""
    return place["name"], f"{place['name']}{country}"


def _parties(parties: Iterable[Row | None], actors: Actors, text: str) -> Claim | None:
    present = [party for party in parties if party]
    if not present:
        return None
    words = [text[party["start"] : party["end"]] if party.get("start") is not None else "" for party in present]
    ids = sorted({party.get("actor_id") or said for party, said in zip(present, words, strict=True)} - {""})
    shown = dict.fromkeys(
        f"“{said}” = {_name(party.get('actor_id'), actors)}" if party.get("actor_id") else f"“{said}” (nobody known)"
        for party, said in zip(present, words, strict=True)
    )
    return ";".join(ids), "; ".join(shown)


def _persons(parties: Iterable[Row | None], actors: Actors, text: str) -> Claim | None:
    """The parties that are persons: whom a wrong row accuses."""
    return _parties(
        (one for one in parties if one and actors.get(one.get("actor_id") or "", {}).get("kind") == "person"),
        actors,
        text,
    )


def _name(actor_id: str | None, actors: Actors) -> str:
    actor = actors.get(actor_id or "", {})
    if not actor_id:
        return "nobody"
    what = " ".join(part for part in (actor.get("country"), actor.get("sector")) if part)
    return f"{actor.get('name') or '(not named)'}{f' ({what})' if what else ''}"
