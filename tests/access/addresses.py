"""Every address of the site, and who it is for. An address that is missing here fails the suite.

``PUBLIC`` maps each route, as the resolver names it, to the addresses that the matrix asks for it: ``{slug}`` and
``{reference}`` are those of the testimony looked at, ``{word}`` one of its words, ``{theme}`` and ``{passage_theme}``
the themes that tag it alone. Everything under ``admin/`` is for signed-in staff; its routes stand in
admin_addresses.txt.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

LANGUAGES = ("en", "ar")
ADMIN_LIST = Path(__file__).with_name("admin_addresses.txt")

PUBLIC: dict[str, tuple[str, ...]] = {
    "": ("/",),
    "t/<str:reference>": ("/t/{reference}",),
    "t/<str:reference>/<slug:anchor>": ("/t/{reference}/p1", "/t/{reference}/p2"),
    "sitemap.xml": ("/sitemap.xml",),
    "robots.txt": ("/robots.txt",),
    "favicon.ico": ("/favicon.ico",),
    "api/v1/": ("/api/v1/",),
    "api/v1/openapi.json": ("/api/v1/openapi.json",),
    "api/v1/testimonies": ("/api/v1/testimonies", "/api/v1/testimonies?page=2"),
    "api/v1/testimonies/<reference>": ("/api/v1/testimonies/{reference}",),
    "api/v1/themes": ("/api/v1/themes",),
    "api/v1/periods": ("/api/v1/periods",),
    "api/v1/places": ("/api/v1/places",),
    "api/v1/search": (
        "/api/v1/search",
        "/api/v1/search?page=2",
        "/api/v1/search?q={word}",
        "/api/v1/search?q={title}",
        "/api/v1/search?q={word}*",
        "/api/v1/search?theme={theme}",
        "/api/v1/search?theme={passage_theme}",
        "/api/v1/search?from={year}&to={year}",
    ),
    "<language>/search/": (
        "/{language}/search/",
        "/{language}/search/?q={word}",
        "/{language}/search/?q={title}",
        "/{language}/search/?q={word}+OR+passage",
        "/{language}/search/?theme={passage_theme}",
        "/{language}/search/?theme={theme}&theme={passage_theme}&themes=all",
        "/{language}/search/?from={year}&to={year}",
    ),
    "<language>/search/feed/": (
        "/{language}/search/feed/",
        "/{language}/search/feed/?q={word}",
        "/{language}/search/feed/?q={title}",
        "/{language}/search/feed/?theme={passage_theme}",
        "/{language}/search/feed/?from={year}&to={year}",
    ),
    "<language>/feed/": ("/{language}/feed/",),
    "<language>/testimonies/": (
        "/{language}/testimonies/",
        "/{language}/testimonies/?page=2",
        "/{language}/testimonies/?theme={theme}",
    ),
    "<language>/testimonies/<slug:slug>/search/": (
        "/{language}/testimonies/{slug}/search/",
        "/{language}/testimonies/{slug}/search/?q={word}",
        "/{language}/testimonies/{slug}/search/?q={word}+passage&match=any",
    ),
    "<language>/collections/": ("/{language}/collections/",),
    "<language>/essays/": ("/{language}/essays/",),
    "<language>/glossary/": ("/{language}/glossary/",),
    "<language>/sign-in/": ("/{language}/sign-in/",),
    "<language>/sign-out/": ("/{language}/sign-out/",),
    "<language>/themes/": ("/{language}/themes/",),
    "<language>/themes/<slug:slug>/": (
        "/{language}/themes/{theme}/",
        "/{language}/themes/{passage_theme}/",
        "/{language}/themes/theme-public/",
    ),
    "<language>/periods/": ("/{language}/periods/",),
    "<language>/periods/<slug:slug>/": ("/{language}/periods/none/",),
    "<language>/places/": ("/{language}/places/",),
    "<language>/places/<slug:slug>/": ("/{language}/places/{place}/",),
    "<language>/people/": ("/{language}/people/",),
    "<language>/people/<slug:slug>/": ("/{language}/people/none/",),
    "<language>/^((?:[\\w\\-]+/)*)$": (
        "/{language}/",
        "/{language}/testimonies/{slug}/",
        "/{language}/testimonies/{slug}/?passage=p2",
        "/{language}/testimonies/{slug}/?show=ar",
        "/{language}/papers/{slug}/",
        "/{language}/hidden-papers/{slug}/",
        "/{language}/collections/papers/",
        "/{language}/collections/hidden-papers/",
    ),
}


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with its full pattern; a language prefix is written ``<language>/``."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        own = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if type(pattern.pattern).__name__ == "LocalePrefixPattern":
                own = "<language>/"
            yield from routes(pattern.url_patterns, prefix + own)
        else:
            yield prefix + own, pattern


def admin_routes() -> dict[str, URLPattern]:
    """The routes under admin/."""
    return {route: pattern for route, pattern in routes() if route.startswith("admin/")}


def listed_admin_routes() -> list[str]:
    """The admin's routes as they stand in the list."""
    return [line for line in ADMIN_LIST.read_text().splitlines() if line and not line.startswith("#")]
