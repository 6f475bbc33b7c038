"""The media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Recordings, images and attachments: originals sealed, derivatives for readers."""

    name = "media"
    default_auto_field = "django.db.models.BigAutoField"
