"""The search page and the list of all testimonies."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from archive.api import request_reader
from search.answering import answer
from search.asking import read_query
from search.engines import EngineUnavailable
from search.guards import request_guards
from search.records import Sort
from search.views.presenting import present

logger = logging.getLogger(__name__)


def search_page(request: HttpRequest) -> HttpResponse:
    """Search the accounts. Without words and filters it lists everything, like the browse page."""
    return _page(request, "search/search.html", browsing=False)


def browse_page(request: HttpRequest) -> HttpResponse:
    """Every testimony that the reader may know of, narrowed by filters."""
    return _page(request, "search/browse.html", browsing=True)


def _page(request: HttpRequest, template: str, *, browsing: bool) -> HttpResponse:
    asked = read_query(request.GET)
    language = (get_language() or "en").split("-")[0]
    reader = request_reader(request)
    try:
        found = answer(reader, asked, language, request_guards(request))
        page = present(found, reader, request.path, language)
    except EngineUnavailable as error:
        logger.warning("Search is out of service: %s", error)
        out_of_service = {"request_text": asked.text, "again": asked.url(request.path)}
        return _uncached(TemplateResponse(request, "search/unavailable.html", out_of_service, status=503))
    context: dict[str, object] = {
        "request_text": asked.text,
        "kept": [pair for pair in asked.kept() if not (browsing and pair == ("sort", Sort.REFERENCE.value))],
        "page": page,
        "browsing": browsing or not asked.text,
    }
    return _uncached(TemplateResponse(request, template, context))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
