"""From a change in the archive to a real index server and back: the worker, the commands, the page of results."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from archive.actions.access import set_access
from archive.api import ANONYMOUS, search_scope
from archive.models import TestimonyPage
from search.api import SearchRequest, drain, note_change, parse_query, pending_hides, search_engine
from search.engines import EngineUnavailable, WriteRefused
from search.engines.elastic import ElasticEngine
from search.models import SearchState
from tests.factories import testimony

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db, pytest.mark.usefixtures("elastic")]

Publish = Callable[[str], TestimonyPage]


@pytest.fixture
def publish(django_capture_on_commit_callbacks: Any) -> Publish:
    references = (f"RA-{number:04d}" for number in range(1, 100))

    def publish(words: str) -> TestimonyPage:
        with django_capture_on_commit_callbacks(execute=True):
            return testimony(next(references), words=[words])

    return publish


def found(text: str) -> set[int]:
    request = SearchRequest(search_scope(ANONYMOUS), parse_query(text).node, exclude_ids=pending_hides())
    return {hit.testimony_id for hit in search_engine().search(request).hits}


def run(command: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output, verbosity=1)
    return output.getvalue()


def close(page: TestimonyPage) -> None:
    set_access(testimony=page, actor=None, level="closed", listed=False, embargo_until=None)


def test_the_first_testimony_makes_the_index_and_is_found(publish: Publish) -> None:
    page = publish("The window was above the door.")
    assert found("window") == {page.pk}
    assert "agree" in run("search_check")


def test_a_hidden_testimony_is_gone_while_the_server_is_away_and_after(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    page = publish("The window was above the door.")

    def away(*args: Any) -> None:
        raise EngineUnavailable("unreachable", "away")

    with monkeypatch.context() as patch:
        patch.setattr(ElasticEngine, "apply", away)
        with django_capture_on_commit_callbacks(execute=True):
            close(page)
    assert page.pk in dict(search_engine().document_versions("public"))
    assert found("window") == set()
    drain()
    assert pending_hides() == frozenset()
    assert page.pk not in dict(search_engine().document_versions("public"))


def test_what_the_server_refuses_stays_noted_and_holds_up_nothing_else(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [publish(f"window number{number}") for number in range(3)]
    bad = pages[1].pk
    write = ElasticEngine.apply

    def refuse(self: ElasticEngine, space: str, changes: Any) -> None:
        changes = list(changes)
        write(self, space, [change for change in changes if change.testimony_id != bad])
        if any(change.testimony_id == bad for change in changes):
            raise WriteRefused({bad: "document_parsing_exception"})

    note_change([page.pk for page in pages])
    with monkeypatch.context() as patch:
        patch.setattr(ElasticEngine, "apply", refuse)
        report = drain()
    assert (report.indexed, report.failed) == (2, 1)
    assert "document_parsing_exception" in SearchState.objects.get(pk=bad).last_error
    assert "pending" in _drift()
    assert drain().indexed == 1
    assert "agree" in run("search_check")


def test_going_back_notes_what_changed_and_the_worker_brings_it_in(publish: Publish) -> None:
    first = publish("The window was above the door.")
    run("search_rebuild")
    second = publish("Another window.")
    assert "in use again" in run("search_rebuild", "--rollback")
    assert found("window") == {first.pk}
    run("search_sync")
    assert found("window") == {first.pk, second.pk}
    assert "agree" in run("search_check")


def test_without_an_earlier_index_the_command_says_so(publish: Publish, elastic: ElasticEngine) -> None:
    publish("word")
    with pytest.raises(CommandError, match="no earlier"):
        call_command("search_rebuild", "--rollback")


def test_when_the_server_is_away_page_and_json_say_503(settings: Any, client: Client) -> None:
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]
    page = client.get("/en/search/?q=window")
    assert page.status_code == 503
    answer = client.get("/api/v1/search?q=window")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    for command in ("search_check", "search_rebuild", "search_sync"):
        note_change([1])
        with pytest.raises(CommandError, match="out of reach"):
            call_command(command, stdout=io.StringIO())


def _drift() -> str:
    output = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("search_check", stdout=output)
    return output.getvalue()
