"""One permit per space for the work that moves aliases. It runs out when its holder dies, so work can be resumed."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ConflictError, Elasticsearch, NotFoundError

from search.engines.base import EngineUnavailable
from search.engines.elastic.client import reported

SECONDS = 120.0  # how long a permit holds after its holder was last heard of
_RENEWAL = 20.0


class Lease:
    """A permit that is held. ``renew`` must be called more often than every SECONDS; it is cheap."""

    def __init__(self, client: Elasticsearch, index: str, space: str) -> None:
        self._client = client
        self._index = index
        self._space = space
        self._owner = secrets.token_hex(8)
        self._renewed = 0.0
        self._sequence: tuple[int, int] | None = None

    def renew(self, *, now: bool = False) -> None:
        """Say that the holder is alive. Raises EngineUnavailable if somebody else took the permit."""
        if not now and time.monotonic() - self._renewed < _RENEWAL:
            return
        held = {"owner": self._owner, "until": time.time() + SECONDS}
        try:
            if self._sequence is None:
                answer = self._client.index(index=self._index, id=self._space, document=held, op_type="create").body
            else:
                number, term = self._sequence
                answer = self._client.index(
                    index=self._index, id=self._space, document=held, if_seq_no=number, if_primary_term=term
                ).body
        except ConflictError as error:
            answer = self._mine(error)
        self._sequence = answer["_seq_no"], answer["_primary_term"]
        self._renewed = time.monotonic()

    def _mine(self, error: ConflictError) -> dict[str, Any]:
        """Give the permit as stored if it is ours: the answer to a renewal was lost and the client sent it again."""
        with suppress(NotFoundError):
            found = self._client.get(index=self._index, id=self._space).body
            if found["_source"]["owner"] == self._owner:
                return dict(found)
        raise self._busy() from error

    def take(self) -> None:
        """Take the permit, from a holder who was not heard of if need be."""
        with suppress(NotFoundError):
            found = self._client.get(index=self._index, id=self._space)
            if found["_source"]["until"] > time.time():
                raise self._busy()
            self._sequence = found["_seq_no"], found["_primary_term"]
        self.renew(now=True)

    def give_back(self) -> None:
        """End the permit."""
        if self._sequence is not None:
            number, term = self._sequence
            with suppress(ConflictError, NotFoundError):
                self._client.delete(index=self._index, id=self._space, if_seq_no=number, if_primary_term=term)

    def _busy(self) -> EngineUnavailable:
        message = f"A rebuild of the {self._space} index runs, or was stopped less than {SECONDS:.0f} seconds ago."
        return EngineUnavailable("busy", message)


@contextmanager
def lease(client: Elasticsearch, prefix: str, space: str) -> Iterator[Lease]:
    """Hold the permit of a space. Raises EngineUnavailable (``busy``) while somebody else does."""
    index = f"{prefix}-permits"
    with reported():
        if not client.indices.exists(index=index):
            mappings = {"dynamic": "strict", "properties": {"owner": {"type": "keyword"}, "until": {"type": "double"}}}
            client.options(ignore_status=400).indices.create(
                index=index, mappings=mappings, settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"}
            )
        held = Lease(client, index, space)
        held.take()
    try:
        yield held
    finally:
        with suppress(EngineUnavailable), reported():
            held.give_back()
