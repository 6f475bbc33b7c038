"""The embedded index on disk: one SQLite file per space and generation, and a pointer to the one in use.

``<space>.current`` names the generation that readers use; ``<space>.building`` the one that a rebuild is writing.
Pointers are small text files replaced whole. A writer reads *building* before *current*: a rebuild that finishes in
between has then become current, so no change falls between the two.

Local disks only: SQLite's write-ahead log does not work over network file systems.
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from search.engines.base import SPACES, EngineUnavailable

# Raise when the analysis chain or the tables change: an index of another format is reported as outdated.
FORMAT = 4
BUSY_TIMEOUT = 20.0  # seconds a writer waits for another one

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE passage_fts USING fts5(stem, exact, tokenize='ascii');
CREATE VIRTUAL TABLE record_fts USING fts5(titles, names, summaries, labels, exact, tokenize='ascii');
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_fts, row);
CREATE TABLE passage (
    rowid INTEGER PRIMARY KEY,
    passage_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    near INTEGER NOT NULL,
    near_before INTEGER NOT NULL,
    near_after INTEGER NOT NULL
);
CREATE TABLE testimony (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT,
    facts TEXT
);
CREATE INDEX testimony_revision ON testimony (revision);
"""


class Store:
    """The files of one directory. Connections for reading are kept per thread, read-only."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._local = threading.local()

    def path(self, generation: str) -> Path:
        """Give the file of a generation."""
        return self.directory / f"{generation}.sqlite3"

    def current(self, space: str) -> str:
        """Give the generation in use, or an empty string."""
        return self._read_pointer(space, "current")

    def building(self, space: str) -> str:
        """Give the generation being written by a rebuild, or an empty string."""
        return self._read_pointer(space, "building")

    def targets(self, space: str) -> list[str]:
        """Give the generations that a change must be written to."""
        building = self.building(space)  # before current: see above
        current = self.current(space)
        if not current:
            raise EngineUnavailable("no-index", f"There is no search index for {space} yet: run search_rebuild.")
        return list(dict.fromkeys(filter(None, (building, current))))

    def start_generation(self, space: str) -> str:
        """Make an empty generation and announce it to writers."""
        self.directory.mkdir(parents=True, exist_ok=True)
        generation = f"{space}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{secrets.token_hex(3)}"
        connection = sqlite3.connect(self.path(generation), isolation_level=None, timeout=BUSY_TIMEOUT)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)",
                [
                    ("format", str(FORMAT)),
                    ("revision", "0"),
                    ("space", space),
                    ("passages", "0"),
                    ("tokens", "0"),  # of all passages
                    ("near", "0"),  # tokens of all passages' neighbours
                ],
            )
        finally:
            connection.close()
        self._write_pointer(space, "building", generation)
        return generation

    def finish_generation(self, space: str, generation: str) -> None:
        """Put a complete generation in use, and delete the files of the others."""
        self._write_pointer(space, "current", generation)
        self._drop_pointer(space, "building")
        self.delete_others(space)

    def abandon_generation(self, space: str, generation: str) -> None:
        """Give up a generation that was not completed."""
        if self.building(space) == generation:
            self._drop_pointer(space, "building")
        self._delete(generation)

    def delete_others(self, space: str) -> None:
        """Delete generations that nothing points to: an old one may hold words that were withdrawn since."""
        kept = {self.building(space), self.current(space)}
        for file in self.directory.glob(f"{space}-*.sqlite3"):
            if file.stem not in kept:
                self._delete(file.stem)

    @contextmanager
    def rebuild_lock(self, space: str) -> Iterator[None]:
        """Hold the one permit to rebuild a space; the operating system frees it when its process dies."""
        self.directory.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.directory / f"{space}.lock", isolation_level=None, timeout=0)
        try:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                message = f"Another rebuild of the {space} index is running: wait for it to end."
                raise EngineUnavailable("busy", message) from error
            yield
        finally:
            connection.close()

    @contextmanager
    def writing(self, generation: str) -> Iterator[sqlite3.Connection]:
        """Open a generation for one transaction; other writers wait for it."""
        connection = sqlite3.connect(
            f"{self.path(generation).as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=BUSY_TIMEOUT
        )
        try:
            connection.execute("PRAGMA synchronous=FULL")  # what is marked as indexed survives a power cut
            connection.execute("PRAGMA secure_delete=ON")  # removed words leave no trace in free pages
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()

    @contextmanager
    def reading(self, space: str) -> Iterator[tuple[sqlite3.Connection, str]]:
        """Give this thread's read-only connection to the generation in use, inside one snapshot."""
        generation = self.current(space)
        if not generation:
            raise EngineUnavailable("no-index", f"There is no search index for {space} yet: run search_rebuild.")
        connection = self._connection(space, generation)
        connection.execute("BEGIN")
        try:
            yield connection, generation
        finally:
            if connection.in_transaction:  # an interrupted statement may have ended it
                connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close this thread's connections."""
        for _, connection in self._connections().values():
            connection.close()
        self._connections().clear()

    def _connections(self) -> dict[str, tuple[str, sqlite3.Connection]]:
        # A connection must not cross a fork: a child process starts with none.
        if getattr(self._local, "process", None) != os.getpid():
            self._local.process = os.getpid()
            self._local.connections = {}
        connections: dict[str, tuple[str, sqlite3.Connection]] = self._local.connections
        return connections

    def _connection(self, space: str, generation: str) -> sqlite3.Connection:
        connections = self._connections()
        known = connections.get(space)
        if known is not None and known[0] == generation:
            return known[1]
        if known is not None:
            known[1].close()
            del connections[space]
        try:
            connection = sqlite3.connect(
                f"{self.path(generation).as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=BUSY_TIMEOUT
            )
            connection.execute("PRAGMA cache_size=-32000")
        except sqlite3.OperationalError as error:
            raise EngineUnavailable("no-index", f"The search index {generation} cannot be opened: {error}.") from error
        connections[space] = (generation, connection)
        return connection

    def _pointer(self, space: str, name: str) -> Path:
        if space not in SPACES:
            raise ValueError(f"{space!r} is no index space: one of {', '.join(SPACES)}.")
        return self.directory / f"{space}.{name}"

    def _read_pointer(self, space: str, name: str) -> str:
        try:
            generation = self._pointer(space, name).read_text().strip()
        except FileNotFoundError:
            return ""
        return generation if generation and self.path(generation).exists() else ""

    def _write_pointer(self, space: str, name: str, generation: str) -> None:
        pointer = self._pointer(space, name)
        scratch = pointer.with_suffix(f".{secrets.token_hex(3)}.new")
        with scratch.open("w") as file:
            file.write(generation)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(pointer)

    def _drop_pointer(self, space: str, name: str) -> None:
        self._pointer(space, name).unlink(missing_ok=True)

    def _delete(self, generation: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(PermissionError):  # Windows keeps a file that is open; the next rebuild deletes it
                self.path(generation).with_name(f"{generation}.sqlite3{suffix}").unlink(missing_ok=True)
