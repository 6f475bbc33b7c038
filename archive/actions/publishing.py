"""Publishing from code: imports, the demo and scheduled publishing, each in one transaction with its signals."""

from typing import Any

from django.db import transaction
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


def _page_id(revision: Revision) -> int:
    return int(revision.object_id)
