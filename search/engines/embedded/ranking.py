"""Ranks the best of what the full-text tables found a second time, by what they cannot weigh.

SQLite's own ranking has fixed constants and knows neither pieces of words nor neighbouring passages. So it only
chooses the passages that come into question; these are read back as terms and scored here as an index server scores
them: BM25 with the constants of ``search.query.ranking``, the word as typed, pieces, pairs of words, neighbours. None
of it is in the index, which grows by a few numbers a passage. About 0.1 ms a passage of a hundred words.
"""

import json
import math
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.engines.embedded.encoding import encode
from search.engines.embedded.matching import Passages, testimony_of
from search.query.clauses import Leaf, PhraseClause, PrefixClause, WordClause
from search.query.ranking import (
    BM25_B,
    BM25_K1,
    FORMS_WEIGHT,
    NEAR_PASSAGES,
    PAIR_SLOP,
    Hints,
    Weights,
    pieces,
    words_beside,
)

SQLITE_SCALE = 2.2  # how much higher SQLite's BM25 is than the one here: its constant k1 + 1

_TERMS = "SELECT rowid, stem, exact FROM passage_fts WHERE rowid IN (SELECT value FROM json_each(?))"
_PLACES = "SELECT rowid, near_before, near_after FROM passage WHERE rowid IN (SELECT value FROM json_each(?))"
_HELD_BY = "SELECT term, doc FROM passage_terms WHERE term IN (SELECT value FROM json_each(?))"


class _Text(NamedTuple):
    stem: str
    exact: str


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    exact: str
    forms: frozenset[str]
    pieces: tuple[str, ...]


class PassageRanking:
    """Scores passages of one snapshot for one query."""

    def __init__(self, connection: sqlite3.Connection, leaves: Sequence[Leaf], hinted: Hints, weights: Weights) -> None:
        self._connection = connection
        self.weights = self._weights = weights
        self._words = [_word(leaf) for leaf in leaves if isinstance(leaf, WordClause)]
        self._common = [encode(word.stem) for word in hinted.common] if weights.common else []
        self._pairs = [(encode(one.stem), encode(other.stem)) for one, other in hinted.pairs if weights.pairs]
        self._phrases = [
            (tuple(map(encode, leaf.terms)), leaf.exact) for leaf in leaves if isinstance(leaf, PhraseClause)
        ]
        self._prefixes = [encode(leaf.prefix) for leaf in leaves if isinstance(leaf, PrefixClause)]
        facts = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('passages', 'tokens', 'near')"))
        self._passages = max(int(facts["passages"]), 1)
        self._length = max(int(facts["tokens"]) / self._passages, 1.0)
        self._near_length = max(int(facts["near"]) / self._passages, 1.0)
        self._weight_of = self._rarities()

    def scores(self, rowids: Collection[int], beside: Collection[int] = ()) -> dict[int, float]:
        """Give the score of each passage. Higher is better.

        ``beside``: row ids of passages that hold none of the words; those next to which not enough of them stand
        either (``words_beside``), or that do not exist, are left out.
        """
        places: dict[int, tuple[int, int]] = {}
        own, asked = set(rowids), [*rowids, *beside]
        enough = words_beside(len({word.stem for word in self._words}))
        if self._weights.near and self._words:
            rows = self._connection.execute(_PLACES, (json.dumps(asked),))
            places = {rowid: (before, after) for rowid, before, after in rows}
        wanted = set(asked)
        for rowid, (before, after) in places.items():
            wanted.update(range(rowid - before, rowid + after + 1))
        rows = self._connection.execute(_TERMS, (json.dumps(list(wanted)),))
        texts = {rowid: _Text(stem, exact) for rowid, stem, exact in rows}
        split = {rowid: text.stem.split() for rowid, text in texts.items()}
        found: dict[int, float] = {}
        for rowid in asked:
            if rowid not in texts:
                continue
            before, after = places.get(rowid, (0, 0))
            around = [other for other in range(rowid - before, rowid + after + 1) if other != rowid]
            near = self._near([split[other] for other in around if other in split]) if around else []
            met = {word.stem for word, part in zip(self._words, near, strict=False) if part > 0}
            if rowid in own or len(met) >= enough:
                found[rowid] = self._own(texts[rowid], split[rowid]) + self._weights.near * sum(near)
        return found

    def _own(self, text: _Text, stems: list[str]) -> float:
        weights, norm = self._weights, _norm(len(stems) / self._length)
        exacts: list[str] | None = None
        held = set(stems)
        score = 0.0
        for word in self._words:
            if word.stem in held:
                score += self._part(word.stem, stems.count(word.stem), norm)
            if weights.exact and word.exact in text.exact:
                exacts = text.exact.split() if exacts is None else exacts
                score += weights.exact * self._part(word.exact, exacts.count(word.exact), norm)
            if word.forms and not word.forms.isdisjoint(held):
                score += FORMS_WEIGHT
            if weights.pieces:
                rarity = self._weight_of[word.stem]
                for piece in word.pieces:
                    count = text.exact.count(piece)
                    if count:
                        score += weights.pieces * rarity * count / (count + norm)
        for stem in self._common:
            if stem in held:
                score += weights.common * self._part(stem, stems.count(stem), norm)
        for one, other in self._pairs:
            if one in held and other in held:
                rarity = self._weight_of[one] + self._weight_of[other]
                beside = _sloppy(stems, one, other)
                score += weights.pairs * rarity * beside / (beside + norm)
        return score + self._others(text, norm)

    def _others(self, text: _Text, norm: float) -> float:
        score = 0.0
        for terms, exact in self._phrases:
            count = f" {text.exact if exact else text.stem} ".count(f" {' '.join(terms)} ")
            score += sum(self._weight_of[term] for term in terms) * count / (count + norm)
        for prefix in self._prefixes:
            score += sum(f" {column}".count(f" {prefix}") > 0 for column in text)
        return score

    def _near(self, around: list[list[str]]) -> list[float]:
        norm = _norm(sum(map(len, around)) / self._near_length)
        counts = [sum(stems.count(word.stem) for stems in around) for word in self._words]
        return [self._part(word.stem, count, norm) for word, count in zip(self._words, counts, strict=True)]

    def _part(self, term: str, count: float, norm: float) -> float:
        return self._weight_of[term] * count / (count + norm) if count else 0.0

    def _rarities(self) -> dict[str, float]:
        terms = {term for word in self._words for term in (word.stem, word.exact)}
        terms.update(self._common)
        terms.update(term for pair in self._pairs for term in pair)
        terms.update(term for phrase, _ in self._phrases for term in phrase)
        held: dict[str, int] = dict(self._connection.execute(_HELD_BY, (json.dumps(list(terms)),)))
        rarities = {}
        for term in terms:
            holders = min(held.get(term, 0), self._passages)
            rarities[term] = math.log(1 + (self._passages - holders + 0.5) / (holders + 0.5))
        return rarities


