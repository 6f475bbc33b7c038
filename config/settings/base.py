"""What every installation shares. Nothing here reads the environment except through config.env."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("RAWI_VAR_DIR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "config",
    "search",
    "archive",
    "media",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside all that answers by itself: a redirect to a language or a refused host has these headers too.
    "config.middleware.NoSharedCopiesMiddleware",
    "config.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguagePrefixMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site_frame",
            ],
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'rawi.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
# The first wins. The second sets right what Django and Wagtail say in Arabic.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "_borrowed"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
TIME_ZONE = env.text("RAWI_TIME_ZONE", "Asia/Damascus")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_ROOT = VAR_DIR / "public"
MEDIA_URL = "/-/media-has-no-address/"  # no view serves it: files leave only through an access check
RAWI_ORIGINALS_DIR = VAR_DIR / "originals"  # sealed; under no address
RAWI_SEARCH_DIR = VAR_DIR / "search"
# How often a search worker that runs for ever compares index and database, and mends what differs; 0: never.
RAWI_SEARCH_SWEEP_HOURS = env.number("RAWI_SEARCH_SWEEP_HOURS", 24)
# An index server; without one the embedded engine searches in RAWI_SEARCH_DIR.
ELASTICSEARCH_URL = env.words("ELASTICSEARCH_URL")
RAWI_ELASTICSEARCH_PREFIX = env.text("RAWI_ELASTICSEARCH_PREFIX", "rawi")
RAWI_ELASTICSEARCH_API_KEY = env.text("RAWI_ELASTICSEARCH_API_KEY")
RAWI_ELASTICSEARCH_USER = env.text("RAWI_ELASTICSEARCH_USER")
RAWI_ELASTICSEARCH_PASSWORD = env.text("RAWI_ELASTICSEARCH_PASSWORD")
RAWI_ELASTICSEARCH_CA_FILE = env.text("RAWI_ELASTICSEARCH_CA_FILE")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = (
    "SAMEORIGIN"  # previews are shown in a frame of the admin; the public policy says frame-ancestors 'none'
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # the words of a long account are posted as one form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a form of 2,000 passages has eight fields each

# The public site: nothing from elsewhere, nothing inline. The admin's looser policy is set in config.middleware.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("RAWI_FROM_EMAIL", "archive@localhost")

WAGTAIL_SITE_NAME = env.text("RAWI_SITE_NAME", "Rawi")
WAGTAILADMIN_BASE_URL = env.text("RAWI_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("ar", "العربية")]
WAGTAIL_I18N_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # else hashes of the staff's addresses go to another host
WAGTAIL_ENABLE_UPDATE_CHECK = False  # else this host's name does
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # stored in plain text
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # else approving publishes words that nobody approved
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True

NINJA_PAGINATION_MAX_LIMIT = 100

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
