"""Analyses the documents of a rebuild on every core.

Analysis is most of a rebuild's work and needs no database. A small archive is analysed here alone. For a larger one a
few helping processes are started, and until one of them is ready the work goes on here. From then on they take the
documents in turn while this process reads and writes; it analyses too when the next result is not there yet, so it
rarely waits. Only so many documents are under way at a time: memory does not grow with the archive.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING

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
    helpers = _Helpers(workers)
    try:
        greetings: list[Future[list[PreparedChange]]] = []
        for change in source:
            yield prepare(change)
            if not greetings:
                greetings = [helpers.submit([_sample(change)]) for _ in range(workers)]
            answered = [greeting for greeting in greetings if greeting.done()]
            if answered:
                answered[0].result()
                yield from _shared(source, helpers, workers)
    finally:
        helpers.end()


def _sample(change: "IndexDocument | Removal") -> "IndexDocument | Removal":
    """Give enough to load all that analysis needs."""
    return change if isinstance(change, Removal) else replace(change, passages=change.passages[:5])


def _shared(source: "Iterator[IndexDocument | Removal]", helpers: "_Helpers", workers: int) -> Iterator[PreparedChange]:
    chunks = _chunks(source)
    waiting: deque[Future[list[PreparedChange]]] = deque()
    while True:
        room = CHUNKS_AHEAD * workers - len(waiting)
        submitted = sum(not result.done() for result in waiting)
        for chunk in islice(chunks, min(room, CHUNKS_SUBMITTED * workers - submitted)):
            waiting.append(helpers.submit(chunk))
        if not waiting:
            return
        if not waiting[0].done() and len(waiting) < CHUNKS_AHEAD * workers:
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


class _Helpers:
    """Processes that analyse chunks, each one at a time.

    Not the standard library's pool: when a process of it is killed while it answers, the pool waits for the rest of the
    answer for ever. Here each has a pipe of its own that ends with it.
    """

    def __init__(self, number: int) -> None:
        self._all = [_Helper() for _ in range(number)]
        self._idle: SimpleQueue[_Helper] = SimpleQueue()
        for helper in self._all:
            self._idle.put(helper)
        self._waiting = ThreadPoolExecutor(number)  # a thread for each to wait for it

    def submit(self, chunk: _Chunk) -> "Future[list[PreparedChange]]":
        """Have a chunk analysed. The future raises what ``prepare`` raises, or BrokenProcessPool."""
        return self._waiting.submit(self._analyse, chunk)

    def end(self) -> None:
        """End all of them, whatever they are at."""
        for helper in self._all:
            helper.end()
        self._waiting.shutdown(cancel_futures=True)

    def _analyse(self, chunk: _Chunk) -> list[PreparedChange]:
        helper = self._idle.get()
        try:
            return helper.analyse(chunk)
        finally:
            self._idle.put(helper)


class _Helper:
    def __init__(self) -> None:
        # Started anew, not forked: a copy would share this process's database connections and locks.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # from here on the process alone holds it open

    def analyse(self, chunk: _Chunk) -> list[PreparedChange]:
        try:
            self._pipe.send(chunk)
            rows, error = self._pipe.recv()
        except (EOFError, OSError) as lost:
            raise BrokenProcessPool("A process that analyses documents has ended.") from lost
        if error is not None:
            raise error
        return list(rows)

    def end(self) -> None:
        self._process.terminate()
        self._process.join()


def _help(pipe: "Connection[tuple[list[PreparedChange], Exception | None], _Chunk]") -> None:
    """In a new process: analyse what comes, until nothing can come any more. Ctrl-C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            chunk = pipe.recv()
            rows: list[PreparedChange] = []
            error: Exception | None = None
            try:
                rows = _prepare_chunk(chunk)
            except Exception as raised:  # noqa: BLE001 it is raised again over there
                error = raised
            pipe.send((rows, error))
