"""Writes admin_addresses.txt anew: ``python -m tests.access.list_admin_addresses``.

Read the difference before you commit it: every new line is a way in that test_admin.py will try without the right to.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from tests.access.addresses import ADMIN_LIST, admin_routes  # noqa: E402 needs the settings

if __name__ == "__main__":
    ADMIN_LIST.write_text("\n".join(sorted(admin_routes())) + "\n")
