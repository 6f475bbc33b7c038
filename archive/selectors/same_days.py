"""Accounts of the same days: those whose time told about overlaps that of one account."""

from datetime import date, datetime

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from archive.access import Reader, visible_to
from archive.models import TestimonyPage

MOST = 5


def days_of(page: TestimonyPage) -> tuple[date, date] | None:
    """The first and last day that an account tells about; see ``days_between``."""
    return days_between(page.told_from, page.told_to, page.recorded_from)


def days_between(told_from: date | None, told_to: date | None, recorded: date | None) -> tuple[date, date] | None:
    """The first and last day of the time told about.

    An open end runs to the day it was recorded, or, where that is not known, to where it begins; an open beginning is
    where it ends. None where it has no dates.
    """
    first = told_from or told_to
    last = told_to or recorded or first
    return (first, max(first, last)) if first and last else None


def of_the_same_days(reader: Reader, page: TestimonyPage, now: datetime) -> list[int]:
    """The accounts that overlap, nearest first: those whose days begin and end nearest to this one's. One query.

    Only what ``reader`` may see; at most MOST.
    """
    days = days_of(page)
    if days is None:
        return []
    first, last = days
    begins = Coalesce("told_from", "told_to")
    ends = Greatest(begins, Coalesce("told_to", "recorded_from", "told_from"))
    near = _apart("begins", first) + _apart("ends", last)
    found = (
        visible_to(reader, now)
        .exclude(pk=page.pk)
        .alias(begins=begins, ends=ends)
        .filter(begins__lte=last, ends__gte=first)
        .order_by(ExpressionWrapper(near, output_field=DurationField()), "reference")
        .values_list("pk", flat=True)
    )
    return list(found[:MOST])


def _apart(name: str, day: date) -> Combinable:
    fixed = Value(day, output_field=DateField())
    apart = Greatest(F(name), fixed, output_field=DateField()) - Least(F(name), fixed, output_field=DateField())
    return ExpressionWrapper(apart, output_field=DurationField())
