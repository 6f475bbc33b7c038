"""Which engine the settings choose, and what the checks say of it. No socket may be opened here."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from search.engines import search_engine
from search.engines.checks import check_server, check_settings
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine

URL = "https://search.example:9200"


def ids(settings: Any, **values: object) -> list[str]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [str(message.id) for message in check_settings()]


def test_without_a_server_the_embedded_engine_searches(settings: Any) -> None:
    assert isinstance(search_engine(), EmbeddedEngine)
    assert ids(settings) == []
    assert list(check_server()) == []


def test_with_a_server_it_searches_there(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = [URL, "https://other.example:9200"]
    settings.RAWI_ELASTICSEARCH_PREFIX = "archive_2"
    settings.RAWI_ELASTICSEARCH_API_KEY = "key"
    engine = search_engine()
    assert isinstance(engine, ElasticEngine)
    assert engine is search_engine()
    assert engine.server.urls == (URL, "https://other.example:9200")
    assert (engine.server.prefix, engine.server.api_key) == ("archive_2", "key")


@pytest.mark.parametrize("prefix", ["", "Rawi", "-rawi", "rawi-public", "*", "راوي", "rawi "])
def test_a_prefix_that_cannot_name_an_index_is_refused(settings: Any, prefix: str) -> None:
    settings.ELASTICSEARCH_URL = [URL]
    assert ids(settings, RAWI_ELASTICSEARCH_PREFIX=prefix) == ["search.E001"]
    with pytest.raises(ImproperlyConfigured, match="RAWI_ELASTICSEARCH_PREFIX"):
        search_engine()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"ELASTICSEARCH_URL": [URL]}, []),
        ({"ELASTICSEARCH_URL": ["search.example:9200"]}, ["search.E002"]),
        ({"ELASTICSEARCH_URL": [URL], "RAWI_ELASTICSEARCH_USER": "rawi"}, ["search.E003"]),
        ({"ELASTICSEARCH_URL": [URL], "RAWI_ELASTICSEARCH_PASSWORD": "word"}, ["search.E003"]),
        ({"ELASTICSEARCH_URL": [URL], "RAWI_ELASTICSEARCH_USER": "a", "RAWI_ELASTICSEARCH_PASSWORD": "b"}, []),
        ({"ELASTICSEARCH_URL": [URL], "RAWI_ELASTICSEARCH_CA_FILE": "/nowhere/ca.pem"}, ["search.E008"]),
    ],
)
def test_settings_that_cannot_work_are_named(settings: Any, values: dict[str, object], expected: list[str]) -> None:
    assert ids(settings, **values) == expected


def test_only_the_deployment_check_asks_the_server(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = [URL]
    plain = [message for message in run_checks() if str(message.id).startswith("search.")]
    assert plain == []  # a socket would have been refused


@pytest.mark.parametrize(("url", "loaded"), [("", "False"), (URL, "True")])
def test_only_an_installation_with_a_server_loads_its_client(url: str, loaded: str, tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); print('elasticsearch' in sys.modules)"
    own = {"ELASTICSEARCH_URL": url, "RAWI_VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded
