"""Documents analysed in other processes are what they are when analysed here, and the processes end with the work."""

import multiprocessing
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.records import IndexDocument, IndexPassage
from search.engines import Removal
from search.engines.base import MAX_PASSAGES
from search.engines.embedded.preparing import prepared
from search.engines.embedded.writing import prepare
from tests.contract.engines import document

ROOT = Path(__file__).resolve().parents[3]
ENDLESS = """
import sys
from tests.unit.search.test_preparing import children, documents
from search.engines.embedded.preparing import prepared
if __name__ == "__main__":
    for number, _row in enumerate(prepared(documents(10**9), alone=0, processes=1)):
        if number == 5:
            print(*children(), flush=True)
"""


def documents(total: int) -> Iterator[IndexDocument]:
    for number in range(1, total + 1):
        yield document(number, f"The window number {number} was above the door.", "قسمنا الخبز بخيط.")


def children() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid is not None}


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


def test_a_small_archive_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda method: pytest.fail("A process was started."))
    assert len(list(prepared(documents(20)))) == 20
    assert len(list(prepared(documents(20), alone=0, processes=0))) == 20


def test_only_so_many_are_under_way() -> None:
    taken = 0

    def counted() -> Iterator[IndexDocument]:
        nonlocal taken
        for taken, change in enumerate(documents(1_000), start=1):  # noqa: B007
            yield change

    with closing(prepared(counted(), alone=0, processes=1)) as rows:
        next(rows)  # analysed here
        next(rows)
        assert taken < 40
        assert children()
    assert children() == set()


def test_what_one_process_refuses_is_raised_here() -> None:
    passages = tuple(IndexPassage(number, number, f"p{number}", "en", "") for number in range(MAX_PASSAGES + 1))
    with pytest.raises(ValueError, match="Merge its shortest passages"):
        list(prepared(iter([document(1, passages=passages)]), alone=0, processes=1))
    assert children() == set()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_its_processes_end_with_it(end: signal.Signals) -> None:
    """Also when it is killed, and can tell them nothing."""
    with subprocess.Popen([sys.executable, "-c", ENDLESS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        started = [int(number) for number in run.stdout.readline().split()]
        assert started
        run.send_signal(end)
    deadline = time.monotonic() + 20
    while any(map(_lives, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, started))
