"""Between a source and the passages made of it no word is lost, added or moved."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.transcripts import charset
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import Notices
from tests.conftest import corpora_folder
from tests.corpora import braided, lacour, single, trc, wpa
from tests.corpora.comparing import difference, letters, letters_of, without_labels

EVERY = 11
"""One of so many files or narratives is compared: enough of each style, quick enough for every run."""


def source(folder: str) -> Path:
    """The set's folder, or a skip that names it."""
    path = corpora_folder() / folder
    if not path.is_dir():
        pytest.skip(f"the set {folder} is not there")
    return path


def volumes() -> list[Path]:
    return wpa.volumes(corpora_folder() / wpa.FOLDER)


@pytest.mark.parametrize("volume", volumes(), ids=lambda path: path.stem)
def test_narratives_of_a_volume_hold_all_of_it(volume: Path) -> None:
    text, _name = charset.decode(volume.read_bytes(), Notices())

    parts = " ".join(f"{narrative.head_text} {narrative.words}" for narrative in wpa.narratives(volume))

    assert not difference(letters(text), letters(parts))


@pytest.mark.parametrize("volume", volumes(), ids=lambda path: path.stem)
def test_narratives_are_read_whole(volume: Path) -> None:
    for narrative in list(wpa.narratives(volume))[::EVERY]:
        passages = read_transcript(narrative.words.encode(), "words.txt").passages

        expected = letters(without_labels(narrative.words, passages))
        assert not difference(expected, letters_of(passages)), narrative.head_text


class _Body(HTMLParser):
    """The text of a hearing's paragraphs, without the labels of its speakers."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._open = False
        self._speaker = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self._open = self._open or tag == "h1" or "htmlcontainer" in classes
        self._speaker = "speaker" in classes

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1":
            self._open = False
        if tag == "span":
            self._speaker = False

    def handle_data(self, data: str) -> None:
        if self._open and not self._speaker:
            self.parts.append(data)


def test_hearings_in_html_are_read_whole() -> None:
    for path in sorted(source(trc.FOLDER).glob("public/*/*/*.html"))[::EVERY]:
        passages = read_transcript(path.read_bytes(), path.name).passages
        body = _Body()
        body.feed(path.read_text(encoding="utf-8"))

        expected = letters(without_labels("\n".join(body.parts), passages))
        assert not difference(expected, letters_of(passages)), path.name


def _tapes() -> Iterator[Path]:
    return iter(sorted(source(braided.FOLDER).glob("public/*-raw.txt"))[::5])


def test_tapes_are_read_whole() -> None:
    for path in _tapes():
        passages = read_transcript(path.read_bytes(), path.name).passages
        text = path.read_text(encoding="utf-8-sig")

        # No words: times of tapes, a time that ends a paragraph, initials that are speakers, before a wide gap.
        explained = re.findall(r"\b([A-Z]{1,3})\s*=", text) or ["I", "R"]
        unexplained = {passage.speaker for passage in passages if re.fullmatch("[A-Z]{1,3}", passage.speaker)}
        initials = "|".join([*explained, *sorted(unexplained)])
        no_words = (
            r"\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2}",
            r"\d{2}:\d{2}:\d{2}(?=\s*(?:\n\s*\n|\Z))",
            rf"(?m)^[ ]{{0,4}}(?:{initials})(?=[ \t]{{2}}|$)",
        )
        for pattern in no_words:
            text = re.sub(pattern, " ", text)
        assert not difference(letters(without_labels(text, passages)), letters_of(passages)), path.name


def test_timed_lines_are_read_whole() -> None:
    for path in sorted(source(lacour.FOLDER).glob("public/*.xml"))[::6]:
        lines = lacour.lines(path)
        passages = read_transcript(lacour.webvtt(lines, "en").encode(), "hearing.vtt").passages

        assert not difference(letters(" ".join(line.text for line in lines)), letters_of(passages)), path.name


def test_lines_of_two_languages_stay_apart() -> None:
    path = source(lacour.FOLDER) / "public" / "3728313_17102018_transcript.xml"
    lines = lacour.lines(path)
    passages = read_transcript(lacour.webvtt(lines, "en").encode(), "hearing.vtt").passages

    french = " ".join(line.text for line in lines if line.language == "fr")
    assert not difference(
        letters(french), letters(" ".join(passage.text for passage in passages if passage.language == "fr"))
    )


def test_days_of_the_inquiry_lose_their_page_furniture_alone() -> None:
    for path in sorted(source(single.INQUIRY).glob("public/*.txt")):
        passages = read_transcript(path.read_bytes(), path.name).passages
        text = re.sub(r"(?m)^\s*Page \d+ of \d+\s*$", "", path.read_text(encoding="utf-8"))

        # Without the line at the head of each page (in a file of few pages some stay) and without digits: lone numbers
        # count lines in one place and are somebody's words in the next.
        expected, found = letters(without_labels(text, passages)), letters_of(passages)
        one, other = (re.sub("(?:MARCH|APRIL|JULY|AUGUST)DAY", "", re.sub(r"\d", "", row)) for row in (expected, found))
        assert not difference(one, other), path.name
