"""The search app."""

from django.apps import AppConfig
from django.core.checks import register


class SearchConfig(AppConfig):
    """The index, its engines and the pages that search and browse."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the archive's changes, and register the checks."""
        from archive.api import register_similar
        from search import sync
        from search.engines.checks import check_server, check_settings
        from search.similar import similar_to

        sync.connect()
        register_similar(similar_to)
        register(check_settings)
        register(check_server, deploy=True)
