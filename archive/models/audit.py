"""The audit log: who did what to which record, in numbers. No names, no titles, no words."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One act, written in the transaction of the change it records."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=60)
    testimony_id = models.BigIntegerField(null=True, db_index=True)  # no foreign key: the log outlives what it is about
    data = models.JSONField(default=dict)  # ids, counts and closed-list values only

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.action}"
