"""Signing in and out. Readers need no account; some accounts ask for one."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class SignIn(LoginView):
    """The sign-in page. It leads back to where the reader came from, on this site only."""

    template_name = "archive/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """The home page in the page's language."""
        return reverse("wagtail_serve", args=[""])

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """No cache may keep a page with a form token."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class SignOut(LogoutView):
    """Signing out, by a POST."""

    def get_default_redirect_url(self) -> str:
        """The home page in the page's language."""
        return reverse("wagtail_serve", args=[""])
