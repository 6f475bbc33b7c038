"""Fills a new generation beside the one in use, looks whether it is right, and switches.

Documents are prepared here while the server takes the ones before: two requests are under way at a time.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from elasticsearch import Elasticsearch

from search.engines.base import EngineUnavailable, RebuildReport
from search.engines.elastic.client import reported
from search.engines.elastic.generations import Aliases, documents_alias
from search.engines.elastic.lease import Lease
from search.engines.elastic.stored import Stored, stored_of, stored_versions, totals
from search.engines.elastic.writing import BULK_BYTES, PreparedChange, prepare, tombstone, write

if TYPE_CHECKING:
    from archive.api import IndexDocument
    from search.engines.base import Removal

_REQUESTS = 2  # under way at a time
_SAMPLE = 200  # testimonies that are looked at one by one before the switch


class Rebuild:
    """One rebuild of one space."""

    def __init__(self, client: Elasticsearch, aliases: Aliases, space: str, permit: Lease) -> None:
        self._client = client
        self._aliases = aliases
        self._space = space
        self._permit = permit
        self._given: dict[int, PreparedChange] = {}  # what was written last of each testimony, without its source
        self._documents = 0

    def run(
        self, changes: "Iterable[IndexDocument | Removal]", progress: Callable[[int], None] | None
    ) -> RebuildReport:
        """Do it. An error of the source deletes the new generation; a stop or a failing server leaves it to resume."""
        started = time.perf_counter()
        with reported():
            generation, held = self._start()
        try:
            self._fill(generation, held, changes, progress)
            with reported():
                self._bury(generation, held)
                found = self._check(generation)
                self._permit.renew(now=True)
                self._aliases.put_in_use(self._client, self._space, generation)
        except EngineUnavailable as error:
            if error.code == "incomplete":
                self._give_up(generation)
            raise
        except Exception:
            self._give_up(generation)
            raise
        with suppress(EngineUnavailable), reported():
            self._aliases.delete(self._client, *self._aliases.generations(self._client, self._space).stray)
        documents, passages = found
        if progress is not None:
            progress(documents)
        return RebuildReport(self._space, generation, documents, passages, time.perf_counter() - started)

    def _start(self) -> tuple[str, dict[int, Stored]]:
        """Give the generation to fill, and what it holds already if an earlier rebuild was interrupted."""
        building = self._aliases.generations(self._client, self._space).building
        if building and self._aliases.is_current_format(self._client, building):
            self._client.indices.refresh(index=building)
            return building, {row.testimony_id: row for row in stored_versions(self._client, building)}
        self._aliases.delete(self._client, building)
        return self._aliases.create(self._client, self._space), {}

    def _fill(
        self,
        generation: str,
        held: dict[int, Stored],
        changes: "Iterable[IndexDocument | Removal]",
        progress: Callable[[int], None] | None,
    ) -> None:
        alias = documents_alias(generation)
        waiting: deque[Future[None]] = deque()
        with ThreadPoolExecutor(max_workers=_REQUESTS, thread_name_prefix="rebuild") as pool:
            for batch in self._batches(held, changes):
                waiting.append(pool.submit(self._send, alias, batch))
                if len(waiting) > _REQUESTS:
                    waiting.popleft().result()
                with reported():
                    self._permit.renew()
                if progress is not None:
                    progress(self._documents)
            while waiting:
                waiting.popleft().result()

    def _batches(
        self, held: dict[int, Stored], changes: "Iterable[IndexDocument | Removal]"
    ) -> Iterator[list[PreparedChange]]:
        batch: list[PreparedChange] = []
        size = 0
        for change in changes:
            row = prepare(change)
            known = self._given.get(row.testimony_id)
            self._documents += bool(row.fingerprint) and known is None
            if known is None or known.version <= row.version:
                self._given[row.testimony_id] = PreparedChange(
                    row.testimony_id, row.version, row.fingerprint, row.passage_total, b""
                )
            stored = held.get(row.testimony_id)
            if stored is not None and (stored.version, stored.fingerprint) == (row.version, row.fingerprint):
                continue
            if batch and size + len(row.source) > BULK_BYTES // 2:
                yield batch
                batch, size = [], 0
            batch.append(row)
            size += len(row.source)
        yield batch

    def _send(self, alias: str, batch: list[PreparedChange]) -> None:
        with reported():
            if write(self._client, ((alias, row) for row in batch)):
                raise EngineUnavailable("incomplete", "The generation that was being filled is gone.")

    def _bury(self, generation: str, held: dict[int, Stored]) -> None:
        """Take out what an interrupted rebuild wrote and the source no longer has; newer writes win."""
        left = [row for key, row in held.items() if row.visible and key not in self._given]
        alias = documents_alias(generation)
        write(self._client, [(alias, tombstone(row.testimony_id, row.version)) for row in left])

    def _check(self, generation: str) -> tuple[int, int]:
        """Compare the generation with what was given and give its totals. Raises EngineUnavailable (``incomplete``).

        Changes that arrived meanwhile are newer than what was given; so a count may be higher, a version too.
        """
        client = self._client
        client.indices.refresh(index=generation)
        wanted = len(self._given)
        there = client.count(index=generation)["count"]
        found = totals(client, generation)
        if there < wanted or found.passages != found.nested:
            message = f"{self._space}: {wanted} testimonies were given, {there} are there; the old index stays."
            raise EngineUnavailable("incomplete", message)
        step = max(wanted // _SAMPLE, 1)
        sample = [self._given[key] for key in sorted(self._given)[::step]]
        stored = stored_of(client, generation, (row.testimony_id for row in sample)) if sample else {}
        for row in sample:
            held = stored.get(row.testimony_id)
            same = held is not None and (held.fingerprint, held.passage_total) == (row.fingerprint, row.passage_total)
            if held is None or held.version < row.version or (held.version == row.version and not same):
                message = f"{self._space}: testimony {row.testimony_id} is not as it was given; the old index stays."
                raise EngineUnavailable("incomplete", message)
        return found.documents, found.passages

    def _give_up(self, generation: str) -> None:
        with suppress(EngineUnavailable), reported():
            self._aliases.delete(self._client, generation)
