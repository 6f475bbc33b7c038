"""One row per testimony that ever changed: what the index should hold and what it does."""

from django.db import models


class SearchState(models.Model):
    """``wanted`` is the version of a testimony's last change; ``indexed`` the one up to which the index is known right.

    The row is written in the transaction of the change and outlives the testimony, so a deletion is not forgotten.
    While ``hide`` is set and ``wanted`` is ahead, the testimony is left out of every search, whatever the index holds.
    """

    testimony_id = models.BigIntegerField(primary_key=True)  # no foreign key: the row outlives the testimony
    wanted = models.BigIntegerField(default=0)
    indexed = models.BigIntegerField(default=0)
    hide = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["-wanted"], name="search_state_latest"),
            models.Index(fields=["hide"], condition=models.Q(hide=True), name="search_state_hidden"),
            models.Index(
                fields=["updated"], condition=models.Q(wanted__gt=models.F("indexed")), name="search_state_pending"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.testimony_id}: {self.indexed} of {self.wanted}"

    @classmethod
    def pending_hides(cls) -> "models.QuerySet[SearchState]":
        """The testimonies that no search may find although the index may still hold them."""
        return cls.objects.filter(hide=True, wanted__gt=models.F("indexed"))
