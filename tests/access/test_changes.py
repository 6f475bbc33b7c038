"""What was open and is not any more, by whatever way it was closed."""

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

from archive.access import ANONYMOUS, decide, may_visit, readable_passages, visible_to
from archive.actions.access import set_hold
from archive.actions.publishing import publish, unpublish
from archive.actions.words import save_words
from archive.models import EssayPage, EssayText, HomePage, TestimonyPage
from archive.passages import DraftPassage
from archive.records import Vocabulary
from archive.selectors.reading import by_reference
from archive.selectors.snapshot import site_frame
from search.engines import EngineUnavailable, search_engine
from search.engines.embedded import EmbeddedEngine
from search.models import SearchState
from search.sync import drain, rebuild
from tests import factories

pytestmark = pytest.mark.django_db

Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    engine = search_engine()
    assert isinstance(engine, EmbeddedEngine)
    engine.close()


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Commit:
    """What is done inside is committed, with all that follows a commit, when it ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def total(client: Client, query: str) -> int:
    return int(client.get(f"/api/v1/search?{query}").json()["total"])


def test_a_word_taken_out_finds_nothing_from_the_moment_the_account_is_published_again(
    client: Client, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commit():
        page = factories.testimony(words=["The guard was called Qasimbur.", "Two."])
    assert total(client, "q=Qasimbur") == 1

    def down(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "down")

    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedEngine, "apply", down)
        with commit():
            text = page.account_texts.get()
            words = [DraftPassage(text="The guard had a name.", anchor="p1"), DraftPassage(text="Two.", anchor="p2")]
            publish(revision=save_words(page=page, actor=None, passages=words, text_uuid=text.uuid), actor=None)
        assert total(client, "q=Qasimbur") == 0
    drain()
    assert total(client, "q=guard") == 1


def test_a_first_publication_leaves_the_account_findable(client: Client, commit: Commit) -> None:
    with commit():
        page = factories.testimony(live=False)
    with commit():
        publish(revision=page.latest_revision, actor=None)
    assert SearchState.objects.get(pk=page.pk).hide is False
    assert total(client, "q=window") == 1


def test_a_scheduled_end_is_kept_to_the_second_without_any_job(client: Client, commit: Commit) -> None:
    with commit():
        page = factories.testimony(words=["The window was above the door."])
    end = timezone.now() + timedelta(hours=1)
    Page.objects.filter(pk=page.pk).update(expire_at=end)
    assert client.get("/en/testimonies/ra-0001/").status_code == 200
    with time_machine.travel(end + timedelta(seconds=1), tick=False):
        assert not decide(ANONYMOUS, page).visible
        assert not visible_to(ANONYMOUS).exists()
        assert not readable_passages(ANONYMOUS).exists()
        for address in ("/en/testimonies/ra-0001/", "/api/v1/testimonies/RA-0001", "/t/RA-0001"):
            assert client.get(address).status_code == 404
        drain()
        assert total(client, "q=window") == 0


@pytest.mark.parametrize("which", ["collection", "home"])
def test_a_scheduled_end_of_what_stands_above_ends_the_account_too(client: Client, commit: Commit, which: str) -> None:
    with commit():
        page = factories.testimony(words=["The window was above the door."])
    above = {"collection": page.get_parent(), "home": page.get_parent().get_parent()}[which]
    Page.objects.filter(pk=above.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert not decide(ANONYMOUS, page).visible
    assert not visible_to(ANONYMOUS).exists()
    assert client.get("/en/collections/papers/").status_code == 404
    assert "Papers" not in client.get("/en/collections/").content.decode()


def test_a_collection_below_an_unpublished_home_page_is_named_nowhere(client: Client) -> None:
    collection = factories.collection("papers", title="Papers zozuzoz", sample=True)
    home = HomePage.objects.get()
    essay = EssayPage(title="An essay zezuzez", slug="an-essay", section="archive")
    essay.texts = [EssayText(language="en", title="An essay zezuzez", body="<p>Words.</p>")]
    home.add_child(instance=essay)
    factories.testimony(under=collection)
    rebuild()
    assert "zezuzez" in client.get("/en/collections/").content.decode()
    unpublish(page=home, actor=None)
    for address in ("/en/collections/", "/en/essays/", "/sitemap.xml", "/api/v1/search", "/en/testimonies/"):
        told = client.get(address).content.decode()
        assert "zozuzoz" not in told, address
        assert "zezuzez" not in told, address
        assert "/papers/" not in told, address
    assert not site_frame("en").sample
    assert not may_visit(client.get("/robots.txt").wsgi_request, Page.objects.get(pk=essay.pk).specific)


def test_a_collection_published_again_opens_its_accounts_again(client: Client, commit: Commit) -> None:
    with commit():
        page = factories.testimony(words=["The window was above the door."])
    collection = page.get_parent().specific
    with commit():
        unpublish(page=collection, actor=None)
    assert total(client, "q=window") == 0
    with commit():
        publish(revision=type(collection).objects.get(pk=collection.pk).save_revision(), actor=None)
    assert client.get("/en/testimonies/ra-0001/").status_code == 200
    assert total(client, "q=window") == 1


def test_a_page_moved_to_an_unpublished_collection_is_gone_everywhere(client: Client, commit: Commit) -> None:
    with commit():
        page = factories.testimony(words=["The window was above the door."])
        hidden = factories.collection("hidden", live=False)
    with commit():
        Page.objects.get(pk=page.pk).specific.move(hidden, pos="last-child")
    assert client.get("/en/testimonies/ra-0001/").status_code == 404
    assert total(client, "q=window") == 0
    assert client.get("/api/v1/testimonies").json()["total"] == 0


def test_words_of_an_account_that_became_one_published_elsewhere_reach_nobody(client: Client, commit: Commit) -> None:
    theme = factories.term(Vocabulary.THEME, "bread")
    with commit():
        page = factories.testimony(
            words=["They divided the bread qozquqoz."], passage_tags={"passage_themes": {"p1": [theme]}}
        )
    assert total(client, "q=qozquqoz") == 1
    with commit():
        TestimonyPage.objects.filter(pk=page.pk).update(kind="elsewhere")
        set_hold(testimony=page, actor=None, hold=True)
        set_hold(testimony=page, actor=None, hold=False)
    assert client.get("/en/testimonies/ra-0001/").status_code == 200
    assert total(client, "q=qozquqoz") == 0
    assert total(client, "") == 1
    assert not readable_passages(ANONYMOUS).exists()
    told = client.get("/en/themes/bread/").content.decode()
    assert "qozquqoz" not in told
    assert "ra-0001" not in told  # only its words were tagged so
    assert {line["slug"]: line["account_total"] for line in client.get("/api/v1/themes").json()} == {"bread": 0}
    assert total(client, "theme=bread") == 0


def test_an_essay_does_not_link_to_an_account_that_is_hidden(client: Client) -> None:
    page, closed = factories.testimony(), factories.testimony("RA-0002", level="registered", listed=False)
    essay = EssayPage(title="An essay", slug="an-essay")
    body = "".join(f'<p><a linktype="page" id="{pk}">as one told</a></p>' for pk in (page.pk, closed.pk, 999_999))
    essay.texts = [EssayText(language="en", title="An essay", body=body)]
    HomePage.objects.get().add_child(instance=essay)

    def links() -> list[str]:
        return re.findall(r'href="(/en/testimonies/[^"]+)"', client.get("/en/essays/an-essay/").content.decode())

    assert links() == ["/en/testimonies/ra-0001/"]
    set_hold(testimony=page, actor=None, hold=True)
    told = client.get("/en/essays/an-essay/").content.decode()
    assert links() == []
    assert "ra-000" not in told
    assert told.count("as one told") == 3


@pytest.mark.parametrize("reference", ["", "\x00", "RA-0001\x00", "../RA-0001", "RA-" + "1" * 5000])
def test_what_cannot_be_a_reference_is_not_looked_up(django_assert_num_queries: Any, reference: str) -> None:
    with django_assert_num_queries(0):
        assert by_reference(reference) is None


def test_the_reader_of_a_deleted_user_is_anonymous(client: Client) -> None:
    from archive.actions.access import grant_access

    page = factories.testimony(level="approved", listed=False)
    reader = factories.user("reader")
    expires = timezone.now() + timedelta(days=1)
    grant_access(testimony=page, reader=reader, actor=None, expires_at=expires)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/en/testimonies/ra-0001/").status_code == 200
    reader.is_active = False
    reader.save()
    assert client.get("/en/testimonies/ra-0001/").status_code == 404
    reader.is_active = True
    reader.save()
    assert client.get("/en/testimonies/ra-0001/").status_code == 200
    reader.delete()
    assert client.get("/en/testimonies/ra-0001/").status_code == 404
