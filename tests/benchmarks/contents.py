"""Paragraphs to measure with: real ones from ../shared/corpora where it is there, else made of a few words.

Where more are wanted than there are real ones, these come again with every third word changed for another of the same
texts, so that no two are alike and words stay as frequent as they are.
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import chain, cycle, islice
from pathlib import Path

from tests.conftest import corpora_folder
from tests.corpora import trc, wpa
from tests.corpora.batches import BatchWriter

PASSAGES_PER_ACCOUNT = 100
ARABIC_EVERY = 5
"""One account in so many is Arabic."""
THEMES = ("Prison", "Bread", "Windows", "Letters", "Roads")
TURN_WORDS = 20
_WORDS_KEPT = 400_000  # to change words for
_SHORTEST, _LONGEST = 8, 200  # words: what is shorter is a heading, what is longer is split
_ARABIC = "كان الباب مغلقا والنافذة فوقه عالية قسمنا الخبز بخيط ثم جلسنا نسمع المطر على السطح حتى جاء الصباح".split()
_ENGLISH = (
    "the window was above the door and we divided the bread with a thread then sat and listened to rain on the roof "
    "until morning came when somebody called a name that nobody in the room had heard before that winter"
).split()


def source_name() -> str:
    """Where the paragraphs come from, for the report."""
    return "the corpora" if (corpora_folder() / wpa.FOLDER).is_dir() else "generated text"


def english() -> Iterator[str]:
    """English paragraphs without end, each as it is before any comes again changed."""
    folder = corpora_folder()
    return _again(lambda: chain(_narratives(folder / wpa.FOLDER), _hearings(folder / trc.FOLDER)), _ENGLISH, 1)


def arabic() -> Iterator[str]:
    """Arabic paragraphs without end, likewise."""
    folder = corpora_folder() / "arabic-wikipedia-ar-arz" / "public"

    def real() -> Iterator[str]:
        texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("ar*/*.txt")))
        return filter(_fits, (" ".join(line.split()) for text in texts for line in text.splitlines()))

    return _again(real, _ARABIC, 2)


def _again(read: Callable[[], Iterator[str]], spare: list[str], seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    seen: list[str] = []  # words as frequent as they are in the texts
    for paragraph in read():
        if len(seen) < _WORDS_KEPT:
            seen.extend(paragraph.split())
        yield paragraph
    while seen:
        for paragraph in read():
            words = paragraph.split()
            for at in range(chance.randrange(3), len(words), 3):
                words[at] = chance.choice(seen)
            yield " ".join(words)
    yield from _made(spare, seed)


def turns(paragraphs: Iterator[str]) -> Iterator[str]:
    """The same words in turns as short as those of an interview: twenty words on average."""
    for paragraph in paragraphs:
        words = paragraph.split()
        for begin in range(0, len(words) - TURN_WORDS + 1, TURN_WORDS):
            yield " ".join(words[begin : begin + TURN_WORDS])


def _narratives(folder: Path) -> Iterator[str]:
    for volume in wpa.volumes(folder) if folder.is_dir() else ():
        for narrative in wpa.narratives(volume):
            paragraphs = re.split(r"\n\s*\n", narrative.words)
            yield from filter(_fits, (" ".join(paragraph.split()) for paragraph in paragraphs))


def _hearings(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("public/*/*/*.html")):
        lines = re.findall(r"<p class=\"line\".*?</p>", path.read_text(encoding="utf-8"), re.DOTALL)
        yield from filter(_fits, (" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines))


def _fits(paragraph: str) -> bool:
    return _SHORTEST <= len(paragraph.split()) <= _LONGEST and not paragraph.endswith(":") and "---" not in paragraph


def _made(words: list[str], seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for number in cycle(range(1, 1_000_000)):
        yield f"{' '.join(chance.choices(words, k=chance.randrange(20, 90)))} {number}."


class Accounts:
    """Writes batches of accounts, one after the other, from paragraphs that are taken once."""

    def __init__(self) -> None:
        self._paragraphs = {"en": english(), "ar": arabic()}
        self._number = 0

    def write(self, folder: Path, passages: int) -> None:
        """A batch of accounts with together ``passages`` passages, a multiple of ``PASSAGES_PER_ACCOUNT``."""
        batch = BatchWriter(folder)
        for _ in range(passages // PASSAGES_PER_ACCOUNT):
            self._number += 1
            self._add(batch, self._number)
        batch.close()

    def _add(self, batch: BatchWriter, number: int) -> None:
        language = "ar" if number % ARABIC_EVERY == 0 else "en"
        reference = f"BM-{number:05d}"
        text = "\n\n".join(islice(self._paragraphs[language], PASSAGES_PER_ACCOUNT))
        title = f"شهادة {number}" if language == "ar" else f"Account {number}"
        theme = THEMES[number % len(THEMES)]
        batch.add(
            {
                "reference": reference,
                "kind": "written",
                f"title:{language}": title,
                f"summary:{language}": text.split("\n\n", 1)[0],
                "told_about": str(1960 + number % 60),
                "themes": theme,
                "places": f"Place {number % 7}",
            },
            {f"original:{language}": (f"{reference.lower()}.txt", text.encode())},
        )
        for anchor in ("p3", "p30", "p60"):
            batch.tag(reference, anchor, themes=theme)
