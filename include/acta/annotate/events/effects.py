"""What an operator makes of the event it embeds: "agreed to send" is AGREE, "refused to send" is REJECT.

CAMEO codes follow the embedded code (intent to, demand for, refusal or threat of 07x are 033x, 103x, 122x, 1311), as
PLOVER's modes do.
"""

from __future__ import annotations

from dataclasses import dataclass

COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
HOSTILE = frozenset({"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})

INTENT = {
    "061": "0311", "062": "0312", "063": "0313", "064": "0314", "06": "031", "05": "032", "071": "0331", "072": "0332",
    "073": "0333", "074": "0334", "07": "033", "083": "034", "0831": "0341", "0832": "0342", "0833": "0343", "081": "0351",
    "082": "0352", "084": "0353", "085": "0354", "086": "0355", "087": "0356", "08": "035", "045": "039", "04": "036",
}  # fmt: skip
APPEAL = {
    "061": "0211", "062": "0212", "063": "0213", "064": "0214", "06": "021", "05": "022", "071": "0231", "072": "0232",
    "073": "0233", "074": "0234", "07": "023", "083": "024", "0831": "0241", "0832": "0242", "0833": "0243", "081": "0251",
    "082": "0252", "084": "0253", "085": "0254", "086": "0255", "087": "0256", "08": "025", "045": "028", "04": "026",
}  # fmt: skip
DEMAND = {
    "061": "1011", "062": "1012", "063": "1013", "064": "1014", "06": "101", "05": "102", "071": "1031", "072": "1032",
    "073": "1033", "074": "1034", "07": "103", "083": "104", "0831": "1041", "0832": "1042", "0833": "1043", "081": "1051",
    "082": "1052", "084": "1053", "085": "1054", "086": "1055", "087": "1056", "08": "105", "045": "108", "04": "106",
}  # fmt: skip
REFUSAL = {
    "061": "1211", "062": "1212", "063": "1213", "06": "121", "05": "120", "071": "1221", "072": "1222", "073": "1223",
    "074": "1224", "07": "122", "083": "123", "0831": "1231", "0832": "1232", "0833": "1233", "081": "1241", "082": "1242",
    "084": "1243", "085": "1244", "086": "1245", "087": "1246", "08": "124", "045": "126", "04": "125",
}  # fmt: skip
THREAT = {
    "14": "133", "162": "1311", "163": "1312", "164": "134", "165": "135", "166": "136", "16": "1313", "1721": "1321",
    "1722": "1322", "1723": "1323", "1724": "1324", "175": "137", "17": "132", "191": "1381", "192": "1382", "20": "1385",
    "19": "1384", "18": "138", "15": "138",
}  # fmt: skip
STOPPED = {
    "04": "164",
    "045": "165",
    "05": "161",
    "06": "161",
    "071": "1621",
    "072": "1622",
    "073": "1623",
    "07": "162",
}
ENDED = {"14": "082", "15": "0873", "16": "085", "17": "081", "18": "087", "19": "087", "20": "087"}


@dataclass(frozen=True, slots=True)
class Coded:
    """Type, mode and code of an act."""

    type: str
    mode: str | None
    cameo: str
    contexts: tuple[str, ...]


def embed(effect: str, base: Coded | None, default: str | None) -> Coded | None:
    """The act that an operator makes of another one; None when together they are no event."""
    if effect in ("promise", "future"):
        return _intend(base, default) if base or effect == "promise" else None
    if effect == "decide":
        return base
    if effect in ("request", "demand"):
        return _request(effect, base)
    if effect in ("refuse", "cancel"):
        code = follow(REFUSAL, base.cameo) if base else None
        cancelled = "meet" if effect == "cancel" else None
        return Coded("REJECT", cancelled or _rejected(code), code or default or "120", base.contexts if base else ())
    if effect == "fail":
        if base and base.type in COOPERATIVE:
            return Coded("REJECT", "meet" if base.type in ("CONSULT", "SUPPORT") else None, "120", base.contexts)
        return None
    if effect == "threaten":
        return threaten(base, default)
    if effect == "stop":
        return _stop(base)
    return None


def _intend(base: Coded | None, default: str | None) -> Coded:
    if base is None:
        return Coded("AGREE", None, default or "030", ("diplomatic",))
    if base.type in COOPERATIVE:
        return Coded("AGREE", None, follow(INTENT, base.cameo) or "030", base.contexts)
    if base.type == "MOBILIZE" and default is not None:  # agreed or offered to send troops
        return Coded("AGREE", None, "0332", base.contexts)
    return threaten(base, None) if base.type in HOSTILE else base


def threaten(base: Coded | None, default: str | None) -> Coded:
    """A hostile act to come."""
    if base is None:
        return Coded("THREATEN", None, default or "130", ())
    mode = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations", "MOBILIZE": "violence"}.get(base.type)
    mode = {"arrest": "arrest", "expel": "expel", "deport": "expel"}.get(base.mode or "", mode)
    if base.cameo == "192":
        mode = "territory"
    return Coded("THREATEN", mode, follow(THREAT, base.cameo) or "130", base.contexts)


def _request(effect: str, base: Coded | None) -> Coded:
    table, default = (DEMAND, "100") if effect == "demand" else (APPEAL, "020")
    if base is None:
        return Coded("REQUEST", None, default, ())
    if base.type == "SANCTION":  # rallying others against a third party
        return Coded("ACCUSE", "disapprove", "113", base.contexts)
    mode = {"CONSULT": "meet", "CONCEDE": "yield", "RETREAT": "yield", "AID": "assist", "COOPERATE": "assist"}.get(
        base.type
    )
    if base.mode == "resign":
        mode = "change"
    return Coded("REQUEST", mode, follow(table, base.cameo) or default, base.contexts)


def _rejected(code: str | None) -> str | None:
    return {"121": "assist", "122": "assist", "123": "change", "124": "yield", "125": "meet", "126": "meet"}.get(
        (code or "")[:3]
    )


def _stop(base: Coded | None) -> Coded | None:
    if base is None:
        return None
    if base.type in ("CONSULT", "AID", "COOPERATE", "SUPPORT"):
        mode = "withdraw" if base.type == "AID" else "discontinue"
        return Coded("SANCTION", mode, follow(STOPPED, base.cameo) or "160", base.contexts)
    if base.type in ("ASSAULT", "MOBILIZE"):
        return Coded("RETREAT", "ceasefire", follow(ENDED, base.cameo) or "087", base.contexts)
    if base.type in ("SANCTION", "COERCE", "PROTEST"):
        kind = "RETREAT" if base.type == "SANCTION" else "CONCEDE"
        return Coded(kind, None, follow(ENDED, base.cameo) or "080", base.contexts)
    return None


def follow(table: dict[str, str], code: str) -> str | None:
    """The entry of the longest prefix of a code."""
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None
