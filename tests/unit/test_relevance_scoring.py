"""The measures of make relevance, on rankings whose figures are known."""

import math

import pytest

from tests.relevance.scoring import Ranking, held_out, measures


def test_one_right_passage_counts_by_its_place() -> None:
    rankings = [
        Ranking("a", (1, 2, 3), frozenset({1})),
        Ranking("b", (1, 2, 3), frozenset({3})),
        Ranking("c", (1, 2, 3), frozenset({9})),
    ]
    found = measures(rankings)
    assert (found.questions, found.recall_1, found.recall_10) == (3, pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert found.mrr_10 == pytest.approx((1 + 1 / 3) / 3)
    assert found.ndcg_10 == pytest.approx((1 + 1 / math.log2(4)) / 3)


def test_of_several_right_passages_recall_is_the_share_found_and_an_ideal_order_gains_1() -> None:
    found = measures([Ranking("a", (1, 2), frozenset({1, 2})), Ranking("b", (7, 1), frozenset({1, 2}))])
    assert (found.recall_1, found.recall_10, found.mrr_10) == (0.25, 0.75, 0.75)
    gained = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert found.ndcg_10 == pytest.approx((1 + gained) / 2)


def test_hits_past_the_tenth_do_not_count() -> None:
    found = measures([Ranking("a", tuple(range(20)), frozenset({10}))])
    assert (found.recall_10, found.mrr_10, found.ndcg_10) == (0, 0, 0)


def test_about_half_of_the_questions_are_held_out_and_always_the_same_ones() -> None:
    ids = [f"question-{number}" for number in range(1000)]
    kept = [held_out(number) for number in ids]
    assert 430 < sum(kept) < 570
    assert kept == [held_out(number) for number in ids]
