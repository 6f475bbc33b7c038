"""When the clock was last looked at."""

from django.db import models


class SyncClock(models.Model):
    """One row: embargoes that ended up to ``seen`` have been noticed. They end without anybody saving anything.

    ``worker_seen``: when a worker that runs for ever last said that it is there.
    """

    seen = models.DateTimeField()
    worker_seen = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.seen.isoformat()
