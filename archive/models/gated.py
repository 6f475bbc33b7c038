"""What the archive's page types share: a gate, a view, and a preview in both languages.

Models stand below access and views, so these reach pages through a registration: ``archive.apps`` registers one gate
and one view per page type. While there is none, a page is hidden and cannot be served.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester

Gate = Callable[[HttpRequest, Page], bool]
PageView = Callable[..., HttpResponse]

_gates: list[Gate] = []
_views: dict[str, PageView] = {}


def register_gate(gate: Gate) -> None:
    """Make ``gate(request, page)`` decide whether a page exists for a request. There is one; a second raises."""
    if _gates and _gates[0] is not gate:
        raise ImproperlyConfigured("There is a gate already.")
    _gates[:] = [gate]


def register_view(page_type: str, view: PageView) -> None:
    """Make ``view(request, page, preview=False)`` serve pages whose class has this name."""
    _views[page_type] = view


@contextmanager
def shown_in(request: HttpRequest, language: str) -> Iterator[None]:
    """Render in ``language``, whatever language the admin is in."""
    with translation.override(language):
        request.LANGUAGE_CODE = language
        yield


class NoCopies(PagePermissionTester):
    """Wagtail's page permissions without copying: a copy would share a reference, and aliases would double words."""

    def can_copy(self) -> bool:
        """Never. ``can_copy_to`` asks this too."""
        return False


class GatedPage(Page):
    """A page that the gate can hide. Its privacy is not Wagtail's: access is decided in archive.access alone."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> NoCopies:
        """What ``user`` may do with this page in the admin."""
        return NoCopies(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Hidden means what it would be if the page did not exist, to OPTIONS requests too."""
        if not _gates or not _gates[0](request, self):
            raise Http404
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand over to the registered view."""
        return self._view()(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as readers will see it, in the language chosen. Wagtail's admin has asked for the right to edit."""
        with shown_in(request, mode_name if mode_name in {"en", "ar"} else "en"):
            response = self._view()(request, self, preview=True)
            render = getattr(response, "render", None)
            if render is not None:
                render()  # inside, or it comes out in the admin's language
        return response

    def _view(self) -> PageView:
        try:
            return _views[type(self).__name__]
        except KeyError:
            raise ImproperlyConfigured(f"No view is registered for {type(self).__name__}.") from None

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """One preview a language of the site."""
        return [("en", _("English")), ("ar", _("Arabic"))]

    @property
    def default_preview_mode(self) -> str:
        """The language of the admin, where it is one of ours."""
        language = (translation.get_language() or "en").split("-")[0]
        return language if language in {"en", "ar"} else "en"
