"""Themes: what an account speaks of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from archive.models.authority import Label, LabelKind, Note, TreeRecord


class Theme(TreeRecord):
    """A subject of accounts, in a tree."""

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class ThemeLabel(Label):
    """A theme's name in one language."""

    record = ParentalKey(Theme, on_delete=models.CASCADE, related_name="labels")

    class Meta(Label.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["record", "language"],
                condition=models.Q(kind=LabelKind.PREFERRED),
                name="theme_one_preferred_label",
            )
        ]


class ThemeNote(Note):
    """What a theme covers, in one language."""

    record = ParentalKey(Theme, on_delete=models.CASCADE, related_name="notes")

    class Meta(Note.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="theme_one_note")]
