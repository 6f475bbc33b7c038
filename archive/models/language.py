"""The field that holds a language tag."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.languages import validate_language


def check_language(tag: str) -> None:
    """Raise ValidationError unless ``tag`` is a valid BCP 47 tag."""
    try:
        validate_language(tag)
    except ValueError:
        raise ValidationError(
            _("%(tag)s is not a language tag. Use a tag like ar, en, fr or ku."), params={"tag": tag}
        ) from None


class LanguageField(models.CharField):  # type: ignore[type-arg]
    """A BCP 47 language tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", _("language"))
        kwargs.setdefault("max_length", 35)
        kwargs.setdefault("validators", [check_language])
        super().__init__(*args, **kwargs)
