"""What an import has done so far, so that it can go on where it stopped and never does a row twice."""

from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """One batch, known by the hash of its manifest and files."""

    fingerprint = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.name


class ImportedRow(models.Model):
    """A row that was imported whole: its reference and the hash of everything it said."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    reference = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    testimony_id = models.BigIntegerField()
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "reference"], name="imported_row_once")]

    def __str__(self) -> str:
        return self.reference


class OriginalFile(models.Model):
    """A file as it arrived: kept sealed under RAWI_ORIGINALS_DIR by its hash, never under an address."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    arrived_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class OriginalUse(models.Model):
    """Which testimony a file came with, under which name and for what."""

    original = models.ForeignKey(OriginalFile, on_delete=models.PROTECT, related_name="uses")
    testimony_id = models.BigIntegerField(db_index=True)
    filename = models.CharField(max_length=255)
    purpose = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["original", "testimony_id", "purpose"], name="original_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.testimony_id}: {self.purpose}"
