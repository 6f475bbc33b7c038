"""Compares the index with the database, both ways."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.db.models import F

from archive.api import IndexDocument, indexable_ids
from search.engines import SPACES, fingerprint, search_engine
from search.models import SearchState
from search.sync import changes_for

_BATCH = 100


class DriftKind(StrEnum):
    """Ways in which index and database can differ."""

    NO_INDEX = "no-index"
    OUTDATED = "outdated"  # made by another version of the analysis: rebuild
    PENDING = "pending"  # noted and not yet indexed; more than a passing moment means that no worker runs
    MISSING = "missing"
    STALE = "stale"  # other content than the database's, and no note of a change
    LEFT_OVER = "left-over"  # in the index, and must not be


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference. ``testimony_id`` is 0 for a whole space, ``space`` empty for a note."""

    kind: DriftKind
    space: str = ""
    testimony_id: int = 0


def find_drift() -> Iterator[Drift]:
    """Give every difference between the index and the database. Builds every document: about as long as a rebuild."""
    noted = dict(SearchState.objects.filter(wanted__gt=F("indexed")).values_list("pk", "wanted"))
    for key in noted:
        yield Drift(DriftKind.PENDING, testimony_id=key)
    engine = search_engine()
    for health in engine.health().spaces:
        if not health.ready:
            yield Drift(DriftKind.NO_INDEX, health.space)
        elif health.outdated:
            yield Drift(DriftKind.OUTDATED, health.space)
    ready = {health.space for health in engine.health().spaces if health.ready}
    for space in SPACES:
        if space in ready:
            yield from _space_drift(space, noted)


def _space_drift(space: str, noted: dict[int, int]) -> Iterator[Drift]:
    stored = dict(search_engine().document_versions(space))
    ids = indexable_ids()
    while batch := list(islice(ids, _BATCH)):
        for change in changes_for(dict.fromkeys(batch, 0), space):
            held = stored.pop(change.testimony_id, None)
            if change.testimony_id in noted:
                continue
            if isinstance(change, IndexDocument):
                if held is None:
                    yield Drift(DriftKind.MISSING, space, change.testimony_id)
                elif held.fingerprint != fingerprint(change):
                    yield Drift(DriftKind.STALE, space, change.testimony_id)
            elif held is not None:
                yield Drift(DriftKind.LEFT_OVER, space, change.testimony_id)
    for key in stored:
        if key not in noted:
            yield Drift(DriftKind.LEFT_OVER, space, key)
