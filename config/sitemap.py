"""The site map: what an anonymous reader may see, in both languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from archive.api import sitemap_entries


class PublicPages(Sitemap[Any]):
    """Every public page with its alternates."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def items(self) -> list[Any]:
        """Paths below the language prefix with their date of change."""
        return sitemap_entries()

    def location(self, item: Any) -> str:
        """The address in the language that is active."""
        return reverse("wagtail_serve", args=[item.path])

    def lastmod(self, item: Any) -> Any:
        """When it last changed."""
        return item.changed


sitemaps = {"pages": PublicPages()}
