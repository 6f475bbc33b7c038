"""More accounts like this one on the page of an account: why, for whom, and what has no part in it."""

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
from archive.models import AccessGrant, PassageNote, TestimonyPage
from archive.records import Vocabulary
from search import similar
from search.engines import search_engine
from search.sync import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

CHESS = (
    "We played chess because of the long night.",
    "The chess pieces were bread, because bread was there.",
    "x",
    "y",
)
ARABIC = ("لعبنا الشطرنج لأن الليل طويل.", "كانت قطع الشطرنج من خبز لأن الخبز موجود.", "س", "ص")
HIDDEN = {
    "held": {"hold": True},
    "closed and not listed": {"level": "closed", "listed": False},
    "a draft": {"live": False},
    "embargoed and not listed": {"embargo_until": datetime(2090, 1, 1, tzinfo=UTC), "listed": False},
    "for who is registered, not listed": {"level": "registered", "listed": False},
}


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(similar, "_words", {})
    terms = {
        "letters": factories.term(Vocabulary.THEME, "letters", labels={"en": "Letters", "ar": "الرسائل"}),
        "games": factories.term(Vocabulary.THEME, "games", labels={"en": "Games", "ar": "الألعاب"}),
        "period": factories.term(Vocabulary.PERIOD, "eighties", labels={"en": "The eighties", "ar": "الثمانينات"}),
        "place": factories.term(Vocabulary.PLACE, "tadmor", labels={"en": "Tadmor", "ar": "تدمر"}),
    }
    for number in range(10, 24):
        factories.testimony(f"RA-{number:04}", words=("Nothing like it.",))
    factories.testimony(
        "RA-0001", words=CHESS, translations={"ar": ARABIC}, tags=tags(terms, "letters", "games", "period", "place")
    )
    factories.testimony(
        "RA-0002", words=CHESS, translations={"ar": ARABIC}, tags=tags(terms, "letters", "period", "place")
    )
    factories.testimony("RA-0003", words=("Of nothing.",), tags=tags(terms, "letters"))
    rebuild()
    yield terms
    search_engine().close()  # type: ignore[attr-defined]
    translation.deactivate()


def tags(terms: dict[str, Any], *wanted: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"testimony_themes": [], "testimony_periods": [], "testimony_places": []}
    for name in wanted:
        found["testimony_" + {"period": "periods", "place": "places"}.get(name, "themes")].append(terms[name])
    return found


def section(reference: str = "ra-0001", language: str = "en", client: Client | None = None) -> Any:
    response = (client or Client()).get(f"/{language}/testimonies/{reference}/")
    assert response.status_code == 200
    page = lxml.html.document_fromstring(response.content)
    heading = {"en": "More accounts like this one", "ar": "شهادات قريبة من هذه الشهادة"}[language]
    found = [item for item in page.xpath("//section[h2]") if item.xpath("string(h2)") == heading]
    return found[0] if found else None


def listed(*where: Any, **more: Any) -> list[tuple[str, str]]:
    found = section(*where, **more)
    return (
        []
        if found is None
        else [
            (item.xpath("string(.//bdi[@class='ref'])"), item.xpath("string(p[last()])"))
            for item in found.xpath("ul/li")
        ]
    )


def test_accounts_are_listed_most_alike_first_with_the_reason_and_no_plain_word() -> None:
    first, second = listed()
    assert first == (
        "RA-0002",
        "Also about: LettersSame period: The eightiesSame place: TadmorBoth speak of: chess",
    )
    assert second == ("RA-0003", "Also about: Letters")


def test_reasons_are_given_in_arabic() -> None:
    reasons = listed(language="ar")[0][1]
    assert "الثمانينات" in reasons
    assert "الشطرنج" in reasons
    assert "لان" not in reasons


def test_a_word_of_a_folded_passage_is_no_reason() -> None:
    page = TestimonyPage.objects.get(reference="RA-0001")
    PassageNote.objects.create(page=page, anchor="p2", language="en", text="Hunger")
    assert "chess" not in listed()[0][1]


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_accounts_are_not_listed_and_change_nothing(kind: str, archive: dict[str, Any]) -> None:
    before = listed()
    every = tags(archive, "letters", "games", "period", "place")
    for number in range(40, 46):
        factories.testimony(f"RA-{number:04}", words=CHESS, tags=every, **HIDDEN[kind])
    rebuild()
    assert listed() == before
    held = factories.testimony("RA-0050", words=CHESS, tags=every)
    rebuild()
    assert listed()[0][0] == "RA-0050"
    set_hold(testimony=held, actor=None, hold=True)  # nothing has told the index yet
    assert listed() == before


def test_who_was_granted_an_account_is_shown_it_and_who_was_not_is_not(archive: dict[str, Any]) -> None:
    granted = factories.testimony(
        "RA-0060", words=CHESS, tags=tags(archive, "letters", "games"), level="approved", listed=False
    )
    rebuild()
    reader = Client()
    person = factories.user()
    reader.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "RA-0060" not in [reference for reference, _why in listed(client=reader)]
    AccessGrant.objects.create(
        testimony=granted, reader=person, expires_at=datetime(2090, 1, 1, tzinfo=UTC), granted_by=factories.user("boss")
    )
    assert "RA-0060" in [reference for reference, _why in listed(client=reader)]
    assert "RA-0060" not in [reference for reference, _why in listed()]


def test_a_restricted_tag_is_no_reason(archive: dict[str, Any]) -> None:
    secret = factories.term(Vocabulary.THEME, "secret", labels={"en": "Gozguroz"}, restricted=True)
    for number in (70, 71):
        factories.testimony(f"RA-00{number}", words=("Other.",), tags={"testimony_themes": [secret]})
    rebuild()
    assert listed("ra-0070") == []


def test_a_tag_of_words_that_may_not_be_read_is_no_reason(archive: dict[str, Any]) -> None:
    factories.testimony(
        "RA-0080", words=CHESS, level="registered", passage_tags={"passage_themes": {"p1": [archive["games"]]}}
    )
    rebuild()
    assert "RA-0080" not in [reference for reference, _why in listed()]
    assert listed("ra-0080") == []
    reader = Client()
    reader.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
    assert "RA-0080" in [reference for reference, _why in listed(client=reader)]


def test_no_answer_of_the_index_means_no_section_and_no_error(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "_silent_until", 0.0)
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    assert section() is None
    monkeypatch.setattr(similar, "_silent_until", 0.0)


def test_five_accounts_with_every_reason_add_less_than_three_kilobytes_and_few_queries(archive: dict[str, Any]) -> None:
    alone = Client().get("/en/testimonies/ra-0003/").content
    for number in range(90, 94):
        factories.testimony(f"RA-00{number}", words=CHESS, tags=tags(archive, "letters", "games", "period", "place"))
    rebuild()
    Client().get("/en/testimonies/ra-0001/")
    with CaptureQueriesContext(connection) as queries:
        content = Client().get("/en/testimonies/ra-0001/").content
    found = section()
    assert len(found.xpath("ul/li")) == 5
    start = content.index(b'<div class="part"><div class="frame"><section class="at-a across">\n<h2>More accounts')
    assert content.index(b"</div></div>", start) + 12 - start < 3 * 1024
    assert b"More accounts like this one" in alone
    with CaptureQueriesContext(connection) as without:
        Client().get("/en/testimonies/ra-0010/")
    assert len(queries) - len(without) <= 8
