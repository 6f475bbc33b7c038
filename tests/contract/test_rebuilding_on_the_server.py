"""Generations on an index server: resuming, going back, one rebuild at a time, a look before the switch."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from archive.records import IndexDocument
from search.engines import EngineUnavailable, Removal, WriteRefused
from search.engines.elastic import ElasticEngine
from search.engines.elastic import engine as engine_module
from search.engines.elastic.lease import lease
from search.engines.elastic.writing import write
from tests.contract.conftest import remove
from tests.contract.engines import document, elastic_engine, found

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def elastic(tmp_path: object) -> Iterator[ElasticEngine]:
    engine = elastic_engine(tmp_path)  # type: ignore[arg-type] # the server needs no folder
    yield engine
    remove(engine)


@pytest.fixture
def client(elastic: ElasticEngine) -> Iterator[Elasticsearch]:
    with Elasticsearch(list(elastic.server.urls), request_timeout=30) as client:
        yield client


def indices(client: Elasticsearch, engine: ElasticEngine) -> list[str]:
    """The generations of the public space, oldest first: their names begin with the moment they were made."""
    return sorted(client.indices.get(index=f"{engine.server.prefix}-public-*"))


class Stopped(BaseException):
    """What ends a rebuild in the middle, as a signal does."""


def stop_after(*documents: IndexDocument) -> Iterator[IndexDocument]:
    yield from documents
    raise Stopped


# Resuming


def test_a_stopped_rebuild_goes_on_in_its_generation(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [document(1, "old")])
    with pytest.raises(Stopped):
        # The second is past the size of a request, so the first has been sent.
        elastic.rebuild("public", stop_after(document(1, "new"), document(2, "word " * 900_000), document(3, "x")))
    left = indices(client, elastic)
    assert len(left) == 2
    assert found(elastic, "old") == {1}
    # What changes meanwhile goes to both.
    elastic.apply("public", [document(1, "newest", version=5), document(7, "added", version=5)])
    assert found(elastic, "newest") == {1}
    report = elastic.rebuild("public", [document(1, "new"), document(2, "word"), document(3, "x")])
    assert report.generation in left
    assert indices(client, elastic) == left
    assert found(elastic, "newest") == {1}
    assert found(elastic) == {1, 2, 3}  # 7 is not in the source of the second rebuild
    assert found(elastic, "word") == {2}


def test_what_a_rebuild_holds_already_is_not_sent_again(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [])
    documents = [document(key, "word") for key in range(1, 4)]
    with pytest.raises(Stopped):
        elastic.rebuild("public", stop_after(*documents, document(9, "x " * 1_100_000), document(10, "x")))
    building = indices(client, elastic)[-1]
    client.indices.refresh(index=building)
    before = client.indices.stats(index=building)["_all"]["primaries"]["indexing"]["index_total"]
    assert client.count(index=building)["count"] >= 3
    elastic.rebuild("public", documents)
    # The tombstone of 9 alone.
    after = client.indices.stats(index=building)["_all"]["primaries"]["indexing"]["index_total"]
    assert after - before <= 2
    assert found(elastic) == {1, 2, 3}


def test_a_generation_of_another_chain_is_not_resumed(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [])
    with pytest.raises(Stopped):
        elastic.rebuild("public", stop_after(document(1, "word")))
    building = indices(client, elastic)[-1]
    client.indices.put_mapping(index=building, meta={"format": "another"})
    report = elastic.rebuild("public", [document(2, "word")])
    assert report.generation != building
    assert building not in indices(client, elastic)
    assert found(elastic) == {2}


def test_an_index_of_another_chain_is_outdated(elastic: ElasticEngine, client: Elasticsearch) -> None:
    for space in ("public", "full"):
        elastic.rebuild(space, [])
    assert not any(space.outdated for space in elastic.health().spaces)
    client.indices.put_mapping(index=indices(client, elastic)[0], meta={"format": "another"})
    assert {space.space: space.outdated for space in elastic.health().spaces} == {"public": True, "full": False}


# One at a time


def test_two_rebuilds_of_a_space_do_not_run_at_once(elastic: ElasticEngine) -> None:
    def documents() -> Iterator[IndexDocument]:
        with pytest.raises(EngineUnavailable) as refused:
            elastic.rebuild("public", [])
        assert refused.value.code == "busy"
        elastic.rebuild("full", [])
        yield document(1, "word")

    elastic.rebuild("public", documents())
    assert found(elastic) == {1}


def test_a_permit_of_a_holder_who_died_can_be_taken(elastic: ElasticEngine, client: Elasticsearch) -> None:
    prefix = elastic.server.prefix
    with lease(client, prefix, "public"):
        client.update(index=f"{prefix}-permits", id="public", doc={"until": time.time() - 1}, refresh=True)
        with lease(client, prefix, "public") as taken:
            taken.renew(now=True)
    with lease(client, prefix, "public"):
        pass


def test_who_lost_the_permit_is_told(elastic: ElasticEngine, client: Elasticsearch) -> None:
    prefix = elastic.server.prefix
    with lease(client, prefix, "public") as lost:
        client.update(index=f"{prefix}-permits", id="public", doc={"owner": "somebody", "until": time.time() + 60})
        with pytest.raises(EngineUnavailable) as told:
            lost.renew(now=True)
        assert told.value.code == "busy"


# Before the switch


def test_a_generation_that_lost_documents_is_not_put_in_use(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [document(1, "old")])

    def documents() -> Iterator[IndexDocument]:
        yield document(1, "word " * 900_000)
        yield document(2, "word")
        yield document(3, "word")
        client.indices.refresh(index=indices(client, elastic)[-1])
        client.options(ignore_status=404).delete(
            index=indices(client, elastic)[-1], id="1", version=2**40, version_type="external"
        )

    with pytest.raises(EngineUnavailable) as refused:
        elastic.rebuild("public", documents())
    assert refused.value.code == "incomplete"
    assert found(elastic, "old") == {1}
    assert len(indices(client, elastic)) == 1


# Going back


def test_going_back_shows_nothing_that_was_withdrawn_since(elastic: ElasticEngine) -> None:
    first = elastic.rebuild("public", [document(key, "word", "kept") for key in range(1, 6)])
    # What the rebuild itself no longer holds counts as withdrawn, too.
    elastic.rebuild("public", [document(key, "word", "kept") for key in range(1, 5)] + [Removal(5, 3)])
    elastic.apply("public", [Removal(1, 4), document(2, "changed", version=4), document(8, "new", version=4)])
    noted: list[int] = []
    assert elastic.rollback("public", noted.extend) == first.generation
    assert noted == [2, 5, 8]  # 1 is out in both
    assert found(elastic) == {3, 4}
    elastic.apply("public", [Removal(1, 6), document(2, "changed", version=6), document(8, "new", version=6)])
    assert found(elastic) == {2, 3, 4, 8}
    assert found(elastic, "kept") == {3, 4}


def test_changes_while_going_back_are_kept(elastic: ElasticEngine) -> None:
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])
    elastic.apply("public", [document(1, "changed", version=2)])

    def note(ids: list[int]) -> None:
        assert ids == [1]
        elastic.apply("public", [document(1, "changed", version=3), Removal(2, 3)])

    elastic.rollback("public", note)
    assert found(elastic, "changed") == {1}
    assert found(elastic) == {1}


def test_a_write_that_meets_going_back_is_in_the_index_that_is_then_in_use(
    elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that still takes the generation for the previous one would leave a tombstone there."""
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])

    def going_back(*arguments: Any) -> list[str]:
        monkeypatch.setattr(engine_module, "write", write)
        elastic.rollback("public", lambda ids: None)
        return write(*arguments)

    monkeypatch.setattr(engine_module, "write", going_back)
    elastic.apply("public", [document(1, "changed", version=2)])
    assert found(elastic, "changed") == {1}
    assert found(elastic) == {1, 2}


