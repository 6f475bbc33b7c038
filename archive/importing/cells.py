"""Reads the values of single cells. What is wrong becomes a finding; an empty or default value stands in its place."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from archive.dates import DateError, parse_date
from archive.importing.findings import Findings
from archive.importing.manifest import Row
from archive.importing.problems import ProblemCode
from archive.rights import find_rights

_is_address = URLValidator(schemes=["http", "https"])
_DATE_CODES = {
    "empty": ProblemCode.DATE_UNREADABLE,
    "not_a_date": ProblemCode.DATE_UNREADABLE,
    "no_such_day": ProblemCode.DATE_NO_SUCH_DAY,
    "month_out_of_range": ProblemCode.DATE_MONTH,
    "ambiguous": ProblemCode.DATE_AMBIGUOUS,
    "end_before_start": ProblemCode.DATE_END_FIRST,
    "other_calendar": ProblemCode.DATE_OTHER_CALENDAR,
    "not_supported": ProblemCode.DATE_NOT_SUPPORTED,
}


def split_values(cell: str) -> list[str]:
    """The values of a cell that holds several, each once."""
    return list(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def choice(findings: Findings, column: str, choices: Iterable[str], default: str = "") -> str:
    """One of a closed list. A column without a default is needed."""
    value = findings.row.get(column)
    allowed = list(choices)
    if not value:
        if not default:
            findings.add(ProblemCode.VALUE_MISSING, column)
        return default
    if value.casefold() in allowed:
        return value.casefold()
    findings.add(ProblemCode.CHOICE_UNKNOWN, column, value=value, choices=", ".join(allowed))
    return default


def yes_or_no(findings: Findings, column: str) -> bool:
    """``yes`` or ``no``; an empty cell is no."""
    value = findings.row.get(column).casefold()
    if value not in {"", "yes", "no"}:
        findings.add(ProblemCode.YES_OR_NO, column, value=value)
    return value == "yes"


def text(
    findings: Findings,
    column: str,
    model: type[models.Model],
    name: str,
    *,
    row: Row | None = None,
    value: str | None = None,
) -> str:
    """A text that fits the field ``name`` of ``model``; a line of it where the field is not a long one."""
    cell = (row or findings.row).get(column) if value is None else value
    model_field: Any = model._meta.get_field(name)
    if not isinstance(model_field, models.TextField):
        cell = " ".join(cell.split())
    limit = model_field.max_length
    if limit is not None and len(cell) > limit:
        findings.add(ProblemCode.TOO_LONG, column, row=row, length=len(cell), limit=limit)
        return ""
    return cell


def edtf(findings: Findings, column: str) -> str:
    """A date in its EDTF form."""
    value = findings.row.get(column)
    if not value:
        return ""
    try:
        found = parse_date(value).edtf
    except DateError as error:
        findings.add(_DATE_CODES[error.code], column, value=value[:80], hint=error.hint)
        return ""
    if len(found) > 60:
        findings.add(ProblemCode.TOO_LONG, column, length=len(found), limit=60)
        return ""
    return found


def start_of_day(findings: Findings, column: str) -> datetime | None:
    """The moment at which a day begins in the archive's time zone."""
    value = findings.row.get(column)
    if not value:
        return None
    try:
        day = date.fromisoformat(value) if len(value) == len("2030-01-01") else None
    except ValueError:
        day = None
    if day is None:
        findings.add(ProblemCode.EMBARGO_FORM, column, value=value[:80])
        return None
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


def address(findings: Findings, column: str, value: str, model: type[models.Model], name: str) -> str:
    """A web address."""
    kept = text(findings, column, model, name, value=value)
    if not kept:
        return ""
    try:
        _is_address(kept)
    except ValidationError:
        findings.add(ProblemCode.ADDRESS_FORM, column, value=value[:80])
        return ""
    return kept


def rights(findings: Findings, model: type[models.Model]) -> str:
    """The address of a rights statement or licence; of a known one the standard form."""
    value = address(findings, "rights", findings.row.get("rights"), model, "rights")
    known = find_rights(value) if value else None
    return known.uri if known else value
