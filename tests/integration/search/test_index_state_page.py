"""The admin's page on the index, the jobs that it puts down, and the sweep of the worker."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import TestimonyPage
from search.api import drain, note_change, rebuild, search_engine
from search.engines import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.models import SearchState, SearchTask
from search.tasks import GIVEN_UP, ask, ask_for_sweep, say_that_a_worker_runs, work_off
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/search-index/"


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(factories.user("boss", superuser=True))
    return client


@pytest.fixture
def page() -> TestimonyPage:
    made = factories.testimony(words=["The canary was above the door."])
    rebuild()
    return made


def test_only_who_looks_after_the_index_may_open_it(page: TestimonyPage) -> None:
    archivist = factories.editor("archivist", factories.collection())
    client = Client()
    assert client.get(ADDRESS).status_code == 302
    client.force_login(factories.user("reader"))
    assert client.get(ADDRESS).status_code == 302
    client.force_login(archivist)
    for answer in (client.get(ADDRESS), client.post(ADDRESS, {"action": "rebuild"})):
        assert answer.status_code == 302
        assert "search-index" not in answer["Location"]
    assert not SearchTask.objects.exists()
    assert "Search index" not in client.get("/admin/").content.decode()
    archivist.user_permissions.add(Permission.objects.get(codename="administer_index"))
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("en", "Search index"), ("ar", "فهرس البحث")])
def test_it_says_what_there_is_in_both_languages(page: TestimonyPage, boss: Client, language: str, words: str) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=factories.user("boss"), preferred_language=language)
    shown = boss.get(ADDRESS).content.decode()
    assert words in shown
    assert "SQLite" in shown
    assert search_engine().health().spaces[0].generation in shown
    assert "search_sync --forever" in shown
    say_that_a_worker_runs()
    assert "search_sync --forever" not in boss.get(ADDRESS).content.decode()


def test_it_shows_the_queue_and_what_failed_without_words(
    page: TestimonyPage, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("The canary was above the door.")

    drain()
    note_change([page.pk], hidden=True)
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedEngine, "apply", broken)
        drain()
    shown = boss.get(ADDRESS)
    queue = shown.context["queue"]
    assert (queue.noted, queue.hides, queue.failed, queue.late) == (1, 1, 1, False)
    assert "RuntimeError" in shown.content.decode()
    assert "canary" not in shown.content.decode()
    assert "1 of them shows less" in shown.content.decode()
    SearchState.objects.update(hide=False)
    assert "of them show" not in boss.get(ADDRESS).content.decode()
    SearchState.objects.update(wanted=1000, indexed=0)
    assert boss.get(ADDRESS).context["queue"].late


def test_a_failure_leads_to_its_testimony_while_there_is_one(page: TestimonyPage, boss: Client) -> None:
    SearchState.objects.update_or_create(testimony_id=page.pk, defaults={"wanted": 5, "indexed": 0, "tries": 1})
    SearchState.objects.create(testimony_id=9000, wanted=5, tries=1)
    shown = boss.get(ADDRESS).content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert "/admin/pages/9000/edit/" not in shown
    assert "9000 (deleted)" in shown


def test_an_engine_that_does_not_answer_is_named(
    page: TestimonyPage, boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "The index server is out of reach (ConnectionError).")

    monkeypatch.setattr(EmbeddedEngine, "health", away)
    answer = boss.get(ADDRESS)
    assert answer.status_code == 200
    assert "out of reach" in answer.content.decode()


def test_its_buttons_need_a_token_and_a_known_action(page: TestimonyPage) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.user("boss", superuser=True))
    assert strict.post(ADDRESS, {"action": "rebuild"}).status_code == 403
    strict.handler.enforce_csrf_checks = False
    assert strict.post(ADDRESS, {"action": "delete everything"}).status_code == 302
    assert not SearchTask.objects.exists()


def test_bringing_up_to_date_is_done_after_the_request_and_bounded(
    page: TestimonyPage, boss: Client, django_capture_on_commit_callbacks: Any
) -> None:
    note_change([page.pk])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        boss.post(ADDRESS, {"action": "drain"})
    assert callbacks
    assert boss.get(ADDRESS).context["queue"].noted == 0


@pytest.mark.parametrize("kind", ["check", "rebuild"])
def test_a_long_job_is_put_down_once_and_done_by_the_worker(page: TestimonyPage, boss: Client, kind: str) -> None:
    drain()
    for _ in range(2):
        boss.post(ADDRESS, {"action": kind})
    task = SearchTask.objects.get()
    assert (task.kind, task.started, task.asked_by) == (kind, None, factories.user("boss").pk)
    assert boss.get(ADDRESS).context["waiting"] == [task]
    ended = work_off()
    assert ended is not None
    assert (ended.pk, ended.error, ended.finished is not None) == (task.pk, "", True)
    shown = boss.get(ADDRESS)
    assert shown.context[f"last_{kind}"] == task
    assert (shown.context["waiting"], shown.context["running"]) == ([], [])
    assert work_off() is None


def test_a_job_whose_worker_died_is_taken_up_by_the_next(page: TestimonyPage) -> None:
    task = ask("check")
    SearchTask.objects.update(started=timezone.now(), heard=timezone.now())
    assert work_off() is None
    SearchTask.objects.update(heard=timezone.now() - GIVEN_UP - timedelta(seconds=1))
    ended = work_off()
    assert ended is not None
    assert ended.pk == task.pk


def test_a_job_that_cannot_be_done_says_why(page: TestimonyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "out of reach")

    monkeypatch.setattr(EmbeddedEngine, "health", away)
    ask("check")
    ended = work_off()
    assert ended is not None
    assert (ended.error, ended.finished is not None) == ("out of reach", True)


def test_the_sweep_is_due_at_its_interval_and_mends_what_differs(page: TestimonyPage, settings: Any) -> None:
    drain()
    settings.RAWI_SEARCH_SWEEP_HOURS = 24
    assert ask_for_sweep() is not None
    work_off()
    assert ask_for_sweep() is None
    SearchTask.objects.update(asked=timezone.now() - timedelta(hours=25))
    TestimonyPage.objects.filter(pk=page.pk).update(live=False)  # behind every signal's back
    assert ask_for_sweep() is not None
    ended = work_off()
    assert ended is not None
    assert ended.found == {"left-over": 2}
    assert list(search_engine().document_versions("public")) == []
    settings.RAWI_SEARCH_SWEEP_HOURS = 0
    SearchTask.objects.update(asked=timezone.now() - timedelta(days=9))
    assert ask_for_sweep() is None


def test_what_changes_during_a_check_is_no_difference(page: TestimonyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    drain()
    read = EmbeddedEngine.document_versions

    def and_then_change(self: EmbeddedEngine, space: str) -> Any:
        rows = list(read(self, space))
        TestimonyPage.objects.filter(pk=page.pk).update(kind="recording")
        note_change([page.pk])
        return iter(rows)

    monkeypatch.setattr(EmbeddedEngine, "document_versions", and_then_change)
    ask("check")
    ended = work_off()
    assert ended is not None
    assert "stale" not in ended.found


@pytest.mark.parametrize("command", ["search_check", "search_rebuild"])
def test_the_page_knows_of_what_commands_did(page: TestimonyPage, boss: Client, command: str) -> None:
    drain()
    call_command(command, verbosity=0)
    assert boss.get(ADDRESS).context["last_" + command.removeprefix("search_")].error == ""


def test_it_asks_the_database_as_often_for_many_as_for_one(page: TestimonyPage, boss: Client) -> None:
    boss.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        boss.get(ADDRESS)
    SearchState.objects.bulk_create(
        [SearchState(testimony_id=9000 + key, wanted=5, tries=1, last_error="ValueError") for key in range(300)]
    )
    with CaptureQueriesContext(connection) as many:
        answer = boss.get(ADDRESS)
    assert len(answer.context["failures"]) == 20
    assert len(many) <= len(few)
