"""Analyses the documents of a rebuild on every core.

Analysis is most of a rebuild's work and needs no database. A small archive is analysed here alone. For a larger one a
few helping processes are started, and until one of them is ready the work goes on here. From then on they take the
documents in turn while this process reads and writes; it analyses too when the next result is not there yet, so it
rarely waits. Only so many documents are under way at a time: memory does not grow with the archive.
"""

import atexit
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any

from search.engines.base import Removal
from search.engines.embedded.writing import PreparedChange, prepare

if TYPE_CHECKING:
    from archive.api import IndexDocument

ALONE_PASSAGES = 1500  # fewer are analysed and written before a process has started
CHUNK_PASSAGES = 250  # that a process takes at a time, and whatever its last document has beyond
CHUNKS_SUBMITTED = 6  # to each process: enough for it to do while this one reads or writes a batch
CHUNKS_AHEAD = 12  # for each process, those that were analysed and not given yet among them
_MOST_PROCESSES = 4  # one writer cannot keep up with more

_Chunk = list["IndexDocument | Removal"]


def prepared(
    changes: "Iterable[IndexDocument | Removal]", alone: int = ALONE_PASSAGES, processes: int | None = None
) -> Generator[PreparedChange, None, None]:
    """Analyse changes and give them in their order. Raises what ``prepare`` raises, and BrokenProcessPool.

    ``alone``: passages after which other processes are started; ``processes``: how many, else as many as there are
    cores beside this one's. They end with the iteration, and with this process, however it ends.
    """
    source = iter(changes)
    passages = 0
    for change in source:
        row = prepare(change)
        yield row
        passages += len(row.passages)
        if passages >= alone:
            break
    workers = min(_MOST_PROCESSES, (os.cpu_count() or 1) - 1) if processes is None else processes
    first = list(islice(source, 1))
    if first and workers > 0:
        yield from _with_help(chain(first, source), workers)
    else:
        yield from map(prepare, chain(first, source))


def _with_help(source: "Iterator[IndexDocument | Removal]", workers: int) -> Iterator[PreparedChange]:
    context = _Context()
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_begin)
    ready = False
    try:
        greetings: list[Future[list[PreparedChange]]] = []
        for change in source:
            yield prepare(change)
            if not greetings:  # each starts one
                greetings = [pool.submit(_prepare_chunk, [_sample(change)]) for _ in range(workers)]
            answered = [greeting for greeting in greetings if greeting.done()]
            if answered:
                answered[0].result()
                ready = True
                yield from _shared(source, pool, workers)
    finally:
        if not ready:
            context.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _sample(change: "IndexDocument | Removal") -> "IndexDocument | Removal":
    """Give enough to load all that analysis needs, and so little that a pipe holds it before a process reads it."""
    return change if isinstance(change, Removal) else replace(change, passages=change.passages[:5])


def _shared(
    source: "Iterator[IndexDocument | Removal]", pool: ProcessPoolExecutor, workers: int
) -> Iterator[PreparedChange]:
    chunks = _chunks(source)
    waiting: deque[Future[list[PreparedChange]]] = deque()
    while True:
        room = CHUNKS_AHEAD * workers - len(waiting)
        submitted = sum(not result.done() for result in waiting)
        for chunk in islice(chunks, min(room, CHUNKS_SUBMITTED * workers - submitted)):
            waiting.append(pool.submit(_prepare_chunk, chunk))
        if not waiting:
            return
        if not waiting[0].done() and len(waiting) < CHUNKS_AHEAD * workers:
            # Not by taking work back: a pool that breaks with cancelled work in it leaves the rest without an answer.
            chunk = next(chunks, [])
            if chunk:
                here: Future[list[PreparedChange]] = Future()
                here.set_result(_prepare_chunk(chunk))
                waiting.append(here)
                continue
        yield from waiting.popleft().result()


def _chunks(source: "Iterator[IndexDocument | Removal]") -> Iterator[_Chunk]:
    chunk: _Chunk = []
    size = 0
    for change in source:
        chunk.append(change)
        size += 1 if isinstance(change, Removal) else 1 + len(change.passages)
        if size >= CHUNK_PASSAGES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _prepare_chunk(chunk: _Chunk) -> list[PreparedChange]:
    return [prepare(change) for change in chunk]


class _Context(SpawnContext):
    """Starts processes anew: forked ones would share this process's database connections and locks.

    Remembers them, so that those that are not ready when all is done are not waited for.
    """

    def __init__(self) -> None:
        super().__init__()
        self._started: list[SpawnProcess] = []

    def Process(self, *args: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]
        process = SpawnProcess(*args, **options)
        self._started.append(process)
        return process

    def terminate(self) -> None:
        """End every process started, whatever it is at."""
        for process in self._started:
            process.terminate()


def _begin() -> None:
    """In a new process: leave Ctrl-C to the one that started it, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(os._exit, 0)  # nothing is open; to free what it has cached would take a tenth of a second
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)
