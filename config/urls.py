"""Every address of the site."""

from collections.abc import Callable
from functools import wraps

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail.views import serve

from archive.editorial.closed_rooms import guarded_addresses
from archive.views.links import permalink, root
from config.api import api
from config.sitemap import sitemaps

View = Callable[..., HttpResponseBase]


def in_one_transaction(view: View) -> View:
    """Run an admin view's POST in one transaction, with the signals that Wagtail sends after its own."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            render = getattr(response, "render", None)
            if render is not None and not getattr(response, "is_rendered", True):
                render()
            return response

    return wrapped


urlpatterns = [
    path("", root, name="root"),
    path("api/v1/", api.urls),
    path("t/<str:reference>", permalink, name="permalink"),
    path("t/<str:reference>/<slug:anchor>", permalink, name="passage_permalink"),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("favicon.ico", RedirectView.as_view(url="/static/rawi/favicon.svg", permanent=False), name="favicon"),
    path("admin/", include(guarded_addresses())),  # before Wagtail's own: media libraries stay shut
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, in_one_transaction))),
]

urlpatterns += i18n_patterns(
    path("", include("search.urls")),
    path("", include("archive.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
)
