"""The engine for Elasticsearch and OpenSearch: one request a page, two spaces, rebuilds without a gap."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from search.engines.base import (
    SPACES,
    EngineHealth,
    EngineUnavailable,
    FoundPassage,
    RebuildReport,
    SpaceHealth,
    StoredVersion,
    check_limit,
    check_one_reader,
)
from search.engines.elastic.client import SEARCH_TIMEOUT, Connection, Server, ServerInfo, reported
from search.engines.elastic.generations import Aliases, documents_alias
from search.engines.elastic.lease import lease
from search.engines.elastic.mapping import INNER_FIELDS
from search.engines.elastic.queries import passages_body, search_body, totals_body
from search.engines.elastic.rebuilding import Rebuild
from search.engines.elastic.similar import similar_body, similar_page
from search.engines.elastic.stored import changed_since, stored_versions, totals
from search.engines.elastic.writing import PreparedChange, prepare, tombstone, write
from search.query.clauses import build_clause, positive_leaves
from search.query.ranking import WEIGHTS, Weights
from search.records import (
    FACETS,
    EngineHit,
    EnginePage,
    EnginePassage,
    FacetValue,
    SearchRequest,
    SimilarPage,
    SimilarRequest,
    YearCount,
)

if TYPE_CHECKING:
    from archive.api import IndexDocument
    from search.engines.base import Removal


class ElasticEngine:
    """A search engine on a server, shared by any number of threads and processes."""

    name = "elasticsearch"

    def __init__(self, server: Server, timeout: float = SEARCH_TIMEOUT, weights: Weights = WEIGHTS) -> None:
        """``timeout``: seconds to wait for a search before it is tried once more and then given up."""
        self.server = server
        self._weights = weights
        self._connection = Connection(server, timeout)
        self._aliases = Aliases(server.prefix)

    def search(self, request: SearchRequest) -> EnginePage:
        """Find one page: see Engine.search."""
        started = time.perf_counter()
        answer = self._ask(request.scope.space, search_body(request, build_clause(request.node), self._weights))
        return _page(request, answer, (time.perf_counter() - started) * 1000)

    def totals(self, requests: Sequence[SearchRequest]) -> tuple[int, ...]:
        """Say how many testimonies each request finds: see Engine.totals."""
        check_one_reader(requests)
        if not requests:
            return ()
        clauses = [build_clause(request.node) for request in requests]
        answer = self._ask(requests[0].scope.space, totals_body(requests, clauses))
        counted = answer["aggregations"]["totals"]["buckets"]
        return tuple(counted[str(number)]["doc_count"] for number in range(len(requests)))

    def passages(self, request: SearchRequest, limit: int, testimony_id: int | None = None) -> tuple[FoundPassage, ...]:
        """Find the best passages: see Engine.passages."""
        check_limit(limit)
        clause = build_clause(request.node)
        if clause is None or not positive_leaves(clause):
            return ()
        body = passages_body(request, clause, limit, testimony_id, self._weights)
        found: list[FoundPassage] = []
        for hit in self._ask(request.scope.space, body)["hits"]["hits"]:
            items = hit["inner_hits"]["passages"]["hits"]["hits"]
            account = hit["_score"] - max(item["_score"] for item in items)  # what all its passages share
            found += [FoundPassage(int(hit["_id"]), *_pointer(item), item["_score"] + account) for item in items]
        return tuple(sorted(found, key=lambda item: (-item.score, item.testimony_id, item.sequence))[:limit])

    def similar(self, request: SimilarRequest) -> SimilarPage:
        """Find the accounts that share most with one: see Engine.similar."""
        return similar_page(request, self._ask(request.scope.space, similar_body(request)))

    def apply(self, space: str, changes: "Iterable[IndexDocument | Removal]") -> None:
        """Write changes to every generation in use: see Engine.apply."""
        rows = [prepare(change) for change in changes]
        with reported():
            client = self._connection.writer()
            found = self._aliases.in_use(client, space)
            while True:
                gone = write(client, _writes(rows, found.written, found.previous))
                now = self._aliases.in_use(client, space)
                if any(documents_alias(generation) in gone for generation in now.written):
                    raise EngineUnavailable("no-index", f"A generation of the {space} index is damaged: rebuild it.")
                if (now.written, now.previous) == (found.written, found.previous):
                    break
                found = now  # somebody switched meanwhile: a document may have gone where a tombstone belongs
            # All of them: one that is being filled may be switched to before this returns.
            client.indices.refresh(index=found.written)

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

    def _ask(self, space: str, body: dict[str, Any]) -> dict[str, Any]:
        with reported():
            answer = self._connection.client().search(
                index=self._aliases.read(space),
                body=body,
                allow_partial_search_results=False,
                preference="rawi",  # one copy of the index for all pages: copies may rank equals differently
            )
        if answer["timed_out"]:
            raise EngineUnavailable("timeout", "The index server did not finish the search in time.")
        return dict(answer.body)

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
        told_years=_by_year(counted["told_years"]),
        recorded_years=_by_year(counted["recorded_year"]),
    )


def _by_year(counted: dict[str, Any]) -> tuple[YearCount, ...]:
    return tuple(sorted(YearCount(bucket["key"], bucket["doc_count"]) for bucket in _inner(counted)["buckets"]))


def _inner(counted: dict[str, Any]) -> dict[str, Any]:
    """Give a count, taken out of the filters around it."""
    inner: dict[str, Any] = counted.get("values", counted)
    return inner


def _hit(hit: dict[str, Any]) -> EngineHit:
    inner = hit.get("inner_hits", {})
    found = inner.get("passages", {}).get("hits")
    counted = inner.get("counted", {}).get("hits", found)
    return EngineHit(
        testimony_id=int(hit["_id"]),
        score=hit["_score"] or 0.0,
        passage_total=counted["total"]["value"] if counted else 0,
        passages=tuple(EnginePassage(*_pointer(item)) for item in found["hits"]) if found else (),
    )


def _pointer(item: dict[str, Any]) -> tuple[int, int]:
    fields = item["fields"]
    return fields["passages.passage_id"][0], fields["passages.sequence"][0]


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
