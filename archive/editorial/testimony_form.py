"""The form of the testimony editor."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.editorial.language_fields import admin_language
from archive.editorial.page_form import ArchivePageForm
from archive.models import PublicNameKind, TestimonyPage
from archive.rights import RIGHTS, rights_label

_REFERENCE = re.compile(r"^([A-Z]{2,8})-([0-9]{4,8})$")
_FIRST_REFERENCE = "RA-0001"


def next_reference() -> str:
    """The reference after the highest one in the series that was used last; the first one in an empty archive."""
    last = TestimonyPage.objects.order_by("-pk").values_list("reference", flat=True).first()
    match = _REFERENCE.match(last or "")
    if match is None:
        return _FIRST_REFERENCE
    prefix = match[1]
    numbers = [
        (int(found[2]), len(found[2]))
        for reference in TestimonyPage.objects.filter(reference__startswith=f"{prefix}-").values_list(
            "reference", flat=True
        )
        if (found := _REFERENCE.match(reference)) and found[1] == prefix
    ]
    highest, width = max(numbers)
    return f"{prefix}-{highest + 1:0{width}d}"


class RightsSelect(forms.Select):
    """The rights statements that the archive knows by name; another one that is there already is kept."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """Name the statements in the language of the admin."""
        known = [(rights.uri, rights.label(admin_language())) for rights in RIGHTS]
        present = {uri for uri, _label in known}
        others = [(uri, rights_label(uri, admin_language())) for uri in value if uri and uri not in present]
        self.choices = [("", "—"), *known, *others]
        return super().optgroups(name, value, attrs)


class TestimonyForm(ArchivePageForm):
    """Prefills the next reference, and asks for a public name where one is promised."""

    __test__ = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.instance.reference and "reference" in self.fields:
            self.initial["reference"] = next_reference()

    def clean(self) -> dict[str, Any]:
        """A withheld name must not stand in a description: it would be one wrong click away from readers."""
        cleaned: dict[str, Any] = super().clean()
        descriptions = self.formsets.get("descriptions")
        if descriptions is None:
            return cleaned
        kind = cleaned.get("public_name_kind")
        for form in descriptions.forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            if kind == PublicNameKind.WITHHELD and form.cleaned_data.get("public_name"):
                form.add_error(
                    "public_name", _("The name is withheld: leave this empty, or choose another kind of name.")
                )
        return cleaned
