"""Production: refuses to start until it is told everything that must not be guessed."""

from config import env
from config.settings.base import *  # noqa: F403

_given = env.required(
    {
        "SECRET_KEY": "a long random string that signs sessions",
        "DATABASE_URL": "the database, like postgresql://rawi@/rawi?host=/run/postgresql",
        "RAWI_ALLOWED_HOSTS": "the host names that readers use, separated by commas",
    }
)
DEBUG = False
SECRET_KEY = _given["SECRET_KEY"]
DATABASES = {"default": env.database(_given["DATABASE_URL"])}
ALLOWED_HOSTS = env.words("RAWI_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = env.flag("RAWI_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("RAWI_HSTS_SECONDS", 3600)
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT

if env.text("RAWI_EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("RAWI_EMAIL_HOST")
    EMAIL_PORT = env.number("RAWI_EMAIL_PORT", 587)
    EMAIL_HOST_USER = env.text("RAWI_EMAIL_USER")
    EMAIL_HOST_PASSWORD = env.text("RAWI_EMAIL_PASSWORD")
    EMAIL_USE_TLS = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
