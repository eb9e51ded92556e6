"""From words to TIMEX3 values, relative to the day of publication.

Without that day nothing is guessed: what depends on it keeps the X of TimeML ("XXXX-WXX-4" for a Thursday, "XXXX-10" for an
October of an unknown year).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PAST, FUTURE, UNKNOWN = -1, 1, 0


@dataclass(slots=True)
class Calendar:
    """Resolves against one publication day, which may be unknown."""

    today: date | None

    def day(self, shift: int) -> str:
        """Today, yesterday (-1), tomorrow (1) …"""
        return (self.today + timedelta(days=shift)).isoformat() if self.today else "XXXX-XX-XX"

    def weekday(self, number: int, direction: int, weeks: int = 0) -> str:
        """The Thursday (4) on or before publication, or on or after it; ``weeks`` moves on from there."""
        if self.today is None:
            return f"XXXX-WXX-{number}"
        ahead = (number - self.today.isoweekday()) % 7
        if direction != FUTURE and ahead:
            ahead -= 7
        return (self.today + timedelta(days=ahead + 7 * weeks)).isoformat()

    def weekday_of_week(self, number: int, weeks: int) -> str:
        """The Thursday of last (-1), this (0) or next (1) week."""
        if self.today is None:
            return f"XXXX-WXX-{number}"
        return (self.today + timedelta(days=number - self.today.isoweekday() + 7 * weeks)).isoformat()

    def year(self, shift: int) -> str:
        """This year (0), last year (-1) …"""
        if self.today is None:
            return "XXXX"
        if not 1 <= self.today.year + shift <= 9999:
            raise ValueError(f"no calendar reaches {shift} years from {self.today.year}")
        return f"{self.today.year + shift:04d}"

    def year_of(self, month: int, day: int | None, direction: int) -> str:
        """The year of a month (and day) that was named without one."""
        if self.today is None:
            return "XXXX"
        here = (self.today.month, self.today.day) if day else (self.today.month,)
        there = (month, day) if day else (month,)
        year = self.today.year
        if direction == UNKNOWN:  # the nearest one
            ahead = month - self.today.month
            return f"{year - 1 if ahead > 6 else year + 1 if ahead < -8 else year:04d}"
        if direction == FUTURE:
            return f"{year if there >= here else year + 1:04d}"
        return f"{year if there <= here else year - 1:04d}"

    def month(self, shift: int) -> str:
        """This month (0), last month (-1) …"""
        if self.today is None:
            return "XXXX-XX"
        months = self.today.year * 12 + self.today.month - 1 + shift
        self.year(months // 12 - self.today.year)
        return f"{months // 12:04d}-{months % 12 + 1:02d}"

    def last_month_named(self, month: int, shift: int) -> str:
        """ "last October" (the one before this month), "this October" (of this year), "next October"."""
        if self.today is None:
            return f"XXXX-{month:02d}"
        year = self.today.year
        if shift < 0 and month >= self.today.month:
            year -= 1
        if shift > 0 and month <= self.today.month:
            year += 1
        return f"{year:04d}-{month:02d}"

    def week(self, shift: int) -> str:
        """This week (0) as 2022-W07."""
        if self.today is None:
            return "XXXX-WXX"
        year, week, _ = (self.today + timedelta(weeks=shift)).isocalendar()
        return f"{year:04d}-W{week:02d}"

    def weekend(self, direction: int, shift: int = 0) -> str:
        """The weekend before or after publication; on a weekend it is that one."""
        if self.today is None:
            return "XXXX-WXX-WE"
        back = direction == PAST and self.today.isoweekday() < 6
        return f"{self.week(shift - back)}-WE"

    def quarter(self, shift: int) -> str:
        """This quarter (0) as 2022-Q1."""
        if self.today is None:
            return "XXXX-QX"
        quarters = self.today.year * 4 + (self.today.month - 1) // 3 + shift
        self.year(quarters // 4 - self.today.year)
        return f"{quarters // 4:04d}-Q{quarters % 4 + 1}"

    def quarter_year(self, number: int, direction: int) -> str:
        """The year of a quarter named without one: results come after the quarter, plans before it."""
        if self.today is None:
            return "XXXX"
        current = (self.today.month - 1) // 3 + 1
        year = self.today.year
        if direction == FUTURE:
            return f"{year if number >= current else year + 1:04d}"
        return f"{year if number <= current else year - 1:04d}"

    def season(self, code: str, shift: int | None, direction: int) -> str:
        """ "last winter", "this summer", "in the spring"."""
        if self.today is None:
            return f"XXXX-{code}"
        starts = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        year = self.today.year
        if shift is None:
            shift = -1 if direction == PAST and starts > self.today.month else 0
            shift = 1 if direction == FUTURE and starts + 2 < self.today.month else shift
        elif shift < 0:
            shift = -1 if starts + 2 >= self.today.month else 0
        elif shift > 0:
            shift = 0 if starts > self.today.month else 1
        return f"{year + shift:04d}-{code}"

    def half_year(self, number: int, direction: int) -> str:
        """The year of a half named without one."""
        if self.today is None:
            return "XXXX"
        current = 1 if self.today.month < 7 else 2
        year = self.today.year
        if direction == FUTURE:
            return f"{year if number >= current else year + 1:04d}"
        return f"{year if number <= current else year - 1:04d}"

    def unit(self, unit: str, shift: int) -> str:
        """This, last or next unit of the calendar, at the unit's own precision; vague where no calendar reaches."""
        try:
            return self._unit(unit, shift)
        except (OverflowError, ValueError):  # "three million days ago"
            return "PAST_REF" if shift < 0 else "FUTURE_REF"

    def _unit(self, unit: str, shift: int) -> str:
        if unit in {"S", "M", "H"}:
            return self.day(0)
        if unit == "D":
            return self.day(shift)
        if unit in {"W", "2W"}:
            return self.week(shift * (2 if unit == "2W" else 1))
        if unit == "m":
            return self.month(shift)
        if unit == "Q":
            return self.quarter(shift)
        if unit == "WE":
            return f"{self.week(shift)}-WE"
        years = {"Y": 1, "DE": 10, "CE": 100}[unit] * shift
        width = {"Y": 4, "DE": 3, "CE": 2}[unit]
        return self.year(years)[:width]


def full_date(year: str, month: int, day: int) -> str | None:
    """ISO date, or None when there is no such day."""
    try:
        date(int(year) if year.isdigit() else 2000, month, day)
    except ValueError:
        return None
    return f"{year}-{month:02d}-{day:02d}"


def duration(number: float | None, unit: str) -> str:
    """P3Y, PT25M, P2.5Y; PXY when the number is not told."""
    if number == 0.5 and unit in {"Y", "H", "DE", "CE"}:
        return {"Y": "P6M", "H": "PT30M", "DE": "P5Y", "CE": "P50Y"}[unit]
    if unit == "2W":
        number, unit = (number * 2 if number else number), "W"
    amount = "X" if number is None else f"{number:g}" if number < 1e6 else str(int(number))
    clock = "T" if unit in {"S", "M", "H"} else ""
    return f"P{clock}{amount}{'M' if unit == 'm' else unit}"
