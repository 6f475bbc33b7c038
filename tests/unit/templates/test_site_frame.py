"""The frame: which language, where the switch leads, and that an anonymous reader's session is never touched."""

from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

import archive.api
from config.context import SiteFrame, site_frame


class _Alarm:
    """A user that must not be looked at."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError("The session was touched for a reader who sent no cookie.")


class _Reader:
    is_authenticated = True

    def has_perm(self, permission: str) -> bool:
        return permission == "wagtailadmin.access_admin"


def frame(path: str, language: str = "en") -> SiteFrame:
    with translation.override(language):
        return SiteFrame(RequestFactory().get(path))


def test_without_a_session_cookie_nobody_asks_who_reads() -> None:
    made = frame("/en/")
    made.request.user = _Alarm()  # type: ignore[assignment]
    assert not made.signed_in
    assert not made.staff


def test_with_the_cookie_the_reader_is_known() -> None:
    made = frame("/en/")
    made.request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    made.request.user = _Reader()  # type: ignore[assignment]
    assert made.signed_in
    assert made.staff


@pytest.mark.parametrize(
    ("path", "language", "there"),
    [
        ("/en/themes/?page=2", "en", "/ar/themes/?page=2"),
        ("/ar/themes/", "ar", "/en/themes/"),
        ("/en/no/such/page/", "en", "/ar/no/such/page/"),
        ("/t/RA-0012", "en", "/ar/"),
    ],
)
def test_the_other_language_of_a_page(path: str, language: str, there: str) -> None:
    with translation.override(language):
        assert [other.url for other in SiteFrame(RequestFactory().get(path)).others] == [there]


def test_the_menu_knows_where_it_is() -> None:
    with translation.override("en"):
        items = SiteFrame(RequestFactory().get("/en/themes/family/")).navigation
    assert [item.label for item in items if item.current] == ["Themes"]


def test_a_page_that_draws_no_frame_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(language: str, request: Any) -> None:
        raise AssertionError("The archive was asked for the frame.")

    monkeypatch.setattr(archive.api, "site_frame", asked)
    context = site_frame(RequestFactory().get("/en/"))
    assert str(context["frame"].language) == "en"
    with pytest.raises(AssertionError, match="was asked"):
        str(context["frame"].name)
