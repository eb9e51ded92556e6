"""Which reader says what a form of the grammar means: a TIMEX3 type and value, or None when the words are no time after all."""

from __future__ import annotations

from collections.abc import Callable

from acta.annotate.times import amounts, days, near, periods, recurring
from acta.annotate.times.match import Match, Value

READERS: dict[str, Callable[[Match], Value | None]] = {
    "clock_day": days.clock_day,
    "day_clock": days.clock_day,
    "part_of_day": days.part_of_day,
    "clock": days.clock,
    "month_day": days.month_day,
    "iso_date": days.iso_date,
    "slash_date": days.slash_date,
    "each": recurring.each,
    "weekday": days.weekday,
    "relative_day": days.relative_day,
    "day_part": days.day_part,
    "month_quarter": periods.month_quarter,
    "month": periods.month,
    "quarter": periods.quarter,
    "half": periods.half,
    "near_quarter": periods.near_quarter,
    "season": periods.season,
    "fiscal": periods.fiscal,
    "century": periods.century,
    "decade": periods.decade,
    "weekend": periods.weekend,
    "ago": near.ago,
    "shifted": near.shifted,
    "from_now": near.from_now,
    "period": amounts.period,
    "near_unit": near.near_unit,
    "the_past": near.the_past,
    "day_beside": near.day_beside,
    "holiday": near.holiday,
    "the_unit": near.the_unit,
    "year": periods.year,
    "long": amounts.long,
    "half_unit": amounts.half_unit,
    "and_a_half": amounts.and_a_half,
    "duration": amounts.duration_of,
    "bare_units": amounts.bare_units,
    "frequency": recurring.frequency,
    "adjective": recurring.adjective,
    "reference": recurring.reference,
    "overnight": days.overnight,
}
