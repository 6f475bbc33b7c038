"""Looks a query up in one snapshot: which testimonies meet it, and which of their passages, with scores.

First the testimonies of each leaf, by one full-text query over passages and one over the records; AND, OR and NOT are
set operations on these. Then, for the testimonies that are left once the filters have had their say, one query over all
leaves gives the passages. Scoring is the dear part (it reads every passage's length), so it comes last.
"""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field

from search.engines.embedded.encoding import RECORD_STEMS, match_forms, match_passages, match_records
from search.query.clauses import AllOf, AnyOf, Clause, Leaf, NoneOf, WordClause, positive_leaves
from search.query.ranking import FORMS_WEIGHT, words

_PASSAGE_BITS = 16  # rowid = testimony_id << 16 | position of the passage; also written out in the queries

# BM25 weights of the columns: an unstemmed match adds a fifth; titles and names count most. FTS5's scores are negative.
_TESTIMONIES = "SELECT DISTINCT rowid >> 16 FROM passage_fts WHERE passage_fts MATCH ?"
_RECORDS = "SELECT rowid, bm25(record_fts, 3.0, 3.0, 1.5, 1.0, 0.5) FROM record_fts WHERE record_fts MATCH ?"
_SCORED = "SELECT rowid, bm25(passage_fts, 1.0, 0.2) FROM passage_fts WHERE passage_fts MATCH ?"
_UNSCORED = "SELECT rowid, 0.0 FROM passage_fts WHERE passage_fts MATCH ?"
_RECORD_FORMS = "SELECT rowid FROM record_fts WHERE record_fts MATCH ?"
_WITHIN = " AND rowid >> 16 IN (SELECT value FROM json_each(?))"


@dataclass(slots=True)
class Found:
    """The testimonies that meet a query, and how well their records do (higher is better)."""

    testimonies: Set[int]
    leaves: tuple[Leaf, ...] = ()
    record_scores: dict[int, float] = field(default_factory=dict)
    words_met: dict[int, float] = field(default_factory=dict)  # how many words of an alternative, the rarer the more


@dataclass(slots=True)
class Passages:
    """Passages that meet any leaf: rows of (row id, FTS5 score); the best score and the number per testimony."""

    rows: list[tuple[int, float]] = field(default_factory=list)
    best: dict[int, float] = field(default_factory=dict)
    totals: dict[int, int] = field(default_factory=dict)
    ranked: dict[int, float] = field(default_factory=dict)  # row id: score of PassageRanking, higher is better

    def of(self, testimonies: Set[int]) -> dict[int, list[int]]:
        """Give the row ids of these testimonies' passages, best first: those that were ranked before the others."""
        chosen: dict[int, list[tuple[bool, float, int]]] = {key: [] for key in testimonies}
        for rowid, score in self.rows:
            key = rowid >> _PASSAGE_BITS
            if key in chosen:
                ranked = self.ranked.get(rowid)
                chosen[key].append((ranked is None, score if ranked is None else -ranked, rowid))
        return {key: [rowid for _, _, rowid in sorted(rows)] for key, rows in chosen.items()}


def first_rowid(testimony_id: int) -> int:
    """Give the lowest row id of a testimony's passages; the highest is one below that of the next id."""
    return testimony_id << _PASSAGE_BITS


def testimony_of(rowid: int) -> int:
    """Give the testimony of a passage's row."""
    return rowid >> _PASSAGE_BITS


def find(connection: sqlite3.Connection, clause: Clause | None, readable: Set[int], visible: Set[int]) -> Found:
    """Give what meets the clause among ``visible`` testimonies, matching words only in ``readable`` ones."""
    if clause is None:
        return Found(visible)
    looked_up: dict[Leaf, _LeafMatch] = {}
    testimonies = _testimonies(connection, clause, readable, visible, looked_up) & visible
    leaves = positive_leaves(clause)
    scores: dict[int, float] = defaultdict(float)
    for leaf in leaves:
        found = looked_up.get(leaf)
        for key, score in found.records.items() if found is not None else ():
            scores[key] -= score
    return Found(testimonies, leaves, scores, _words_met(clause, looked_up, len(visible)))


def _words_met(clause: Clause, looked_up: "dict[Leaf, _LeafMatch]", total: int) -> dict[int, float]:
    met: dict[int, float] = defaultdict(float)
    if isinstance(clause, AnyOf):
        for word in words(clause.children):
            holders = looked_up[word].testimonies
            rarity = math.log(1 + (total - len(holders) + 0.5) / (len(holders) + 0.5))
            for key in holders:
                met[key] += rarity
    return met


def find_passages(
    connection: sqlite3.Connection, leaves: tuple[Leaf, ...], testimonies: Set[int], whole: bool, scored: bool
) -> Passages:
    """Give the passages of these testimonies that meet any of the leaves.

    ``whole``: these are all the testimonies of the index, so nothing has to be kept out. A passage's score sums up over
    the leaves it meets, so one that meets more of the query stands higher. Without ``scored`` all scores are 0.
    """
    passages = Passages()
    if not leaves or not testimonies:
        return passages
    within = "" if whole else _WITHIN
    among = () if whole else (json.dumps(list(testimonies)),)

    def rows_of(query: str, expression: str) -> list[tuple[int, float]]:
        return connection.execute(query + within, (expression, *among)).fetchall()

    further = [leaf.forms for leaf in leaves if isinstance(leaf, WordClause) and leaf.forms]
    if scored and further:
        scores = dict(rows_of(_SCORED, " OR ".join(f"({match_passages(leaf, forms=False)})" for leaf in leaves)))
        for forms in further:
            for rowid, _ in rows_of(_UNSCORED, match_forms(forms)):
                scores[rowid] = scores.get(rowid, 0.0) - FORMS_WEIGHT
        rows = list(scores.items())
    else:
        rows = rows_of(_SCORED if scored else _UNSCORED, " OR ".join(f"({match_passages(leaf)})" for leaf in leaves))
    passages.rows = rows
    best, totals = passages.best, passages.totals
    for rowid, score in rows:
        key = rowid >> _PASSAGE_BITS
        if key in totals:
            totals[key] += 1
            if score < best[key]:
                best[key] = score
        else:
            totals[key] = 1
            best[key] = score
    return passages


@dataclass(slots=True)
class _LeafMatch:
    records: dict[int, float]
    testimonies: Set[int]


def _testimonies(
    connection: sqlite3.Connection,
    clause: Clause,
    readable: Set[int],
    visible: Set[int],
    looked_up: dict[Leaf, _LeafMatch],
) -> Set[int]:
    match clause:
        case AllOf(children):
            met: Set[int] = visible
            for child in children:
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
    in_words = {key for (key,) in connection.execute(_TESTIMONIES, (match_passages(leaf),))} & readable
    rows: list[tuple[int, float]] = connection.execute(_RECORDS, (match_records(leaf),)).fetchall()
    records = {key: score for key, score in rows if key in visible}
    if isinstance(leaf, WordClause) and leaf.forms:
        for (key,) in connection.execute(_RECORD_FORMS, (match_forms(leaf.forms, RECORD_STEMS),)):
            if key in visible:
                records[key] = records.get(key, 0.0) - FORMS_WEIGHT
    return _LeafMatch(records, in_words.union(records))
