"""The search engines. ``search_engine()`` gives the one this installation uses."""

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import (
    SPACES,
    Engine,
    EngineHealth,
    EngineUnavailable,
    RebuildReport,
    Removal,
    SpaceHealth,
    StoredVersion,
    fingerprint,
)
from search.engines.embedded import EmbeddedEngine

__all__ = [
    "SPACES",
    "Engine",
    "EngineHealth",
    "EngineUnavailable",
    "RebuildReport",
    "Removal",
    "SpaceHealth",
    "StoredVersion",
    "fingerprint",
    "search_engine",
]


def search_engine() -> Engine:
    """Give the engine in use: the embedded one, in the directory RAWI_SEARCH_DIR."""
    return _embedded(Path(settings.RAWI_SEARCH_DIR))


@cache
def _embedded(directory: Path) -> Engine:
    return EmbeddedEngine(directory)
