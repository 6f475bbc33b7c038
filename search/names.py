"""The names that queries are widened by, read from the archive's authority records."""

from archive.api import Snapshot, current_snapshot
from search.expansion import VariantIndex

_made: tuple[Snapshot, VariantIndex] | None = None


def known_names(snapshot: Snapshot | None = None) -> VariantIndex:
    """Give the names of everything that readers may see. The index is made again when the snapshot is another one.

    One query without ``snapshot``.
    """
    global _made
    snapshot = snapshot or current_snapshot()
    made = _made
    if made is None or made[0] is not snapshot:
        made = _made = (snapshot, VariantIndex(snapshot.names()))
    return made[1]
