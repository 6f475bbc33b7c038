"""The glossary: words of prison and of the archive, explained in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from archive.models.authority import slug_validator
from archive.models.language import LanguageField


class GlossarySection(models.TextChoices):
    """Whose word it is."""

    PRISON = "prison", _("Words of prison")
    ARCHIVE = "archive", _("Words of the archive")


class GlossaryEntry(ClusterableModel):
    """One word with its explanation in each language."""

    slug = models.CharField(_("address"), max_length=80, unique=True, validators=[slug_validator])
    section = models.CharField(
        _("section"), max_length=10, choices=GlossarySection.choices, default=GlossarySection.ARCHIVE
    )
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, help_text=_("The address of the source that explains the word.")
    )

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class GlossaryText(models.Model):
    """A glossary entry in one language."""

    entry = ParentalKey(GlossaryEntry, on_delete=models.CASCADE, related_name="texts")
    language = LanguageField()
    term = models.CharField(_("word"), max_length=120)
    definition = models.TextField(_("explanation"))
    spellings = models.CharField(_("other spellings"), max_length=255, blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="glossary_one_text")]

    def __str__(self) -> str:
        return self.term
