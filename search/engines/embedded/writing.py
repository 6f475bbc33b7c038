"""Writes prepared documents into one generation."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.engines.base import MAX_PASSAGES, Removal, fingerprint
from search.engines.embedded.catalogue import pack
from search.engines.embedded.encoding import encode_text, encode_texts
from search.engines.embedded.matching import first_rowid
from search.query.ranking import neighbours

if TYPE_CHECKING:
    from archive.api import IndexDocument, IndexPassage


@dataclass(frozen=True, slots=True)
class PreparedPassage:
    """A passage as two columns of terms; how many there are, and how many in its neighbours on either side."""

    passage_id: int
    sequence: int
    stem: str
    exact: str
    tokens: int
    near: int
    near_before: int
    near_after: int


@dataclass(frozen=True, slots=True)
class PreparedChange:
    """A change with its analysis done, so that no transaction waits for it. ``facts`` is None for a removal."""

    testimony_id: int
    version: int
    fingerprint: str | None = None
    facts: str | None = None
    record: tuple[str, str, str, str, str] = ("", "", "", "", "")
    passages: tuple[PreparedPassage, ...] = ()


def prepare(change: "IndexDocument | Removal") -> PreparedChange:
    """Analyse a change. Raises ValueError for a document of more than MAX_PASSAGES passages."""
    if isinstance(change, Removal):
        return PreparedChange(change.testimony_id, change.version)
    if len(change.passages) > MAX_PASSAGES:
        message = (
            f"{change.reference} has {len(change.passages)} passages; an index takes at most {MAX_PASSAGES} of one "
            "testimony. Merge its shortest passages."
        )
        raise ValueError(message)
    fields = [encode_texts(texts) for texts in (change.titles, change.names, change.summaries, change.term_labels)]
    record = (
        fields[0][0],
        fields[1][0],
        fields[2][0],
        fields[3][0],
        encode_texts([*change.titles, *change.names, *change.summaries, *change.term_labels])[1],
    )
    passages = _passages(change.passages)
    return PreparedChange(change.testimony_id, change.version, fingerprint(change), pack(change), record, passages)


def _passages(passages: "Sequence[IndexPassage]") -> tuple[PreparedPassage, ...]:
    columns = [encode_text(passage.text) for passage in passages]
    tokens = [stem.count(" ") + 1 if stem else 0 for stem, _ in columns]
    languages = [passage.language for passage in passages]
    spans = neighbours(list(zip(languages, tokens, strict=True)))
    return tuple(
        PreparedPassage(
            passage.passage_id,
            passage.sequence,
            *columns[at],
            tokens[at],
            sum(tokens[first:beyond]) - tokens[at],
            at - first,
            beyond - at - 1,
        )
        for at, (passage, (first, beyond)) in enumerate(zip(passages, spans, strict=True))
    )


def write(connection: sqlite3.Connection, changes: list[PreparedChange]) -> None:
    """Write changes inside the connection's transaction; older versions than the stored ones are passed over."""
    differences = Counter[str]()  # of the index's totals
    revision = int(connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()[0]) + 1
    for change in changes:
        key = change.testimony_id
        stored = connection.execute("SELECT version FROM testimony WHERE id = ?", (key,)).fetchone()
        if stored is not None:
            if stored[0] > change.version:
                continue
            first, beyond = first_rowid(key), first_rowid(key + 1)
            differences.subtract(_held(connection, first, beyond))
            connection.execute("DELETE FROM passage_fts WHERE rowid >= ? AND rowid < ?", (first, beyond))
            connection.execute("DELETE FROM passage WHERE rowid >= ? AND rowid < ?", (first, beyond))
            connection.execute("DELETE FROM record_fts WHERE rowid = ?", (key,))
        connection.execute(
            "INSERT OR REPLACE INTO testimony (id, revision, version, fingerprint, facts) VALUES (?, ?, ?, ?, ?)",
            (key, revision, change.version, change.fingerprint, change.facts),
        )
        if change.facts is None:
            continue
        connection.execute(
            "INSERT INTO record_fts (rowid, titles, names, summaries, labels, exact) VALUES (?, ?, ?, ?, ?, ?)",
            (key, *change.record),
        )
        rows = list(enumerate(change.passages, start=first_rowid(key)))
        connection.executemany(
            "INSERT INTO passage_fts (rowid, stem, exact) VALUES (?, ?, ?)",
            [(rowid, passage.stem, passage.exact) for rowid, passage in rows],
        )
        connection.executemany(
            "INSERT INTO passage (rowid, passage_id, sequence, tokens, near, near_before, near_after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    rowid,
                    passage.passage_id,
                    passage.sequence,
                    passage.tokens,
                    passage.near,
                    passage.near_before,
                    passage.near_after,
                )
                for rowid, passage in rows
            ],
        )
        differences.update(_held(connection, first_rowid(key), first_rowid(key + 1)))
    connection.executemany(
        "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT) WHERE key = ?",
        [(difference, name) for name, difference in differences.items()],
    )
    connection.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(revision),))


def _held(connection: sqlite3.Connection, first: int, beyond: int) -> dict[str, int]:
    """Give how many passages and tokens there are between two row ids."""
    query = (
        "SELECT count(*), coalesce(sum(tokens), 0), coalesce(sum(near), 0) FROM passage WHERE rowid >= ? AND rowid < ?"
    )
    return dict(zip(("passages", "tokens", "near"), connection.execute(query, (first, beyond)).fetchone(), strict=True))


def totals(connection: sqlite3.Connection) -> tuple[int, int]:
    """Give how many testimonies and passages a generation holds."""
    documents = connection.execute("SELECT count(*) FROM testimony WHERE facts IS NOT NULL").fetchone()[0]
    passages = connection.execute("SELECT count(*) FROM passage").fetchone()[0]
    return documents, passages
