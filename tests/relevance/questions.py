"""Questions with their right answers from the real data sets, and the texts they are asked of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from tests.conftest import corpora_folder
from tests.relevance.scoring import held_out

QA = "arabic-qa-retrieval"
WIKIPEDIA = "arabic-wikipedia-ar-arz"
QMSUM = "qmsum"
_SHORTEST = 8  # words of a paragraph that may stand between the answer and the reader


@dataclass(frozen=True, slots=True)
class Text:
    """A passage. ``key`` is its place in the set; ``account`` the testimony it belongs to."""

    key: int
    account: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the keys of the passages that answer it. ``account``: where it is asked, if not everywhere."""

    question_id: str
    text: str
    right: frozenset[int]
    account: int

    @property
    def held_out(self) -> bool:
        """Whether it was kept away from tuning."""
        return held_out(self.question_id)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Texts and what is asked of them. ``language``: the stock chain to compare with."""

    name: str
    language: str
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]


def available() -> bool:
    """Whether the data sets are there."""
    return all((corpora_folder() / name).is_dir() for name in (QA, WIKIPEDIA, QMSUM))


def arabic(more: Path | None = None) -> QuestionSet:
    """ARCD and XQuAD in Arabic: every paragraph is an account of one passage, as is each of Wikipedia's.

    ``more``: a folder whose text files hold further paragraphs, one a line, to stand between the answers.
    """
    folder = corpora_folder() / QA
    files = (folder / "arcd/public/arcd-train.json", folder / "xquad/public/xquad.ar.json")
    folders = [corpora_folder() / WIKIPEDIA / "public", *([more] if more is not None else [])]
    return _answers("ARCD, XQuAD ar", "arabic", files, chain.from_iterable(map(_paragraphs_of_files, folders)))


def english() -> QuestionSet:
    """XQuAD in English."""
    files = (corpora_folder() / QA / "xquad/public/xquad.en.json",)
    return _answers("XQuAD en", "english", files, iter(()))


def meetings() -> QuestionSet:
    """QMSum: a meeting is an account, a turn a passage; right are the turns that judges marked."""
    texts: list[Text] = []
    questions: list[Question] = []
    lines = (corpora_folder() / QMSUM / "public/val.jsonl").read_text(encoding="utf-8").splitlines()
    for account, line in enumerate(lines, start=1):
        meeting = json.loads(line)
        first = len(texts)
        for turn in meeting["meeting_transcripts"]:
            texts.append(Text(len(texts), account, turn["content"]))
        for number, asked in enumerate(meeting["specific_query_list"]):
            spans = [(int(begin), int(end)) for begin, end in asked["relevant_text_span"]]
            right = frozenset(first + turn for begin, end in spans for turn in range(begin, end + 1))
            if right:
                questions.append(Question(f"qmsum-{account}-{number}", asked["query"], right, account))
    return QuestionSet("QMSum", "english", tuple(texts), tuple(questions))


def _answers(name: str, language: str, files: tuple[Path, ...], distractors: Iterator[str]) -> QuestionSet:
    keys: dict[str, int] = {}
    questions: list[Question] = []
    for file in files:
        for paragraph in _paragraphs(json.loads(file.read_text(encoding="utf-8"))):
            key = keys.setdefault(" ".join(paragraph["context"].split()), len(keys))
            for asked in paragraph["qas"]:
                number = f"{file.stem}-{asked['id']}"
                questions.append(Question(number, asked["question"].strip(" -"), frozenset({key}), key + 1))
    for text in distractors:
        keys.setdefault(text, len(keys))
    texts = tuple(Text(key, key + 1, text) for text, key in keys.items())
    return QuestionSet(name, language, texts, tuple({asked.question_id: asked for asked in questions}.values()))


def _paragraphs(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for article in content["data"]:
        yield from article["paragraphs"]


def _paragraphs_of_files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if len(line.split()) >= _SHORTEST and not line.startswith("<"):
                yield " ".join(line.split())
