"""The grammar of time expressions over the letters of ``words``: one regular expression, one named alternative a form.

Longer forms stand before shorter ones that begin alike. What an alternative means is in ``values``, under the same name.
"""

from __future__ import annotations

import re

LEAD = r"(?:(?:t?E|[bc])[oi-]?)?"  # "late", "early in", "the end of", "earlier", "later on"
MONTH_DAY = r"(?:M[9O](?:,?Y)?|t?[9O]o?M(?:,?Y)?)"
DAY = rf"(?:W(?:-?D)?(?:,?i?t?{MONTH_DAY})?|{MONTH_DAY}|T(?:-?D)?)"
CLOCK = r"(?:@|C[Pk]?|9[Pk]P?|d|[YN](?=G))G?"
QUANTITY = r"(?:(?:ix|mx|x{0,2})(?:[9YN](?:-?[9N])?B?(?:-?&-?1-?H)?|1B|1?Io?|1))"
OF_YEAR = r"(?:,?o?(?:fu?Y|t?Y|[lhny]f?u|t[yv]?f?u))"

FORMS = {
    "clock_day": rf"{CLOCK},?i?t?(?:E[oi-]?)?{DAY}",
    "day_clock": rf"{DAY},?i?{CLOCK}",
    "part_of_day": rf"t?Do{DAY}",
    "clock": CLOCK,
    "month_day": rf"{LEAD}(?:W(?:-?D)?,?i?t?)?{MONTH_DAY}(?:,?D)?",
    "iso_date": r"Y-9-9",
    "slash_date": r"F",
    "each": r"V(?:[9NO]-?)?[uUWDKQ]",
    "weekday": rf"{LEAD}(?:(?:hp|t?[lhngpv])W(?:-?D)?|W(?:-?D)?(?:,?o?[lhn]u)?)",
    "relative_day": rf"{LEAD}T(?:-?D)?",
    "day_part": rf"{LEAD}(?:[hl]D|it?D|zD)",
    "month_quarter": rf"M-M-?Q{OF_YEAR}?",
    "month": rf"{LEAD}(?:hp?M|[ln]M|M{OF_YEAR}?)",
    "quarter": rf"{LEAD}t?(?:fO-?Q|[9O]f?-?Q|q){OF_YEAR}?",
    "half": rf"{LEAD}t?O-?H{OF_YEAR}?",
    "near_quarter": rf"{LEAD}t?(?:[lhnpgvey]|m?r)f?Q{OF_YEAR}?",
    "season": rf"{LEAD}(?:hp?S|[ln]S|t?S{OF_YEAR}|it?S{OF_YEAR}?)",
    "fiscal": rf"{LEAD}t?(?:fu?Y|[lhny]fu|s)",
    "century": rf"{LEAD}t?E?-?O-?u",
    "decade": rf"{LEAD}t?E?-?'?X",
    "weekend": rf"{LEAD}(?:hp?|[lng]|t[lpg]?)K",
    "ago": rf"(?:{QUANTITY}-?)?[uU]-?a",
    "shifted": rf"{QUANTITY}-?[uU][bc]",
    "from_now": rf"{QUANTITY}[uU](?:iR|w)",
    "period": rf"tO{QUANTITY}-?U|t?[lpnghvr](?:{QUANTITY}-?U|{QUANTITY}-?u(?=-)|U)|zU",
    "the_past": r"itp(?![uUQMKWSNI9YB])",
    "near_unit": rf"{LEAD}(?:hp?|[lnzgvy]|t[lpngvey])u",
    "day_beside": r"tu[bc]",
    "the_unit": r"(?:(?:[bc]|t?E)[io]|[io])?tu",
    "year": rf"{LEAD}t?(?:u?Y|L|~)",
    "long": r"[uU]-j",
    "half_unit": r"H-?1?u",
    "and_a_half": r"1u-?&-?1-?H",
    "duration": rf"{QUANTITY}-?[uU]",
    "bare_units": r"it?U|cU|U[bco]",
    "holiday": r"[ln]?\^",
    "frequency": r"A",
    "adjective": r"m?[ryp]",
    "reference": r"m?R|J|c",
    "overnight": r"D",
}
GRAMMAR = re.compile("(?=[^.,&o-])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in FORMS.items()) + ")")
