"""What is hidden changes nothing that an anonymous reader can see, on the embedded engine.

tests/contract asks the same of a server.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.api import search_engine
from tests.access.hidden_accounts import asked_of_the_engine, check_that_nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    yield
    search_engine().close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [11, pytest.param(500, marks=pytest.mark.exhaustive)])
def test_hidden_accounts_change_nothing_that_anybody_sees(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    check_that_nothing_changes(number, asked_of_the_engine(monkeypatch))
