"""When the clock was last looked at."""

from django.db import models


class SyncClock(models.Model):
    """One row: embargoes that ended up to ``seen`` have been noticed. They end without anybody saving anything."""

    seen = models.DateTimeField()

    def __str__(self) -> str:
        return self.seen.isoformat()
