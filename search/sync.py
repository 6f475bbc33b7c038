"""Keeps the index right: no change lost, nothing hidden left to be found.

1. ``note_change`` writes what must be done into SearchState, in the transaction of the change. If that is rolled back,
   so is the note.
2. ``drain`` reads the notes, builds the documents from the database as it stands and writes them with the version of
   the note. Versions only rise, so writers may overtake one another; they are milliseconds of the clock, so that they
   also rise over what an index still holds when the database was put back from a backup. ``indexed`` moves only once
   the engine has acknowledged the write.
3. ``pending_hides`` closes the gap between the two for whatever became less visible, by a change or by the clock.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, transaction
from django.db.models import F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.db.models.signals import post_migrate
from django.utils import timezone
from wagtail.models import Page

from archive.api import (
    IndexDocument,
    bulk_finished,
    in_bulk,
    index_documents,
    indexable_ids,
    pages_ended,
    testimonies_below,
    testimonies_due,
    testimony_changed,
)
from search.engines import SPACES, EngineUnavailable, RebuildReport, Removal, WriteRefused, search_engine
from search.models import SearchState, SyncClock

logger = logging.getLogger(__name__)

BATCH = 20  # testimonies per write: a failing one is then tried alone
REBUILD_BATCH = 100
SMALL_ARCHIVE = 200  # testimonies up to which a missing index is made on the spot
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_WAIT = 300  # seconds between two tries of a testimony that keeps failing

Change = IndexDocument | Removal


@dataclass(slots=True)
class DrainReport:
    """What one drain did. ``failed`` rows stay noted and are tried again."""

    indexed: int = 0
    failed: int = 0


def connect() -> None:
    """Listen to the archive. Called once when the apps are ready."""
    testimony_changed.connect(_testimony_changed, dispatch_uid="search.sync.testimony_changed")
    bulk_finished.connect(_bulk_finished, dispatch_uid="search.sync.bulk_finished")
    post_migrate.connect(_make_index_of_ends, sender=apps.get_app_config("search"), dispatch_uid="search.sync.ends")


def _make_index_of_ends(using: str, **kwargs: Any) -> None:
    """Every search and every drain asks which pages' time on the site is over; Wagtail keeps no index of that.

    After every ``migrate``: one that changes Wagtail's table in SQLite loses it.
    """
    if "wagtailcore_page" in connections[using].introspection.table_names():
        with connections[using].cursor() as cursor:
            cursor.execute("CREATE INDEX IF NOT EXISTS search_page_expire_at ON wagtailcore_page (expire_at)")


def _testimony_changed(sender: Any, testimony_ids: Iterable[int], hidden: bool = False, **kwargs: Any) -> None:
    note_change(testimony_ids, hidden=hidden)
    if not in_bulk():
        transaction.on_commit(drain_after_commit, robust=True)


def _bulk_finished(sender: Any, **kwargs: Any) -> None:
    transaction.on_commit(drain_after_commit, robust=True)


def note_change(testimony_ids: Iterable[int], *, hidden: bool = False) -> None:
    """Note that these testimonies changed, in the caller's transaction. ``hidden``: some reader may see less now."""
    ids = sorted(set(testimony_ids))
    if not ids:
        return
    with transaction.atomic():
        SearchState.objects.bulk_create([SearchState(testimony_id=key) for key in ids], ignore_conflicts=True)
        # Locked in one order, so that two changes of the same testimonies wait for one another instead of deadlocking.
        list(SearchState.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        now = timezone.now()
        version = Greatest(F("wanted") + 1, Value(int(now.timestamp() * 1000)))
        values: dict[str, Any] = {"wanted": version, "tries": 0, "updated": now}
        if hidden:
            values["hide"] = True
        SearchState.objects.filter(pk__in=ids).update(**values)


def pending_hides() -> frozenset[int]:
    """Give the testimonies that no search may find although the index may still hold them. Two queries."""
    return frozenset(SearchState.pending_hides().values_list("pk", flat=True)) | testimonies_below(
        ends_not_noted().values_list("path", flat=True)
    )


def ends_not_noted(now: datetime | None = None) -> "QuerySet[Page]":
    """The pages whose time on the site ended since ``note_embargoes_that_ended``: the index still holds them."""
    seen = Subquery(SyncClock.objects.filter(pk=1).values("seen"))
    return pages_ended(now or timezone.now()).filter(expire_at__gt=Coalesce(seen, Value(NEVER)))


def drain(limit: int | None = None, *, patient: bool = False) -> DrainReport:
    """Bring the index up to date with every noted change, hides first, at most ``limit`` testimonies.

    ``patient`` leaves those that failed lately for later. A testimony that cannot be indexed is counted, logged without
    its words and left noted; it does not hold up the others. Raises EngineUnavailable if the engine as a whole is.
    """
    note_embargoes_that_ended()
    report = DrainReport()
    seen: set[int] = set()
    while limit is None or len(seen) < limit:
        size = BATCH if limit is None else min(BATCH, limit - len(seen))
        wanted = _pending(size, seen, patient)
        if not wanted:
            break
        seen.update(wanted)
        _index(wanted, report)
    return report


def drain_after_commit(limit: int | None = None, *, patient: bool = True) -> None:
    """Bring the index up to date in this process; what fails is left to the worker. Never raises for the engine."""
    try:
        drain(limit, patient=patient)
    except EngineUnavailable as error:
        if error.code == "no-index" and _archive_is_small():
            _rebuild_after_commit()
        else:
            logger.warning("The search index could not be brought up to date: %s", error)
    except (DatabaseError, OSError) as error:
        logger.warning("The search index could not be brought up to date: %s", type(error).__name__)


def _archive_is_small() -> bool:
    return sum(1 for _ in islice(indexable_ids(), SMALL_ARCHIVE + 1)) <= SMALL_ARCHIVE


def _rebuild_after_commit() -> None:
    try:
        rebuild()
        drain()
    except (EngineUnavailable, DatabaseError, OSError) as error:
        logger.warning("The search index could not be made: %s", type(error).__name__)


def note_embargoes_that_ended() -> list[int]:
    """Note the testimonies whose embargo ended since this was last asked, and give their ids."""
    now = timezone.now()
    with transaction.atomic():
        clock, _ = SyncClock.objects.select_for_update().get_or_create(pk=1, defaults={"seen": now})
        due = testimonies_due(clock.seen, now)
        note_change(due, hidden=True)  # a scheduled end is among them: no search may find it from now on
        if due or now - clock.seen > timedelta(seconds=1):
            clock.seen = now
            clock.save(update_fields=["seen"])
    return due


def rebuild(progress: Callable[[str, int], None] | None = None) -> list[RebuildReport]:
    """Write every space anew from the database and mark what was noted until now as indexed.

    ``progress`` is called with the space and the number of testimonies written. Searches and changes go on meanwhile.
    """
    note_embargoes_that_ended()  # from here on the clock is watched, in a new archive too
    engine = search_engine()
    noted = dict(SearchState.objects.filter(wanted__gt=F("indexed")).values_list("pk", "wanted"))
    reports = [
        engine.rebuild(space, _everything(space), None if progress is None else partial(progress, space))
        for space in SPACES
    ]
    keys = iter(noted)
    while batch := list(islice(keys, REBUILD_BATCH)):
        _mark_indexed({key: noted[key] for key in batch})
    return reports


def rollback() -> list[str]:
    """Put the index that was in use before the last rebuild back in use, and give the names of its generations.

    Whatever changed since is noted for the worker and not found until then. Raises EngineUnavailable (``no-previous``).
    """
    engine = search_engine()
    return [engine.rollback(space, note_change) for space in SPACES]


def changes_for(wanted: dict[int, int], space: str) -> list[Change]:
    """Give what a space must hold of these testimonies, by id and version: a document, or its removal."""
    documents: list[Change] = list(index_documents(list(wanted), space, wanted))
    present = {change.testimony_id for change in documents}
    return documents + [Removal(key, version) for key, version in wanted.items() if key not in present]


def _everything(space: str) -> Iterator[Change]:
    """Give every document of a space, then a removal for every note without one, so no late writer revives it."""
    ids = indexable_ids()
    while batch := list(islice(ids, REBUILD_BATCH)):
        # The version before the content: content is never older than the version it is written with.
        wanted = dict.fromkeys(batch, 0) | dict(SearchState.objects.filter(pk__in=batch).values_list("pk", "wanted"))
        yield from changes_for(wanted, space)
    present = set(indexable_ids())
    for key, version in SearchState.objects.values_list("pk", "wanted"):
        if key not in present:
            yield Removal(key, version)


def _pending(size: int, seen: set[int], patient: bool) -> dict[int, int]:
    rows = SearchState.objects.filter(wanted__gt=F("indexed")).order_by("-hide", "updated", "pk")
    wanted: dict[int, int] = {}
    now = timezone.now()
    for row in rows.iterator():
        if row.pk in seen:  # failed, or changed once more: there may be too many seen for a query to name
            continue
        wait = min(2**row.tries, LONGEST_WAIT) if row.tries else 0
        if patient and row.updated + timedelta(seconds=wait) > now and row.tries:
            continue
        wanted[row.pk] = row.wanted
        if len(wanted) == size:
            break
    return wanted


def _index(wanted: dict[int, int], report: DrainReport) -> None:
    try:
        _write(wanted)
    except EngineUnavailable as error:
        _mark_failed(wanted, error)
        report.failed += len(wanted)
        raise
    except Exception as error:  # noqa: BLE001 one bad record must not stop the others
        if len(wanted) > 1:
            for key, version in wanted.items():
                _index({key: version}, report)
            return
        logger.warning("Testimony %s could not be indexed: %s", next(iter(wanted)), type(error).__name__)
        _mark_failed(wanted, error)
        report.failed += 1
    else:
        _mark_indexed(wanted)
        report.indexed += len(wanted)


def _write(wanted: dict[int, int]) -> None:
    engine = search_engine()
    for space in SPACES:
        engine.apply(space, changes_for(wanted, space))


def _mark_indexed(wanted: dict[int, int]) -> None:
    with transaction.atomic():
        for key, version in wanted.items():
            SearchState.objects.filter(pk=key, indexed__lt=version).update(indexed=version, tries=0, last_error="")
            SearchState.objects.filter(Q(pk=key, hide=True) & Q(wanted__lte=F("indexed"))).update(hide=False)


def _mark_failed(wanted: dict[int, int], error: Exception) -> None:
    said = (
        f"{type(error).__name__}: {error}" if isinstance(error, (EngineUnavailable, WriteRefused, ValueError)) else ""
    )
    SearchState.objects.filter(pk__in=wanted).update(
        tries=F("tries") + 1, last_error=(said or type(error).__name__)[:300], updated=timezone.now()
    )
