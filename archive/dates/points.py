"""One end of a date: a day, a month, a year, a decade, a century or a part of a year."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from archive.dates.errors import DateError
from archive.dates.names import PART_MONTHS

PointPrecision = Literal["day", "month", "year", "decade", "century", "season", "part"]

# EDTF has a qualifier before or after any component, and at the end.
_POINT = re.compile(
    r"[?~%]?(?P<year>-?[0-9X]{4})[?~%]?"
    r"(?:-[?~%]?(?P<part>[0-9X]{2})[?~%]?(?:-[?~%]?(?P<day>[0-9X]{2})[?~%]?)?)?"
)


@dataclass(frozen=True, slots=True)
class Point:
    """``year`` is astronomical (0 is 1 BCE), and the first one of a decade or century.

    ``part`` is the month (1-12) or EDTF's number of a season or part of a year (21-41), else 0; ``day`` likewise 0.
    ``circa`` and ``uncertain`` hold for the whole point, also where EDTF gives them for a component.
    """

    precision: PointPrecision
    year: int
    part: int = 0
    day: int = 0
    circa: bool = False
    uncertain: bool = False

    @property
    def earliest(self) -> date:
        """The first day it may mean, not before the first day Python knows."""
        if self.precision == "day":
            return _clamped(self.year, self.part, self.day)
        return _clamped(self.year, self._months[0], 1)

    @property
    def latest(self) -> date:
        """The last day it may mean, not after the last day Python knows."""
        if self.precision == "day":
            return _clamped(self.year, self.part, self.day)
        year = self.year + {"decade": 9, "century": 99}.get(self.precision, 0)
        month = self._months[1]
        return _clamped(year, month, days_in_month(year, month))

    @property
    def _months(self) -> tuple[int, int]:
        if self.precision == "month":
            return self.part, self.part
        return PART_MONTHS.get(self.part, (1, 12))


def days_in_month(year: int, month: int) -> int:
    """The Gregorian calendar, also before its beginning and before the year 1."""
    return calendar.monthrange(year % 400 + 2000, month)[1]


def _clamped(year: int, month: int, day: int) -> date:
    if year < date.min.year:
        return date.min
    return date(year, month, day)


def read_point(text: str) -> Point:
    """The point that a part of an EDTF expression describes; raises :class:`DateError`."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError("not_supported", text, "1985")
    year, part, day = match["year"], match["part"], match["day"]
    circa = "~" in text or "%" in text
    uncertain = "?" in text or "%" in text
    # "XX" for the month or day says no more than to leave it out.
    day = None if day == "XX" else day
    part = None if part == "XX" and day is None else part
    if "X" in year:
        return _span_of_years(text, year, part, circa, uncertain)
    if "X" in (part or "") or "X" in (day or ""):
        raise DateError("not_supported", text, year)
    return _dated(text, int(year), int(part or 0), int(day or 0), circa, uncertain)


def _span_of_years(text: str, year: str, part: str | None, circa: bool, uncertain: bool) -> Point:
    known = year.rstrip("X")
    if part is not None or "X" in known or len(known) not in (2, 3) or year.startswith("-"):
        raise DateError("not_supported", text, "198X")
    first = int(known.ljust(4, "0"))
    return Point("decade" if len(known) == 3 else "century", first, circa=circa, uncertain=uncertain)


def _dated(text: str, year: int, part: int, day: int, circa: bool, uncertain: bool) -> Point:
    if day:
        if not 1 <= part <= 12:
            raise DateError("not_supported", text, f"{year:04}")
        if day > days_in_month(year, part):
            raise DateError("no_such_day", text, f"{year:04}-{part:02}")
        return Point("day", year, part, day, circa, uncertain)
    if part == 0:
        return Point("year", year, circa=circa, uncertain=uncertain)
    if part <= 12:
        return Point("month", year, part, circa=circa, uncertain=uncertain)
    return Point("season" if part <= 32 else "part", year, part, circa=circa, uncertain=uncertain)


def neighbour(point: Point, step: int) -> Point:
    """The day, month or year just before (-1) or after (1) a point; of a longer span, the year before or after it.

    "Before 1980" is, in EDTF, "1979 or earlier". Raises :class:`DateError` at the ends of Python's calendar.
    """
    if point.precision == "day":
        try:
            moved = date(point.year, point.part, point.day) + timedelta(days=step)
        except (OverflowError, ValueError):
            raise DateError("not_supported", f"{point.year:04}", "1985") from None
        return replace(point, year=moved.year, part=moved.month, day=moved.day)
    if point.precision == "month":
        years, month = divmod(point.year * 12 + point.part - 1 + step, 12)
        return replace(point, year=years, part=month + 1)
    if point.precision == "year":
        return replace(point, year=point.year + step)
    edge = point.earliest if step < 0 else point.latest
    return replace(point, precision="year", year=edge.year + step, part=0)


def write_point(point: Point) -> str:
    """A day, month or year as EDTF, without its qualifiers."""
    year = f"{point.year:04}" if point.year >= 0 else f"-{-point.year:04}"
    return "-".join([year, *(f"{number:02}" for number in (point.part, point.day) if number)])
