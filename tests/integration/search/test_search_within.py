"""Search inside one account: its own order, both languages, no index, nothing that the reader may not read."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from archive.models import PassageNote
from archive.records import Vocabulary
from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = (
    "The prisoners wrote letters at night.",
    "We divided the bread with a thread.",
    "A guard took every letter.",
    "Bread and letters, letters and bread.",
)
ARABIC = ("كتب السجناء رسائل في الليل.", "قسمنا الخبز بخيط.", "أخذ الحارس كل رسالة.", "خبز ورسائل.")


@pytest.fixture(autouse=True)
def search_dir(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]
    translation.deactivate()


def page(address: str, status: int = 200) -> lxml.html.HtmlElement:
    response = Client().get(address)
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-cache"
    return lxml.html.document_fromstring(response.content)


def hits(found: lxml.html.HtmlElement) -> list[tuple[str, str, str]]:
    """Where each hit leads, the language it is in, and what is marked in it."""
    return [
        (
            item.xpath("a/@href")[0].partition("/testimonies/")[2],
            item.xpath(".//p[@class='label']")[0].text_content(),
            " ".join(item.xpath(".//mark/text()")),
        )
        for item in found.xpath("//ol[@class='snips']/li")
    ]


def account(**more: Any) -> Any:
    return factories.testimony("RA-0001", words=WORDS, translations={"ar": ARABIC}, **more)


def test_passages_are_listed_in_the_order_of_the_account_in_each_language_marked_and_linked() -> None:
    account()
    found = page("/en/testimonies/ra-0001/search/?q=letters+OR+خبز")
    assert hits(found) == [
        ("ra-0001/#p1", "English", "letters"),
        ("ra-0001/#p2", "Arabic", "الخبز"),
        ("ra-0001/#p3", "English", "letter"),
        ("ra-0001/#p4", "English", "letters letters"),
        ("ra-0001/#p4", "Arabic", "خبز"),
    ]
    assert found.get_element_by_id("tally").text_content() == "5 passages"
    assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert found.xpath("//form[@role='search' and @action='/en/testimonies/ra-0001/search/']//input/@value") == [
        "letters OR خبز"
    ]


def test_the_page_speaks_arabic() -> None:
    account()
    found = page("/ar/testimonies/ra-0001/search/?q=الخبز")
    assert [(where, language) for where, language, _marked in hits(found)] == [
        ("ra-0001/#p2", "العربية"),
        ("ra-0001/#p4", "العربية"),
    ]
    assert found.get_element_by_id("tally").text_content() == "مقطعان"


def test_all_words_are_asked_of_one_passage_and_any_of_them_where_none_has_all() -> None:
    account()
    both = page("/en/testimonies/ra-0001/search/?q=bread+letters")
    assert [where for where, *_rest in hits(both)] == ["ra-0001/#p4"]
    any_word = both.xpath("//p[contains(@class,'links')]/a/@href")[0]
    assert [where for where, *_rest in hits(page(any_word))] == [f"ra-0001/#p{number}" for number in (1, 2, 3, 4)]
    none = page("/en/testimonies/ra-0001/search/?q=thread+guard")
    assert [where for where, *_rest in hits(none)] == ["ra-0001/#p2", "ra-0001/#p3"]
    assert "No passage has all of these words" in none.text_content()


def test_an_empty_result_offers_the_whole_archive() -> None:
    account()
    nothing = page("/en/testimonies/ra-0001/search/?q=nobody")
    assert not hits(nothing)
    assert "/en/search/?q=nobody" in nothing.xpath("//p[contains(@class,'links')]/a/@href")
    assert not hits(page("/en/testimonies/ra-0001/search/"))
    assert not hits(page("/en/testimonies/ra-0001/search/?q=!!!"))


def test_a_name_is_searched_under_its_other_names_with_a_switch() -> None:
    factories.term(Vocabulary.PLACE, "palmyra", labels={"en": "Palmyra", "ar": "تدمر"}, variants={"en": ["Tadmor"]})
    factories.testimony("RA-0002", words=("They came to Tadmor.", "في تدمر", "Nowhere."))
    found = page("/en/testimonies/ra-0002/search/?q=Palmyra")
    assert [where for where, *_rest in hits(found)] == ["ra-0002/#p1", "ra-0002/#p2"]
    literal = found.xpath("//p[contains(@class,'expand')]/a/@href")[0]
    assert "expand=no" in literal
    alone = page(literal)
    assert not hits(alone)
    assert alone.xpath("//a[contains(., 'Include other spellings')]/@href")


def test_the_results_page_and_the_account_agree_on_the_passages() -> None:
    account()
    rebuild()
    queries = ("letters", "bread letters", "thread guard", "رسائل", "bread*", '"bread and letters"', "night -nobody")
    for query in queries:
        (hit,) = Client().get("/api/v1/search", {"q": query}).json()["hits"]
        assert len(hits(page(hit["within_url"]))) == hit["passage_total"], query
    results = page("/en/search/?q=bread+letters")
    assert results.xpath("//a[@class='more']/@href") == ["/en/testimonies/ra-0001/search/?q=bread+letters&match=any"]


def test_a_folded_passage_is_pointed_at_and_not_shown() -> None:
    PassageNote.objects.create(page=account(), anchor="p3", language="en", text="Violence")
    found = page("/en/testimonies/ra-0001/search/?q=guard")
    assert "every letter" not in found.text_content()
    assert found.xpath("//p[@class='folded']/a/@href") == ["/en/testimonies/ra-0001/#p3"]


def test_what_may_not_be_read_is_not_searched() -> None:
    factories.testimony("RA-0003", words=("A secret word.",), level="closed")
    factories.testimony("RA-0004", words=("A secret word.",), level="closed", listed=False)
    listed = page("/en/testimonies/ra-0003/search/?q=secret")
    assert not hits(listed)
    assert "may not be read" in listed.text_content()
    assert not listed.xpath("//form[@action='/en/testimonies/ra-0003/search/']")
    page("/en/testimonies/ra-0004/search/?q=secret", status=404)
    page("/en/testimonies/ra-9999/search/?q=secret", status=404)
    page("/en/testimonies/nothing/search/", status=404)


def test_it_needs_no_index(settings: Any) -> None:
    account()
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    assert len(hits(page("/en/testimonies/ra-0001/search/?q=thread"))) == 1


def test_a_long_account_costs_as_many_queries_and_little_time() -> None:
    counted = []
    for number, size in ((1, 1), (2, 300)):
        words = [f"Passage {place} of a long account tells of letters and of bread. " * 8 for place in range(size)]
        factories.testimony(f"RA-{number:04}", words=words, translations={"ar": ["كتبنا رسائل كثيرة جدا"] * size})
        address = f"/en/testimonies/ra-{number:04}/search/?q=letters"
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            found = page(address)
            took = time.perf_counter() - started
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 8
    assert took < 1.5  # about 0.1 s on an idle machine
    assert len(hits(found)) == 100
    assert found.get_element_by_id("tally").text_content() == "300 passages"
    assert hits(page(address + "&page=3"))[-1][0] == "ra-0002/#p300"
    assert hits(page(address + "&page=99"))[-1][0] == "ra-0002/#p300"
