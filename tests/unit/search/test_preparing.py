"""Documents analysed in other processes are what they are when analysed here, and the processes end with the work."""

import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.records import IndexDocument, IndexPassage
from search.engines import Removal
from search.engines.base import MAX_PASSAGES
from search.engines.embedded import preparing
from search.engines.embedded.preparing import CHUNK_PASSAGES, CHUNKS_AHEAD, CHUNKS_SUBMITTED, prepared
from search.engines.embedded.writing import PreparedChange, prepare
from tests.contract.engines import document

ROOT = Path(__file__).resolve().parents[3]
ENDLESS = """
import sys
from tests.unit.search.test_preparing import AnalysedHere, children, documents
from search.engines.embedded import preparing
if __name__ == "__main__":
    here = preparing.prepare = AnalysedHere()
    told = False
    for number, row in enumerate(preparing.prepared(documents(), alone=0, processes=1)):
        if not told and (row.testimony_id not in here.ids if sys.argv[1] == "ready" else number == 5):
            print(*children(), flush=True)
            told = True
"""
IN_A_CHUNK = -(-CHUNK_PASSAGES // 3)  # of these documents


def documents(total: int | None = None) -> Iterator[IndexDocument]:
    """So many, or without end."""
    for number in count(1) if total is None else range(1, total + 1):
        yield document(number, f"The window number {number} was above the door.", "قسمنا الخبز بخيط.")


def children() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid is not None}


class Counted:
    """Documents without end, and how many of them were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[IndexDocument]:
        for change in documents():
            self.taken += 1
            yield change


class AnalysedHere:
    """Stands for ``prepare`` in this process alone, and keeps the ids of what it analysed."""

    def __init__(self) -> None:
        self.ids: set[int] = set()

    def __call__(self, change: IndexDocument | Removal) -> PreparedChange:
        self.ids.add(change.testimony_id)
        return prepare(change)


class Threads:
    """Stands for the processes that help."""

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number)

    def submit(self, chunk: Any) -> Any:
        return self._threads.submit(preparing._prepare_chunk, chunk)

    def end(self) -> None:
        self._threads.shutdown(cancel_futures=True)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> AnalysedHere:
    noting = AnalysedHere()
    monkeypatch.setattr(preparing, "prepare", noting)
    return noting


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("alone", [0, 7, 1_000])
def test_the_same_comes_out_in_the_same_order(alone: int) -> None:
    changes = [*documents(12), Removal(13, 4), *documents(3)]
    assert list(prepared(iter(changes), alone=alone, processes=1)) == [prepare(change) for change in changes]
    assert children() == set()


@pytest.mark.parametrize("processes", [1, 2])
def test_other_processes_help_and_the_order_stays(here: AnalysedHere, processes: int) -> None:
    taken: list[IndexDocument | Removal] = []
    helped = 0

    def until_they_helped() -> Iterator[IndexDocument | Removal]:
        for change in documents():
            if helped > 3 * IN_A_CHUNK:
                return
            taken.append(Removal(change.testimony_id, 4) if change.testimony_id % 5 == 0 else change)
            yield taken[-1]

    given: list[PreparedChange] = []
    for row in prepared(until_they_helped(), alone=0, processes=processes):
        helped += row.testimony_id not in here.ids
        given.append(row)
    assert given == [prepare(change) for change in taken]
    assert children() == set()


def test_while_another_is_slow_the_work_goes_on_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that helps, here a thread, ends its first chunk when all that may be ahead of it has been analysed."""
    monkeypatch.setattr(preparing, "_Helpers", Threads)
    analyse = preparing._prepare_chunk
    others: list[Any] = []
    enough = threading.Event()
    in_time: list[bool] = []

    def slow(chunk: Any) -> list[PreparedChange]:
        if threading.current_thread() is threading.main_thread():
            others.append(chunk)
            if len(others) == CHUNKS_AHEAD - CHUNKS_SUBMITTED:
                enough.set()
        elif len(chunk) > 1 and not in_time:
            in_time.append(enough.wait(20))
        return analyse(chunk)

    monkeypatch.setattr(preparing, "_prepare_chunk", slow)
    counted = Counted()
    most = 0
    with closing(prepared(counted, alone=0, processes=1)) as rows:
        left = 2 * CHUNKS_AHEAD * IN_A_CHUNK
        for given, row in enumerate(rows, start=1):
            assert row.testimony_id == given
            most = max(most, counted.taken - given)
            left -= bool(in_time)
            if not left:
                break
    assert in_time == [True]
    assert IN_A_CHUNK < most < CHUNKS_AHEAD * IN_A_CHUNK + IN_A_CHUNK


