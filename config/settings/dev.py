"""Development and the demo: works with no environment at all."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("RAWI_DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "insecure: for development and the demo on this machine only")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# Static files come from their sources: nothing to collect before the first page.
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
