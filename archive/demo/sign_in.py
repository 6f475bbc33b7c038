"""The demo's archivist: an account made once, whose random password only whoever runs the demo can read."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

NAME = "archivist"
GROUPS = ("Archivists", "Publishers")


def password_file() -> Path:
    """Where the password is kept, readable by its owner alone."""
    return Path(settings.VAR_DIR) / "demo-sign-in"


def make_archivist() -> bool:
    """Make the account unless there is one of this name; returns whether it was made. Its groups must exist by then."""
    users = get_user_model()._default_manager
    if users.filter(username=NAME).exists():
        return False
    password = secrets.token_urlsafe(15)
    _keep(password)
    with transaction.atomic():
        user: Any = get_user_model().objects.create_user(username=NAME, email="", password=password)
        user.first_name = "Demo"
        user.last_name = "Archivist"
        user.save(update_fields=["first_name", "last_name"])
        user.groups.set(Group.objects.filter(name__in=GROUPS))
    return True


def known_password() -> str:
    """The password that was made, or "" where there is none or somebody has changed it since."""
    try:
        password = password_file().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    user = get_user_model()._default_manager.filter(username=NAME).first()
    return password if user is not None and user.check_password(password) else ""


def _keep(password: str) -> None:
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(f"{password}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
