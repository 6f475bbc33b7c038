"""The band of time: periods to scale, and accounts by what they tell about and when they were given.

A picture beside a list or table that says the same. Positions are computed here, in percent, and mirrored where time
runs from right to left, so that the drawing needs neither script nor style.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from archive.digits import digits_of, to_arabic_digits
from archive.languages import direction
from archive.records import AccountHead, PeriodOnLine, YearCount
from archive.templatetags.reading import page_language

register = template.Library()

MOST_LINES = 12  # more accounts than this make no picture that can be read
BOXES = 32  # pixels above the boxes of the periods
LANE = 16
PICK_LANE, PICK_BOX = 28, 24  # of boxes to press: no lower than a finger is wide
GIVEN = 24  # pixels of the tallest year recorded
WASH_AT = 20  # pixels above the years that are tinted
SLACK = 0.018  # of the line: a little more than a year
STROKES = 48  # pixels of the tallest year


@dataclass(frozen=True, slots=True)
class Scale:
    """Dates as fractions of the line, from its oldest end."""

    first: date
    first_fraction: float
    per_day: float

    def at(self, day: date) -> float:
        """Where a day lies, kept on the line."""
        return min(1.0, max(0.0, self.first_fraction + (day - self.first).days * self.per_day))


def scale_of(timeline: Sequence[PeriodOnLine]) -> Scale | None:
    """The scale that the entries' fractions and dates agree on; none where dates are missing."""
    starts = [
        (entry.start_fraction, entry.dates.earliest)
        for entry in timeline
        if entry.dates and entry.dates.earliest and not entry.open_start
    ]
    ends = [
        (entry.end_fraction, entry.dates.latest)
        for entry in timeline
        if entry.dates and entry.dates.latest and not entry.open_end
    ]
    if not starts or not ends:
        return None
    low, first = min(starts)
    high, last = max(ends)
    if last <= first or high <= low:
        return None
    return Scale(first, low, (high - low) / (last - first).days)


