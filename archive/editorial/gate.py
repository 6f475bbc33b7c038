"""Who may do what with a testimony in the admin. Every view of the editorial pages starts with one of these."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from archive.models import TestimonyPage


class PageLocked(Exception):
    """The page is locked for this user: by a colleague, a workflow or a schedule. Carries Wagtail's lock."""

    def __init__(self, page: TestimonyPage, lock: object) -> None:
        super().__init__()
        self.page = page
        self.lock = lock


def page_to_read(request: HttpRequest, page_id: int) -> TestimonyPage:
    """A testimony whose drafts this user may read: to edit, publish or approve it. Raises PermissionDenied, Http404."""
    page: TestimonyPage = get_object_or_404(TestimonyPage.objects.select_related("latest_revision"), pk=page_id)
    permissions = page.permissions_for_user(request.user)
    task = page.current_workflow_task
    may_review = task is not None and bool(task.get_actions(page, request.user))
    if not (permissions.can_edit() or permissions.can_publish() or may_review):
        raise PermissionDenied
    return page


def page_to_edit(request: HttpRequest, page_id: int) -> TestimonyPage:
    """A testimony this user may edit now. Raises PermissionDenied, Http404 or PageLocked."""
    page: TestimonyPage = get_object_or_404(TestimonyPage.objects.select_related("latest_revision"), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        raise PageLocked(page, lock)
    return page


def page_to_publish(request: HttpRequest, page_id: int) -> TestimonyPage:
    """A testimony this user may publish: who may decide about access. Raises PermissionDenied or Http404.

    A lock does not stand in the way: a hold must always be possible.
    """
    page: TestimonyPage = get_object_or_404(TestimonyPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    return page


def may_edit_now(request: HttpRequest, page: TestimonyPage) -> bool:
    """Whether edit buttons make sense for this user."""
    lock = page.get_lock()
    return bool(page.permissions_for_user(request.user).can_edit()) and not (lock and lock.for_user(request.user))
