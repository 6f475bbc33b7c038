"""The long jobs on the index: asked for by the timetable, the admin or a command, done outside any web request.

``ask`` puts a row down; ``work_off`` takes one, does it and writes down how it went. Any number of workers may try: a
row is taken by one. A job whose worker died is taken up by the next; a rebuild on a server goes on where it was.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from archive.api import indexable_ids
from search.checking import sweep
from search.engines import EngineUnavailable
from search.models import SearchTask, SyncClock
from search.sync import drain, rebuild

logger = logging.getLogger(__name__)

GIVEN_UP = timedelta(minutes=5)  # unheard of for so long, a job's worker is taken for dead
WORKER_GONE = timedelta(minutes=1)
_BEAT = 1.0  # seconds between two notes of progress
_LOOK = 5.0  # seconds between two looks at what waits
_KEPT = 100  # rows of finished jobs


class Progress:
    """Writes down how far a job is, at most once a second."""

    def __init__(self, task: SearchTask) -> None:
        self._task = task
        self._last = 0.0

    def __call__(self, step: str, done: int) -> None:
        now = time.monotonic()
        if now - self._last < _BEAT and step == self._task.step:
            return
        self._last = now
        self._task.step, self._task.done, self._task.heard = step, done, timezone.now()
        self._task.save(update_fields=["step", "done", "heard"])


def ask(kind: str, actor: Any = None) -> SearchTask:
    """Put a job down for a worker. One of the kind that waits or runs already is given back instead of a second."""
    with transaction.atomic():
        _lock()
        alive = Q(started=None) | Q(heard__gt=timezone.now() - GIVEN_UP)
        there = SearchTask.objects.filter(alive, kind=kind, finished=None).first()
        return there or SearchTask.objects.create(kind=kind, asked_by=getattr(actor, "pk", None))


def ask_for_sweep() -> SearchTask | None:
    """Put a check down if the last one was asked for longer ago than RAWI_SEARCH_SWEEP_HOURS. None if not, or never."""
    hours = settings.RAWI_SEARCH_SWEEP_HOURS
    if not hours:
        return None
    since = timezone.now() - timedelta(hours=hours)
    if SearchTask.objects.filter(kind=SearchTask.Kind.CHECK, asked__gt=since).exists():
        return None
    return ask(SearchTask.Kind.CHECK)


def work_off() -> SearchTask | None:
    """Do the oldest job that waits, and give its row as it ended. None if nothing waits. Takes as long as the job."""
    task = _take()
    if task is None:
        return None
    try:
        with _written_down(task) as progress:
            if task.kind == SearchTask.Kind.REBUILD:
                rebuild(progress)
            else:
                task.found = dict(sweep(repair=True, progress=progress))
            drain(patient=True)
    except EngineUnavailable as error:
        logger.warning("A job on the search index could not be done: %s", error)
    return task


@contextmanager
def done_here(kind: str) -> Iterator[tuple[SearchTask, Progress]]:
    """Around a job that a command does itself, so that the admin's page knows of it as of the worker's."""
    now = timezone.now()
    task = SearchTask.objects.create(kind=kind, started=now, heard=now)
    with _written_down(task) as progress:
        yield task, progress


def say_that_a_worker_runs() -> None:
    """Let the admin's page know."""
    now = timezone.now()
    if not SyncClock.objects.filter(pk=1).update(worker_seen=now):
        SyncClock.objects.get_or_create(pk=1, defaults={"seen": now, "worker_seen": now})


def worker_runs(seen: datetime | None) -> bool:
    """Whether a worker has been heard of lately."""
    return seen is not None and seen > timezone.now() - WORKER_GONE


class Jobs:
    """Does the worker's long jobs beside its other work, one at a time: what must be hidden does not wait for them."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._looked = 0.0

    def look(self) -> None:
        """Say that this worker runs, and begin the next job if one waits and none runs here. Returns at once."""
        if self._looked and time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        say_that_a_worker_runs()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="search-jobs", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        close_old_connections()
        try:
            ask_for_sweep()
            while work_off() is not None:
                pass
        except (DatabaseError, OSError) as error:
            logger.warning("A job on the search index could not be done: %s", type(error).__name__)
        finally:
            close_old_connections()


@contextmanager
def _written_down(task: SearchTask) -> Iterator[Progress]:
    progress = Progress(task)
    task.total = sum(1 for _id in indexable_ids())
    task.save(update_fields=["total"])
    try:
        yield progress
    except BaseException as error:
        task.error = (str(error) if isinstance(error, EngineUnavailable) else type(error).__name__)[:300]
        raise
    finally:
        task.finished = task.heard = timezone.now()
        task.save()
        last = SearchTask.objects.filter(kind=task.kind).order_by("-pk").values_list("pk", flat=True)[_KEPT:]
        SearchTask.objects.filter(pk__in=list(last)).exclude(finished=None).delete()


def _take() -> SearchTask | None:
    with transaction.atomic():
        _lock()
        now = timezone.now()
        waiting = SearchTask.objects.filter(Q(started=None) | Q(heard__lt=now - GIVEN_UP), finished=None)
        task = waiting.order_by("pk").first()
        if task is not None:
            task.started = task.heard = now
            task.save(update_fields=["started", "heard"])
        return task


def _lock() -> None:
    """Let one process at a time look for a job or put one down. Inside a transaction."""
    SyncClock.objects.get_or_create(pk=1, defaults={"seen": timezone.now()})
    SyncClock.objects.select_for_update().get(pk=1)
