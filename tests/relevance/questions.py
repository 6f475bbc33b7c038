"""Questions with their right answers from the real data sets, and the texts they are asked of."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tests.conftest import corpora_folder
from tests.corpora.braided import FOLDER as BRAIDED
from tests.corpora.braided import interviews
from tests.relevance.headings import Marked, marked_passages
from tests.relevance.scoring import held_out

QA = "arabic-qa-retrieval"
WIKIPEDIA = "arabic-wikipedia-ar-arz"
QMSUM = "qmsum"
_SHORTEST = 8  # words of a paragraph that may stand between the answer and the reader


@dataclass(frozen=True, slots=True)
class Text:
    """A passage. ``key`` is its place in the set; ``account`` the testimony it belongs to, whose texts are together."""

    key: int
    account: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the keys of the passages that answer it.

    ``account``: where it is asked, if not everywhere; 0 if it is about more than one.
    """

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
    """Texts and what is asked of them. ``language``: the stock chain to compare with.

    ``by_passage``: passages are ranked; else accounts, and every text is an account of its own. ``own_account``: the
    questions are also asked within the account that they are about.
    """

    name: str
    language: str
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]
    by_passage: bool
    own_account: bool


def available() -> bool:
    """Whether the data sets are there."""
    return all((corpora_folder() / name).is_dir() for name in (QA, WIKIPEDIA, QMSUM, BRAIDED))


def arabic(more: Path | None = None) -> QuestionSet:
    """ARCD and XQuAD in Arabic: every paragraph is an account of one passage, as is each of Wikipedia's.

    ``more``: a folder whose text files hold further paragraphs, one a line, to stand between the answers.
    """
    return _arabic("ARCD, XQuAD ar, a paragraph an account", more, by_article=False)


def articles(more: Path | None = None) -> QuestionSet:
    """The same questions of the same paragraphs: an article is an account, as is each file of ``more``.

    A paragraph that stands in two articles belongs to the first.
    """
    return _arabic("ARCD, XQuAD ar, an article an account", more, by_article=True)


def english() -> QuestionSet:
    """XQuAD in English, every paragraph an account."""
    file = corpora_folder() / QA / "xquad/public/xquad.en.json"
    return _answers("XQuAD en", "english", (file,), (), by_article=False)


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
    return QuestionSet("QMSum", "english", tuple(texts), tuple(questions), by_passage=True, own_account=True)


def topics() -> QuestionSet:
    """Braided Channels: an interview is an account; right are the passages that its editors marked with a topic.

    A question is the topics of one heading. Right are all passages of the collection under a heading that names them.
    """
    source = corpora_folder() / BRAIDED
    files = [[source / "public" / name for name in interview["files"]] for interview in interviews(source)]
    marked = [
        (account, passage) for account, passages in enumerate(marked_passages(files), start=1) for passage in passages
    ]
    texts = tuple(Text(key, account, passage.text) for key, (account, passage) in enumerate(marked))
    asked = {frozenset(passage.topics): " ".join(passage.topics) for _, passage in marked if passage.topics}
    questions = tuple(
        Question(f"braided-{'/'.join(sorted(wanted))}", text, _under(wanted, marked), 0)
        for wanted, text in asked.items()
    )
    return QuestionSet("Braided Channels", "english", texts, questions, by_passage=True, own_account=False)


def _under(wanted: frozenset[str], marked: list[tuple[int, Marked]]) -> frozenset[int]:
    return frozenset(key for key, (_, passage) in enumerate(marked) if wanted.issubset(passage.topics))


def _arabic(name: str, more: Path | None, *, by_article: bool) -> QuestionSet:
    folder = corpora_folder() / QA
    files = (folder / "arcd/public/arcd-train.json", folder / "xquad/public/xquad.ar.json")
    folders = [corpora_folder() / WIKIPEDIA / "public", *([more] if more is not None else [])]
    return _answers(name, "arabic", files, chain.from_iterable(map(_articles_of_files, folders)), by_article=by_article)


def _answers(
    name: str, language: str, files: Iterable[Path], distractors: Iterable[list[str]], *, by_article: bool
) -> QuestionSet:
    texts: dict[str, Text] = {}
    questions: dict[str, Question] = {}

    def add(article: Iterable[str]) -> list[Text]:
        account = len(texts) + 1
        return [
            texts.setdefault(text, Text(len(texts), account if by_article else len(texts) + 1, text))
            for text in article
        ]

    for file in files:
        for article in json.loads(file.read_text(encoding="utf-8"))["data"]:
            paragraphs = article["paragraphs"]
            added = add(" ".join(paragraph["context"].split()) for paragraph in paragraphs)
            for paragraph, text in zip(paragraphs, added, strict=True):
                for asked in paragraph["qas"]:
                    number = f"{file.stem}-{asked['id']}"
                    right = frozenset({text.key})
                    questions[number] = Question(number, asked["question"].strip(" -"), right, text.account)
    for lines in distractors:
        add(lines)
    return QuestionSet(
        name,
        language,
        tuple(texts.values()),
        tuple(questions.values()),
        by_passage=by_article,
        own_account=False,
    )


def _articles_of_files(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.rglob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield [" ".join(line.split()) for line in lines if len(line.split()) >= _SHORTEST and not line.startswith("<")]
