"""Dates of what is told and of when it was told: EDTF in, words out. Pure: no Django, no catalogue."""

from archive.dates.errors import DateError
from archive.dates.points import Point
from archive.dates.reading import EdtfDate, Precision, parse_date
from archive.dates.wording import bounds_in_words, date_in_words

__all__ = ["DateError", "EdtfDate", "Point", "Precision", "bounds_in_words", "date_in_words", "parse_date"]
