"""Pages ask the database as often for thirty accounts as for one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import CollectionPage, EssayPage, EssayText, HomePage
from archive.records import Vocabulary
from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

# What a page may cost at most, whatever the archive holds.
MOST = {
    "/en/": 20,
    "/en/testimonies/": 2,
    "/en/search/?q=window": 3,
    "/en/testimonies/ra-0001/": 42,
    "/en/collections/": 5,
    "/en/collections/papers/": 12,
    "/en/essays/an-essay/": 18,
    "/en/themes/": 5,
    "/en/themes/bread/": 16,
    "/en/periods/": 6,
    "/en/places/town/": 14,
    "/api/v1/testimonies": 5,
    "/api/v1/testimonies/RA-0001": 33,
    "/api/v1/search?q=window": 3,
    "/api/v1/themes": 5,
    "/sitemap.xml": 11,
    "/t/RA-0001/p1": 5,
}


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


def _terms() -> dict[Vocabulary, Any]:
    period = {"extra": {"dates": "1980/1984"}}
    return {
        Vocabulary.THEME: factories.term(Vocabulary.THEME, "bread"),
        Vocabulary.PERIOD: factories.term(Vocabulary.PERIOD, "the-years", **period),
        Vocabulary.PLACE: factories.term(Vocabulary.PLACE, "town"),
        Vocabulary.PERSON: factories.term(Vocabulary.PERSON, "author"),
    }


def _account(number: int, terms: dict[Vocabulary, Any]) -> None:
    theme, place = terms[Vocabulary.THEME], terms[Vocabulary.PLACE]
    factories.testimony(
        f"RA-{number:04}",
        words=[f"The window {place} was above the door." for place in range(3)],
        translations={"ar": ["كانت النافذة فوق الباب."] * 3},
        tags={
            "testimony_themes": [theme],
            "testimony_periods": [terms[Vocabulary.PERIOD]],
            "testimony_places": [place],
            "testimony_people": [terms[Vocabulary.PERSON]],
        },
        passage_tags={
            "passage_themes": {"p1": [theme], "p2": [theme], "p3": [theme]},
            "passage_places": {"p1": [place], "p3": [place]},
        },
        notes=["A note"],
        told_about="1984",
        recorded_on="2016",
    )


def _essay(number: int) -> None:
    essay = EssayPage(title="An essay", slug="an-essay" if number == 1 else f"essay-{number}")
    account = CollectionPage.objects.get(slug="papers").get_children().first()
    links = "".join(f'<p><a linktype="page" id="{account.pk}">link</a></p>' for _ in range(number))
    essay.texts = [EssayText(language="en", title=f"Essay {number}", body=links)]
    HomePage.objects.get().add_child(instance=essay)


def _count(address: str) -> int:
    client = Client()
    client.get(address)  # what is looked up once a process is not of the page
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code in {200, 302}
    return len(queries)


def test_no_page_costs_more_queries_for_thirty_accounts_than_for_one() -> None:
    terms = _terms()
    _account(1, terms)
    _essay(1)
    rebuild()
    for_one = {address: _count(address) for address in MOST}
    for number in range(2, 31):
        _account(number, terms)
    for number in range(2, 6):
        factories.term(Vocabulary.THEME, f"theme-{number}", parent_slug="bread")
        factories.term(Vocabulary.PERIOD, f"period-{number}", extra={"dates": f"199{number}"})
        factories.collection(f"papers-{number}")
        _essay(number)
    rebuild()
    for_thirty = {address: _count(address) for address in MOST}
    grown = {address: (for_one[address], count) for address, count in for_thirty.items() if count > for_one[address]}
    assert grown == {}
    assert {address: count for address, count in for_thirty.items() if count > MOST[address]} == {}
