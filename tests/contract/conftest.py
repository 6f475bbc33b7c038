"""Every contract test of search runs on every engine."""

from pathlib import Path

import pytest

from search.engines import SPACES, Engine
from tests.contract.engines import ENGINES


@pytest.fixture(params=ENGINES)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return ENGINES[request.param](tmp_path / "index")


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    for space in SPACES:
        empty_engine.rebuild(space, [])
    return empty_engine
