"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index, its engines and the pages that search and browse."""

    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the archive's changes."""
        from search import sync

        sync.connect()
