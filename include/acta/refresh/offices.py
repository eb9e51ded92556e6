"""Which titles are one office, and what the registry calls the post that Wikidata names. Pure."""

from __future__ import annotations

from datetime import date

from acta.refresh.query import DEFENCE_MINISTER, FOREIGN_MINISTER, HEAD_OF_GOVERNMENT, HEAD_OF_STATE, Term
from acta.registry import Role
from acta.registry.titles import TITLES, plain

_HEADS = frozenset(
    {
        "president",
        "prime minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "emperor",
        "supreme leader",
        "pope",
        "sultan",
        "emir",
        "first minister",
        "grand duke",
        "prince",
        "leader",
        "chairman",
        "general secretary",
        "taoiseach",
    }
)
CLASSES = {
    HEAD_OF_STATE: _HEADS,
    HEAD_OF_GOVERNMENT: _HEADS,
    FOREIGN_MINISTER: frozenset(
        {
            "foreign minister",
            "foreign secretary",
            "secretary of state",
            "external affairs minister",
            "minister of foreign affairs",
            "foreign affairs minister",
        }
    ),
    DEFENCE_MINISTER: frozenset(
        {"defence minister", "defense minister", "defence secretary", "defense secretary", "minister of defence"}
    ),
}


def title_of(term: Term, same: list[Role]) -> tuple[str, str]:
    """What the registry calls this office: by its own rows for ministers, by the name of the post for heads."""
    for office in (FOREIGN_MINISTER, DEFENCE_MINISTER):
        if office in term.offices:
            newest = max(same, key=lambda role: role.valid_from or date.min, default=None)
            return (newest.title, newest.organisation_id or "") if newest else (office, "")
    words = plain((term.position_name or "").partition(" of ")[0]).split()
    known = [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)]
    return max((title for title in known if title in TITLES), key=len, default=""), ""