def test_a_small_archive_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_Helpers", lambda _number: pytest.fail("A process was started."))
    assert len(list(prepared(documents(20)))) == 20
    assert len(list(prepared(documents(20), alone=0, processes=0))) == 20
    assert len(list(prepared(documents(20), alone=40, processes=1))) == 20


def test_a_process_that_is_not_ready_is_not_waited_for() -> None:
    with closing(prepared(documents(4), alone=0, processes=1)) as rows:
        for _ in range(3):
            next(rows)
        (process,) = multiprocessing.active_children()
        assert len(list(rows)) == 1
    assert process.exitcode == -signal.SIGTERM


def test_only_so_many_are_under_way(here: AnalysedHere) -> None:
    counted = Counted()
    most = 0
    helped = 0
    with closing(prepared(counted, alone=0, processes=1)) as rows:
        for given, row in enumerate(rows, start=1):
            most = max(most, counted.taken - given)
            helped += row.testimony_id not in here.ids
            if helped > CHUNKS_AHEAD * IN_A_CHUNK:
                break
        assert children()
    assert IN_A_CHUNK < most < (CHUNKS_AHEAD + 1) * IN_A_CHUNK
    assert children() == set()


def test_what_one_process_refuses_is_raised_here(here: AnalysedHere) -> None:
    passages = tuple(IndexPassage(number, number, f"p{number}", "en", "") for number in range(MAX_PASSAGES + 1))
    refused = document(0, passages=passages)
    with pytest.raises(ValueError, match="Merge its shortest passages"):
        list(prepared(iter([refused]), alone=0, processes=1))
    helped = 0

    def refused_when_they_help() -> Iterator[IndexDocument]:
        for change in documents():
            yield refused if helped else change

    def iterate() -> None:
        nonlocal helped
        for row in prepared(refused_when_they_help(), alone=0, processes=1):
            helped += row.testimony_id not in here.ids

    with pytest.raises(ValueError, match="Merge its shortest passages"):
        iterate()
    assert helped
    assert children() == set()


@pytest.mark.parametrize("ready", [False, True])
def test_a_process_that_is_lost_is_an_error(here: AnalysedHere, ready: bool) -> None:
    def kill_it() -> None:
        for row in prepared(documents(), alone=0, processes=1):
            for process in multiprocessing.active_children():
                if not ready or row.testimony_id not in here.ids:
                    process.kill()

    with pytest.raises(BrokenProcessPool):
        kill_it()
    assert children() == set()


def test_a_process_that_is_lost_while_it_answers_is_not_waited_for() -> None:
    helper = preparing._Helper()
    helper._pipe.send(list(documents(3_000)))  # the answer is more than a pipe holds
    assert helper._pipe.poll(60)
    helper.end()
    with pytest.raises((EOFError, OSError)):
        helper._pipe.recv()
    with pytest.raises(BrokenProcessPool):
        helper.analyse([])
    assert children() == set()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("state", ["starting", "ready"])
def test_its_processes_end_with_it(end: signal.Signals, state: str) -> None:
    """Also when it is killed, and can tell them nothing."""
    with subprocess.Popen([sys.executable, "-c", ENDLESS, state], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        started = [int(number) for number in run.stdout.readline().split()]
        assert started
        run.send_signal(end)
    deadline = time.monotonic() + 20
    while any(map(_lives, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, started))
