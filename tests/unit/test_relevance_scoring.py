"""The measures of make relevance, on rankings whose figures are known."""

import math

import pytest

from tests.relevance.bars import ELASTIC, EMBEDDED, bars
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


def row(system: str, place: str = "everywhere", **measured: float) -> dict[str, object]:
    return {"system": system, "place": place, "tuning": {}, "held out": measured}


@pytest.mark.parametrize("asked", ["arabic", "articles"])
def test_bars_compare_held_out_figures_with_the_stock_chain_of_the_same_run(asked: str) -> None:
    arabic = [
        row("stock arabic", mrr_10=0.6, recall_10=0.8),
        row(ELASTIC, mrr_10=0.679, recall_10=0.86),
        row(EMBEDDED, mrr_10=0.65, recall_10=0.81),
        row("Wagtail, any word", mrr_10=0.1, recall_10=0.1),
    ]
    assert [(bar.system, bar.measure, bar.met) for bar in bars(asked, arabic)] == [
        (ELASTIC, "mrr_10", False),
        (EMBEDDED, "mrr_10", True),
        (ELASTIC, "recall_10", True),
        (EMBEDDED, "recall_10", False),
    ]


def test_the_bar_of_meetings_is_a_ratio_over_all_of_them() -> None:
    meetings = [
        row("stock english", ndcg_10=0.1),
        row("stock english", "own account", ndcg_10=0.9),
        row(EMBEDDED, ndcg_10=0.17001),
    ]
    (bar,) = bars("meetings", meetings)
    assert (bar.system, bar.met, bar.ratio, bar.value) == (EMBEDDED, True, True, pytest.approx(1.7001))


def test_without_a_stock_chain_there_are_no_bars() -> None:
    assert list(bars("english", [row(EMBEDDED, mrr_10=1.0)])) == []


def test_topics_have_no_bars() -> None:
    assert list(bars("topics", [row("stock english", ndcg_10=0.1), row(EMBEDDED, ndcg_10=0.1)])) == []
