"""The engines under measurement, and the same request put to each of them past the archive."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENGINES = ("embedded", "elasticsearch")
PREFIX = "rawibench"


def server_url() -> str:
    """The index server to measure, where there is one."""
    return os.environ.get("ELASTICSEARCH_URL", "")


@contextmanager
def using(engine: str, url: str) -> Iterator[Any]:
    """Search with this engine inside."""
    from django.test import override_settings

    from search.engines import search_engine

    urls = [url] if engine == "elasticsearch" else []
    with override_settings(ELASTICSEARCH_URL=urls, RAWI_ELASTICSEARCH_PREFIX=PREFIX):
        chosen = search_engine()
        if chosen.name != engine:
            raise RuntimeError(f"{chosen.name} searches, not {engine}")
        yield chosen


def past_the_archive(engine: Any, requests: list[Any]) -> list[Callable[[], Any]]:
    """What answers each request without anything of Django, the database or the pages.

    For the server the body of the engine's one request, made beforehand, over the same client. The embedded engine is
    a library: its own answer.
    """
    if engine.name == "embedded":
        return [lambda request=request: engine.search(request) for request in requests]  # type: ignore[misc]
    from search.engines.elastic.queries import search_body
    from search.query import build_clause

    client = engine._connection.client()
    bodies = [(engine._aliases.read(one.scope.space), search_body(one, build_clause(one.node))) for one in requests]
    return [
        lambda index=index, body=body: client.search(  # type: ignore[misc]
            index=index, body=body, allow_partial_search_results=False, preference="rawi"
        )
        for index, body in bodies
    ]


@contextmanager
def requests_seen(engine: Any) -> Iterator[list[Any]]:
    """Every request that the engine gets inside."""
    seen: list[Any] = []
    search = engine.search

    def noted(request: Any) -> Any:
        seen.append(request)
        return search(request)

    engine.search = noted
    try:
        yield seen
    finally:
        del engine.search


def megabytes_on_disk(engine: Any) -> float:
    """The index of both spaces, as it lies on the disk."""
    if engine.name == "embedded":
        from django.conf import settings

        files = [path for path in Path(settings.RAWI_SEARCH_DIR).rglob("*") if path.is_file()]
        return sum(path.stat().st_size for path in files) / 1e6
    client = engine._connection.writer()
    in_use = [engine._aliases.in_use(client, space).current for space in ("public", "full")]
    client.indices.flush(index=in_use)
    stats = client.indices.stats(index=in_use, metric="store")
    return float(stats["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6


def forget(url: str) -> None:
    """Delete what a run has left on the server."""
    with using("elasticsearch", url) as engine:
        client = engine._connection.writer()
        names = list(client.indices.get(index=f"{PREFIX}*", ignore_unavailable=True))
        if names:
            client.indices.delete(index=names)
