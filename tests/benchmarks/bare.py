"""The yardstick of the page times: a constant page through the same middleware and template engine."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

_TEMPLATE = "<!doctype html><title>Bare</title><h1>{{ title }}</h1>" + "<p>Words that stand on every page.</p>" * 200


def bare(request: HttpRequest) -> HttpResponse:
    """The page."""
    return HttpResponse(engines["django"].from_string(_TEMPLATE).render({"title": "Bare"}, request))


urlpatterns = [path("bare/", bare)]
