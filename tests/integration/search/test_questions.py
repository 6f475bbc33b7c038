"""A question on the page of results: what stands beside its words is shown as such, and counted nowhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import translation

from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = ("What did the guards bring you?", "Half a loaf, and tea without sugar.", "It was a cold night.")
ARABIC = ("ماذا كان الحراس يحضرون؟", "نصف رغيف وشايا بلا سكر.", "كانت ليلة باردة.")
QUESTION = {"en": "what did the guards bring", "ar": "ماذا كان الحراس يحضرون"}
LABEL = {
    "en": "These words are not here but in the passages around it.",
    "ar": "لا شيء من هذه الكلمات هنا، بل في المقاطع المجاورة.",
}


@pytest.fixture(autouse=True)
def search_dir(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]
    translation.deactivate()


def snippets(language: str, query: str) -> list[tuple[str, bool, str]]:
    """The number of each passage shown, whether words are marked in it, and what is said of it."""
    response = Client().get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    page = lxml.html.document_fromstring(response.content)
    return [
        (
            item.xpath("a/@href")[0].rpartition("#")[2],
            bool(item.xpath(".//mark")),
            " ".join(part.strip() for part in item.xpath(".//p[@class='label']/text()")),
        )
        for item in page.xpath("//ol[@class='snips']/li")
    ]


def answer(query: str) -> Any:
    return Client().get("/api/v1/search", {"q": query}).json()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_is_shown_beside_its_question_and_said_to_hold_none_of_the_words(language: str) -> None:
    factories.testimony("RA-0001", words=WORDS, translations={"ar": ARABIC})
    rebuild()
    shown = snippets(language, QUESTION[language])
    assert shown[0] == ("p1", True, "")
    assert ("p2", False, LABEL[language]) in shown


def test_it_is_counted_nowhere() -> None:
    factories.testimony("RA-0001", words=(*WORDS, "The guards went.", "A guard.", "guards", "guard"))
    rebuild()
    found = answer(QUESTION["en"])
    hit = found["hits"][0]
    assert (found["passage_total"], hit["passage_total"]) == (5, 5)
    for item in hit["passages"]:
        assert item["beside"] is not any(part["marked"] for part in item["snippet"])


@pytest.mark.parametrize("query", ["guards bring", "guards OR bring", '"the guards"', "guard*"])
def test_what_is_no_question_shows_none_of_it(query: str) -> None:
    factories.testimony("RA-0001", words=WORDS)
    rebuild()
    assert snippets("en", query) == [("p1", True, "")]
