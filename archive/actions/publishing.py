"""Publishing from code: imports, the demo and scheduled publishing, each in one transaction with its signals."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from archive.actions import audit


@transaction.atomic
def publish(*, revision: Revision, actor: Any) -> None:
    """Publish a revision. Wagtail's signals, sent after its own transaction, still fall inside this one."""
    revision.publish(user=actor)
    audit.record(action="page.publish", actor=actor, testimony_id=_page_id(revision), revision=revision.pk)


@transaction.atomic
def unpublish(*, page: Page, actor: Any) -> None:
    """Take a page off the site."""
    page.unpublish(user=actor)
    audit.record(action="page.unpublish", actor=actor, testimony_id=page.pk)


def pages_due() -> tuple[list[int], list[tuple[int, str]]]:
    """What the clock asks for now: ids of pages to take off the site; (revision id, page id) to publish."""
    now = timezone.now()
    ended = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk")
    begun = Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at", "pk")
    return list(ended.values_list("pk", flat=True)), list(begun.values_list("pk", "object_id"))


@transaction.atomic
def publish_due(*, revision_id: int) -> bool:
    """Publish a revision whose day has come. False when it is not due any more: somebody was quicker, or called it
    off.
    """
    due = Revision.page_revisions.filter(pk=revision_id, approved_go_live_at__lt=timezone.now())
    revision = due.select_for_update().first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    audit.record(action="page.publish", actor=None, testimony_id=_page_id(revision), revision=revision.pk)
    return True


@transaction.atomic
def unpublish_due(*, page_id: int) -> bool:
    """Take a page off the site whose last day is over. False when it is not due any more."""
    due = Page.objects.filter(pk=page_id, live=True, expire_at__lt=timezone.now())
    page = due.select_for_update().first()
    if page is None:
        return False
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    audit.record(action="page.unpublish", actor=None, testimony_id=page.pk)
    return True


def _page_id(revision: Revision) -> int:
    return int(revision.object_id)
