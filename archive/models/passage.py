"""Passages: a paragraph or a speaker's turn, what search finds and readers cite."""

from typing import Any, ClassVar

from django.db import models

from archive.models.account_text import Edition


class UnscopedRead(RuntimeError):
    """Somebody asked for passages without saying on whose behalf."""


class RefusingManager(models.Manager["Passage"]):
    """Refuses to read words without a reader. ``archive.access.readable_passages`` is the way to them."""

    def get_queryset(self) -> Any:
        """Always raises UnscopedRead."""
        raise UnscopedRead("Passages are read through archive.access.readable_passages(reader).")


class SpeakerRole(models.TextChoices):
    """Who speaks in a passage."""

    NARRATOR = "narrator"
    INTERVIEWER = "interviewer"
    OTHER = "other"


class Passage(models.Model):
    """One passage of one edition. Its anchor survives editions; its row does not change."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()  # from 0
    anchor = models.CharField(max_length=16)
    text = models.TextField(blank=True)  # empty in a translation: not translated yet
    heading = models.CharField(max_length=255, blank=True)  # the section heading before this passage
    speaker = models.CharField(max_length=120, blank=True)
    speaker_role = models.CharField(max_length=12, choices=SpeakerRole.choices, blank=True)
    language = models.CharField(max_length=35, blank=True)  # where it differs from the account text's
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)

    objects = RefusingManager()
    rows: ClassVar[models.Manager["Passage"]] = models.Manager()  # for writers and for archive.access only

    class Meta:
        base_manager_name = "rows"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="passage_one_position"),
            models.UniqueConstraint(fields=["edition", "anchor"], name="passage_one_anchor"),
        ]

    def __str__(self) -> str:
        return self.anchor
