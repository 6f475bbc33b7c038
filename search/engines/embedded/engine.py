"""The embedded engine: SQLite's full-text tables over terms analysed in Python. Nothing to install or to run.

Comfortable to about two thousand full-length interviews (600,000 passages); past that the Elasticsearch engine.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from search.engines.base import (
    SPACES,
    EngineHealth,
    EngineUnavailable,
    RebuildReport,
    Removal,
    SpaceHealth,
    StoredVersion,
)
from search.engines.embedded.catalogue import EMPTY, Catalogue, refreshed
from search.engines.embedded.matching import Passages, find, find_passages
from search.engines.embedded.store import FORMAT, Store
from search.engines.embedded.writing import PreparedChange, prepare, totals, write
from search.query.clauses import build_clause
from search.records import BEST_PASSAGES, FACETS, EngineHit, EnginePage, EnginePassage, FacetValue, SearchRequest, Sort

if TYPE_CHECKING:
    from archive.api import IndexDocument

BATCH_PASSAGES = 2000  # of a rebuild's transactions: other writers wait no longer than one takes
_STEPS = 20_000  # virtual machine steps between two looks at the clock


class EmbeddedEngine:
    """A search engine in files of its own under ``directory``, shared by any number of threads and processes."""

    name = "embedded"

    def __init__(self, directory: Path, deadline: float = 3.0) -> None:
        """``deadline``: seconds after which a search is given up (coarse; it is looked at between steps of SQLite)."""
        self._store = Store(Path(directory))
        self._deadline = deadline
        self._catalogues: dict[str, tuple[str, Catalogue]] = {}
        self._refreshing = threading.Lock()

    def search(self, request: SearchRequest) -> EnginePage:
        """Find one page: see Engine.search."""
        started = time.perf_counter()
        clause = build_clause(request.node)
        try:
            with self._store.reading(request.scope.space) as (connection, generation):
                catalogue = self._catalogue(connection, request.scope.space, generation)
                visible = catalogue.visible(request.scope) - request.exclude_ids
                readable = catalogue.readable(request.scope) - request.exclude_ids
                give_up = started + self._deadline
                connection.set_progress_handler(lambda: time.perf_counter() > give_up, _STEPS)
                try:
                    matched = find(connection, clause, readable, visible)
                    found, facets = _filtered(catalogue, matched.testimonies, readable, request)
                    opened = found & readable
                    by_score = request.sort is Sort.RELEVANCE
                    passages = find_passages(
                        connection, matched.leaves, opened, len(opened) == len(catalogue.facts), by_score
                    )
                    scores = _scores(matched.record_scores, passages, found) if by_score else {}
                    order = catalogue.order(found, request.sort, scores)
                    first = (request.page - 1) * request.per_page
                    keys = order[first : first + request.per_page]
                    if not by_score:  # the best passages of this page's hits alone
                        best = find_passages(connection, matched.leaves, opened & frozenset(keys), False, True)
                    else:
                        best = passages
                    hits = _hits(connection, keys, scores, best)
                finally:
                    connection.set_progress_handler(None, 0)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                message = f"The search took longer than {self._deadline:g} seconds and was given up."
                raise EngineUnavailable("timeout", message) from error
            raise EngineUnavailable("unreachable", f"The search index cannot be read: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise EngineUnavailable("unreachable", f"The search index is damaged: {error}.") from error
        took = (time.perf_counter() - started) * 1000
        return EnginePage(len(order), len(passages.rows), hits, facets, took)

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
                for change in changes:
                    row = prepare(change)
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


def _filtered(
    catalogue: Catalogue, matched: Set[int], readable: Set[int], request: SearchRequest
) -> tuple[Set[int], dict[str, tuple[FacetValue, ...]]]:
    """Give what passes every filter, and each facet's counts over what passes every other one."""
    passing = catalogue.allowed(request.filters, readable)
    found = matched
    for ids in passing:
        if ids is not None:
            found = found & ids
    facets: dict[str, tuple[FacetValue, ...]] = {}
    for number, facet in enumerate(FACETS):
        counted = found
        if passing[number] is not None:
            counted = matched
            for other, ids in enumerate(passing):
                if other != number and ids is not None:
                    counted = counted & ids
        facets[facet] = catalogue.count(number, counted, request.filters.values(facet), readable)
    return found, facets


def _scores(records: dict[int, float], passages: Passages, found: Set[int]) -> dict[int, float]:
    """Give each testimony's score: its best passage's and its record's. Higher is better."""
    scores = {key: score for key, score in records.items() if key in found}
    for key, score in passages.best.items():
        scores[key] = scores.get(key, 0.0) - score
    return scores


def _hits(
    connection: sqlite3.Connection, keys: list[int], scores: dict[int, float], passages: Passages
) -> tuple[EngineHit, ...]:
    best = {key: rows[:BEST_PASSAGES] for key, rows in passages.of(frozenset(keys)).items()}
    rowids = [rowid for rows in best.values() for _, rowid in rows]
    pointers: dict[int, EnginePassage] = {}
    if rowids:
        marks = ",".join("?" * len(rowids))
        query = f"SELECT rowid, passage_id, sequence FROM passage WHERE rowid IN ({marks})"  # noqa: S608
        for rowid, passage_id, sequence in connection.execute(query, rowids):
            pointers[rowid] = EnginePassage(passage_id, sequence)
    return tuple(
        EngineHit(
            testimony_id=key,
            score=round(scores.get(key, 0.0), 9),
            passage_total=passages.totals.get(key, 0),
            passages=tuple(pointers[rowid] for _, rowid in best[key]),
        )
        for key in keys
    )
