"""What the editorial views of one testimony share: permission first, then breadcrumbs, title and preview buttons."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from archive.editorial.gate import PageLocked
from archive.models import TestimonyPage

LOCKED = 423


class TestimonyView(WagtailAdminTemplateMixin, TemplateView):
    """A view of one testimony. ``get_testimony`` decides who may see it before anything is read."""

    __test__ = False

    header_icon = "doc-full"
    page: TestimonyPage

    def get_testimony(self, request: HttpRequest, page_id: int) -> TestimonyPage:
        """The testimony; each view says what is needed for it. Refuses unless a view says otherwise."""
        raise PermissionDenied

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look up the testimony under this user's permissions; a locked one is answered with 423."""
        try:
            self.page = self.get_testimony(request, kwargs["page_id"])
        except PageLocked as locked:
            return locked_response(request, locked)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_page_subtitle(self) -> str:
        """The reference: never a title or a name."""
        return str(self.page.reference)

    def crumbs(self) -> list[dict[str, Any]]:
        """What stands between the testimony and this view."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, testimonies, the testimony, this view."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("testimonies:index"), "label": _("Testimonies")},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": str(self.page.reference)},
            *self.crumbs(),
            {"url": "", "label": f"{self.page.reference} · {self.get_page_title()}"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page and where it is previewed in each language."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        draft = reverse("wagtailadmin_pages:view_draft", args=[self.page.pk])
        context["testimony"] = self.page
        context["previews"] = [
            (f"{draft}?mode=en", _("Preview in English")),
            (f"{draft}?mode=ar", _("Preview in Arabic")),
        ]
        context["edit_page_url"] = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return context


def locked_response(request: HttpRequest, locked: PageLocked) -> HttpResponse:
    """423, with Wagtail's own words about who holds the lock."""
    lock: Any = locked.lock
    context = {
        "page_title": _("Locked"),
        "header_title": _("Locked"),
        "message": lock.get_message(request.user),
        "back_url": reverse("editorial:words", args=[locked.page.pk]),
    }
    return TemplateResponse(request, "archive/editorial/locked.html", context, status=LOCKED)
