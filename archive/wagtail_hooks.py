"""How the editorial pages are hung into Wagtail's admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from archive.editorial import closed_rooms, urls
from archive.editorial.listing import TestimonyListingViewSet, TestimonyPageViewSet
from archive.editorial.vocabularies import TERM_MODELS, VocabularyGroup, merge_button, refuse_delete
from archive.models import TestimonyPage
from archive.models.gated import GatedPage
from archive.selectors.rich_text import OpenPageLinks


def testimony_lists() -> list[Any]:
    """Testimonies in the menu and under their collections."""
    return [TestimonyListingViewSet(), TestimonyPageViewSet()]


def editorial_addresses() -> list[Any]:
    """The views of our own."""
    return [path("", include((urls.urlpatterns, urls.app_name)))]


def words_and_access_buttons(page: Any, user: Any, view_name: str, **kwargs: Any) -> Any:
    """The way from the page editor to the words and to the decision about access."""
    if view_name != "edit" or not isinstance(page.specific, TestimonyPage):
        return
    permissions = page.permissions_for_user(user)
    yield Button(
        _("Open the words"),
        reverse("editorial:words", args=[page.pk]),
        icon_name="edit",
        priority=5,
    )
    if permissions.can_publish():
        yield Button(
            _("Access"),
            reverse("editorial:access", args=[page.pk]),
            icon_name="view",
            priority=6,
        )


def merge_buttons(snippet: Any, user: Any, *args: Any, **kwargs: Any) -> Any:
    """Merging, in the list of a vocabulary."""
    if type(snippet) in TERM_MODELS and not snippet.merged_into_id:
        permission = f"{snippet._meta.app_label}.change_{snippet._meta.model_name}"
        if user.has_perm(permission):
            yield merge_button(snippet)


def no_copies(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A copy would share a reference, and its words would be in the archive twice."""
    if isinstance(page.specific, GatedPage):
        messages.error(request, _("Pages of the archive are not copied: each has its own address and words."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def keep_used_terms(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A term in use is merged, not deleted."""
    return refuse_delete(request, instances)


def keep_used_terms_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], *args: Any) -> Any:
    """The same for several at once."""
    return refuse_delete(request, objects) if action_type == "delete" else None


def own_pages_only(pages: Any, request: HttpRequest) -> Any:
    """No titles from collections that this user has no right to."""
    return closed_rooms.own_pages(pages, request)


def without_media(request: HttpRequest, menu_items: list[Any]) -> None:
    """The media libraries stay out until media is built."""
    menu_items[:] = closed_rooms.keep_open(menu_items, closed_rooms.CLOSED_MENU_ITEMS)


def without_media_collections(request: HttpRequest, menu_items: list[Any]) -> None:
    """Their collections too: the word means something else here."""
    menu_items[:] = closed_rooms.keep_open(menu_items, closed_rooms.CLOSED_SETTINGS_ITEMS)


def without_foreign_titles(request: HttpRequest, menu_items: list[Any]) -> None:
    """The report on page types shows the last edited page of any collection."""
    menu_items[:] = closed_rooms.keep_open(menu_items, closed_rooms.CLOSED_REPORTS)


def without_foreign_help(request: HttpRequest, menu_items: list[Any]) -> None:
    """The guide and the news of Wagtail stand on another host."""
    menu_items[:] = closed_rooms.own_help(menu_items)


def pages_only(request: HttpRequest, summary_items: list[Any]) -> None:
    """Counts of images and documents say nothing here."""
    summary_items[:] = [
        item for item in summary_items if type(item).__module__.split(".")[1] not in {"images", "documents"}
    ]


def style_sheet() -> str:
    """One small style sheet; among others it lets Arabic be typed in an English admin and the other way round."""
    return format_html('<link rel="stylesheet" href="{}">', static("archive/editorial/editorial.css"))


def chooser_script() -> str:
    """Ticks in a chooser that outlive a search."""
    return format_html('<script src="{}" type="module"></script>', static("archive/editorial/choosing.js"))


def links_that_lead_somewhere(features: Any) -> None:
    """Essays do not link to what is hidden. Takes the place of Wagtail's handler."""
    features.register_link_type(OpenPageLinks)


def log_actions(actions: Any) -> None:
    """The names of our own acts in a page's history."""
    actions.register_action("archive.words.edit", gettext_lazy("Edit the words"), gettext_lazy("Words edited"))
    actions.register_action(
        "archive.words.remove", gettext_lazy("Remove a language version"), gettext_lazy("Language version removed")
    )
    actions.register_action("archive.passages.tag", gettext_lazy("Tag passages"), gettext_lazy("Passages tagged"))


register_snippet(VocabularyGroup)
hooks.register("register_admin_viewset", testimony_lists)
hooks.register("register_admin_urls", editorial_addresses)
hooks.register("register_page_header_buttons", words_and_access_buttons)
hooks.register("register_snippet_listing_buttons", merge_buttons)
hooks.register("before_copy_page", no_copies)
hooks.register("before_delete_snippet", keep_used_terms)
hooks.register("before_bulk_action", keep_used_terms_in_bulk)
hooks.register("construct_page_chooser_queryset", own_pages_only)
hooks.register("construct_main_menu", without_media)
hooks.register("construct_settings_menu", without_media_collections)
hooks.register("construct_reports_menu", without_foreign_titles)
hooks.register("construct_help_menu", without_foreign_help)
hooks.register("construct_homepage_summary_items", pages_only)
hooks.register("insert_global_admin_css", style_sheet)
hooks.register("insert_editor_js", chooser_script)
hooks.register("register_rich_text_features", links_that_lead_somewhere, order=10)  # after Wagtail's own
hooks.register("register_log_actions", log_actions)
