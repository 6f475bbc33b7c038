"""What the archive tells the apps above it. Every signal is sent inside the transaction of the change."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

# Something that a reader can find or see of these testimonies has changed, or may have.
# Arguments: testimony_ids (a list of page ids), hidden (True when some reader may no longer see what they could see
# before, so that search must exclude them at once).
testimony_changed = Signal()

# Labels, places in a tree or merges of authority records changed. Arguments: vocabulary, testimony_ids touched.
vocabulary_changed = Signal()

# Many changes in a row have ended: who put work off while ``in_bulk()`` does it now. Sent outside any transaction.
bulk_finished = Signal()

_bulk: ContextVar[bool] = ContextVar("archive_bulk", default=False)


def in_bulk() -> bool:
    """Whether many testimonies are being changed one after the other: receivers may put costly work off."""
    return _bulk.get()


@contextmanager
def bulk_changes() -> Iterator[None]:
    """Around many changes, each a transaction of its own. At the end, even a bad one, ``bulk_finished`` is sent once.

    What must be noted with a change is still noted in its transaction: a killed process loses nothing.
    """
    if in_bulk():
        yield
        return
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)
        bulk_finished.send(sender=None)
