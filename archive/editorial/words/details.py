"""What is said about a language version beside its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.editorial.language_fields import LanguageSelect
from archive.models import AccountText


class TextForm(forms.ModelForm):  # type: ignore[type-arg]
    """Language, role, credit, whether it was reviewed and whether a machine helped."""

    class Meta:
        model = AccountText
        fields = ["language", "role", "credit", "reviewed", "machine_assisted"]
        widgets = {"language": LanguageSelect}
        help_texts = {
            "credit": _("Who transcribed or translated it, as readers shall see it."),
            "reviewed": _("Somebody else has compared it with the original or the recording."),
            "machine_assisted": _("A machine made the first version."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance = kwargs.get("instance")
        # A copy of its own: validation writes to the instance, and the draft's rows must stay as they are.
        if instance is not None:
            self.instance = AccountText(
                **{name: getattr(instance, name) for name in self.Meta.fields}, edition_id=instance.edition_id
            )
