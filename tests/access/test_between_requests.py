"""What a reader is told between two requests in which an account changes its state, while the index is still behind.

An account that would come first everywhere is open; then it is closed by one of many ways, and the engine takes no
change any more. From that moment every page tells a reader what it told them before the account was there.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from archive.actions.access import grant_access, revoke_grant, set_access, set_hold
from archive.actions.publishing import unpublish
from archive.models import AccessGrant, CollectionPage, TestimonyPage
from archive.records import Vocabulary
from search.engines import EngineUnavailable, search_engine
from search.engines.embedded import EmbeddedEngine
from search.sync import drain, rebuild
from tests import factories
from tests.access.hidden_accounts import ADDRESSES, NEVER_THE_SAME, make_open_accounts, make_terms

pytestmark = pytest.mark.django_db

MORE = (
    "/ar/",
    "/ar/search/?theme=bread&period=years",
    "/en/search/?theme=bread&theme=doors&themes=all",
    "/en/search/?recorded_from=2016&recorded_to=2016",
    "/en/search/?q=window&page=9",
    "/en/search/?q=windw&theme=nothing",
    "/en/search/feed/?period=years&from=1981",
    "/ar/feed/",
    "/ar/testimonies/ra-0001/",
    "/en/collections/",
    "/en/people/salim/",
    "/en/testimonies/ra-0900/",
    "/en/testimonies/ra-0900/search/?q=window",
    "/t/RA-0900",
    "/api/v1/testimonies/RA-0001",
    "/api/v1/testimonies/RA-0900",
    "/api/v1/places",
    "/api/v1/search",
    "/api/v1/search?q=account&sort=told",
    "/api/v1/search?from=1984&to=1984",
)
# What changes from one page to the next whoever asks: the clock, and the tokens of forms for who has signed in.
PASSING = re.compile(NEVER_THE_SAME.pattern + r'|name="csrfmiddlewaretoken" value="\w+"')
Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Commit:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def terms() -> dict[str, Any]:
    return make_terms()


def account(terms: dict[str, Any], **state: Any) -> TestimonyPage:
    return factories.testimony(
        "RA-0900",
        under=factories.collection("later"),
        title="Account of a windw",
        words=["Secretly: window, window, window; the door.", "We divided the bread with a thread, windw."],
        translations={"ar": ["النافذة فوق الباب.", "قسمنا الخبز بخيط."]},
        tags=terms,
        passage_tags={"passage_themes": {"p1": terms["testimony_themes"]}},
        notes=["A note"],
        told_about="1984",
        recorded_on="2016",
        **state,
    )


def told(client: Client) -> dict[str, tuple[int, str]]:
    answers = {}
    for address in dict.fromkeys((*ADDRESSES, *MORE)):
        answer = client.get(address)
        answers[address] = (answer.status_code, PASSING.sub("", answer.content.decode()))
    return answers


def _changed(after: dict[str, tuple[int, str]], before: dict[str, tuple[int, str]]) -> list[str]:
    return [address for address in before if after[address] != before[address]]


def _access(page: TestimonyPage, **decision: Any) -> None:
    decided: dict[str, Any] = {"level": "closed", "listed": False, "embargo_until": None}
    set_access(testimony=page, actor=None, **(decided | decision))


def _move(page: TestimonyPage) -> None:
    page.move(CollectionPage.objects.get(slug="hidden"), "last-child")


CLOSES: dict[str, Callable[[TestimonyPage], Any]] = {
    "held": lambda page: set_hold(testimony=page, actor=None, hold=True),
    "closed": _access,
    "for approved readers": lambda page: _access(page, level="approved"),
    "under embargo": lambda page: _access(page, level="public", embargo_until=timezone.now() + timedelta(days=9)),
    "decision taken back": lambda page: page.access_rule.delete(),
    "unpublished": lambda page: unpublish(page=page, actor=None),
    "moved to a hidden collection": _move,
    "collection unpublished": lambda page: unpublish(page=page.get_parent().specific, actor=None),
    "deleted": lambda page: page.delete(),
    "scheduled end": lambda page: Page.objects.filter(pk=page.pk).update(expire_at=timezone.now()),
    "scheduled end of the collection": lambda page: Page.objects.filter(pk=page.get_parent().pk).update(
        expire_at=timezone.now()
    ),
}
# The others go the same ways through the code, and each takes ten seconds.
ALWAYS = ("held", "for approved readers", "unpublished", "scheduled end of the collection")


@pytest.fixture
def archive(terms: dict[str, Any]) -> dict[str, Any]:
    """Accounts beside which the one that changes stands; its collection is there before it."""
    make_open_accounts(terms)
    factories.collection("hidden", live=False)
    rebuild()
    drain()
    return terms


def engine_down(patch: pytest.MonkeyPatch) -> None:
    def down(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "down")

    patch.setattr(EmbeddedEngine, "apply", down)


@pytest.mark.parametrize(
    "way", [way if way in ALWAYS else pytest.param(way, marks=pytest.mark.exhaustive) for way in CLOSES]
)
def test_a_closed_account_is_gone_from_the_next_request_on(
    archive: dict[str, Any], commit: Commit, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    collection = factories.collection("later")
    if way.endswith("collection unpublished") or way.endswith("of the collection"):
        unpublish(page=collection, actor=None)
    anonymous, signed_in = Client(), Client()
    signed_in.force_login(factories.user("reader"), backend="django.contrib.auth.backends.ModelBackend")
    before = told(anonymous), told(signed_in)
    if not CollectionPage.objects.get(pk=collection.pk).live:
        CollectionPage.objects.filter(pk=collection.pk).update(live=True)
    with commit():
        page = account(archive)
    open_to_all = told(anonymous)
    assert len(_changed(open_to_all, before[0])) > 30
    with monkeypatch.context() as patch:
        engine_down(patch)
        with commit():
            CLOSES[way](TestimonyPage.objects.get(pk=page.pk))
        after = told(anonymous), told(signed_in)
    assert _changed(after[0], before[0]) == []
    assert _changed(after[1], before[1]) == []


def test_a_grant_that_ends_or_is_revoked_closes_at_once(
    archive: dict[str, Any], commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.collection("later")
    reader, client = factories.user("reader"), Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    before = told(client)
    with commit():
        page = account(archive, level="approved", listed=False)
    assert _changed(told(client), before) == []
    end = timezone.now() + timedelta(hours=1)
    grant_access(testimony=page, reader=reader, actor=None, expires_at=end)
    engine_down(monkeypatch)
    granted = told(client)
    assert len(_changed(granted, before)) > 25
    with time_machine.travel(end, tick=False):
        assert _changed(told(client), before) == []
    revoke_grant(grant=AccessGrant.objects.get(), actor=None)
    assert _changed(told(client), before) == []


def test_an_embargo_ends_to_the_second_on_pages_and_in_feeds_with_the_next_drain(
    archive: dict[str, Any], commit: Commit
) -> None:
    factories.collection("later")
    client = Client()
    before = told(client)
    end = timezone.now() + timedelta(hours=1)
    with commit():
        account(archive, listed=False, embargo_until=end)
    assert _changed(told(client), before) == []
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        drain()
        assert _changed(told(client), before) == []
    with time_machine.travel(end, tick=False):
        assert client.get("/en/testimonies/ra-0900/").status_code == 200
        drain()
        assert "ra-0900" in client.get("/en/search/feed/?theme=bread").content.decode()
        assert client.get("/api/v1/search?q=secretly").json()["total"] == 1


def test_a_restricted_term_is_gone_from_the_next_request_on(
    archive: dict[str, Any], commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No filter, label, name, count or shared theme tells whose it was."""
    from archive.actions.vocabularies import TermData, save_term

    secret: dict[str, Any] = {"labels": {"en": "Zezuzez", "ar": "زعزوع"}, "variants": {"en": ["Vozvuvoz"]}}
    with commit():
        theme = factories.term(Vocabulary.THEME, "kozkukoz", **secret)
        for place in (800, 801):
            factories.testimony(f"RA-0{place}", tags={"testimony_themes": [theme]}, told_about="1984")
    client = Client()
    assert client.get("/api/v1/search?theme=kozkukoz").json()["total"] == 2
    assert client.get("/api/v1/search?q=Zezuzez").json()["total"] == 2
    engine_down(monkeypatch)
    with commit():
        save_term(vocabulary=Vocabulary.THEME, data=TermData(slug="kozkukoz", restricted=True, **secret), actor=None)
    for query in ("theme=kozkukoz", "q=Zezuzez", "q=Vozvuvoz", "q=زعزوع", "q=kozkukoz"):
        answer = client.get(f"/api/v1/search?{query}").json()
        assert (answer["total"], answer["expansions"], answer["suggestions"]) == (0, [], []), query
    pages = (*ADDRESSES, *MORE, "/en/testimonies/ra-0800/", "/en/themes/kozkukoz/", "/en/search/?q=Zezuze")
    for address in pages:
        said = client.get(address).content.decode()
        said = said.replace(address, "")  # an address that names it has told nobody anything
        for word in ("Zezuzez", "Vozvuvoz", "زعزوع"):
            assert word not in said, (address, word)
