"""Compares the index with the database, both ways."""

from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.db.models import F

from archive.api import IndexDocument, indexable_ids
from search.engines import SPACES, fingerprint, search_engine
from search.models import SearchState
from search.sync import changes_for, note_change, note_embargoes_that_ended

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


REPAIRABLE = frozenset({DriftKind.MISSING, DriftKind.STALE, DriftKind.LEFT_OVER})


def find_drift(progress: Callable[[str, int], None] | None = None) -> Iterator[Drift]:
    """Give every difference between the index and the database. Builds every document: about as long as a rebuild.

    What changes meanwhile, or ends by the clock, is no difference: it is noted, and the worker's. ``progress`` is
    called with the space and the number of testimonies compared.
    """
    note_embargoes_that_ended()
    noted_before = _noted()
    for key in sorted(noted_before):
        yield Drift(DriftKind.PENDING, testimony_id=key)
    engine = search_engine()
    spaces = engine.health().spaces
    for health in spaces:
        if not health.ready:
            yield Drift(DriftKind.NO_INDEX, health.space)
        elif health.outdated:
            yield Drift(DriftKind.OUTDATED, health.space)
    for space in SPACES:
        if any(health.space == space and health.ready for health in spaces):
            # One look for both: what waits by now may come into the index at any moment of the comparison.
            rows = list(SearchState.objects.values_list("pk", "wanted", "indexed"))
            waiting = {key for key, wanted, indexed in rows if wanted > indexed} | noted_before.keys()
            versions = {key: wanted for key, wanted, _indexed in rows}
            yield from _unchanged(_space_drift(space, waiting, progress), versions)


def sweep(
    show: Callable[[Drift], None] | None = None,
    *,
    repair: bool = False,
    progress: Callable[[str, int], None] | None = None,
) -> "Counter[str]":
    """Compare both ways and count the differences of each kind. ``repair`` notes the testimonies that differ."""
    found: Counter[str] = Counter()
    differing: set[int] = set()
    hidden: set[int] = set()
    for drift in find_drift(progress):
        found[drift.kind.value] += 1
        if show is not None:
            show(drift)
        if drift.kind in REPAIRABLE:
            # What a stale document says that the database does not may be what somebody took back.
            (differing if drift.kind is DriftKind.MISSING else hidden).add(drift.testimony_id)
    if repair:
        note_change(differing - hidden)
        note_change(hidden, hidden=True)
    return found


def _noted() -> dict[int, int]:
    return dict(SearchState.objects.filter(wanted__gt=F("indexed")).values_list("pk", "wanted"))


def _unchanged(drifts: Iterator[Drift], versions: dict[int, int]) -> Iterator[Drift]:
    """Those of testimonies that nobody has changed since ``versions`` were read."""
    while batch := list(islice(drifts, _BATCH)):
        keys = [drift.testimony_id for drift in batch]
        note_embargoes_that_ended()
        now = dict(SearchState.objects.filter(pk__in=keys).values_list("pk", "wanted"))
        yield from (drift for drift in batch if now.get(drift.testimony_id) == versions.get(drift.testimony_id))


def _space_drift(space: str, waiting: Set[int], progress: Callable[[str, int], None] | None = None) -> Iterator[Drift]:
    stored = dict(search_engine().document_versions(space))
    ids = indexable_ids()
    compared = 0
    while batch := list(islice(ids, _BATCH)):
        for change in changes_for(dict.fromkeys(batch, 0), space):
            held = stored.pop(change.testimony_id, None)
            if change.testimony_id in waiting:
                continue
            if isinstance(change, IndexDocument):
                if held is None:
                    yield Drift(DriftKind.MISSING, space, change.testimony_id)
                elif held.fingerprint != fingerprint(change):
                    yield Drift(DriftKind.STALE, space, change.testimony_id)
            elif held is not None:
                yield Drift(DriftKind.LEFT_OVER, space, change.testimony_id)
        compared += len(batch)
        if progress is not None:
            progress(space, compared)
    for key in stored:
        if key not in waiting:
            yield Drift(DriftKind.LEFT_OVER, space, key)
