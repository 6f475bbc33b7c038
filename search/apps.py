"""The search app."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register


class SearchConfig(AppConfig):
    """The index, its engines and the pages that search and browse."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the archive's changes, register the checks, and load what the chosen engine needs."""
        from archive.api import register_similar
        from search import sync
        from search.engines.checks import check_server, check_settings
        from search.similar import similar_to

        sync.connect()
        register_similar(similar_to)
        register(check_settings)
        register(check_server, deploy=True)
        if settings.ELASTICSEARCH_URL:  # before the first reader waits for it, and before a server makes its copies
            import_module("search.engines.elastic")
