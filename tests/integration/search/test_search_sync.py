"""From a change in the archive to the index: nothing lost, nothing hidden left to be found."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from archive.actions.access import set_access, set_hold
from archive.api import ANONYMOUS, search_scope, testimony_changed
from archive.models import TestimonyPage
from search.api import SearchRequest, drain, note_change, parse_query, pending_hides, rebuild, search_engine
from search.engines import EngineUnavailable
from search.engines.embedded import EmbeddedEngine
from search.models import SearchState, SyncClock
from tests.factories import testimony

pytestmark = pytest.mark.django_db

Publish = Callable[..., TestimonyPage]
Commit = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield settings.RAWI_SEARCH_DIR
    engine = search_engine()
    assert isinstance(engine, EmbeddedEngine)
    engine.close()


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Commit:
    """What is done inside is committed, with all that follows a commit, when it ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def publish(commit: Commit) -> Publish:
    def publish(*arguments: Any, **facts: Any) -> TestimonyPage:
        with commit():
            return testimony(*arguments, **facts)

    return publish


def found(text: str) -> set[int]:
    request = SearchRequest(search_scope(ANONYMOUS), parse_query(text).node, exclude_ids=pending_hides())
    return {hit.testimony_id for hit in search_engine().search(request).hits}


def run(command: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def check() -> tuple[int, str]:
    output = io.StringIO()
    try:
        call_command("search_check", stdout=output)
    except SystemExit as ended:
        return int(str(ended.code)), output.getvalue()
    return 0, output.getvalue()


def test_a_published_testimony_is_found_after_its_commit(publish: Publish) -> None:
    page = publish(words=["The window was above the door."])
    assert found("window") == {page.pk}
    assert SearchState.objects.get(pk=page.pk).wanted == SearchState.objects.get(pk=page.pk).indexed
    assert check()[0] == 0


@pytest.mark.parametrize("change", ["close", "hold", "unpublish", "delete", "embargo"])
def test_what_is_hidden_is_gone_after_the_commit(publish: Publish, commit: Commit, change: str) -> None:
    page = publish(words=["The window was above the door."])
    key = page.pk
    with commit():
        hide(page, change)
    assert found("window") == set()
    assert [stored for stored, _ in search_engine().document_versions("public") if stored == key] == []
    assert check()[0] == 0


@pytest.mark.parametrize("change", ["close", "hold", "unpublish", "delete", "embargo"])
def test_what_is_hidden_is_found_by_no_search_even_while_the_engine_is_down(
    publish: Publish, commit: Commit, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = publish(words=["The window was above the door."])
    key = page.pk

    def down(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "down")

    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedEngine, "apply", down)
        with commit():
            hide(page, change)
            assert found("window") == set()  # in the very transaction
        assert found("window") == set()
        assert key in dict(search_engine().document_versions("public"))  # the index still holds it
        assert pending_hides() == {key}
        state = SearchState.objects.get(pk=key)
        assert state.tries > 0
        assert "down" in state.last_error
    drain()
    assert pending_hides() == frozenset()
    assert key not in dict(search_engine().document_versions("public"))


def hide(page: TestimonyPage, change: str) -> None:
    match change:
        case "close":
            set_access(testimony=page, actor=None, level="closed", listed=False, embargo_until=None)
        case "embargo":
            later = timezone.now() + timedelta(days=3)
            set_access(testimony=page, actor=None, level="public", listed=False, embargo_until=later)
        case "hold":
            set_hold(testimony=page, actor=None, hold=True)
        case "unpublish":
            page.unpublish()
        case "delete":
            page.delete()


def test_a_change_that_is_rolled_back_leaves_no_note(publish: Publish) -> None:
    page = publish(words=["The window was above the door."])
    before = SearchState.objects.get(pk=page.pk).wanted

    def close_and_fail() -> None:
        with transaction.atomic():
            set_access(testimony=page, actor=None, level="closed", listed=False, embargo_until=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        close_and_fail()
    assert SearchState.objects.get(pk=page.pk).wanted == before
    assert found("window") == {page.pk}


def test_an_embargo_ends_without_anybody_saving(publish: Publish) -> None:
    end = timezone.now() + timedelta(days=3)
    page = publish(words=["The window was above the door."], embargo_until=end)
    drain()
    assert found("window") == set()
    with time_machine.travel(end - timedelta(seconds=5)):
        drain()
        assert found("window") == set()
    with time_machine.travel(end + timedelta(seconds=5)):
        assert drain().indexed == 1
        assert found("window") == {page.pk}
        assert drain().indexed == 0


@pytest.mark.parametrize("which", ["account", "collection", "home page"])
def test_what_has_ended_is_in_no_number_before_any_worker_has_noticed(
    publish: Publish, client: Client, which: str
) -> None:
    page = publish(words=["The window was above the door."])
    end = timezone.now() + timedelta(days=3)
    above: Any = page
    for _ in range(["account", "collection", "home page"].index(which)):
        above = above.get_parent()
    Page.objects.filter(pk=above.pk).update(expire_at=end)
    assert client.get("/api/v1/search?q=window").json()["total"] == 1
    with time_machine.travel(end + timedelta(seconds=1)):
        assert pending_hides() == {page.pk}
        assert client.get("/api/v1/search?q=window").json()["total"] == 0
        drain()
        assert found("window") == set()
        assert page.pk not in dict(search_engine().document_versions("public"))


def test_a_new_index_watches_the_clock_from_its_beginning(publish: Publish) -> None:
    end = timezone.now() + timedelta(days=3)
    page = publish(words=["The window was above the door."], embargo_until=end)
    SyncClock.objects.all().delete()
    rebuild()
    with time_machine.travel(end + timedelta(seconds=5)):
        drain()
        assert found("window") == {page.pk}


def test_one_that_fails_does_not_hold_up_the_others(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [publish(f"RA-000{number}", words=[f"window{number} of it"]) for number in (1, 2, 3)]
    apply = EmbeddedEngine.apply

    def picky(self: EmbeddedEngine, space: str, changes: Any) -> None:
        changes = list(changes)
        if any(change.testimony_id == pages[1].pk for change in changes):
            raise ValueError("no such passage")
        apply(self, space, changes)

    note_change([page.pk for page in pages])
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedEngine, "apply", picky)
        report = drain()
    assert (report.indexed, report.failed) == (2, 1)
    waiting = SearchState.objects.get(pk=pages[1].pk)
    assert (waiting.indexed < waiting.wanted, waiting.tries) == (True, 1)
    assert "no such passage" in waiting.last_error
    assert drain(patient=True).indexed == 0
    assert drain().indexed == 1


def test_a_lost_index_is_made_again_from_the_database(publish: Publish, index: Path) -> None:
    page = publish(words=["The window was above the door."])
    for file in index.iterdir():
        file.unlink()
    with pytest.raises(EngineUnavailable):
        found("window")
    assert check()[0] == 1
    reports = rebuild()
    assert [report.documents for report in reports] == [1, 1]
    assert found("window") == {page.pk}
    assert check() == (0, "Index and database agree.\n")


def test_the_check_names_every_kind_of_drift_and_can_mend_it(publish: Publish) -> None:
    page = publish("RA-0001", words=["The window was above the door."])
    other = publish("RA-0002", words=["We divided the bread."])
    TestimonyPage.objects.filter(pk=page.pk).update(kind="recording")  # behind every signal's back
    TestimonyPage.objects.filter(pk=other.pk).update(live=False)
    status, output = check()
    assert status == 1
    assert f"stale public {page.pk}" in output
    assert f"left-over public {other.pk}" in output
    with pytest.raises(SystemExit):
        call_command("search_check", "--repair", stdout=io.StringIO())
    assert found("bread") == set()  # at once
    run("search_sync", "--once")
    assert check()[0] == 0


def test_a_database_put_back_from_a_backup_is_not_overruled_by_a_newer_index(publish: Publish) -> None:
    page = publish(words=["The window was above the door."])
    state = SearchState.objects.get(pk=page.pk)
    note_change([page.pk])
    drain()
    TestimonyPage.objects.filter(pk=page.pk).update(live=False)
    SearchState.objects.filter(pk=page.pk).update(wanted=state.wanted, indexed=state.indexed)
    status, output = check()
    assert (status, f"left-over public {page.pk}" in output) == (1, True)
    with pytest.raises(SystemExit):
        call_command("search_check", "--repair", stdout=io.StringIO())
    drain()
    assert check()[0] == 0


def test_the_check_names_what_waits(publish: Publish) -> None:
    page = publish()
    note_change([page.pk])
    status, output = check()
    assert (status, f"pending {page.pk}" in output) == (1, True)


def test_what_changes_during_a_check_and_waits_is_no_difference(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = publish(words=["The window was above the door."])
    versions = EmbeddedEngine.document_versions
    asked: list[str] = []

    def changed_meanwhile(self: EmbeddedEngine, space: str) -> Any:
        asked.append(space)
        if asked == ["public"]:  # and it waits while the second space is compared
            set_access(testimony=page, actor=None, level="closed", listed=False, embargo_until=None)
        return versions(self, space)

    monkeypatch.setattr(EmbeddedEngine, "document_versions", changed_meanwhile)
    assert check() == (0, "Index and database agree.\n")
    assert asked == ["public", "full"]


def test_an_embargo_that_ends_during_a_check_is_no_difference(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = timezone.now() + timedelta(days=3)
    publish(words=["The window was above the door."], embargo_until=end)
    rebuild()
    versions = EmbeddedEngine.document_versions
    clock = time_machine.travel(end + timedelta(seconds=1))

    def ended_meanwhile(self: EmbeddedEngine, space: str) -> Any:
        if space == "public":
            clock.start()
        return versions(self, space)

    monkeypatch.setattr(EmbeddedEngine, "document_versions", ended_meanwhile)
    try:
        assert check() == (0, "Index and database agree.\n")
    finally:
        clock.stop()


def test_a_drain_takes_up_more_than_a_query_can_name(publish: Publish) -> None:
    publish(words=["The window."])
    SearchState.objects.bulk_create(SearchState(testimony_id=10**6 + key, wanted=1) for key in range(100))
    with CaptureQueriesContext(connection) as queries:
        assert drain().indexed == 100
    assert max(query["sql"].count(",") for query in queries if "search_searchstate" in query["sql"]) < 60


def test_the_commands_work_on_an_empty_archive() -> None:
    assert "0 testimonies" in run("search_rebuild")
    run("search_sync")
    assert check()[0] == 0


def test_a_rebuild_if_missing_leaves_an_index_alone() -> None:
    assert "0 testimonies" in run("search_rebuild", "--if-missing")
    before = [space.generation for space in search_engine().health().spaces]
    assert run("search_rebuild", "--if-missing") == ""
    assert [space.generation for space in search_engine().health().spaces] == before


def test_sync_without_an_index_says_what_to_do() -> None:
    note_change([1])
    with pytest.raises(CommandError, match="search_rebuild"):
        run("search_sync")


def test_the_signal_of_the_archive_is_heard(publish: Publish) -> None:
    page = publish()
    before = SearchState.objects.get(pk=page.pk).wanted
    testimony_changed.send(sender=TestimonyPage, testimony_ids=[page.pk, page.pk], hidden=False)
    assert SearchState.objects.get(pk=page.pk).wanted > before


def test_no_words_of_an_account_are_kept_in_the_notes(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    page = publish(words=["The canary was above the door."])

    def broken(*args: Any) -> None:
        raise RuntimeError("The canary was above the door.")

    monkeypatch.setattr(EmbeddedEngine, "apply", broken)
    note_change([page.pk])
    drain()
    assert "canary" not in json.dumps(list(SearchState.objects.values()), default=str)
