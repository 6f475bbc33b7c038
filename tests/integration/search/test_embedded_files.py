"""The files of the embedded engine: killed writers, other processes, words that must leave the disk."""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.records import IndexDocument
from search.engines import SPACES, EngineUnavailable, Removal
from search.engines.embedded import EmbeddedEngine
from tests.contract.engines import ask, document, found

ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from search.engines.embedded import EmbeddedEngine
from tests.contract.engines import document
engine = EmbeddedEngine(Path(sys.argv[1]))
for version in range(2, 100000):
    engine.apply("public", [document(key, f"word number{version}", *["filler words"] * 40, version=version)
                            for key in range(1, 6)])
    print(version, flush=True)
"""

REBUILDER = """
import sys, time
from pathlib import Path
from search.engines.embedded import EmbeddedEngine
from tests.contract.engines import document
def documents():
    for key in range(1, 100000):
        if key == 3000:
            print("half", flush=True)
        yield document(key, "half done")
EmbeddedEngine(Path(sys.argv[1])).rebuild("public", documents())
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    engine = EmbeddedEngine(tmp_path)
    for space in SPACES:
        engine.rebuild(space, [document(key, "word") for key in range(1, 6)])
    return tmp_path


def start(script: str, directory: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, str(directory)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def current(directory: Path, space: str = "public") -> Path:
    return directory / f"{(directory / f'{space}.current').read_text()}.sqlite3"


@pytest.mark.parametrize("pause", [0.0, 0.013, 0.027])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(directory: Path, pause: float) -> None:
    child = start(WRITER, directory)
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(5)][-1]
    time.sleep(pause)
    child.send_signal(signal.SIGKILL)
    rest = child.communicate()[0].split()
    acknowledged = int(rest[-1]) if rest else acknowledged
    engine = EmbeddedEngine(directory)
    versions = {stored.version for _, stored in engine.document_versions("public")}
    assert len(versions) == 1, "a batch is there whole or not at all"
    version = versions.pop()
    assert version >= acknowledged
    assert found(engine, f"number{version}") == {1, 2, 3, 4, 5}
    with sqlite3.connect(current(directory)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.execute("INSERT INTO passage_fts(passage_fts) VALUES ('integrity-check')")
    connection.close()


def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_cleans_up(directory: Path) -> None:
    child = start(REBUILDER, directory)
    assert child.stdout is not None
    assert child.stdout.readline() == "half\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    engine = EmbeddedEngine(directory)
    assert found(engine, "word") == {1, 2, 3, 4, 5}
    assert found(engine, "half") == set()
    engine.apply("public", [document(9, "word")])
    assert found(engine, "word") == {1, 2, 3, 4, 5, 9}
    engine.rebuild("public", [document(1, "anew")])
    assert found(engine, "anew") == {1}
    assert [file.name for file in directory.glob("public-*.sqlite3")] == [current(directory).name]


def test_two_rebuilds_of_a_space_do_not_run_together(directory: Path) -> None:
    child = start(REBUILDER, directory)
    assert child.stdout is not None
    assert child.stdout.readline() == "half\n"
    try:
        with pytest.raises(EngineUnavailable) as refused:
            EmbeddedEngine(directory).rebuild("public", [])
        assert refused.value.code == "busy"
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()


def test_what_another_process_writes_is_seen_by_the_next_search(directory: Path) -> None:
    reader, writer = EmbeddedEngine(directory), EmbeddedEngine(directory)
    assert found(reader, "word") == {1, 2, 3, 4, 5}
    writer.apply("public", [Removal(2, 2), document(7, "word", themes=("new",))])
    page = ask(reader, "word")
    assert {hit.testimony_id for hit in page.hits} == {1, 3, 4, 5, 7}
    assert [value.slug for value in page.facets["theme"]] == ["new"]
    writer.rebuild("public", [document(8, "word")])
    assert found(reader, "word") == {8}


def test_removed_words_leave_the_file_with_the_next_rebuild(directory: Path) -> None:
    engine = EmbeddedEngine(directory)
    engine.apply("public", [document(9, "canaryword in passing")])
    engine.apply("public", [Removal(9, 2)])
    engine.rebuild("public", [document(1, "word")])
    assert all(b"canaryword" not in file.read_bytes() for file in directory.glob("public*"))


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    hurried = EmbeddedEngine(tmp_path, deadline=0.0)

    def documents() -> list[IndexDocument]:
        return [document(key, *["the same word again"] * 50) for key in range(1, 200)]

    hurried.rebuild("public", documents())
    with pytest.raises(EngineUnavailable) as refused:
        ask(hurried, "same word again")
    assert refused.value.code == "timeout"
    assert ask(EmbeddedEngine(tmp_path), "same").total == 199


def test_a_damaged_index_is_no_empty_result(directory: Path) -> None:
    file = current(directory)
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 8192)
    for extra in ("-wal", "-shm"):
        file.with_name(file.name + extra).unlink(missing_ok=True)
    engine = EmbeddedEngine(directory)
    with pytest.raises(EngineUnavailable):
        ask(engine, "word")
    assert not engine.health().ready
