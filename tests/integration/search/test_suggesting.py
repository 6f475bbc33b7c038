"""Did you mean …?: proposed on the page and in JSON, found under the reader's rights, never from what is hidden."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from archive.actions.access import set_hold
from archive.records import Vocabulary
from search.engines import EngineUnavailable, search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    person = factories.term(
        Vocabulary.PERSON, "sarraj", labels={"en": "Sarraj", "ar": "السراج"}, variants={"en": ["al-Sarraj"]}
    )
    prison = factories.term(Vocabulary.PLACE, "tadmor-prison", labels={"en": "Tadmor Prison", "ar": "سجن تدمر"})
    factories.term(Vocabulary.PERSON, "husayn", labels={"en": "Husayn", "ar": "حسين"})
    hasan = factories.term(Vocabulary.PERSON, "hasan", labels={"en": "Hasan", "ar": "حسن"})
    factories.testimony(
        "RA-0001",
        title="Letters across the courtyard",
        words=("The poet Sarraj wrote of bread.", "In Tadmor Prison there was no window."),
        translations={"ar": ("كتب الشاعر السراج عن الخبز.", "في سجن تدمر لا نافذة.")},
        tags={"testimony_people": [person, hasan], "testimony_places": [prison]},
    )
    factories.testimony("RA-0002", title="The courtyard at night", words=("A quiet night.",))
    rebuild()
    yield
    search_engine().close()  # type: ignore[attr-defined]
    translation.deactivate()


def proposed(query: str, client: Client | None = None, **more: str) -> list[tuple[str, int]]:
    answer = (client or Client()).get("/api/v1/search", {"q": query, **more}).json()
    return [(item["q"], item["count"]) for item in answer["suggestions"]]


FIRST = {
    "Saraj": "Sarraj",
    "as-Siraj": "Sarraj",
    "سراح": "السراج",
    "Tadmr": "Tadmor",
    "Tadmr prison": "Tadmor prison",
    "Tadmour Prisn": "Tadmor Prison",
    "بسجن تدمرر": "سجن تدمر",
    "Saraj bread": "Sarraj bread",
    '"poet Saraj"': '"poet Sarraj"',
    "courtyrad": "courtyard",
    "cuortyard letters": "courtyard letters",
    "Hassan": "Hasan",
    "Saraj, the poet": "Sarraj, the poet",
    "Saraj Tadmr": "Sarraj Tadmor",
}
# Known names and words, what is near to nothing, what is near only to a name that finds nothing, no words at all.
NOTHING = (
    *("", "Sarraj", "السراج", "Hasan", "courtyard", "bread"),
    *("zzzz", "Husein", "-Saraj", "Sara*", "!!!", "bread xyzzy"),
)


def test_the_nearest_spelling_that_finds_something_comes_first() -> None:
    found = {typed: proposed(typed) for typed in FIRST}
    assert {typed: queries[0][0] if queries else "" for typed, queries in found.items()} == FIRST
    assert all(count >= 1 for queries in found.values() for _query, count in queries)


def test_nothing_is_proposed_for_what_is_known_or_near_to_nothing_that_finds_more() -> None:
    assert {typed: proposed(typed) for typed in NOTHING} == {typed: [] for typed in NOTHING}


def test_at_most_three_are_proposed_and_each_finds_what_it_says() -> None:
    for typed in ("Saraj", "Tadmr", "cuortyard"):
        found = proposed(typed)
        assert 0 < len(found) <= 3
        for query, count in found:
            assert Client().get("/api/v1/search", {"q": query}).json()["total"] == count


@pytest.mark.parametrize(("language", "words"), [("en", "Did you mean Sarraj"), ("ar", "هل المقصود: Sarraj")])
def test_the_page_asks_and_links_and_searches_nothing_by_itself(language: str, words: str) -> None:
    response = Client().get(f"/{language}/search/?q=Saraj&kind=written")
    page = lxml.html.document_fromstring(response.content)
    (asked,) = page.xpath("//p[@class='meant']")
    assert asked.text_content().startswith(words)
    link = asked.xpath("a")[0]
    assert link.get("href") == f"/{language}/search/?q=Sarraj&kind=written"
    assert not page.xpath("//li[@class='hit']")
    assert page.xpath("//form[@role='search']//input[@name='q']/@value") == ["Saraj"]


def test_a_result_that_is_no_small_one_asks_nothing_more() -> None:
    for number in range(10, 14):
        factories.testimony(f"RA-{number:04}", words=("Sara wrote this.",))
    rebuild()
    counted = {}
    for query in ("Sara", "Sarra"):
        Client().get("/en/search/", {"q": query})
        with CaptureQueriesContext(connection) as queries:
            Client().get("/en/search/", {"q": query})
        counted[query] = len(queries)
    assert counted["Sara"] <= 4
    assert counted["Sarra"] <= counted["Sara"] + 2
    reader = Client()
    reader.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        reader.get("/en/search/", {"q": "Saraj"})
    assert len(queries) <= 16


def test_the_words_of_hidden_records_are_never_proposed_and_change_nothing() -> None:
    before = {typed: proposed(typed) for typed in ("cuortyard", "Saraj", "gravedigter", "courtyrd")}
    assert before["gravedigter"] == []
    for number, more in enumerate(({"hold": True}, {"level": "closed", "listed": False}, {"live": False}), start=20):
        factories.testimony(
            f"RA-{number:04}",
            title="Gravedigger Courtyarb Cuortyarb",
            words=("The gravedigter Saraj and a courtyrd.",),
            **more,
        )
    rebuild()
    assert {typed: proposed(typed) for typed in before} == before
    held = factories.testimony("RA-0030", title="Gravedigger", words=("Nothing.",))
    rebuild()
    assert proposed("gravedigter") == [("gravedigger", 1)]
    set_hold(testimony=held, actor=None, hold=True)
    assert proposed("gravedigter") == []


def test_a_restricted_name_is_not_proposed() -> None:
    factories.term(Vocabulary.PERSON, "secret", labels={"en": "Gozguroz"}, restricted=True)
    factories.testimony("RA-0040", words=("Gozguroz was there.",))
    rebuild()
    assert proposed("Gozgoroz") == []


def test_a_name_is_proposed_to_whom_it_finds_something() -> None:
    name = factories.term(Vocabulary.PERSON, "munif", labels={"en": "Munif"})
    factories.testimony(
        "RA-0050", words=("Munif came.",), level="registered", tags={"testimony_people": [name]}, listed=False
    )
    rebuild()
    assert proposed("Muneef") == []
    reader = Client()
    reader.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    assert proposed("Muneef", reader) == [("Munif", 1)]


HIDDEN = {
    "held": {"hold": True},
    "closed and not listed": {"level": "closed", "listed": False},
    "a draft": {"live": False},
    "embargoed and not listed": {"embargo_until": datetime(2090, 1, 1, tzinfo=UTC), "listed": False},
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_name_that_hidden_accounts_alone_carry_is_not_proposed_though_readers_find_the_word(kind: str) -> None:
    factories.testimony("RA-0060", words=("Gozguroz stood at the gate, and Tozgurot.",))
    name = factories.term(Vocabulary.PERSON, "gozguroz", labels={"en": "Gozguroz"})
    inner = factories.term(Vocabulary.PERSON, "tozgurot", labels={"en": "Tozgurot", "ar": "توزجورت"})
    factories.testimony(
        "RA-0061",
        words=("A hidden word.",),
        tags={"testimony_people": [name]},
        passage_tags={"passage_people": {"p1": [inner]}},
        **HIDDEN[kind],
    )
    rebuild()
    typed = ("Gozgoroz", "Tozgorot", "Gozguroz", "توزجرت")
    assert [proposed(word) for word in typed] == [[], [], [], []]
    reader = Client()
    reader.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    assert [proposed(word, reader) for word in typed] == [[], [], [], []]
    factories.testimony("RA-0062", words=("Nothing.",), tags={"testimony_people": [name, inner]})
    rebuild()
    assert [queries[0][0] for queries in (proposed(word) for word in typed[:2])] == ["Gozguroz", "Tozgurot"]


def test_a_name_of_passages_is_proposed_to_who_may_read_them() -> None:
    name = factories.term(Vocabulary.PERSON, "gozguroz", labels={"en": "Gozguroz"})
    factories.testimony("RA-0060", words=("Gozguroz stood at the gate.",))
    factories.testimony(
        "RA-0061", words=("Words.",), level="registered", passage_tags={"passage_people": {"p1": [name]}}
    )
    rebuild()
    assert proposed("Gozgoroz") == []
    reader = Client()
    reader.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    assert proposed("Gozgoroz", reader)[0][0] == "Gozguroz"


def test_a_broader_name_is_proposed_where_accounts_carry_a_narrower_one() -> None:
    broader = factories.term(Vocabulary.PLACE, "jazira", labels={"en": "Jazira"})
    narrower = factories.term(Vocabulary.PLACE, "hasakah", labels={"en": "Hasakah"}, parent_slug="jazira")
    factories.testimony("RA-0060", words=("In Jazira.",), tags={"testimony_places": [narrower]})
    rebuild()
    assert broader.slug == "jazira"
    assert [query for query, _count in proposed("Jazeera")] == ["Jazira"]


def test_a_record_is_proposed_under_one_of_its_names() -> None:
    labels = {"en": "Abd al-Rahman Munif", "ar": "عبد الرحمن منيف"}
    person = factories.term(
        Vocabulary.PERSON, "munif", labels=labels, variants={"en": ["Abdelrahman Mounif", "Abdul Rahman Muneef"]}
    )
    title = "Munif and Mounif and Muneef"
    factories.testimony("RA-0060", title=title, words=("He wrote.",), tags={"testimony_people": [person]})
    rebuild()
    for typed in ("Mouneef", "Muniff", "Abderrahman Mounef"):
        assert len(proposed(typed)) == 1, typed


@pytest.mark.parametrize("language", ["en", "ar"])
def test_other_names_are_shown_with_a_switch_on_the_page_and_in_json(language: str) -> None:
    factories.term(Vocabulary.PLACE, "palmyra", labels={"en": "Palmyra", "ar": "تدمر"}, variants={"en": ["Tadmur"]})
    page = lxml.html.document_fromstring(Client().get(f"/{language}/search/?q=Tadmur").content)
    (told,) = page.xpath("//p[contains(@class,'expand')]")
    assert "Palmyra" in told.text_content()
    assert "تدمر" in told.text_content()
    literal = told.xpath("a/@href")[0]
    alone = lxml.html.document_fromstring(Client().get(literal).content)
    assert not alone.xpath("//p[contains(@class,'expand')]")
    assert alone.xpath("//p[@class='small']/a/@href") == [f"/{language}/search/?q=Tadmur"]
    answer = Client().get("/api/v1/search?q=Tadmur").json()
    (told_there,) = answer["expansions"]
    assert (answer["expanded"], told_there["typed"]) == (True, "Tadmur")
    assert sorted(told_there["added"]) == ["Palmyra", "تدمر"]
    answer = Client().get("/api/v1/search?q=Tadmur&expand=no").json()
    assert (answer["expanded"], len(answer["expansions"]), answer["total"]) == (False, 1, 0)


@pytest.mark.parametrize("address", ["/en/search/", "/ar/search/", "/api/v1/search"])
def test_what_was_found_stands_when_the_engine_fails_afterwards(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_requests: object) -> None:
        raise EngineUnavailable("timeout", "The index server did not answer in time.")

    monkeypatch.setattr(search_engine(), "totals", fail)
    response = Client().get(address, {"q": "Saraj nowhere", "kind": "written"})
    assert response.status_code == 200
    assert "Sarraj" not in response.content.decode()
    assert "proposed: The index server did not answer in time." in caplog.text