def test_what_a_write_took_away_is_gone_also_from_an_index_switched_to_meanwhile(
    elastic: ElasticEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])
    aliases, put_in_use = elastic._aliases, elastic._aliases.put_in_use
    of_indices = type(client.indices)
    refresh = of_indices.refresh

    def put_in_use_late(client: Elasticsearch, space: str, generation: str) -> None:
        """The writer's last request falls between this switch's refresh and its aliases."""

        def write_before_the_switch(indices: Any, **options: Any) -> Any:
            monkeypatch.setattr(of_indices, "refresh", refresh)
            answer = refresh(indices, **options)
            elastic.apply("public", [Removal(1, 5)])
            return answer

        monkeypatch.setattr(of_indices, "refresh", write_before_the_switch)
        put_in_use(client, space, generation)

    monkeypatch.setattr(aliases, "put_in_use", put_in_use_late)
    elastic.rebuild("public", [document(1, "word"), document(2, "word")])
    assert found(elastic) == {2}


def test_going_back_twice_comes_forward_again(elastic: ElasticEngine) -> None:
    elastic.rebuild("public", [document(1, "word")])
    second = elastic.rebuild("public", [document(1, "word"), document(2, "word", version=2)])
    elastic.rollback("public", lambda ids: None)
    assert found(elastic) == {1}
    assert elastic.rollback("public", lambda ids: None) == second.generation
    assert found(elastic) == {1}  # 2 was noted, and waits to be indexed again