def candidates(passages: Passages, shared: dict[int, float], weights: Weights, limit: int) -> list[int]:
    """Give the row ids of the passages that come into question for the best: by their own words and those beside."""
    own = {rowid: -score / SQLITE_SCALE for rowid, score in passages.rows}

    def promise(rowid: int) -> float:
        # The best of those around it, not all together: a long text that keeps to a matter would fill every place.
        around = max(own.get(other, 0.0) for other in _around(rowid))
        return own[rowid] + weights.near * around + weights.account * shared.get(testimony_of(rowid), 0.0)

    return sorted(own, key=lambda rowid: (-round(promise(rowid), 9), rowid))[:limit]


def next_to(rowids: Sequence[int], passages: Passages, limit: int) -> list[int]:
    """Give the row ids next to these that come into question for passages which hold none of the words.

    Those among the best of the found ones come first. Some may be of no passage at all.
    """
    own = dict(passages.rows)
    around = {other for rowid in rowids for other in _around(rowid)} - own.keys()
    promise = {rowid: sum(own.get(other, 0.0) for other in _around(rowid)) for rowid in around}
    return sorted(promise, key=lambda rowid: (round(promise[rowid], 9), rowid))[:limit]  # SQLite's scores are negative


def _around(rowid: int) -> Iterator[int]:
    # A row of another testimony is never so close: ids differ in higher bits.
    for step in range(1, NEAR_PASSAGES + 1):
        yield rowid + step
        yield rowid - step


def _word(leaf: WordClause) -> _Word:
    parts = tuple(encode(piece) for piece in pieces(leaf.exact))
    return _Word(encode(leaf.stem), encode(leaf.exact), frozenset(map(encode, leaf.forms)), parts)


def _norm(length: float) -> float:
    """Give BM25's denominator beside the count, for a text of so many times the usual length."""
    return BM25_K1 * (1 - BM25_B + BM25_B * length)


def _sloppy(stems: list[str], one: str, other: str) -> float:
    """Count where two words follow one another, less the more words they would have to be moved."""
    first = [place for place, stem in enumerate(stems) if stem == one]
    second = [place for place, stem in enumerate(stems) if stem == other]
    count = 0.0
    for place in first:
        moved = min(abs(beside - place - 1) for beside in second)
        if moved <= PAIR_SLOP:
            count += 1 / (1 + moved)
    return count
