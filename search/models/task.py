"""What was asked of the search worker, and how it went."""

from django.db import models


class SearchTask(models.Model):
    """One long job on the index: a check or a rebuild. Also the memory of the last of each kind.

    A row that nobody has ``started`` waits for a worker; one that was started and not ``heard`` of for a while is taken
    up by another. Holds numbers and kinds of error, no words of a testimony.
    """

    class Kind(models.TextChoices):
        """Which job."""

        CHECK = "check"
        REBUILD = "rebuild"

    kind = models.CharField(max_length=10, choices=Kind)
    asked = models.DateTimeField(auto_now_add=True)
    asked_by = models.BigIntegerField(null=True)  # a user's id; None: the timetable or a command
    started = models.DateTimeField(null=True)
    heard = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    step = models.CharField(max_length=20, blank=True)  # the space under work
    done = models.PositiveIntegerField(default=0)  # testimonies of that space
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)  # of a check: how many differences of each kind
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [("administer_index", "Can look after the search index")]
        indexes = [models.Index(fields=["kind", "-asked"], name="search_task_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
