"""What themes, periods, places and people have in common: names per language, notes, and a merge that leaves a
trace.
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from treebeard.mp_tree import MP_Node

from archive.folding import fold_label
from archive.models.language import LanguageField

slug_validator = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small Latin letters, digits and single hyphens, like hunger-and-food.")
)


class LabelKind(models.TextChoices):
    """Whether a name is the one shown or one more that search finds."""

    PREFERRED = "preferred", _("Preferred name")
    VARIANT = "variant", _("Variant name")


class Label(models.Model):
    """A name of an authority record in one language. Subclasses add ``record``."""

    language = LanguageField()
    text = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=LabelKind.choices, default=LabelKind.PREFERRED)
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        abstract = True
        ordering = ["kind", "language", "text"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the folded form, by which choosers search in any script, in step with the name."""
        self.folded = fold_label(self.text)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Note(models.Model):
    """What an authority record covers, in one language. Subclasses add ``record``."""

    language = LanguageField()
    scope = models.TextField(_("scope note"), blank=True)

    class Meta:
        abstract = True
        ordering = ["language"]

    def __str__(self) -> str:
        return self.scope[:60]


class AuthorityRecord(ClusterableModel):
    """A controlled term. Its slug is its address and never changes; names may.

    A merged record stays as a row that points to the one that took its place, so that its old address redirects.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[slug_validator],
        help_text=_("The last part of its address."),
    )
    code = models.CharField(_("code"), max_length=20, blank=True, db_index=True)
    exact_match = models.URLField(
        _("same concept elsewhere"), blank=True, help_text=_("The address of the same concept in another vocabulary.")
    )
    restricted = models.BooleanField(
        _("restricted tag (not shown)"), default=False, help_text=_("For the archive's own work: readers never see it.")
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label_in((get_language() or "en").split("-")[0])

    def label_in(self, language: str) -> str:
        """The preferred name in ``language``, else in any language, else the slug. Uses prefetched labels."""
        preferred = [label for label in self.labels.all() if label.kind == LabelKind.PREFERRED]
        for label in preferred:
            if label.language == language:
                return label.text
        return preferred[0].text if preferred else self.slug

    def clean(self) -> None:
        """Two preferred names in one language would leave it open which one readers see."""
        super().clean()
        seen: set[str] = set()
        for label in self.labels.all():
            if label.kind != LabelKind.PREFERRED:
                continue
            if label.language in seen:
                raise ValidationError(
                    _("There are two preferred names in one language (%(language)s). Make one of them a variant."),
                    params={"language": label.language},
                )
            seen.add(label.language)


class TreeRecord(MP_Node, AuthorityRecord):
    """An authority record in a tree of broader and narrower ones."""

    class Meta:
        abstract = True
