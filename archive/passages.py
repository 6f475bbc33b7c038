"""Passages being worked on, before they become an edition: splitting, merging, anchors. Pure: no Django.

Anchors belong to the testimony: original and translation share them, and they survive editions. A passage that is split
keeps its anchor on the first part; the second gets a number that was never used. Merged passages keep the first's
anchor; the second's is retired and remembers which one took its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class DraftPassage:
    """One passage of an edition to be. ``anchor`` is empty for a new one."""

    text: str
    anchor: str = ""
    heading: str = ""
    speaker: str = ""
    speaker_role: str = ""
    language: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


class PassageError(ValueError):
    """A split or merge that cannot be done; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def next_number(used: Iterable[str], prefix: str = "p") -> int:
    """The first number that no anchor with this prefix has ever had."""
    numbers = [
        int(anchor[len(prefix) :])
        for anchor in used
        if anchor.startswith(prefix) and anchor[len(prefix) :].isascii() and anchor[len(prefix) :].isdigit()
    ]
    return max(numbers, default=0) + 1


def give_anchors(passages: Sequence[DraftPassage], used: Iterable[str], prefix: str = "p") -> list[DraftPassage]:
    """Give every passage without an anchor a new number, in order. ``used``: every anchor there ever was."""
    taken = set(used) | {passage.anchor for passage in passages if passage.anchor}
    number = next_number(taken, prefix)
    result = []
    for passage in passages:
        if not passage.anchor:
            passage = replace(passage, anchor=f"{prefix}{number}")
            number += 1
        result.append(passage)
    return result


def split(passages: Sequence[DraftPassage], position: int, offset: int) -> list[DraftPassage]:
    """Split the passage at ``position`` at ``offset`` characters. The second part starts without an anchor.

    White space at the seam goes; no other character does. The second part has no heading; a time is shared out in
    proportion to the characters. Raises PassageError("nothing-to-split") where one part would be empty.
    """
    passage = passages[position]
    first, second = passage.text[:offset].rstrip(), passage.text[offset:].lstrip()
    if not first or not second:
        raise PassageError("nothing-to-split")
    seam = None
    if passage.start_ms is not None and passage.end_ms is not None:
        share = len(first) / (len(first) + len(second))
        seam = passage.start_ms + round((passage.end_ms - passage.start_ms) * share)
    one = replace(passage, text=first, end_ms=seam if seam is not None else passage.end_ms)
    two = replace(passage, text=second, anchor="", heading="", start_ms=seam, end_ms=passage.end_ms if seam else None)
    return [*passages[:position], one, two, *passages[position + 1 :]]


def merge(passages: Sequence[DraftPassage], position: int) -> tuple[list[DraftPassage], dict[str, str]]:
    """Join the passage at ``position`` with the next. Returns the passages and what became of the second's anchor.

    Raises PassageError("nothing-to-merge") for the last passage.
    """
    if position + 1 >= len(passages):
        raise PassageError("nothing-to-merge")
    one, two = passages[position], passages[position + 1]
    words = " ".join(part for part in (one.text, two.text) if part)
    joined = replace(
        one,
        text=words,
        start_ms=one.start_ms if one.start_ms is not None else two.start_ms,
        end_ms=two.end_ms if two.end_ms is not None else one.end_ms,
    )
    retired = {two.anchor: one.anchor} if two.anchor and one.anchor else {}
    return [*passages[:position], joined, *passages[position + 2 :]], retired


def retired_anchors(
    before: dict[str, str], old: Iterable[str], new: Iterable[str], moved: dict[str, str]
) -> dict[str, str]:
    """What became of every anchor that is gone: ``before`` is what earlier editions said, ``moved`` what this edit did.

    A chain (p7 into p6, p6 into p5) is followed to its end; an anchor that is back is no longer retired.
    """
    present = set(new)
    gone = {anchor: moved.get(anchor, "") for anchor in old if anchor not in present}
    merged = {**before, **gone}

    def end(anchor: str) -> str:
        seen = {anchor}
        target = merged.get(anchor, "")
        while target and target not in present and target not in seen:
            seen.add(target)
            target = merged.get(target, "")
        return target if target in present else ""

    return {anchor: end(anchor) for anchor in merged if anchor not in present}


def word_count(passages: Iterable[DraftPassage]) -> int:
    """The words of all passages, counted between white space."""
    return sum(len(passage.text.split()) for passage in passages)
