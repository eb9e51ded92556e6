"""Dates as pages, feeds and sitemaps print them, to ISO 8601; and which of them can be a day of publication.

The general parsers (dateutil, dateparser) fill what a text leaves open with today's month, midnight or UTC. Here a
date is evidence, so only what is printed is read: a bare day stays a day, a clock time without a zone gets no offset,
a zone name that means several zones gives none, and "01/02/2026" has two readings until something else decides.
"""

from acta.dates.plausible import is_plausible, latest_moment, same_day
from acta.dates.read import dates_in, find_date_in, read_date, readings

__all__ = ["dates_in", "find_date_in", "is_plausible", "latest_moment", "read_date", "readings", "same_day"]
