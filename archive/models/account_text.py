"""The words of a testimony in one language, and the immutable states they have had."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Revision

from archive.models.language import LanguageField
from archive.models.testimony import TestimonyPage


class TextRole(models.TextChoices):
    """What a language version of the words is."""

    ORIGINAL = "original", _("Original")
    TRANSCRIPT = "transcript", _("Transcript")
    TRANSLATION = "translation", _("Translation")


class Edition(models.Model):  # type: ignore[django-manager-missing]
    """One state of an account text: an ordered list of passages. Never changed once it is made.

    ``retired`` maps each anchor that an earlier edition of the same text had and this one has not to the anchor that
    took its words, or to "" where they were removed, so that a cited link can say what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    passage_total = models.PositiveIntegerField(default=0)
    word_total = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveIntegerField(null=True)
    retired = models.JSONField(default=dict)
    source_sha256 = models.CharField(max_length=64, blank=True)  # of the original file under var/originals

    class Meta:
        verbose_name = _("edition")

    def __str__(self) -> str:
        return f"{self.number}"


class AccountText(Orderable):
    """One language version of the words. In the page editor it is a read-only panel without a formset: autosave and
    stale tabs would otherwise lose its pointer. It changes only in the words view."""

    page = ParentalKey(TestimonyPage, on_delete=models.CASCADE, related_name="account_texts")
    uuid = models.UUIDField(default=uuid.uuid4)
    language = LanguageField()
    role = models.CharField(
        pgettext_lazy("text", "role"), max_length=12, choices=TextRole.choices, default=TextRole.ORIGINAL
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    reviewed = models.BooleanField(_("reviewed"), default=False)
    machine_assisted = models.BooleanField(_("machine-assisted"), default=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="account_texts")

    class Meta(Orderable.Meta):
        verbose_name = _("account text")


class EditionUse(models.Model):
    """Keeps every edition that a page revision needs: revision JSON alone protects nothing."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="edition_uses")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "edition"], name="edition_use_once")]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.edition_id}"
