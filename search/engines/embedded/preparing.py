"""Analyses the documents of a large rebuild on every core.

Analysis is most of a rebuild's work and needs no database. The first documents are analysed here, so that a small
archive starts no process; then a few processes take them, in turn, while this one reads and writes. Only so many are
under way at a time: memory does not grow with the archive.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from search.engines.embedded.writing import PreparedChange, prepare

if TYPE_CHECKING:
    from archive.api import IndexDocument
    from search.engines.base import Removal

ALONE_PASSAGES = 5000  # as many are analysed sooner than a process starts
_MOST_PROCESSES = 4  # one writer cannot keep up with more
_CHUNK = 4  # documents a process takes at a time
_WAITING = 3  # chunks under way for each process


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
    if workers < 1:
        yield from map(prepare, source)
        return
    yield from _on_every_core(source, workers)


def _on_every_core(source: "Iterator[IndexDocument | Removal]", workers: int) -> Iterator[PreparedChange]:
    first = list(islice(source, _CHUNK))
    if not first:
        return
    # Started anew, not forked: a copy would share this process's database connections and locks.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_begin)
    waiting: deque[Future[list[PreparedChange]]] = deque()
    chunk = first
    try:
        while chunk or waiting:
            while chunk and len(waiting) < _WAITING * workers:
                waiting.append(pool.submit(_prepare_chunk, chunk))
                chunk = list(islice(source, _CHUNK))
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare_chunk(chunk: "list[IndexDocument | Removal]") -> list[PreparedChange]:
    return [prepare(change) for change in chunk]


def _begin() -> None:
    """In a new process: leave Ctrl-C to the one that started it, and end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "multiprocessing.process.BaseProcess") -> None:
    parent.join()
    os._exit(1)
