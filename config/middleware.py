"""Languages by address prefix, no shared copies, one content security policy for readers, another for the admin."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

# Below these, an unknown address is simply not there: no redirect to a language.
UNPREFIXED = ("/api/", "/t/", "/admin/", "/static/")

ADMIN_POLICY = {
    "default-src": [SELF],
    # Wagtail's date pickers, inline panels and icons still use inline script and style.
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
    "frame-ancestors": [SELF],
}


class LanguagePrefixMiddleware(LocaleMiddleware):
    """The language comes from the address. Wagtail's catch-all makes every unprefixed path look translatable, so a
    missing page outside the language prefixes would be redirected into one before it is found missing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave a 404 outside the language prefixes as it is."""
        if response.status_code == 404 and request.path_info.startswith(UNPREFIXED):
            return response
        return super().process_response(request, response)


class NoSharedCopiesMiddleware:
    """What a reader is shown depends on decisions that may change the next second, and a missing page may be one that
    is hidden today: no cache between archive and reader may keep an answer that does not say otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the header where the view has set none."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class ContentSecurityMiddleware(CSPMiddleware):
    """The strict policy of the settings for readers; under /admin/ what Wagtail's pages need, and no other host."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the policy that fits the address."""
        response: HttpResponseBase = super().__call__(request)  # type: ignore[assignment]
        if request.path_info.startswith("/admin/"):
            policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in ADMIN_POLICY.items())
            response["Content-Security-Policy"] = policy
        return response
