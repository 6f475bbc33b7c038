"""Every contract test of search runs on every engine."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.engines import SPACES, Engine
from search.engines.elastic import ElasticEngine
from tests.contract.engines import ENGINE_PARAMETERS, ENGINES


@pytest.fixture(params=ENGINE_PARAMETERS)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = ENGINES[request.param](tmp_path / "index")
    yield engine
    if isinstance(engine, ElasticEngine):
        remove(engine)


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    for space in SPACES:
        empty_engine.rebuild(space, [])
    return empty_engine


def remove(engine: ElasticEngine) -> None:
    """Delete a test's indices."""
    server = engine.server
    with Elasticsearch(list(server.urls)) as client:
        client.indices.delete(index=f"{server.prefix}-*", ignore_unavailable=True)
    with suppress(Exception):
        engine.close()
