"""The passages of Braided Channels under the topics that its editors marked, without the headings themselves.

A transcript has "Topics in Bold", of which plain text keeps the words alone: "Gender Relations/Work: Post Office" is a
title that stands before a time, or alone after the mark of who speaks. A line that begins a paragraph and names none
but topics of such titles is a heading too. A topic holds for what its speaker goes on to say, until another speaks or a
heading follows.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.transcripts.passages import split_words

_REPEATED = "69_BC_SP_FINN_TARRAGO-raw.txt"  # holds what the other tapes of its interview hold
_LONGEST = 9  # words of a heading
_TIME_WITHIN = 3  # lines after a heading
_TITLE = re.compile(r"[A-Z][^.?!,…\d]*(?<![-–(])")
_SEPARATOR = re.compile(r"[/:–]")
_TIME = re.compile(r"\b\d{1,2}[:;]\d{2}[:;]\d{2}[:;]!?\d{1,2}")
_LABEL = re.compile(r"(I|R|[A-Z]{2})(?:\s{2,}|\s*$)")
_HEAD_OF_PAGE = re.compile(r"\s*[A-Z][\w& ]+\s{10}\s*\d{1,3}\s*")


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage, and the topics of the heading that it stands under: in the order of the heading, in small letters."""

    text: str
    topics: tuple[str, ...]


def marked_passages(interviews: Iterable[Collection[Path]]) -> list[list[Marked]]:
    """Give the passages of each interview from its files, of which those of tapes are read, without their title pages.

    What is a topic is known from all of them together, so give the whole collection.
    """
    tapes = [
        [
            file.read_text(encoding="utf-8").splitlines()
            for file in files
            if file.name.endswith("-raw.txt") and file.name != _REPEATED
        ]
        for files in interviews
    ]
    known = frozenset(topic for files in tapes for lines in files for topic in _topics_of_titles(lines))
    return [[passage for lines in files for passage in _passages(lines, known)] for files in tapes]


def _topics_of_titles(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        title = _LABEL.sub("", line, count=1).strip()
        if not _TITLE.fullmatch(title) or len(title.split()) > _LONGEST or _HEAD_OF_PAGE.fullmatch(line):
            continue
        if _before_time(lines, number) or (_LABEL.match(line) and _stands_alone(lines, number, title)):
            yield from _topics(title)


def _stands_alone(lines: list[str], number: int, title: str) -> bool:
    words = title.split()
    if len(words) == 1 or sum(word[0].islower() for word in words) > 1:
        return False
    following = "".join(lines[number + 1 : number + 2])
    return not following.strip() or bool(_HEAD_OF_PAGE.fullmatch(following))


def _before_time(lines: list[str], number: int) -> bool:
    following = (line.strip() for line in lines[number + 1 : number + 1 + _TIME_WITHIN])
    return bool(_TIME.match(next(filter(None, following), "")))


def _topics(heading: str) -> tuple[str, ...]:
    names = (" ".join(name.split()).casefold() for name in _SEPARATOR.split(heading))
    return tuple(dict.fromkeys(filter(None, names)))


def _passages(lines: list[str], known: frozenset[str]) -> Iterator[Marked]:
    speaker = ""
    topics: tuple[str, ...] = ()
    awaited = False  # whether no words followed the heading yet
    paragraph: list[str] = []
    for number, line in enumerate([*lines, ""]):
        label = _LABEL.match(line)
        words = line[label.end() :] if label else "" if _HEAD_OF_PAGE.fullmatch(line) else line
        heading: tuple[str, ...] = ()
        if label or not paragraph or _before_time(lines, number):
            heading = _topics(_TIME.split(words)[0])
            if not known.issuperset(heading):
                heading = ()
        if paragraph and (label or heading or not words.strip()):
            if speaker:
                yield from (Marked(text, topics) for text in split_words(" ".join(paragraph)))
            awaited, paragraph = False, []
        if label and label[1] != speaker:
            speaker = label[1]
            topics = topics if awaited else ()
        if heading:
            topics, awaited = heading, True
            words = "".join(_TIME.split(words)[1:])
        if told := _TIME.sub(" ", words).strip():
            paragraph.append(told)
