"""Wire credit and correction notes: what a page says about where its text came from and whether it was mended."""

from __future__ import annotations

import re

AGENCIES = (
    "Reuters", "Agence France-Presse", "AFP", "Associated Press", "The Associated Press", "AP", "dpa", "DPA", "Xinhua",
    "TASS", "Kyodo News", "Kyodo", "Press Trust of India", "PTI", "ANI", "IANS", "UPI", "United Press International",
    "EFE", "ANSA", "PA Media", "Press Association", "AAP", "Interfax", "Anadolu Agency", "Anadolu", "Yonhap",
    "Bloomberg", "Tribune News Service", "Jiji Press", "Antara", "Bernama", "Ukrinform",
)  # fmt: skip
_LISTED = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
# An agency by its kind of name: "Meridian Wire", "Northern Press Agency". The kind alone ("wire service") names nobody.
_KIND = (
    r"(?:[A-Z][\w’'&-]+ ){1,3}(?:News ?wire|Wire(?: Service)?|News Agency|Press Agency|News Service|Telegraph Agency)"
)
AGENCY = rf"(?P<agency>{_LISTED}|{_KIND})"

IN_DATELINE = re.compile(rf"^[A-ZÀ-Þ][\w .,’'/-]{{1,60}}?\(\s*{AGENCY}\s*\)\s*(?:[—–-]|\s)")
SLASHED = re.compile(rf"^[A-ZÀ-Þ][\w .,’'/-]{{1,60}}?[/,]\s*{AGENCY}\s*[—–-]+\s")
SIGNED = re.compile(
    rf"^\W*(?:source:|with (?:material|files|reporting) from|©|copyright \d{{4}}|via|credit:|"
    rf"text:)?\s*(?:the )?{AGENCY}\W*$",
    re.IGNORECASE,
)
REPORTED = re.compile(rf"\b(?:reporting|writing|editing) (?:by|from) .{{1,120}}\b(?:for|of) {AGENCY}", re.IGNORECASE)
IN_BYLINE = re.compile(
    rf"(?:^|\b(?i:by) |, |\()(?:the )?{AGENCY}\)?(?:$|[,;|]|\s+(?:[·•–—-]|\d|\w+day\b))", re.MULTILINE
)

CREDIT_CHARS = 200  # a longer line says more than where the text came from

CORRECTION = re.compile(
    r"^\W*(?:correction|corrections and clarifications|clarification|"
    r"editor[’']s note)\b\W*(?:\(.{1,40}\))?\s*[:—–-]\s*\S|"
    r"^\W*(?:this (?:article|story|report|version)|an (?:earlier|previous) version of this (?:article|story|report)|"
    r"the headline (?:of|on) this)\b"
    r".{0,120}\b(?:corrected|amended|misstated|incorrectly|misspelled|misidentified|wrongly|"
    r"has been updated to correct|erroneously)\b",
    re.IGNORECASE,
)
NOT_ERROR = re.compile(r"^\W*editor[’']s note\b", re.IGNORECASE)
ERROR_WORD = re.compile(r"\b(?:correct|amend|misst|incorrect|misspel|misident|wrong|erroneous)", re.IGNORECASE)


def is_agency(name: str) -> bool:
    """Whether a name is a news agency's and no person's."""
    return re.fullmatch(AGENCY, name) is not None


def is_credit(line: str) -> bool:
    """Whether a line only says which agency the text came from."""
    return len(line) <= CREDIT_CHARS and bool(SIGNED.search(line) or REPORTED.search(line))


def is_correction_note(line: str) -> bool:
    """Whether a line tells readers that the article was corrected."""
    if not CORRECTION.search(line):
        return False
    return bool(ERROR_WORD.search(line)) if NOT_ERROR.search(line) else True


def find_wire_credit(bylines: list[str], lines: list[str], removed: list[str]) -> str | None:
    """Agency that the byline, the dateline or a credit line names, as printed there."""
    for byline in bylines:
        if match := IN_BYLINE.search(byline):
            return match.group("agency")
    for line in lines[:2]:
        if match := IN_DATELINE.search(line) or SLASHED.search(line):
            return match.group("agency")
    for line in [*removed, *lines[-2:]]:
        if len(line) <= CREDIT_CHARS and (match := SIGNED.search(line) or REPORTED.search(line) or IN_DATELINE.search(line)):
            return match.group("agency")
    return None
