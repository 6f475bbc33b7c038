"""The search engines. ``search_engine()`` gives the one this installation uses."""

import re
import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import (
    SPACES,
    Engine,
    EngineHealth,
    EngineUnavailable,
    FoundPassage,
    RebuildReport,
    Removal,
    SpaceHealth,
    StoredVersion,
    WriteRefused,
    fingerprint,
)
from search.engines.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from search.engines.elastic import ElasticEngine, Server

__all__ = [
    "SPACES",
    "Engine",
    "EngineHealth",
    "EngineUnavailable",
    "FoundPassage",
    "RebuildReport",
    "Removal",
    "SpaceHealth",
    "StoredVersion",
    "WriteRefused",
    "describe_engine",
    "fingerprint",
    "search_engine",
]


def search_engine() -> Engine:
    """Give the engine in use: the server at ELASTICSEARCH_URL, else the embedded one in RAWI_SEARCH_DIR.

    Opens no connection.
    """
    server = configured_server()
    return _embedded(Path(settings.RAWI_SEARCH_DIR)) if server is None else elastic_engine(server)


def describe_engine() -> str:
    """Name the engine in use and its version: "Elasticsearch 9.2.4", "SQLite 3.46.1". Raises EngineUnavailable."""
    server = configured_server()
    return f"SQLite {sqlite3.sqlite_version}" if server is None else str(elastic_engine(server).server_info())


def configured_server() -> "Server | None":
    """Give the index server that the settings name. Raises ImproperlyConfigured for a prefix that cannot be one."""
    if not settings.ELASTICSEARCH_URL:
        return None
    prefix = settings.RAWI_ELASTICSEARCH_PREFIX
    if not re.fullmatch("[a-z][a-z0-9_]*", prefix):
        message = f"RAWI_ELASTICSEARCH_PREFIX must be lower-case letters, digits and underscores; it is {prefix!r}."
        raise ImproperlyConfigured(message)
    # Loading the client takes most of a second, which an archive without a server shall not pay at every start.
    from search.engines.elastic import Server

    return Server(
        urls=tuple(settings.ELASTICSEARCH_URL),
        prefix=prefix,
        api_key=settings.RAWI_ELASTICSEARCH_API_KEY,
        user=settings.RAWI_ELASTICSEARCH_USER,
        password=settings.RAWI_ELASTICSEARCH_PASSWORD,
        ca_file=settings.RAWI_ELASTICSEARCH_CA_FILE,
    )


@cache
def _embedded(directory: Path) -> Engine:
    return EmbeddedEngine(directory)


@cache
def elastic_engine(server: "Server") -> "ElasticEngine":
    """Give the one engine of this process for a server."""
    from search.engines.elastic import ElasticEngine

    return ElasticEngine(server)
