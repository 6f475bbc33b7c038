"""Comparing a source with the passages made of it, letter by letter: spaces, points and divided words do not count."""

import re
from collections.abc import Iterable

from archive.transcripts.records import ParsedPassage


def letters(text: str) -> str:
    """The letters and digits of a text in their order, and nothing else."""
    return "".join(letter for letter in text if letter.isalnum())


def letters_of(passages: Iterable[ParsedPassage]) -> str:
    """The letters of passages with their headings. Speakers are left out: a label may stand for several passages.

    A speaker's label that no words followed is a passage by itself and left out likewise.
    """
    read = list(passages)
    speakers = {passage.speaker for passage in read if passage.speaker}
    spoken = [passage for passage in read if passage.speaker or passage.text not in speakers]
    return letters(" ".join(f"{passage.heading} {passage.text}" for passage in spoken))


def without_labels(source: str, passages: Iterable[ParsedPassage]) -> str:
    """The source without the labels at the beginning of lines, or alone on one, that became speakers.

    What stands in brackets behind a name (``through interpreter``) belongs to the words.
    """
    speakers = {passage.speaker for passage in passages if passage.speaker}
    if not speakers:
        return source
    names = sorted(speakers, key=len, reverse=True)
    either = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in names)  # a page may break it
    label = rf"(?m)^\s*(?:{either})\s*(?:(?P<aside>\([^()]*\))?\s*[:：]|$)"
    return re.sub(label, lambda match: f" {match['aside'] or ''} ", source)


def difference(one: str, other: str) -> str:
    """Where two rows of letters part, with what stands around; empty when they are the same."""
    if one == other:
        return ""
    place = next(
        (index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    around = slice(max(0, place - 30), place + 40)
    return f"at letter {place} of {len(one)} and {len(other)}: {one[around]!r} or {other[around]!r}"
