"""Publishing and unpublishing on a day to come: each page whole, with its audit row and its note for the index."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from archive.actions.publishing import publish
from archive.models import AuditEvent, TestimonyPage
from search.models import SearchState
from tests import factories

pytestmark = pytest.mark.django_db


def scheduled(reference: str = "RA-0001", *, hours: float = 1) -> TestimonyPage:
    """A draft that somebody has approved for a moment to come."""
    page = factories.testimony(reference, live=False)
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(hours=hours)
    draft.save_revision().publish()
    return TestimonyPage.objects.get(pk=page.pk)


def due(page: TestimonyPage) -> None:
    """Let the moment have come."""
    then = timezone.now() - timedelta(minutes=1)
    for revision in Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = then.isoformat()
        revision.approved_go_live_at = then
        revision.save()


def ended(page: TestimonyPage) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("publish_scheduled", *arguments, stdout=output)
    return output.getvalue()


def is_live(page: TestimonyPage) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def test_what_is_due_is_published_with_its_audit_row_and_its_note() -> None:
    page, later = scheduled(), scheduled("RA-0002")
    due(page)
    AuditEvent.objects.all().delete()
    noted = SearchState.objects.get(pk=page.pk).wanted
    run()
    assert (is_live(page), is_live(later)) == (True, False)
    assert list(AuditEvent.objects.values_list("action", "testimony_id")) == [("page.publish", page.pk)]
    assert SearchState.objects.get(pk=page.pk).wanted > noted
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()
    run()
    assert AuditEvent.objects.count() == 1  # nothing is due twice


def test_what_has_ended_is_unpublished_and_hidden_from_search_at_once() -> None:
    page = factories.testimony()
    ended(page)
    AuditEvent.objects.all().delete()
    SearchState.objects.update(hide=False)
    run()
    found = Page.objects.get(pk=page.pk)
    assert (found.live, found.expired) == (False, True)
    assert list(AuditEvent.objects.values_list("action", "testimony_id")) == [("page.unpublish", page.pk)]
    assert SearchState.objects.get(pk=page.pk).hide
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish.scheduled").exists()


def test_a_dry_run_says_what_is_due_and_changes_nothing() -> None:
    page, other = scheduled(), factories.testimony("RA-0002")
    due(page)
    ended(other)
    assert run("--dryrun").splitlines() == [f"To be unpublished: page {other.pk}", f"To be published: page {page.pk}"]
    assert (is_live(page), is_live(other)) == (False, True)


def test_a_page_that_fails_is_left_whole_and_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = scheduled(), scheduled("RA-0002")
    due(bad)
    due(good)

    def refuse(sender: Any, instance: Page, **kwargs: Any) -> None:
        if instance.pk == bad.pk:
            raise RuntimeError("words of the account")

    from wagtail.signals import page_published

    page_published.connect(refuse)
    try:
        with pytest.raises(CommandError):
            run()
    finally:
        page_published.disconnect(refuse)
    assert (is_live(bad), is_live(good)) == (False, True)
    assert Revision.page_revisions.filter(object_id=str(bad.pk), approved_go_live_at__isnull=False).exists()
    assert str(bad.pk) in caplog.text
    assert "words of the account" not in caplog.text
    run()
    assert is_live(bad)


def test_a_schedule_that_was_called_off_in_between_publishes_nothing() -> None:
    from archive.actions.publishing import publish_due, unpublish_due

    page, other = scheduled(), factories.testimony("RA-0002")
    revision = Revision.page_revisions.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    assert publish_due(revision_id=revision.pk) is False
    assert unpublish_due(page_id=other.pk) is False
    assert (is_live(page), is_live(other)) == (False, True)


def test_putting_a_day_on_a_published_account_keeps_it_until_then() -> None:
    page = factories.testimony()
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    publish(revision=draft.save_revision(), actor=None)
    assert is_live(page)
