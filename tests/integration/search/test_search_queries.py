"""A page of results costs one request to the engine and three queries, whatever it holds and whoever it is for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.records import Vocabulary
from search.engines import search_engine
from search.engines.embedded import EmbeddedEngine
from search.records import SearchRequest
from search.suggesting import FEW
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

# What guards the page (pending hides, the snapshot's token), the records of its hits, their words.
PAGE = 3
# A reader who signed in: the session, the user, what was granted to them; on a page also whether the menu leads them
# to the admin (their own permissions and those of their groups).
SIGNED_IN = {"page": 5, "json": 3}
QUERIES: tuple[dict[str, str], ...] = (
    {"q": "window door"},
    {"q": "النافذة"},
    {"q": "town"},  # a name, widened
    {"q": "window", "theme": "bread", "place": "town", "from": "1980", "to": "1990"},
    {"theme": "bread", "collection": "papers", "language": "en"},
    {},
    {"q": "town", "sort": "told", "expand": "no"},
)
ADDRESSES = {
    "page": ("/en/search/", "/ar/search/", "/en/testimonies/", "/ar/testimonies/"),
    "json": ("/api/v1/search",),
}


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[SearchRequest]:
    """Every request that the engine gets."""
    requests: list[SearchRequest] = []
    search = EmbeddedEngine.search

    def counted(engine: EmbeddedEngine, request: SearchRequest) -> Any:
        requests.append(request)
        return search(engine, request)

    monkeypatch.setattr(EmbeddedEngine, "search", counted)
    return requests


@pytest.fixture(params=[FEW, 30])
def accounts(request: Any) -> int:
    return make_accounts(request.param)


def make_accounts(number: int) -> int:
    """So many accounts with everything that a result shows."""
    terms = {
        "testimony_themes": factories.term(Vocabulary.THEME, "bread"),
        "testimony_periods": factories.term(Vocabulary.PERIOD, "the-years", extra={"dates": "1980/1984"}),
        "testimony_places": factories.term(
            Vocabulary.PLACE, "town", labels={"en": "Town", "ar": "البلدة"}, variants={"en": ["The window place"]}
        ),
    }
    for place in range(number):
        factories.testimony(
            f"RA-{place + 1:04}",
            words=["The window was above the door.", "In town we divided the bread.", "The window, the door."],
            translations={"ar": ["كانت النافذة فوق الباب.", "قسمنا الخبز في البلدة.", "النافذة والباب."]},
            tags={relation: [term] for relation, term in terms.items()},
            passage_tags={"passage_themes": {"p1": [terms["testimony_themes"]]}},
            notes=["A note"],
            told_about="1984",
        )
    rebuild()
    return number


def _cost(client: Client, address: str, asked: list[SearchRequest]) -> tuple[int, int]:
    """Queries, and requests to the engine."""
    client.get(address)  # what is looked up once a process is not of the page
    asked.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert b"RA-0001" in response.content
    return len(queries), len(asked)


def test_where_little_is_found_one_query_more_looks_who_may_see_what_is_near(asked: list[SearchRequest]) -> None:
    make_accounts(FEW - 1)
    assert _cost(Client(), "/en/search/?q=window+door", asked)[0] == PAGE + 1  # a place is called so in part


def test_a_page_of_results_costs_one_engine_request_and_three_queries(
    accounts: int, asked: list[SearchRequest]
) -> None:
    anonymous, signed_in = Client(), Client()
    signed_in.force_login(factories.user())
    for kind, paths in ADDRESSES.items():
        for address in (f"{path}?{urlencode(query)}" for path in paths for query in QUERIES):
            page = PAGE if "q=" in address else PAGE - 1  # without words no passages are read
            assert _cost(anonymous, address, asked) == (page, 1), address
            assert _cost(signed_in, address, asked) == (page + SIGNED_IN[kind], 1), address
