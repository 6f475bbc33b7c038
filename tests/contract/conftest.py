"""Every contract test of search runs on every engine."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.engines import SPACES, Engine, search_engine
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


@pytest.fixture
def elastic(settings: Any) -> Iterator[ElasticEngine]:
    """Have the whole site search on the test server, in indices of this test alone."""
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"].split(",")
    settings.RAWI_ELASTICSEARCH_PREFIX = f"test{secrets.token_hex(6)}"
    engine = search_engine()
    assert isinstance(engine, ElasticEngine)
    yield engine
    remove(engine)


def remove(engine: ElasticEngine) -> None:
    """Delete a test's indices."""
    server = engine.server
    with Elasticsearch(list(server.urls)) as client:
        client.indices.delete(index=f"{server.prefix}-*", ignore_unavailable=True)
    with suppress(Exception):
        engine.close()
