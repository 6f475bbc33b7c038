"""The engine for Elasticsearch and OpenSearch: one request a page, two spaces, rebuilds without a gap."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from search.engines.base import (
    SPACES,
    EngineHealth,
    EngineUnavailable,
    RebuildReport,
    SpaceHealth,
    StoredVersion,
)
from search.engines.elastic.client import SEARCH_TIMEOUT, Connection, Server, ServerInfo, reported
from search.engines.elastic.generations import Aliases, documents_alias
from search.engines.elastic.lease import lease
from search.engines.elastic.mapping import INNER_FIELDS
from search.engines.elastic.queries import search_body
from search.engines.elastic.rebuilding import Rebuild
from search.engines.elastic.stored import changed_since, stored_versions, totals
from search.engines.elastic.writing import PreparedChange, prepare, tombstone, write
from search.query.clauses import build_clause
from search.records import FACETS, EngineHit, EnginePage, EnginePassage, FacetValue, SearchRequest

if TYPE_CHECKING:
    from archive.api import IndexDocument
    from search.engines.base import Removal


class ElasticEngine:
    """A search engine on a server, shared by any number of threads and processes."""

    name = "elasticsearch"

    def __init__(self, server: Server, timeout: float = SEARCH_TIMEOUT) -> None:
        """``timeout``: seconds to wait for a search before it is tried once more and then given up."""
        self.server = server
        self._connection = Connection(server, timeout)
        self._aliases = Aliases(server.prefix)

    def search(self, request: SearchRequest) -> EnginePage:
        """Find one page: see Engine.search."""
        started = time.perf_counter()
        body = search_body(request, build_clause(request.node))
        with reported():
            answer = self._connection.client().search(
                index=self._aliases.read(request.scope.space),
                body=body,
                allow_partial_search_results=False,
                preference="rawi",  # one copy of the index for all pages: copies may rank equals differently
            )
        if answer["timed_out"]:
            raise EngineUnavailable("timeout", "The index server did not finish the search in time.")
        return _page(request, answer.body, (time.perf_counter() - started) * 1000)

    def apply(self, space: str, changes: "Iterable[IndexDocument | Removal]") -> None:
        """Write changes to every generation in use: see Engine.apply."""
        rows = [prepare(change) for change in changes]
        with reported():
            client = self._connection.writer()
            found = self._aliases.in_use(client, space)
            gone = write(client, _writes(rows, found.written, found.previous))
            if gone:  # a rebuild that ended meanwhile has deleted a generation; the others are written
                found = self._aliases.in_use(client, space)
                if any(documents_alias(generation) in gone for generation in found.written):
                    raise EngineUnavailable("no-index", f"A generation of the {space} index is damaged: rebuild it.")
            client.indices.refresh(index=found.current)

    def rebuild(
        self,
        space: str,
        changes: "Iterable[IndexDocument | Removal]",
        progress: Callable[[int], None] | None = None,
    ) -> RebuildReport:
        """Write the next generation and switch to it: see Engine.rebuild.

        One that was interrupted (stopped, or the server failed) is taken up where it was: what its generation already
        holds is compared and not sent again.
        """
        with reported():
            client = self._connection.writer()
        with lease(client, self._aliases.prefix, space) as permit:
            return Rebuild(client, self._aliases, space, permit).run(changes, progress)

    def rollback(self, space: str, note: Callable[[list[int]], None]) -> str:
        """Go back to the generation before the last rebuild: see Engine.rollback."""
        with reported():
            client = self._connection.writer()
        with lease(client, self._aliases.prefix, space):
            with reported():
                found = self._aliases.in_use(client, space)
                if not found.previous:
                    message = f"There is no earlier {space} index to go back to."
                    raise EngineUnavailable("no-previous", message)
                self._aliases.write_again(client, space, found.previous)
                changed = changed_since(client, found.previous, found.current)
            note(sorted(changed))
            with reported():
                # What changed must not be found in its old state, also where no write has reached this generation.
                alias = documents_alias(found.previous)
                write(client, [(alias, tombstone(key, version)) for key, version in sorted(changed.items())])
                self._aliases.put_in_use(client, space, found.previous)
        return found.previous

    def health(self) -> EngineHealth:
        """Say what each space holds: see Engine.health. Raises EngineUnavailable when the server does not answer."""
        return EngineHealth(self.name, tuple(self._space_health(space) for space in SPACES))

    def document_versions(self, space: str) -> Iterator[tuple[int, StoredVersion]]:
        """Give what is stored of every testimony: see Engine.document_versions."""
        with reported():
            client = self._connection.writer()
            current = self._aliases.in_use(client, space).current
            client.indices.refresh(index=current)
            rows = list(stored_versions(client, current))
        for row in rows:
            if row.visible:
                yield row.testimony_id, StoredVersion(row.version, row.fingerprint)

    def server_info(self) -> ServerInfo:
        """Say what the server is, even one that is too old."""
        return self._connection.info()

    def close(self) -> None:
        """Close this process's connections."""
        self._connection.close()

    def _space_health(self, space: str) -> SpaceHealth:
        with reported():
            client = self._connection.client()
            current = self._aliases.generations(client, space).current
            if not current:
                return SpaceHealth(space, ready=False, outdated=False, generation="", documents=0, passages=0)
            found = totals(client, current)
            outdated = not self._aliases.is_current_format(client, current)
        return SpaceHealth(space, True, outdated, current, found.documents, found.passages)


def _writes(rows: list[PreparedChange], generations: list[str], previous: str) -> Iterator[tuple[str, PreparedChange]]:
    """Pair every change with the generations it goes to; the previous one only learns that it is out of date."""
    for row in rows:
        for generation in generations:
            yield documents_alias(generation), row
        if previous:
            yield documents_alias(previous), tombstone(row.testimony_id, row.version)


def _page(request: SearchRequest, answer: dict[str, Any], took: float) -> EnginePage:
    counted = answer["aggregations"]
    passages = _inner(counted["passages"])["meeting"]["doc_count"] if "passages" in counted else 0
    return EnginePage(
        total=answer["hits"]["total"]["value"],
        passage_total=passages,
        hits=tuple(map(_hit, answer["hits"]["hits"])),
        facets={facet: _facet(counted, facet, request.filters.values(facet)) for facet in FACETS},
        took_ms=took,
    )


def _inner(counted: dict[str, Any]) -> dict[str, Any]:
    """Give a count, taken out of the filters around it."""
    inner: dict[str, Any] = counted.get("values", counted)
    return inner


def _hit(hit: dict[str, Any]) -> EngineHit:
    found = hit.get("inner_hits", {}).get("passages", {}).get("hits")
    pointers = [item["fields"] for item in found["hits"]] if found else []
    return EngineHit(
        testimony_id=int(hit["_id"]),
        score=hit["_score"] or 0.0,
        passage_total=found["total"]["value"] if found else 0,
        passages=tuple(
            EnginePassage(item["passages.passage_id"][0], item["passages.sequence"][0]) for item in pointers
        ),
    )


def _facet(counted: dict[str, Any], facet: str, chosen: tuple[str, ...]) -> tuple[FacetValue, ...]:
    """Give a facet's values, most frequent first; chosen ones are there even with none, so they can be undone."""
    counts: Counter[str] = Counter()
    for field in (facet, INNER_FIELDS.get(facet)):
        if field is not None:
            counts.update({bucket["key"]: bucket["doc_count"] for bucket in _inner(counted[field])["buckets"]})
    for slug in chosen:
        counts.setdefault(slug, 0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(slug, total, slug in chosen) for slug, total in ordered)
