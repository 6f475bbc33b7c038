"""Permanent links: ``/t/RA-0012`` and ``/t/RA-0012/p12`` lead to the page in the reader's language."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from archive.access import decide, request_reader
from archive.selectors.reading import by_reference
from archive.selectors.wording import page_url


def permalink(request: HttpRequest, reference: str, anchor: str = "") -> HttpResponse:
    """Redirect to the account, at the passage. Who may not know of the account gets what an unknown reference gets."""
    page = by_reference(reference)
    if page is None or not decide(request_reader(request), page).visible:
        raise Http404
    language = translation.get_language_from_request(request)
    with translation.override(language):
        url = page_url(f"testimonies/{page.slug}/")
    if anchor:
        url = f"{url}?passage={anchor}#{anchor}"
    response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "private, no-cache"
    return response


def root(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the language their browser asks for; no cookie is set."""
    language = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
