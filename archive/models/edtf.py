"""The field that holds an EDTF date (ISO 8601-2), and its bounds."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.dates import DateError, parse_date


def check_edtf(value: str) -> None:
    """Raise ValidationError unless ``value`` is a date that Rawi understands."""
    try:
        parse_date(value)
    except DateError:
        raise ValidationError(
            _("“%(value)s” is not a date. Give one like 14/3/1985, June 1980, 1985, 1985~ or 1986/1994."),
            params={"value": value},
        ) from None


def bounds(value: str) -> tuple[date | None, date | None]:
    """The earliest and latest day of an EDTF date; (None, None) when it is empty or not a date."""
    if not value:
        return None, None
    try:
        parsed = parse_date(value)
    except DateError:
        return None, None
    return parsed.earliest, parsed.latest


class EdtfField(models.CharField):  # type: ignore[type-arg]
    """An EDTF date. What archivists type (14/3/1985, June 1980, حزيران 1980) is turned into EDTF when it is cleaned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("validators", [check_edtf])
        kwargs.setdefault("help_text", _("Like 14/3/1985, June 1980, 1985, 1985~ (about) or 1986/1994."))
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Validate, then give back the EDTF form."""
        value = super().clean(value, model_instance)
        return parse_date(value).edtf if value else value
