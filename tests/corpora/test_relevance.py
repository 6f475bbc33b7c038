"""Ranking finds more than stems alone do, on real questions: a cut-down ``make relevance``; and that command runs.

Ratios within one run only: how good a figure is depends on the paragraphs that stand between the answers.
"""

import json
import re
import subprocess
import sys
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from search.query.ranking import Weights
from tests.relevance.__main__ import PROJECT
from tests.relevance.questions import QuestionSet, arabic, articles, available, meetings, topics
from tests.relevance.scoring import Measures, Ranking, measures
from tests.relevance.systems import embedded, timed

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not available(), reason="the data sets of ../shared/corpora are not there"),
]

TIME = re.compile(r"\d{2}:\d{2}:\d{2}:\d{2}\b")
QUESTIONS = 80
MEETINGS = 12
STEMS_ALONE = Weights(exact=0, pieces=0, pairs=0, near=0, account=0, common=0)


def measured(asked: QuestionSet, folder: Path, weights: Weights) -> Measures:
    system = embedded(folder, weights)
    system.fill(asked)
    found = [
        Ranking(question.question_id, timed(system, question, None, asked.by_passage)[0], question.right)
        for question in asked.questions
    ]
    return measures(found)


def some(asked: QuestionSet) -> QuestionSet:
    """Held-out questions alone, taken evenly from the whole set."""
    held_out = [question for question in asked.questions if question.held_out]
    return replace(asked, questions=tuple(held_out[:: max(len(held_out) // QUESTIONS, 1)]))


def test_arabic_answers_stand_higher_than_by_stems_alone(tmp_path: Path) -> None:
    asked = some(arabic())
    plain = measured(asked, tmp_path / "plain", STEMS_ALONE)
    ranked = measured(asked, tmp_path / "ranked", Weights())
    assert ranked.mrr_10 >= 1.01 * plain.mrr_10
    assert ranked.recall_10 >= plain.recall_10


def test_turns_of_a_meeting_are_found_by_what_is_said_around_them(tmp_path: Path) -> None:
    whole = meetings()
    texts = tuple(text for text in whole.texts if text.account <= MEETINGS)
    questions = tuple(question for question in whole.questions if question.account <= MEETINGS)
    asked = some(replace(whole, texts=texts, questions=questions))
    plain = measured(asked, tmp_path / "plain", STEMS_ALONE)
    ranked = measured(asked, tmp_path / "ranked", Weights())
    assert ranked.ndcg_10 >= 1.15 * plain.ndcg_10


def test_articles_hold_the_paragraphs_that_stand_alone_elsewhere_and_are_asked_the_same() -> None:
    alone, together = arabic(), articles()
    assert [(text.key, text.text) for text in together.texts] == [(text.key, text.text) for text in alone.texts]
    assert [replace(question, account=0) for question in together.questions] == [
        replace(question, account=0) for question in alone.questions
    ]
    assert {question.account - 1 for question in alone.questions} == set().union(*(q.right for q in alone.questions))
    accounts = [account for account, _ in groupby(text.account for text in together.texts)]
    assert len(accounts) == len(set(accounts)) < len(alone.texts) / 3
    account_of = {text.key: text.account for text in together.texts}
    assert all(account_of[key] == question.account for question in together.questions for key in question.right)


def test_topics_are_asked_of_passages_that_do_not_hold_the_headings() -> None:
    asked = topics()
    assert len({text.account for text in asked.texts}) == 17
    assert len(asked.questions) > 250
    right = {question.text: {asked.texts[key].text for key in question.right} for question in asked.questions}
    (passage,) = right["communications galah"]
    assert passage.startswith("Mmmm. I think that was more on the radio, the galah sessions")
    assert right["gender relations marriage"] <= right["gender relations"] & right["marriage"]
    whole = {text.text for text in asked.texts}
    assert not any("Race Relations/" in text or "Topics in Bold" in text or TIME.search(text) for text in whole)


def test_the_command_measures_every_system_and_writes_both_halves(tmp_path: Path) -> None:
    output = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.relevance", "--sets", "english", "--questions", "3"]
    done = subprocess.run([*command, "--output", str(output)], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 questions to tune on / 3 questions held out" in done.stdout
    (measured,) = json.loads(output.read_text(encoding="utf-8"))
    found = {row["system"]: row for row in measured["systems"]}
    assert {"Rawi, embedded", "Wagtail, any word", "Wagtail, every word"} <= set(found)
    for row in found.values():
        assert row["bytes"] > 0
        assert row["tuning"]["questions"] == row["held out"]["questions"] == 3
    assert found["Rawi, embedded"]["held out"]["recall_10"] > 0
