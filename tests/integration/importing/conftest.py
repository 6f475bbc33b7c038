"""An archive to import into, with a folder of originals of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.integration.importing.batches import make_archive


@pytest.fixture
def originals(tmp_path: Path, settings: Any) -> Path:
    """The folder in which originals are kept."""
    folder = tmp_path / "originals"
    settings.RAWI_ORIGINALS_DIR = folder
    settings.RAWI_SEARCH_DIR = tmp_path / "search"
    return folder


@pytest.fixture
def archive(db: None, originals: Path) -> None:
    """Collections and terms."""
    make_archive()
