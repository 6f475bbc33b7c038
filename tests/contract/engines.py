"""The search engines under test, and the small documents they are given."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.records import IndexDocument, IndexPassage, SearchScope
from search.engines import Engine
from search.engines.elastic import ElasticEngine, Server
from search.engines.embedded import EmbeddedEngine
from search.query import parse_query
from search.records import EnginePage, SearchRequest


def elastic_engine(index: Path) -> ElasticEngine:
    """An engine on the test server whose indices belong to one test alone."""
    urls = os.environ["ELASTICSEARCH_URL"].split(",")
    return ElasticEngine(Server(tuple(urls), prefix=f"test{secrets.token_hex(6)}"))


ENGINES: dict[str, Callable[[Path], Engine]] = {"embedded": EmbeddedEngine, "elasticsearch": elastic_engine}
# Each engine as a parameter of a test; the server's carries the mark of its layer.
ENGINE_PARAMETERS = [pytest.param("embedded"), pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]

PUBLIC = SearchScope("public", frozenset({"public"}), frozenset())


def full(*levels: str, granted: tuple[int, ...] = ()) -> SearchScope:
    return SearchScope("full", frozenset(levels), frozenset(granted))


def document(key: int, *words: str, **facts: Any) -> IndexDocument:
    """A testimony whose passages hold ``words``; passage ids are its id times 100 plus the position from 1."""
    values: dict[str, Any] = {
        "testimony_id": key,
        "reference": f"RA-{key}",
        "version": 1,
        "level": "public",
        "listed": True,
        "titles": (f"Account number{key}",),
        "names": (),
        "summaries": (),
        "term_labels": (),
        "themes": (),
        "periods": (),
        "places": (),
        "persons": (),
        "collection": "collection",
        "languages": ("en",),
        "kind": "written",
        "told_from": None,
        "told_from_year": None,
        "told_to_year": None,
        "recorded_from": None,
        "passages": tuple(
            IndexPassage(key * 100 + position, position, f"p{position}", "en", text)
            for position, text in enumerate(words, start=1)
        ),
    }
    return IndexDocument(**(values | facts))


def ask(engine: Engine, text: str = "", scope: SearchScope = PUBLIC, **request: Any) -> EnginePage:
    return engine.search(SearchRequest(scope, node=parse_query(text).node, **({"per_page": 100} | request)))


def found(engine: Engine, text: str = "", scope: SearchScope = PUBLIC, **request: Any) -> set[int]:
    page = ask(engine, text, scope, **request)
    assert page.total == len(page.hits)
    return {hit.testimony_id for hit in page.hits}


def counts(page: EnginePage, facet: str) -> dict[str, int]:
    return {value.slug: value.count for value in page.facets[facet]}
