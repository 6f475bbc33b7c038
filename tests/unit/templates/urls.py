"""The names that templates link to, without the apps behind them."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path


def _nothing(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


_LISTS = ("themes", "periods", "places", "people", "collections", "essays", "glossary", "search")

urlpatterns = [
    path("t/<str:reference>", _nothing, name="permalink"),
    path("t/<str:reference>/<str:anchor>", _nothing, name="passage_permalink"),
    path("admin/", _nothing, name="wagtailadmin_home"),
]
urlpatterns += i18n_patterns(
    path("sign-in/", _nothing, name="sign_in"),
    path("sign-out/", _nothing, name="sign_out"),
    path("testimonies/", _nothing, name="browse"),
    *(path(f"{name}/", _nothing, name=name) for name in _LISTS),
    path("<path:rest>", _nothing, name="page"),
)
