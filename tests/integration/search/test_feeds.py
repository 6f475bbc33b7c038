"""The feed of a search: the newest of what anyone may read, whoever asks, in three queries and one request."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Description, TestimonyPage
from archive.records import Vocabulary
from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# The guards, the records of the accounts, what a feed adds to them.
QUERIES = 3


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


def account(number: int, **facts: Any) -> None:
    page = factories.testimony(f"RA-{number:04}", title=f"Account {number}", **facts)
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    TestimonyPage.objects.filter(pk=page.pk).update(first_published_at=moment)


def feed(address: str, client: Client | None = None) -> ElementTree.Element:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies
    return ElementTree.fromstring(response.content)


def told(root: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}", "") for entry in root.findall(f"{ATOM}entry")]


def test_the_newest_come_first_each_under_its_permanent_address() -> None:
    account(1, summary="A door & a <window>.", notes=["A death in the family"])
    account(2, translations={"ar": ["كلمات"]})
    rebuild()
    root = feed("/en/search/feed/")
    assert told(root, "title") == ["Account 2", "Account 1"]
    assert told(root, "id") == ["http://testserver/t/RA-0002", "http://testserver/t/RA-0001"]
    assert (
        told(root, "updated") == told(root, "published") == ["2026-01-03T00:00:00+00:00", "2026-01-02T00:00:00+00:00"]
    )
    assert told(root, "summary")[1] == "A door &amp; a &lt;window&gt;."  # HTML, as its type says
    assert [item.get("term") for item in root.iter(f"{ATOM}category")] == ["Content note: A death in the family"]
    assert root.get(XML_LANGUAGE) == "en"
    assert feed("/ar/feed/").get(XML_LANGUAGE) == "ar"
    assert told(feed("/en/feed/"), "id") == told(root, "id")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    account(1, summary="A \x0bdoor.", notes=["A\ufffe note"])
    Description.objects.filter(language="en").update(title="The\x1f window")
    rebuild()
    root = feed("/en/feed/")
    assert (told(root, "title"), told(root, "summary")) == (["The window"], ["A door."])
    assert [item.get("term") for item in root.iter(f"{ATOM}category")] == ["Content note: A note"]


def test_a_feed_has_an_address_of_its_own_whatever_the_order_of_the_parameters() -> None:
    account(1)
    rebuild()
    one = feed("/en/search/feed/?sort=told&theme=b&page=7&theme=a&q=door")
    other = feed("/en/search/feed/?q=door&theme=a&theme=b")
    assert one.findtext(f"{ATOM}id") == other.findtext(f"{ATOM}id")
    assert one.findtext(f"{ATOM}id") == "http://testserver/en/search/feed/?q=door&theme=a&theme=b"


def test_filters_and_words_narrow_a_feed() -> None:
    bread = factories.term(Vocabulary.THEME, "bread")
    account(1, words=["The window."], tags={"testimony_themes": [bread]}, told_about="1984", recorded_on="2016")
    account(2, words=["The door."], told_about="1990", recorded_on="2018")
    rebuild()
    for query, titles in {
        "q=window": ["Account 1"],
        "theme=bread": ["Account 1"],
        "from=1985": ["Account 2"],
        "recorded_to=2016": ["Account 1"],
        "q=nobody": [],
    }.items():
        assert told(feed(f"/en/search/feed/?{query}"), "title") == titles, query


@pytest.mark.parametrize(
    "hidden",
    [
        {"level": "closed"},
        {"level": "registered"},
        {"level": "approved"},
        {"hold": True},
        {"live": False},
        {"embargo_until": timezone.now() + timedelta(days=400)},
    ],
)
def test_nobody_gets_more_than_anyone_may_read(hidden: dict[str, Any]) -> None:
    account(1)
    account(2, **hidden)
    rebuild()
    reader = Client()
    reader.force_login(factories.user("reader", superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    for client in (Client(), reader):
        for address in ("/en/search/feed/", "/en/feed/"):
            assert told(feed(address, client), "title") == ["Account 1"]


def test_a_feed_costs_the_same_for_one_account_as_for_sixty_and_holds_fifty() -> None:
    account(1)
    rebuild()
    feed("/en/search/feed/")
    for number in range(2, 61):
        account(number)
    rebuild()
    Client().get("/en/search/feed/")
    with CaptureQueriesContext(connection) as queries:
        root = feed("/en/search/feed/")
    assert len(told(root, "id")) == 50
    assert told(root, "title")[0] == "Account 60"
    assert len(queries) == QUERIES


def test_a_search_that_is_down_is_no_empty_feed(tmp_path: Path, settings: Any) -> None:
    settings.RAWI_SEARCH_DIR = tmp_path / "nothing"
    response = Client().get("/en/search/feed/?q=door")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"


@pytest.mark.parametrize(
    "query",
    [
        *("q=" + "a" * 5000, "theme=%00&from=x&recorded_to=99999", "q=(((%22&sort=nonsense"),
        *("q=%01x", "q=%EF%BF%BF", "q=%ED%A0%80", "theme=%08"),  # characters that XML cannot hold
    ],
)
def test_odd_parameters_are_read_as_the_search_page_reads_them(query: str) -> None:
    account(1)
    rebuild()
    feed(f"/en/search/feed/?{query}")
