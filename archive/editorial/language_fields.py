"""Choosing a language by its name instead of its tag."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from archive.languages import language_name

# The languages that testimonies of the region are given in and translated into. A tag that an import or a record brings
# is offered beside them, so nothing is lost by opening a form.
OFFERED = (
    "ar en apc kmr ckb fr de tr fa hy aii tru syr az bg bs cs da el es et fi he hr hu id it ja ka ko lt lv mk nl no pl "
    "ps pt ro ru sk sl sq sr sv uk ur vi zh"
).split()
# First in every list: the languages of the site.
FIRST = ("ar", "en")


def admin_language() -> str:
    """The language that the admin is shown in, as one of ours."""
    return (get_language() or "en").split("-")[0]


def language_choices(*present: str) -> list[tuple[str, str]]:
    """Tags with their names in the admin's language: the site's first, then the others by name."""
    spoken = admin_language()
    tags = [tag for tag in dict.fromkeys([*OFFERED, *present]) if tag and tag not in FIRST]
    named = sorted(((tag, language_name(tag, spoken)) for tag in tags), key=lambda pair: pair[1])
    return [*((tag, language_name(tag, spoken)) for tag in FIRST), *named]


class LanguageSelect(forms.Select):
    """A list of languages by name for a field that holds any BCP 47 tag."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """Name the languages when the form is shown, in the language it is shown in."""
        self.choices = [("", "—"), *language_choices(*(str(tag) for tag in value if tag))]
        return super().optgroups(name, value, attrs)


class LanguageChoiceField(forms.ChoiceField):
    """The same list in a form of our own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=language_choices, **kwargs)
