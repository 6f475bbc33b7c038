"""Screens of Wagtail that stay shut: its media libraries, whose uploads no access rule guards, and one report that
shows titles of other collections."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page
from wagtail.permissions import policy_registry

CLOSED_MENU_ITEMS = frozenset({"images", "documents"})
CLOSED_SETTINGS_ITEMS = frozenset({"collections"})  # Wagtail's media collections, not the archive's
CLOSED_REPORTS = frozenset({"page-types-usage"})
# Below the admin's address: libraries, their choosers, bulk actions and API.
_CLOSED = (
    r"^(?:images|documents|collections)/"
    r"|^bulk/wagtail(?:images|docs)/"
    r"|^api/[\w.-]+/(?:images|documents)/"
    r"|^reports/page-types-usage/"
)


def refuse(request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
    """There is nothing at this address."""
    raise Http404


def guarded_addresses() -> list[Any]:
    """Patterns for config.urls to put before Wagtail's own; names still reverse to the real addresses."""
    return [
        re_path(_CLOSED, refuse),
        path("choose-page/<int:parent_page_id>/", require_admin_access(own_branch)),
    ]


def own_branch(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    """Wagtail's page chooser, below a page that this user may explore: below another it would show its title."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(request.user)
    if not explorable.filter(pk=parent_page_id).exists():
        raise Http404
    chooser: HttpResponseBase = BrowseView.as_view()(request, parent_page_id)
    return chooser


def own_help(items: list[Any]) -> list[Any]:
    """Without links to other hosts, which would learn that somebody works in this archive."""
    return [item for item in items if "//" not in str(item.url)]


def keep_open(items: list[Any], closed: frozenset[str]) -> list[Any]:
    """The menu items that are not closed."""
    return [item for item in items if item.name not in closed]


def own_pages(pages: Any, request: HttpRequest) -> Any:
    """The pages that this user may explore: Wagtail's page chooser would show titles from other collections."""
    return pages & policy_registry.get_by_type(Page).explorable_instances(request.user)
