"""What is hidden changes nothing that an anonymous reader can see, with a real index server behind the pages."""

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from search.api import search_engine
from search.engines.elastic import ElasticEngine
from tests.access.hidden_accounts import asked_of_the_engine, check_that_nothing_changes
from tests.contract.conftest import remove

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def index(settings: Any) -> Iterator[None]:
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"].split(",")
    settings.RAWI_ELASTICSEARCH_PREFIX = f"test{secrets.token_hex(6)}"
    engine = search_engine()
    assert isinstance(engine, ElasticEngine)
    yield
    remove(engine)


@pytest.mark.parametrize("number", [11, pytest.param(500, marks=pytest.mark.exhaustive)])
def test_hidden_accounts_change_nothing_that_anybody_sees(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    check_that_nothing_changes(number, asked_of_the_engine(monkeypatch))
