"""Reads a date: EDTF as it stands, or a form that archivists type, which becomes EDTF.

EDTF is ISO 8601-2:2019 in the form the Library of Congress publishes; the ``edtf`` library decides what is EDTF. The
days it stands for are worked out here, because the library takes a winter for the month of December.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import edtf

from archive.dates.errors import DateError
from archive.dates.points import Point, PointPrecision, read_point
from archive.dates.typed import typed_to_edtf
from archive.digits import to_latin_digits

Precision = PointPrecision | Literal["interval", "open", "between", "before", "after", "all_of", "one_of"]

# Nearly every date in an archive is one of these; the library takes 10 ms where this takes 10 µs.
_PLAIN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SIGNS = re.compile(r"[0-9XYSETZ?~%:+.,\[\]{}^-]+")
_ONE_DIGIT = re.compile(r"-[?~%]?(\dX|X\d)")
_QUALIFIED_SEASON = re.compile(r"-?\d{4}-(2[1-9]|3\d|4[01])[?~%]")
_LONGEST = 120  # no date needs more, and patterns that look for one should not run over an essay
_INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"))


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date that has been read.

    ``edtf`` is what to store. ``earliest`` and ``latest`` are the first and last day it may mean, held within Python's
    years 1 to 9999; ``None`` means that there is no such bound: an open or unknown end. They are strict: "about 1985"
    is 1985. ``precision`` is, for a single date, ``day``, ``month``, ``year``, ``decade``, ``century``, ``season`` or
    ``part`` (of a year); else ``interval`` (1986/1994), ``open`` (one end is open or unknown), ``between`` (some time
    from … to …), ``before``, ``after`` (some time before or after), ``all_of``, ``one_of`` (lists).
    ``open_start`` and ``open_end`` tell an open end (``..``) from an unknown one (nothing, where the bound is ``None``
    too). ``points`` are the dates named in it, in order.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: Precision
    circa: bool
    uncertain: bool
    open_start: bool
    open_end: bool
    points: tuple[Point, ...]

    def __str__(self) -> str:
        return self.edtf


@lru_cache(maxsize=4096)
def parse_date(edtf: str) -> EdtfDate:
    """Reads EDTF or a typed date; raises :class:`DateError` (its docstring lists the codes).

    EDTF goes first where both are possible: ``1985-06`` is June 1985, ``2001-21`` spring 2001. Typed forms are read day
    first (14/3/1985), in English or Arabic, with Levantine or Egyptian months and digits of any script: ``June 1980``,
    «حزيران ١٩٨٠», ``1986-1994``, ``about 1985``, «قبل ١٩٨٠», ``between 1982 and 1984``, ``since 2024``, ``1980s``,
    ``early 1980s``, «ربيع ١٩٨٥» – in short, all that ``date_in_words`` writes. A plain
    day, month, year or interval of these costs microseconds; anything else some 10 ms the first time.
    """
    given = edtf.translate(_INVISIBLE).strip()
    if not given:
        raise DateError("empty", edtf, "1985")
    if len(given) > _LONGEST:
        raise DateError("not_a_date", edtf, "14/3/1985")
    candidate = re.sub(r"\s*(,|/|\.\.)\s*", r"\1", to_latin_digits(given)).upper()
    try:
        if not _is_edtf(candidate):
            if _SIGNS.fullmatch(candidate) and _ONE_DIGIT.search(candidate):
                raise DateError("not_supported", edtf, "1985")
            candidate = typed_to_edtf(given)
            if not _is_edtf(candidate):
                raise DateError("not_a_date", edtf, "14/3/1985")
        return _read(candidate)
    except DateError as error:
        # Inner parts raise with what they saw; whoever gave the date wants to see what they gave.
        raise DateError(error.code, edtf, error.hint) from None


def _is_edtf(text: str) -> bool:
    ends = text.split("/")
    if len(ends) == 1:
        return _is_single(text)
    # The library knows intervals, but not with a decade or a quarter beside an open end. The standard allows that.
    closed = [end for end in ends if end not in ("", "..")]
    return len(ends) == 2 and all(end[0] not in "[{" and _is_single(end) for end in closed) and any(ends)


def _is_single(text: str) -> bool:
    if _PLAIN.fullmatch(text):
        return True
    # The library skips white space ("1985 ?"), fails on a month or day known to one digit, and knows a qualified season
    # only within an interval.
    if not _SIGNS.fullmatch(text) or _ONE_DIGIT.search(text):
        return False
    return edtf.is_valid_edtf(text[:-1] if _QUALIFIED_SEASON.fullmatch(text) else text)


def _read(text: str) -> EdtfDate:
    if "T" in text or "Y" in text or "S" in text or "E" in text or "^" in text:
        raise DateError("not_supported", text, "1985")
    if text[0] in "[{":
        return _read_set(text)
    if "/" in text:
        return _read_interval(text)
    point = read_point(text)
    return _date(text, point.precision, (point,), point.earliest, point.latest)


def _read_interval(text: str) -> EdtfDate:
    left, right = text.split("/")
    start = read_point(left) if left not in ("", "..") else None
    end = read_point(right) if right not in ("", "..") else None
    points = tuple(point for point in (start, end) if point)
    if not points:
        raise DateError("empty", text, "1985")
    if start and end and end.latest < start.earliest:
        raise DateError("end_before_start", text, f"{right}/{left}")
    return _date(
        text,
        "interval" if start and end else "open",
        points,
        start.earliest if start else None,
        end.latest if end else None,
        open_start=left == "..",
        open_end=right == "..",
    )


def _read_set(text: str) -> EdtfDate:
    inside = text[1:-1]
    if ".." not in inside:
        points = tuple(read_point(part) for part in inside.split(","))
        earliest, latest = min(p.earliest for p in points), max(p.latest for p in points)
        return _date(text, "one_of" if text[0] == "[" else "all_of", points, earliest, latest)
    left, _, right = inside.partition("..")
    if "," in inside or ".." in right or (text[0] == "{" and not (left and right)):
        raise DateError("not_supported", text, "1982/1984")
    if not left:
        end = read_point(right)
        return _date(text, "before", (end,), None, end.latest, open_start=True)
    start = read_point(left)
    if not right:
        return _date(text, "after", (start,), start.earliest, None, open_end=True)
    end = read_point(right)
    if end.latest < start.earliest:
        raise DateError("end_before_start", text, f"{right}/{left}")
    # {1982..1984} is each of these years: for whoever reads, the interval.
    return _date(text, "between" if text[0] == "[" else "interval", (start, end), start.earliest, end.latest)


def _date(
    text: str,
    precision: Precision,
    points: tuple[Point, ...],
    earliest: date | None,
    latest: date | None,
    *,
    open_start: bool = False,
    open_end: bool = False,
) -> EdtfDate:
    return EdtfDate(
        edtf=text,
        earliest=earliest,
        latest=latest,
        precision=precision,
        circa=any(point.circa for point in points),
        uncertain=any(point.uncertain for point in points),
        open_start=open_start,
        open_end=open_end,
        points=points,
    )
