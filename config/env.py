"""The only reader of the environment. Settings ask here, so that a wrong value is named in plain words at start-up."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding white space, or ``default`` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable (1, true, yes, on / 0, false, no, off). Raises ImproperlyConfigured on anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no; it is {value!r}.")


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured on anything else."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}.") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def required(names: dict[str, str]) -> dict[str, str]:
    """The values of all ``names`` (name: what it is for). Raises ImproperlyConfigured naming every one that is
    unset.
    """
    missing = {name: purpose for name, purpose in names.items() if not text(name)}
    if missing:
        lines = "".join(f"\n  {name}: {purpose}" for name, purpose in missing.items())
        raise ImproperlyConfigured(f"Production needs these environment variables, which are not set:{lines}")
    return {name: text(name) for name in names}


def database(url: str) -> dict[str, Any]:
    """Django's database settings from ``sqlite:///relative``, ``sqlite:////absolute`` or ``postgresql://…``.

    A PostgreSQL socket folder is given as ``?host=/run/postgresql``. Raises ImproperlyConfigured on another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            # A read that turns into a write inside a deferred transaction fails at once, whatever the timeout:
            # IMMEDIATE takes the write lock first. FULL: an acknowledged write survives a power cut. secure_delete:
            # a withdrawn word leaves no trace in the file.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL must begin with sqlite:// or postgresql://; it begins with {parts.scheme!r}."
    )
