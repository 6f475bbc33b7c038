"""Measures of a ranking, and how questions are split into those one may tune on and those one may not. Pure."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

DEPTH = 10  # hits that are looked at


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over questions: the share whose first hit, or any of ten, is right; reciprocal rank; discounted gain.

    Where a question has several right passages, recall is the share of them that is among the first hits.
    """

    questions: int
    recall_1: float
    recall_10: float
    mrr_10: float
    ndcg_10: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a system answered: its first hits, and the right ones."""

    question: str
    hits: tuple[int, ...]
    right: frozenset[int]


def held_out(question_id: str) -> bool:
    """Whether a question was kept away from tuning: half of them, by a digest of the id, so in no order."""
    return hashlib.sha256(question_id.encode()).digest()[0] % 2 == 1


def shuffled_place(question_id: str) -> bytes:
    """Give what questions are sorted by to be asked in no order of theirs, so that the first ones stand for all."""
    return hashlib.sha256(question_id.encode()).digest()[1:]


def measures(rankings: Iterable[Ranking]) -> Measures:
    """The means. At least one ranking is needed."""
    rows = [_row(ranking.hits[:DEPTH], ranking.right) for ranking in rankings]
    means = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return Measures(len(rows), *means)


def _row(hits: Sequence[int], right: AbstractSet[int]) -> tuple[float, float, float, float]:
    found = [hit in right for hit in hits]
    first = found.index(True) + 1 if True in found else 0
    gain = sum(1 / math.log2(place + 1) for place, hit in enumerate(found, start=1) if hit)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(right), DEPTH) + 1))
    return sum(found[:1]) / len(right), sum(found) / len(right), 1 / first if first else 0.0, gain / ideal
