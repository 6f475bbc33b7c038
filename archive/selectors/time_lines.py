"""The periods as stretches of one line of time."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from archive.dates import date_in_words
from archive.models import Period
from archive.records import DateRecord, PeriodOnLine
from archive.selectors.terms import TermIndex

_DEFAULT_FIRST_YEAR = 1900


class PeriodRow(NamedTuple):
    """A period's dates as they are stored."""

    id: int
    dates: str
    disputed: bool
    earliest: date | None
    latest: date | None


def period_rows() -> tuple[PeriodRow, ...]:
    """The dates of every period. One query."""
    rows = Period.objects.order_by("pk").values_list("pk", "dates", "dates_disputed", "earliest", "latest")
    return tuple(PeriodRow(*row) for row in rows)


def period_dates(period: PeriodRow, language: str) -> DateRecord | None:
    """A period's dates in words."""
    if not period.dates:
        return None
    return DateRecord(
        edtf=period.dates,
        words=date_in_words(period.dates, language, disputed=period.disputed),
        disputed=period.disputed,
        earliest=period.earliest,
        latest=period.latest,
    )


def line_of(rows: Iterable[PeriodRow], index: TermIndex, language: str) -> tuple[PeriodOnLine, ...]:
    """The periods of ``index``, oldest first. No query.

    An open beginning starts with the line, an open end runs to today.
    """
    periods = sorted(
        (period for period in rows if period.id in index.by_id),
        key=lambda period: (period.earliest or date.min, period.latest or date.max, period.id),
    )
    today = timezone.localdate()
    starts = [period.earliest for period in periods if period.earliest and period.earliest.year > 1]
    first = min(starts, default=date(_DEFAULT_FIRST_YEAR, 1, 1))
    span = max((today - first).days, 1)

    def fraction(day: date) -> float:
        return round(min(max((day - first).days / span, 0.0), 1.0), 4)

    return tuple(
        PeriodOnLine(
            term=index.by_id[period.id],
            dates=period_dates(period, language),
            start_fraction=fraction(period.earliest or first),
            end_fraction=fraction(min(period.latest or today, today)),
            open_start=period.earliest is None or period.earliest.year <= 1,
            open_end=period.latest is None or period.latest > today,
        )
        for period in periods
    )


def row_of(period: Period) -> PeriodRow:
    """The dates of one period."""
    return PeriodRow(period.pk, period.dates, period.dates_disputed, period.earliest, period.latest)
