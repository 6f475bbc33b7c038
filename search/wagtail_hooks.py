"""How the page on the search index is hung into Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.views.administering import PERMISSION, IndexState


class IndexMenuItem(MenuItem):
    """Shown to who may open the page."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Superusers, and groups that were given the permission."""
        return bool(request.user.has_perm(PERMISSION))


def index_addresses() -> list[Any]:
    """The one page."""
    return [path("search-index/", IndexState.as_view(), name="search_index_state")]


def index_menu_item() -> MenuItem:
    """Under Settings."""
    return IndexMenuItem(_("Search index"), reverse("search_index_state"), icon_name="search", order=900)


def index_permission() -> Any:
    """Offered in the form of a group."""
    app, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


hooks.register("register_admin_urls", index_addresses)
hooks.register("register_settings_menu_item", index_menu_item)
hooks.register("register_permissions", index_permission)