def test_without_an_earlier_index_there_is_no_going_back(elastic: ElasticEngine) -> None:
    elastic.rebuild("public", [])
    with pytest.raises(EngineUnavailable) as refused:
        elastic.rollback("public", lambda ids: None)
    assert refused.value.code == "no-previous"


def test_no_more_than_two_generations_are_kept(elastic: ElasticEngine, client: Elasticsearch) -> None:
    for number in range(4):
        elastic.rebuild("public", [document(number + 1, "word")])
    assert len(indices(client, elastic)) == 2
    assert found(elastic) == {4}


# What the server stores


def test_a_document_it_refuses_is_named_and_the_others_are_written(elastic: ElasticEngine) -> None:
    elastic.rebuild("public", [])
    too_long = document(2, "word", reference="R" * 40_000)
    with pytest.raises(WriteRefused) as refused:
        elastic.apply("public", [document(1, "word"), too_long, document(3, "word")])
    assert set(refused.value.reasons) == {2}
    assert "RRR" not in str(refused.value)
    elastic.apply("public", [document(1, "word"), document(3, "word")])
    assert found(elastic, "word") == {1, 3}


def test_no_words_are_stored_and_a_removal_leaves_a_bare_tombstone(
    elastic: ElasticEngine, client: Elasticsearch
) -> None:
    elastic.rebuild("public", [])
    elastic.apply("public", [document(1, "canary", titles=("canary",)), document(2, "canary")])
    elastic.apply("public", [Removal(2, 5)])
    (index,) = (name for name in indices(client, elastic) if client.indices.exists_alias(index=name, name="*-read"))
    hits = client.search(index=index, query={"match_all": {}})["hits"]["hits"]
    assert {hit["_id"] for hit in hits} == {"1", "2"}
    assert "canary" not in json.dumps([hit["_source"] for hit in hits])
    tombstone = next(hit["_source"] for hit in hits if hit["_id"] == "2")
    assert tombstone == {"testimony": 2, "version": 5, "visible": False}


def test_a_field_that_the_mapping_does_not_name_is_refused(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [])
    answer = client.options(ignore_status=400).index(index=indices(client, elastic)[0], document={"surprise": 1})
    assert answer.meta.status == 400


def test_a_write_to_a_generation_that_is_gone_makes_no_index(elastic: ElasticEngine, client: Elasticsearch) -> None:
    elastic.rebuild("public", [])
    (index,) = indices(client, elastic)
    client.indices.delete_alias(index=index, name=f"{index}-docs")
    with pytest.raises(EngineUnavailable) as refused:
        elastic.apply("public", [document(1, "word")])
    assert refused.value.code == "no-index"
    assert indices(client, elastic) == [index]
