"""Time as a way into a page of results: periods on their line, and the years of both axes with their counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from archive.api import LocalText, PeriodOnLine, format_number
from search.answering import Answer
from search.asking import Asked
from search.records import YearCount


class Pick(NamedTuple):
    """A period to press in the picture."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class PeriodPick:
    """A period in the list; ``url`` chooses it or takes the choice back."""

    period: PeriodOnLine
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class YearPick:
    """A year in a list; ``url`` chooses it, or every year again where it is the only one chosen."""

    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class TimesView:
    """The picture and the lists. ``told`` and ``recorded`` are the counts drawn, the lists hold the same.

    ``chosen``: the range of years told about that is in force, as (first, last), either of them open.
    """

    timeline: tuple[PeriodOnLine, ...]
    picks: dict[str, Pick]
    told: tuple[YearCount, ...]
    recorded: tuple[YearCount, ...]
    chosen: tuple[int | None, int | None] | None
    periods: tuple[PeriodPick, ...]
    told_years: tuple[YearPick, ...]
    recorded_years: tuple[YearPick, ...]
    in_force: bool

    def __bool__(self) -> bool:
        return bool(self.periods or self.told_years or self.recorded_years)


def times_view(answer: Answer, path: str, language: str) -> TimesView:
    """Time as it stands in an answer. No query: the periods come with the snapshot."""
    asked = answer.asked
    filters = asked.filters
    values = {value.slug: value for value in answer.facets.get("period", ())}
    timeline = tuple(
        replace(period, current=period.term.slug in filters.period)
        for period in answer.guards.snapshot.time_line(language)
    )
    periods = tuple(
        PeriodPick(
            period=period,
            count=values[period.term.slug].count,
            selected=period.current,
            url=asked.toggled("period", period.term.slug).url(path),
        )
        for period in timeline
        if period.term.slug in values
    )
    return TimesView(
        timeline=timeline,
        picks={pick.period.term.slug: Pick(pick.url, _title(pick, language)) for pick in periods},
        told=_on_line(answer.told_years, timeline),
        recorded=_on_line(answer.recorded_years, timeline),
        chosen=(filters.year_from, filters.year_to) if filters.told else None,
        periods=periods,
        told_years=_years(answer.told_years, filters.year_from, filters.year_to, asked.told_between, path, language),
        recorded_years=_years(
            answer.recorded_years,
            filters.recorded_from,
            filters.recorded_to,
            asked.recorded_between,
            path,
            language,
        ),
        in_force=bool(filters.period) or filters.told or filters.recorded,
    )


def _title(pick: PeriodPick, language: str) -> str:
    label: LocalText = pick.period.term.label
    dates = f" · {pick.period.dates.words}" if pick.period.dates else ""
    return f"{label.text}{dates}: {format_number(pick.count, language)}"


def _on_line(years: Iterable[YearCount], timeline: tuple[PeriodOnLine, ...]) -> tuple[YearCount, ...]:
    """The years that lie on the line; what is older would heap up at its end."""
    starts = [
        period.dates.earliest.year
        for period in timeline
        if period.dates and period.dates.earliest and not period.open_start
    ]
    first, last = min(starts, default=0), date.today().year
    return tuple(year for year in years if first <= year.year <= last)


def _years(
    years: Iterable[YearCount],
    first: int | None,
    last: int | None,
    between: Callable[[int | None, int | None], Asked],
    path: str,
    language: str,
) -> tuple[YearPick, ...]:
    ranged = first is not None or last is not None

    def pick(year: int, count: int) -> YearPick:
        alone = first == last == year
        return YearPick(
            label=format_number(year, language),
            count=count,
            selected=ranged and (first is None or first <= year) and (last is None or year <= last),
            url=(between(None, None) if alone else between(year, year)).url(path),
        )

    return tuple(pick(found.year, found.count) for found in years)
