"""Places: where accounts happen. Coordinates are rounded before they are stored."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from archive.models.authority import Label, LabelKind, Note, TreeRecord


class Precision(models.TextChoices):
    """How exactly a place may be shown."""

    EXACT = "exact", _("Exact")
    TOWN = "town", pgettext_lazy("precision", "Town")
    REGION = "region", pgettext_lazy("precision", "Region")
    HIDDEN = "hidden", _("Hidden")


class PlaceType(models.TextChoices):
    """What kind of place it is."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    TOWN = "town", _("Town")
    DISTRICT = "district", _("District")
    DETENTION_SITE = "detention-site", _("Detention site")
    OTHER = "other", _("Other place")


_DECIMALS = {Precision.EXACT: Decimal("0.001"), Precision.TOWN: Decimal("0.01"), Precision.REGION: Decimal("0.1")}


class Place(TreeRecord):
    """A place with its names in every language, in a tree."""

    place_type = models.CharField(_("kind of place"), max_length=20, choices=PlaceType.choices, default=PlaceType.OTHER)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision = models.CharField(
        _("location precision"), max_length=10, choices=Precision.choices, default=Precision.HIDDEN
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def save(self, *args: object, **kwargs: object) -> None:
        """Round the coordinates to the precision; a hidden place keeps none: what is not stored cannot leak."""
        step = _DECIMALS.get(Precision(self.precision))
        for name in ("latitude", "longitude"):
            value = getattr(self, name)
            if value is not None:
                setattr(self, name, Decimal(value).quantize(step) if step else None)
        super().save(*args, **kwargs)


class PlaceLabel(Label):
    """A place's name in one language."""

    record = ParentalKey(Place, on_delete=models.CASCADE, related_name="labels")

    class Meta(Label.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["record", "language"],
                condition=models.Q(kind=LabelKind.PREFERRED),
                name="place_one_preferred_label",
            )
        ]


class PlaceNote(Note):
    """What a place is, in one language."""

    record = ParentalKey(Place, on_delete=models.CASCADE, related_name="notes")

    class Meta(Note.Meta):
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="place_one_note")]
