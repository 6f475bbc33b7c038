"""What every engine must do with changes: replacements, removals, late writers, rebuilds, many at a time."""

import threading
from collections.abc import Iterator

import pytest

from archive.records import IndexDocument
from search.engines import Engine, EngineUnavailable, Removal, fingerprint
from tests.contract.engines import ask, counts, document, found

# Changes


def test_a_replacement_is_found_at_once_and_its_old_words_are_not(engine: Engine) -> None:
    engine.apply("public", [document(1, "old words", "second passage", version=1)])
    engine.apply("public", [document(1, "new words", version=2, themes=("fresh",))])
    assert found(engine, "old") == set()
    assert found(engine, "second") == set()
    assert found(engine, "new") == {1}
    assert counts(ask(engine), "theme") == {"fresh": 1}


def test_a_removal_leaves_nothing(engine: Engine) -> None:
    engine.apply("public", [document(1, "word", themes=("a",)), document(2, "word")])
    engine.apply("public", [Removal(1, 2)])
    page = ask(engine, "word")
    assert [hit.testimony_id for hit in page.hits] == [2]
    assert counts(page, "theme") == {}
    assert [key for key, _ in engine.document_versions("public")] == [2]


def test_late_writers_change_nothing(engine: Engine) -> None:
    engine.apply("public", [document(1, "newest", version=5), Removal(2, 7)])
    engine.apply("public", [document(1, "late", version=4), document(2, "revived", version=6), Removal(1, 4)])
    assert found(engine, "newest") == {1}
    assert found(engine, "late OR revived") == set()
    engine.apply("public", [document(1, "same version", version=5), document(2, "back again", version=8)])
    assert found(engine, "same") == {1}
    assert found(engine, "back") == {2}


def test_stored_versions_tell_what_was_written(engine: Engine) -> None:
    first, second = document(1, "a", version=3), document(2, "b", version=4)
    engine.apply("public", [second, first, Removal(3, 9)])
    stored = dict(engine.document_versions("public"))
    assert list(stored) == [1, 2]
    assert {key: value.version for key, value in stored.items()} == {1: 3, 2: 4}
    assert stored[1].fingerprint == fingerprint(first) != stored[2].fingerprint
    assert list(engine.document_versions("full")) == []


def test_changes_are_written_all_or_none(engine: Engine) -> None:
    too_long = document(2, *["x"] * 8001)
    with pytest.raises(ValueError, match="8001 passages"):
        engine.apply("public", [document(1, "word"), too_long])
    assert found(engine, "word") == set()


# Rebuild


def test_before_the_first_rebuild_nothing_answers(empty_engine: Engine) -> None:
    assert not empty_engine.health().ready
    with pytest.raises(EngineUnavailable) as refused:
        ask(empty_engine, "word")
    assert refused.value.code == "no-index"
    with pytest.raises(EngineUnavailable):
        empty_engine.apply("public", [document(1, "word")])


def test_a_rebuild_holds_exactly_what_it_was_given(engine: Engine) -> None:
    engine.apply("public", [document(1, "old"), document(2, "gone")])
    seen: list[int] = []
    report = engine.rebuild("public", [document(1, "new"), Removal(2, 5), document(3, "more", "words")], seen.append)
    assert (report.documents, report.passages) == (2, 3)
    assert seen[-1] == 2
    assert found(engine) == {1, 3}
    assert found(engine, "old OR gone") == set()
    engine.apply("public", [document(2, "late", version=4)])
    assert found(engine) == {1, 3}
    health = {space.space: space for space in engine.health().spaces}
    assert (health["public"].documents, health["public"].passages) == (2, 3)
    assert engine.health().ready
    assert not any(space.outdated for space in engine.health().spaces)


def test_writes_during_a_rebuild_are_in_the_new_index_and_searches_go_on(engine: Engine) -> None:
    engine.apply("public", [document(key, "before") for key in range(1, 5)])

    def documents() -> Iterator[IndexDocument | Removal]:
        yield document(1, "before")
        yield document(2, "before")
        engine.apply("public", [document(2, "changed", version=2), document(4, "changed", version=2)])
        engine.apply("public", [Removal(3, 2)])
        assert found(engine, "changed") == {2, 4}
        assert found(engine, "before") == {1}
        yield document(3, "before")
        yield document(4, "before")
        yield document(2, "before")

    engine.rebuild("public", documents())
    assert found(engine, "before") == {1}
    assert found(engine, "changed") == {2, 4}
    assert found(engine) == {1, 2, 4}


def test_a_rebuild_that_fails_leaves_the_old_index(engine: Engine) -> None:
    engine.apply("public", [document(1, "word")])

    def documents() -> Iterator[IndexDocument | Removal]:
        yield document(2, "word")
        raise RuntimeError("the source failed")

    with pytest.raises(RuntimeError, match="the source failed"):
        engine.rebuild("public", documents())
    assert found(engine, "word") == {1}
    engine.apply("public", [document(3, "word")])
    assert found(engine, "word") == {1, 3}


def test_many_threads_write_and_read_at_the_same_time(engine: Engine) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                page = ask(engine, "word")
                assert page.total == len(page.hits) == counts(page, "collection").get("collection", 0)
        except Exception as error:  # noqa: BLE001 whatever a thread met is what the test reports
            failures.append(error)

    def write(first: int) -> None:
        try:
            for key in range(first, first + 12):
                engine.apply("public", [document(key, "word", "word"), Removal(key + 1000, 1)])
        except Exception as error:  # noqa: BLE001 whatever a thread met is what the test reports
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for thread in readers + writers:
        thread.start()
    engine.rebuild("full", [document(1, "word")])
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert ask(engine, "word").total == 36
