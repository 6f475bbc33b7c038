"""Periods: stretches of history that accounts tell about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from archive.models.authority import Label, LabelKind, Note, TreeRecord
from archive.models.edtf import EdtfField, bounds


class Period(TreeRecord):
    """A named stretch of time, in a tree. Its dates are an EDTF interval."""

    dates = EdtfField(_("dates"), blank=True)
    dates_disputed = models.BooleanField(_("dates disputed"), default=False)
    earliest = models.DateField(null=True, editable=False, db_index=True)
    latest = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the bounds in step with the dates."""
        self.earliest, self.latest = bounds(self.dates)
        super().save(*args, **kwargs)


class PeriodLabel(Label):
    """A period's name in one language."""

    record = ParentalKey(Period, on_delete=models.CASCADE, related_name="labels")

    class Meta(Label.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["record", "language"],
                condition=models.Q(kind=LabelKind.PREFERRED),
                name="period_one_preferred_label",
            )
        ]


class PeriodNote(Note):
    """What a period covers and how its dates are known, in one language."""

    record = ParentalKey(Period, on_delete=models.CASCADE, related_name="notes")
    dates_note = models.TextField(_("note on the dates"), blank=True)

    class Meta(Note.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="period_one_note")]
