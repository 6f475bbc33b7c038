"""The embedded engine: SQLite's full-text tables over terms analysed in Python. Nothing to install or to run.

Comfortable to about a thousand full-length interviews (300,000 passages); past that the Elasticsearch engine.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from search.engines.base import (
    SPACES,
    EngineHealth,
    EngineUnavailable,
    FoundPassage,
    RebuildReport,
    Removal,
    SpaceHealth,
    StoredVersion,
    check_limit,
    check_one_reader,
)
from search.engines.embedded.catalogue import EMPTY, Catalogue, refreshed
from search.engines.embedded.matching import Found, Passages, find, find_passages, testimony_of
from search.engines.embedded.preparing import prepared
from search.engines.embedded.ranking import SQLITE_SCALE, PassageRanking, candidates, next_to
from search.engines.embedded.similar import find_similar
from search.engines.embedded.store import FORMAT, Store
from search.engines.embedded.writing import PreparedChange, prepare, totals, write
from search.query.clauses import build_clause
from search.query.ranking import WEIGHTS, Weights, hints
from search.records import (
    BEST_PASSAGES,
    FACETS,
    EngineHit,
    EnginePage,
    EnginePassage,
    FacetValue,
    SearchRequest,
    SimilarPage,
    SimilarRequest,
    Sort,
    YearCount,
)

if TYPE_CHECKING:
    from archive.api import IndexDocument

RANKED_PASSAGES = 200  # that are ranked by more than SQLite does: the best of the first testimonies
BATCH_PASSAGES = 2000  # of a rebuild's transactions: other writers wait no longer than one takes
_STEPS = 20_000  # virtual machine steps between two looks at the clock


class EmbeddedEngine:
    """A search engine in files of its own under ``directory``, shared by any number of threads and processes."""

    name = "embedded"

    def __init__(self, directory: Path, deadline: float = 3.0, weights: Weights = WEIGHTS) -> None:
        """``deadline``: seconds after which a search is given up (coarse; it is looked at between steps of SQLite)."""
        self._store = Store(Path(directory))
        self._deadline = deadline
        self._weights = weights
        self._catalogues: dict[str, tuple[str, Catalogue]] = {}
        self._refreshing = threading.Lock()

    def search(self, request: SearchRequest) -> EnginePage:
        """Find one page: see Engine.search."""
        started = time.perf_counter()
        clause = build_clause(request.node)
        with self._looking_up(request) as (connection, catalogue):
            visible = catalogue.visible(request.scope) - request.exclude_ids
            readable = catalogue.readable(request.scope) - request.exclude_ids
            matched = find(connection, clause, readable, visible)
            found, counted = _filtered(catalogue, matched.testimonies, readable, request)
            opened = found & readable
            by_score = request.sort is Sort.RELEVANCE
            passages = find_passages(connection, matched.leaves, opened, len(opened) == len(catalogue.facts), by_score)
            scores = _scores(matched.record_scores, passages, found) if by_score else {}
            order = catalogue.order(found, request.sort, scores)
            ranking = PassageRanking(connection, matched.leaves, hints(request.node), self._weights)
            if by_score and matched.leaves:
                order = _ranked(catalogue, order, scores, matched, passages, ranking)
            first = (request.page - 1) * request.per_page
            keys = order[first : first + request.per_page]
            if not by_score:  # the best passages of this page's hits alone
                best = find_passages(connection, matched.leaves, opened & frozenset(keys), False, True)
                _rank_passages(keys, best, ranking)
            else:
                best = passages
            if request.beside:
                best = _with_neighbours(keys, best, ranking)
            hits = _hits(connection, keys, scores, best)
        took = (time.perf_counter() - started) * 1000
        return EnginePage(len(order), len(passages.rows), hits, counted.facets, took, counted.told, counted.recorded)

    def totals(self, requests: Sequence[SearchRequest]) -> tuple[int, ...]:
        """Say how many testimonies each request finds: see Engine.totals."""
        check_one_reader(requests)
        if not requests:
            return ()
        first = requests[0]
        totals: list[int] = []
        with self._looking_up(first) as (connection, catalogue):
            visible = catalogue.visible(first.scope) - first.exclude_ids
            readable = catalogue.readable(first.scope) - first.exclude_ids
            for request in requests:
                found = find(connection, build_clause(request.node), readable, visible).testimonies
                for ids in catalogue.allowed(request.filters, readable):
                    if ids is not None:
                        found = found & ids
                totals.append(len(found))
        return tuple(totals)

    def passages(self, request: SearchRequest, limit: int, testimony_id: int | None = None) -> tuple[FoundPassage, ...]:
        """Find the best passages: see Engine.passages."""
        check_limit(limit)
        clause = build_clause(request.node)
        with self._looking_up(request) as (connection, catalogue):
            visible = catalogue.visible(request.scope) - request.exclude_ids
            readable = catalogue.readable(request.scope) - request.exclude_ids
            matched = find(connection, clause, readable, visible)
            found, _ = _filtered(catalogue, matched.testimonies, readable, request)
            opened = found & readable
            if testimony_id is not None:
                opened = opened & {testimony_id}
            passages = find_passages(connection, matched.leaves, opened, len(opened) == len(catalogue.facts), True)
            ranking = PassageRanking(connection, matched.leaves, hints(request.node), self._weights)
            chosen = candidates(passages, matched.words_met, self._weights, RANKED_PASSAGES)
            scores = ranking.scores(chosen, next_to(chosen, passages, RANKED_PASSAGES) if request.beside else ())
            for rowid in scores:
                scores[rowid] += self._weights.account * matched.words_met.get(testimony_of(rowid), 0.0)
            best = sorted(scores, key=lambda rowid: (-round(scores[rowid], 9), rowid))[:limit]
            pointers = _pointers(connection, best)
        return tuple(FoundPassage(testimony_of(rowid), *pointers[rowid], scores[rowid]) for rowid in best)

    def similar(self, request: SimilarRequest) -> SimilarPage:
        """Find the accounts that share most with one: see Engine.similar."""
        with self._looking_up(request) as (connection, catalogue):
            return find_similar(connection, catalogue, request)

    def apply(self, space: str, changes: "Iterable[IndexDocument | Removal]") -> None:
        """Write changes to every generation in use: see Engine.apply."""
        rows = [prepare(change) for change in changes]
        try:
            for generation in self._store.targets(space):
                try:
                    with self._store.writing(generation) as connection:
                        write(connection, rows)
                except sqlite3.OperationalError:
                    # Its file is gone if a rebuild that began after this change was made has replaced it meanwhile.
                    if generation in self._store.targets(space):
                        raise
        except sqlite3.DatabaseError as error:
            raise EngineUnavailable("unreachable", f"The search index cannot be written: {error}.") from error

    def rebuild(
        self,
        space: str,
        changes: "Iterable[IndexDocument | Removal]",
        progress: Callable[[int], None] | None = None,
    ) -> RebuildReport:
        """Write the next generation and switch to it: see Engine.rebuild."""
        started = time.perf_counter()
        documents = 0
        with self._store.rebuild_lock(space):
            generation = self._store.start_generation(space)
            try:
                batch: list[PreparedChange] = []
                waiting = 0
                with closing(prepared(changes)) as rows:
                    for row in rows:
                        batch.append(row)
                        waiting += 1 + len(row.passages)
                        documents += row.facts is not None
                        if waiting >= BATCH_PASSAGES:
                            self._write_batch(generation, batch)
                            batch, waiting = [], 0
                            if progress is not None:
                                progress(documents)
                self._write_batch(generation, batch)
                with self._store.writing(generation) as connection:
                    connection.execute("INSERT INTO passage_fts(passage_fts) VALUES ('optimize')")
                    connection.execute("INSERT INTO record_fts(record_fts) VALUES ('optimize')")
                    documents, passages = totals(connection)
                self._store.finish_generation(space, generation)
            except BaseException:
                self._store.abandon_generation(space, generation)
                raise
        if progress is not None:
            progress(documents)
        return RebuildReport(space, generation, documents, passages, time.perf_counter() - started)

    def rollback(self, space: str, note: Callable[[list[int]], None]) -> str:
        """Refuse: no earlier index is kept, as one may hold words that were withdrawn since."""
        message = "The embedded engine keeps no earlier index: run search_rebuild, which takes a moment."
        raise EngineUnavailable("no-previous", message)

    def health(self) -> EngineHealth:
        """Say what each space holds: see Engine.health."""
        return EngineHealth(self.name, tuple(self._space_health(space) for space in SPACES))

    def document_versions(self, space: str) -> Iterator[tuple[int, StoredVersion]]:
        """Give what is stored of every testimony: see Engine.document_versions."""
        with self._store.reading(space) as (connection, _):
            rows: list[tuple[int, int, str]] = connection.execute(
                "SELECT id, version, fingerprint FROM testimony WHERE facts IS NOT NULL ORDER BY id"
            ).fetchall()
        for key, version, stored in rows:
            yield key, StoredVersion(version, stored)

    def close(self) -> None:
        """Close this thread's connections."""
        self._store.close()

    @contextmanager
    def _looking_up(self, request: SearchRequest | SimilarRequest) -> Iterator[tuple[sqlite3.Connection, Catalogue]]:
        """Open one snapshot of the request's space. Raises EngineUnavailable past the deadline or for a bad file."""
        give_up = time.perf_counter() + self._deadline
        try:
            with self._store.reading(request.scope.space) as (connection, generation):
                catalogue = self._catalogue(connection, request.scope.space, generation)
                connection.set_progress_handler(lambda: time.perf_counter() > give_up, _STEPS)
                try:
                    yield connection, catalogue
                finally:
                    connection.set_progress_handler(None, 0)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                message = f"The search took longer than {self._deadline:g} seconds and was given up."
                raise EngineUnavailable("timeout", message) from error
            raise EngineUnavailable("unreachable", f"The search index cannot be read: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise EngineUnavailable("unreachable", f"The search index is damaged: {error}.") from error

    def _catalogue(self, connection: sqlite3.Connection, space: str, generation: str) -> Catalogue:
        known_generation, known = self._catalogues.get(space, ("", EMPTY))
        if known_generation != generation:
            known = EMPTY
        newer = refreshed(connection, known)
        if newer is not known:
            with self._refreshing:
                stored_generation, stored = self._catalogues.get(space, ("", EMPTY))
                if stored_generation != generation or stored.revision < newer.revision:
                    self._catalogues[space] = (generation, newer)
        return newer

    def _write_batch(self, generation: str, batch: list[PreparedChange]) -> None:
        if batch:
            with self._store.writing(generation) as connection:
                write(connection, batch)

    def _space_health(self, space: str) -> SpaceHealth:
        try:
            with self._store.reading(space) as (connection, generation):
                documents, passages = totals(connection)
                stored = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except (EngineUnavailable, sqlite3.DatabaseError):
            return SpaceHealth(space, ready=False, outdated=False, generation="", documents=0, passages=0)
        outdated = stored is None or stored[0] != str(FORMAT)
        return SpaceHealth(space, True, outdated, generation, documents, passages)


class _Counts(NamedTuple):
    facets: dict[str, tuple[FacetValue, ...]]
    told: tuple[YearCount, ...]
    recorded: tuple[YearCount, ...]


def _filtered(
    catalogue: Catalogue, matched: Set[int], readable: Set[int], request: SearchRequest
) -> tuple[Set[int], _Counts]:
    """Give what passes every filter, and the counts of each facet and of the years over what passes every other one.

    Where every chosen theme is wanted, themes are counted over what passes all.
    """
    passing = catalogue.allowed(request.filters, readable)
    found = matched
    for ids in passing:
        if ids is not None:
            found = found & ids

    def others(number: int) -> Set[int]:
        if passing[number] is None:
            return found
        counted = matched
        for other, ids in enumerate(passing):
            if other != number and ids is not None:
                counted = counted & ids
        return counted

    filters = request.filters
    facets = {
        facet: catalogue.count(
            number,
            found if facet == "theme" and filters.every_theme else others(number),
            filters.values(facet),
            readable,
        )
        for number, facet in enumerate(FACETS)
    }
    told, recorded = others(len(FACETS)), others(len(FACETS) + 1)
    return found, _Counts(facets, catalogue.count_told(told), catalogue.count_recorded(recorded))


def _scores(records: dict[int, float], passages: Passages, found: Set[int]) -> dict[int, float]:
    """Give each testimony's score: its best passage's and its record's. Higher is better."""
    scores = {key: score for key, score in records.items() if key in found}
    for key, score in passages.best.items():
        scores[key] = scores.get(key, 0.0) - score
    return scores


def _ranked(
    catalogue: Catalogue,
    order: list[int],
    scores: dict[int, float],
    matched: Found,
    passages: Passages,
    ranking: PassageRanking,
) -> list[int]:
    """Put the first of an order in a better one, by more than SQLite's own ranking. Changes ``scores``."""
    taken = _rank_passages(order, passages, ranking)
    head, tail = order[:taken], order[taken:]
    best: dict[int, float] = {}
    for rowid, score in passages.ranked.items():
        key = testimony_of(rowid)
        best[key] = max(best.get(key, 0.0), score)
    for key in head:
        scores[key] = best.get(key, 0.0) + matched.record_scores.get(key, 0.0)
        scores[key] += ranking.weights.account * matched.words_met.get(key, 0.0)
    lowest = min((scores[key] for key in head), default=0.0)
    for key in tail:
        scores[key] = min(scores[key] / SQLITE_SCALE, lowest)
    return catalogue.order(head, Sort.RELEVANCE, scores) + tail


def _rank_passages(keys: Sequence[int], passages: Passages, ranking: PassageRanking) -> int:
    """Rank the best passages of the first testimonies, and say of how many."""
    first = keys[:RANKED_PASSAGES]
    rows = passages.of(frozenset(first))
    chosen: list[int] = []
    taken = 0
    for key in first:
        if len(chosen) >= RANKED_PASSAGES:
            break
        chosen += rows[key][:BEST_PASSAGES]
        taken += 1
    passages.ranked.update(ranking.scores(chosen))
    return taken


def _with_neighbours(keys: Sequence[int], passages: Passages, ranking: PassageRanking) -> Passages:
    """Add what stands next to the best passages of these testimonies, ranked but not counted."""
    rows = passages.of(frozenset(keys))
    best = [rowid for key in keys for rowid in rows[key][:BEST_PASSAGES] if rowid in passages.ranked]
    scores = ranking.scores((), next_to(best, passages, RANKED_PASSAGES))
    return replace(passages, rows=passages.rows + [(rowid, 0.0) for rowid in scores], ranked=passages.ranked | scores)


def _hits(
    connection: sqlite3.Connection, keys: list[int], scores: dict[int, float], passages: Passages
) -> tuple[EngineHit, ...]:
    best = {key: rows[:BEST_PASSAGES] for key, rows in passages.of(frozenset(keys)).items()}
    pointers = _pointers(connection, [rowid for rows in best.values() for rowid in rows])
    return tuple(
        EngineHit(
            testimony_id=key,
            score=round(scores.get(key, 0.0), 9),
            passage_total=passages.totals.get(key, 0),
            passages=tuple(EnginePassage(*pointers[rowid]) for rowid in best[key]),
        )
        for key in keys
    )


def _pointers(connection: sqlite3.Connection, rowids: list[int]) -> dict[int, tuple[int, int]]:
    query = "SELECT rowid, passage_id, sequence FROM passage WHERE rowid IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps(rowids),))
    return {rowid: (passage_id, sequence) for rowid, passage_id, sequence in rows}
