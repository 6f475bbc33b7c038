"""What every page of the site has around it: language, navigation, footer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, pgettext

from archive.languages import direction, language_name


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of the main menu. ``current`` is true on its page and on every page below it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in another interface language; ``url`` keeps the query, ``absolute_url`` does not."""

    code: str
    name: str
    direction: str
    url: str
    absolute_url: str


class SiteFrame:
    """The frame of one request's page. Nothing is looked up before a template asks for it.

    Costs one query where the frame is drawn and the page has not made it already, and nothing where it is not.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        self.direction = direction(self.language)

    @cached_property
    def _site(self) -> Any:
        from archive import api  # not when the settings load this module: the apps are not ready then

        return api.site_frame(self.language, self.request)

    @property
    def name(self) -> str:
        """The site's name in the language of the page."""
        return str(self._site.name.text)

    @property
    def statement(self) -> Any:
        """One sentence about the archive."""
        return self._site.statement

    @property
    def footer_archive(self) -> Any:
        """Links to essays about the archive: objects with ``title`` and ``url``."""
        return self._site.footer_archive

    @property
    def footer_readers(self) -> Any:
        """Links to essays for readers: objects with ``title`` and ``url``."""
        return self._site.footer_readers

    @property
    def sample(self) -> bool:
        """Whether the archive holds sample texts, so that every page must say so."""
        return bool(self._site.sample)

    @cached_property
    def origin(self) -> str:
        """Scheme and host of this request, without a slash at the end."""
        return self.request.build_absolute_uri("/").rstrip("/")

    @cached_property
    def canonical(self) -> str:
        """The page's address without its query."""
        return self.origin + self.request.path

    @cached_property
    def home(self) -> str:
        """The front page in this language."""
        return f"/{self.language}/"

    @cached_property
    def others(self) -> tuple[OtherLanguage, ...]:
        """This page in every other interface language; the front page where it has no such address."""
        return tuple(self._other(code) for code, _name in settings.LANGUAGES if code != self.language)

    def _other(self, code: str) -> OtherLanguage:
        here = self.request.get_full_path()
        there = translate_url(here, code)
        if there == here:
            there = f"/{code}/"
        path = there.partition("?")[0]
        return OtherLanguage(code, language_name(code, code), direction(code), there, self.origin + path)

    @cached_property
    def navigation(self) -> tuple[NavigationItem, ...]:
        """The main menu."""
        path = self.request.path
        entries = (
            (gettext("Testimonies"), reverse("browse")),
            (gettext("Themes"), reverse("themes")),
            (gettext("Periods"), reverse("periods")),
            (gettext("Places"), reverse("places")),
            (pgettext("navigation", "Search"), reverse("search")),
        )
        return tuple(NavigationItem(label, url, path.startswith(url)) for label, url in entries)

    @cached_property
    def signed_in(self) -> bool:
        """Whether a signed-in reader asks.

        The session is touched only if its cookie came: reading it would make the answer vary by cookie for everybody.
        """
        if settings.SESSION_COOKIE_NAME not in self.request.COOKIES:
            return False
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def staff(self) -> bool:
        """Whether the signed-in reader may enter the admin."""
        return self.signed_in and bool(self.request.user.has_perm("wagtailadmin.access_admin"))


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, made when a template first uses it."""
    return {"frame": SimpleLazyObject(lambda: SiteFrame(request))}
