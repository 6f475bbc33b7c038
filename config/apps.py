"""The site frame as an app, so that its templates' tags and checks are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring and the site frame."""

    name = "config"