def _lanes(timeline: Sequence[PeriodOnLine]) -> list[tuple[int, float]]:
    """For each period its line of boxes, and where its box starts.

    Periods that overlap stand one below the other. Where one only seems to begin before the last has ended, because
    either is known to the year alone, its box starts at that end.
    """
    ends: list[float] = []
    placed = []
    for period in timeline:
        lane = next((n for n, end in enumerate(ends) if end <= period.start_fraction + SLACK), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        start = max(period.start_fraction, min(ends[lane], period.end_fraction))
        ends[lane] = period.end_fraction
        placed.append((lane, start))
    return placed


class _Line:
    """From fractions to attributes of SVG: strings, so that no locale puts a comma in them."""

    def __init__(self, *, mirrored: bool) -> None:
        self.mirrored = mirrored

    def x(self, fraction: float) -> str:
        return f"{100 * (1 - fraction if self.mirrored else fraction):.2f}%"

    def box(self, start: float, end: float) -> dict[str, str]:
        width = max(end - start, 0.002)  # to be seen
        start = min(start, 1 - width)
        return {"x": self.x(start + width if self.mirrored else start), "width": f"{100 * width:.2f}%"}


def _ticks(scale: Scale, line: _Line, language: str) -> list[dict[str, str]]:
    ticks = []
    for year in range(scale.first.year // 10 * 10, scale.first.year + 400, 10):
        day = date(year, 1, 1)
        fraction = scale.first_fraction + (day - scale.first).days * scale.per_day
        if fraction > 0.98:
            break
        if fraction >= 0.02:
            label = str(year)
            shown = to_arabic_digits(label) if digits_of(language) == "arabic" else label
            ticks.append({"x": line.x(fraction), "label": shown})
    return ticks


def _account_lines(accounts: Sequence[AccountHead], scale: Scale, line: _Line, top: int) -> list[dict[str, str]]:
    lines = []
    for place, account in enumerate(accounts[:MOST_LINES]):
        drawn = {"y": str(top + 24 * place)}
        told = account.told_about
        given = account.recorded_on
        if told and told.earliest and told.latest:
            drawn["from"], drawn["to"] = line.x(scale.at(told.earliest)), line.x(scale.at(told.latest))
        if given and given.earliest:
            drawn["given"] = line.x(scale.at(given.earliest))
        lines.append(drawn)
    return lines


def _strokes(
    years: Sequence[YearCount], scale: Scale, line: _Line, base: int, tallest: int = STROKES
) -> list[dict[str, str]]:
    most = max((year.count for year in years), default=0)
    return [
        {"x": line.x(scale.at(date(year.year, 7, 1))), "y": str(base - max(3, round(tallest * year.count / most)))}
        for year in years
        if year.count
    ]


@register.inclusion_tag("archive/band.html")
def time_band(
    timeline: Sequence[PeriodOnLine],
    accounts: Sequence[AccountHead] = (),
    years: Sequence[YearCount] = (),
    label: str = "",
) -> dict[str, object]:
    """Draw the band. Give accounts (a line each, in their order) or counts per year, not both.

    ``label`` says in words what the picture shows and where the same stands as text. Without dates on the time line
    only the boxes of the periods are drawn.
    """
    language = page_language()
    line = _Line(mirrored=direction(language) == "rtl")
    scale = scale_of(timeline)
    strokes_base = BOXES + STROKES if years and scale else 0
    boxes_at = strokes_base + 8 if strokes_base else BOXES
    lanes = _lanes(timeline)
    boxes_end = boxes_at + LANE * (max((lane for lane, _start in lanes), default=0) + 1) - 4
    lines = _account_lines(accounts, scale, line, boxes_end + 28) if scale else []
    height = boxes_end + (28 + 24 * len(lines) - 4 if lines else 12)
    boxes = [
        {**line.box(start, period.end_fraction), "y": str(boxes_at + LANE * lane), "on": period.current}
        for period, (lane, start) in zip(timeline, lanes, strict=True)
    ]
    return {
        "label": label,
        "height": str(height),
        "ticks": _ticks(scale, line, language) if scale else [],
        "strokes": _strokes(years, scale, line, strokes_base) if scale and strokes_base else [],
        "strokes_base": str(strokes_base),
        "boxes": boxes,
        "wash_y": str(boxes_at),
        "wash_height": str(height - boxes_at),
        "lines": lines,
    }


@register.inclusion_tag("archive/pick_band.html")
def time_picker(
    timeline: Sequence[PeriodOnLine],
    picks: Mapping[str, Any],
    told: Sequence[YearCount],
    given: Sequence[YearCount],
    chosen: tuple[int | None, int | None] | None = None,
) -> dict[str, object]:
    """Draw the band with boxes to press: ``picks`` has ``url`` and ``title`` by the slug of a period.

    Above the periods a stroke for each year told about, below them one for each year recorded; ``chosen`` years are
    tinted. It repeats what stands beside it as a list, for who points at things; keyboard and screen reader have the
    list.
    """
    language = page_language()
    line = _Line(mirrored=direction(language) == "rtl")
    scale = scale_of(timeline)
    if scale is None:
        return {"height": ""}
    strokes_base = BOXES + STROKES
    lanes = _lanes(timeline)
    boxes_at = strokes_base + 8
    boxes_end = boxes_at + PICK_LANE * (max((lane for lane, _start in lanes), default=0) + 1)
    given_base = boxes_end + GIVEN + 4
    boxes = []
    for period, (lane, start) in zip(timeline, lanes, strict=True):
        pick = picks.get(period.term.slug)
        box = {**line.box(start, period.end_fraction), "y": str(boxes_at + PICK_LANE * lane), "on": period.current}
        boxes.append({**box, "url": pick.url if pick else "", "title": pick.title if pick else ""})
    wash = None
    if chosen is not None:
        first, last = chosen
        start = 0.0 if first is None else scale.at(date(first, 1, 1))
        wash = line.box(start, max(start, 1.0 if last is None else scale.at(date(last, 12, 31))))
    return {
        "height": str(given_base if given else boxes_end),
        "ticks": _ticks(scale, line, language),
        "strokes": _strokes(told, scale, line, strokes_base),
        "strokes_base": str(strokes_base),
        "given": _strokes(given, scale, line, given_base, GIVEN),
        "given_base": str(given_base),
        "boxes": boxes,
        "box_height": str(PICK_BOX),
        "wash_height": str((given_base if given else boxes_end) - WASH_AT),
        "wash": wash,
    }


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The periods before and after the one that is current on a time line."""

    before: PeriodOnLine | None
    after: PeriodOnLine | None


@register.simple_tag
def neighbours_of(timeline: Sequence[PeriodOnLine]) -> Neighbours:
    """The neighbours of the current period; nothing around a time line without one."""
    here = next((place for place, period in enumerate(timeline) if period.current), None)
    if here is None:
        return Neighbours(None, None)
    before = timeline[here - 1] if here else None
    after = timeline[here + 1] if here + 1 < len(timeline) else None
    return Neighbours(before, after)
