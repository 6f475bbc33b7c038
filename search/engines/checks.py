"""What ``manage.py check`` says of the search engine."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Info
from django.core.exceptions import ImproperlyConfigured

from search.engines import configured_server, elastic_engine
from search.engines.base import EngineUnavailable

OLDEST_SQLITE = (3, 35, 0)


def check_settings(*args: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Look at the settings of the engine in use. Opens no connection."""
    try:
        server = configured_server()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="search.E001")]
    if server is None:
        return _check_sqlite()
    found: list[CheckMessage] = []
    if wrong := [url for url in server.urls if not url.startswith(("http://", "https://"))]:
        found.append(Error(f"ELASTICSEARCH_URL must begin with http:// or https://: {wrong[0]!r}.", id="search.E002"))
    if bool(server.user) != bool(server.password):
        message = "RAWI_ELASTICSEARCH_USER and RAWI_ELASTICSEARCH_PASSWORD must be set together."
        found.append(Error(message, id="search.E003"))
    if server.ca_file and not Path(server.ca_file).is_file():
        found.append(Error(f"RAWI_ELASTICSEARCH_CA_FILE is no file: {server.ca_file}.", id="search.E008"))
    return found


def check_server(*args: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Ask the index server what it is: with ``check --deploy`` only, as it opens a connection."""
    if check_settings():
        return []
    server = configured_server()
    if server is None:
        return []
    try:
        info = elastic_engine(server).server_info()
    except EngineUnavailable as error:
        return [Error(str(error), hint="See ELASTICSEARCH_URL.", id="search.E004")]
    if not info.supported:
        message = f"The index server is {info}: Elasticsearch 8 or OpenSearch 2 is the oldest that works."
        return [Error(message, id="search.E005")]
    return [Info(f"The index server is {info}.", id="search.I001")]


def _check_sqlite() -> Sequence[CheckMessage]:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return [Error(f"SQLite {sqlite3.sqlite_version} is too old for the embedded engine: 3.35.", id="search.E006")]
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return [Error("This SQLite has no full-text search (FTS5): the embedded engine needs it.", id="search.E007")]
    finally:
        connection.close()
    return []
