"""Ranking finds more than stems alone do, on real questions: a cut-down ``make relevance``.

Ratios within one run only: how good a figure is depends on the paragraphs that stand between the answers.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from search.query.ranking import Weights
from tests.relevance.questions import QuestionSet, arabic, available, meetings
from tests.relevance.scoring import Measures, Ranking, measures
from tests.relevance.systems import embedded, timed

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not available(), reason="the data sets of ../shared/corpora are not there"),
]

QUESTIONS = 120
STEMS_ALONE = Weights(exact=0, pieces=0, pairs=0, near=0, account=0, common=0)


def measured(asked: QuestionSet, folder: Path, weights: Weights, by_passage: bool) -> Measures:
    system = embedded(folder, weights)
    system.fill(asked)
    found = [
        Ranking(question.question_id, timed(system, question, None, by_passage)[0], question.right)
        for question in asked.questions
    ]
    return measures(found)


def some(asked: QuestionSet) -> QuestionSet:
    """Held-out questions alone, taken evenly from the whole set."""
    held_out = [question for question in asked.questions if question.held_out]
    return replace(asked, questions=tuple(held_out[:: max(len(held_out) // QUESTIONS, 1)]))


def test_arabic_answers_stand_higher_than_by_stems_alone(tmp_path: Path) -> None:
    asked = some(arabic())
    plain = measured(asked, tmp_path / "plain", STEMS_ALONE, False)
    ranked = measured(asked, tmp_path / "ranked", Weights(), False)
    assert ranked.mrr_10 >= 1.01 * plain.mrr_10
    assert ranked.recall_10 >= plain.recall_10


def test_turns_of_a_meeting_are_found_by_what_is_said_around_them(tmp_path: Path) -> None:
    asked = some(meetings())
    plain = measured(asked, tmp_path / "plain", STEMS_ALONE, True)
    ranked = measured(asked, tmp_path / "ranked", Weights(), True)
    assert ranked.ndcg_10 >= 1.15 * plain.ndcg_10
