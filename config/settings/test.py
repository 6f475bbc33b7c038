"""The tests: quick password hashes, files in a folder of their own."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, MIDDLEWARE

# Static files are looked for by nobody in a test, and the folder that holds them in production is not there.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]

SECRET_KEY = "insecure: for tests only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False

_scratch = Path(tempfile.mkdtemp(prefix="rawi-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
MEDIA_ROOT = _scratch / "public"
RAWI_ORIGINALS_DIR = _scratch / "originals"
RAWI_SEARCH_DIR = _scratch / "search"
ELASTICSEARCH_URL = []  # the server's own tests name it themselves
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["NAME"] = str(_scratch / "rawi.sqlite3")
    # A file as in production, where a writer waits for another; connections to one database in memory do not. It ends
    # with the run: nothing needs to survive a power cut or to be overwritten.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
