"""Looks a query up in one snapshot: which testimonies meet it, and which of their passages, with scores.

One full-text query per leaf over passages and one over the records; AND, OR and NOT are set operations on testimonies.
A passage's score is the sum over the leaves it meets, so one that meets more of the query stands higher.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field

from search.engines.embedded.encoding import match_passages, match_records
from search.query.clauses import AllOf, AnyOf, Clause, Leaf, NoneOf, positive_leaves

# BM25 weights of the columns: an unstemmed match adds a fifth; titles and names count most.
_PASSAGES = "SELECT rowid, bm25(passage_fts, 1.0, 0.2) FROM passage_fts WHERE passage_fts MATCH ?"
_RECORDS = "SELECT rowid, bm25(record_fts, 3.0, 3.0, 1.5, 1.0, 0.5) FROM record_fts WHERE record_fts MATCH ?"
_PASSAGE_BITS = 16  # rowid = testimony_id << 16 | position of the passage


@dataclass(slots=True)
class Matches:
    """What was found. ``passages``: (score, rowid) of the matching passages per testimony; lower scores are better."""

    testimonies: Set[int]
    scores: dict[int, float] = field(default_factory=dict)
    passages: dict[int, list[tuple[float, int]]] = field(default_factory=dict)


@dataclass(slots=True)
class _LeafMatch:
    passages: list[tuple[int, float]]
    records: dict[int, float]
    testimonies: set[int]


def first_rowid(testimony_id: int) -> int:
    """Give the lowest row id of a testimony's passages; the highest is one below that of the next id."""
    return testimony_id << _PASSAGE_BITS


def match(connection: sqlite3.Connection, clause: Clause | None, readable: Set[int], visible: Set[int]) -> Matches:
    """Give what meets the clause among ``visible`` testimonies, matching words only in ``readable`` ones."""
    if clause is None:
        return Matches(visible)
    looked_up: dict[Leaf, _LeafMatch] = {}
    testimonies = _testimonies(connection, clause, readable, visible, looked_up) & visible
    passage_scores: dict[int, float] = {}
    scores: dict[int, float] = defaultdict(float)
    leaves = [looked_up[leaf] for leaf in positive_leaves(clause)]
    if len(leaves) == 1:
        passage_scores = dict(leaves[0].passages)
    else:
        totals: dict[int, float] = defaultdict(float)
        for leaf in leaves:
            for rowid, score in leaf.passages:
                totals[rowid] += score
        passage_scores = totals
    passages: dict[int, list[tuple[float, int]]] = defaultdict(list)
    wanted = testimonies & readable
    for rowid, score in passage_scores.items():
        key = rowid >> _PASSAGE_BITS
        if key in wanted:
            passages[key].append((score, rowid))
    for key, found in passages.items():
        scores[key] -= min(found)[0]
    for leaf in leaves:
        for key, score in leaf.records.items():
            if key in testimonies:
                scores[key] -= score
    return Matches(testimonies, scores, passages)


def _testimonies(
    connection: sqlite3.Connection,
    clause: Clause,
    readable: Set[int],
    visible: Set[int],
    looked_up: dict[Leaf, _LeafMatch],
) -> Set[int]:
    match clause:
        case AllOf(children):
            # Exclusions last: they are cheap once the rest is known, and nothing is looked up after an empty set.
            met: Set[int] = visible
            for child in sorted(children, key=lambda child: isinstance(child, NoneOf)):
                met = met & _testimonies(connection, child, readable, visible, looked_up)
            return met
        case AnyOf(children):
            return frozenset().union(
                *(_testimonies(connection, child, readable, visible, looked_up) for child in children)
            )
        case NoneOf(child):
            return visible - _testimonies(connection, child, readable, visible, looked_up)
        case _:
            found = looked_up.get(clause)
            if found is None:
                found = looked_up[clause] = _look_up(connection, clause, readable, visible)
            return found.testimonies


def _look_up(connection: sqlite3.Connection, leaf: Leaf, readable: Set[int], visible: Set[int]) -> _LeafMatch:
    passages: list[tuple[int, float]] = connection.execute(_PASSAGES, (match_passages(leaf),)).fetchall()
    records: list[tuple[int, float]] = connection.execute(_RECORDS, (match_records(leaf),)).fetchall()
    in_words = {rowid >> _PASSAGE_BITS for rowid, _ in passages} & readable
    in_records = {key: score for key, score in records if key in visible}
    return _LeafMatch(passages, in_records, in_words.union(in_records))
