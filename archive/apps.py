"""The archive app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Testimonies, texts, vocabularies, people, access, editorial pages and import."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the gate, the page views and the testimony editor, and listen to Wagtail's signals."""
        from archive import access, receivers
        from archive.editorial import testimony_panels
        from archive.models.gated import register_gate
        from archive.views import pages

        register_gate(access.may_visit)
        pages.register()
        testimony_panels.install()
        receivers.connect()
