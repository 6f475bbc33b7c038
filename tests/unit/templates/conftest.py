"""Pages are drawn without a database: the frame's facts are given, the addresses are those of urls.py."""

from typing import Any

import pytest

import archive.api
from tests.unit.templates import samples


@pytest.fixture(autouse=True)
def _site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.unit.templates.urls"
    monkeypatch.setattr(archive.api, "site_frame", samples.site)
