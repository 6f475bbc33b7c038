"""Times of recordings: reading and writing them, and the rule for times that contradict one another.

The rule, for turns in the order of the file:

1. The largest set of turns whose starts do not run backwards keeps its times; every other turn keeps its words, loses
   its time and is reported. (One slip of the pen must not cost all the times after it.)
2. An end before its own start is dropped and reported.
3. An end after the next start is cut to that start and reported.
4. Missing times are allowed and reported once, with their number.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from archive.transcripts.codes import NoticeCode
from archive.transcripts.records import Notices, Turn

FRAMES_PER_SECOND = 25
"""Frames of SMPTE times when the file does not say (PAL, as in Australia and the Arab countries)."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3})|[:;](\d{2}))?", re.ASCII)

# A slip of the keyboard that occurs: `09:05;37:10`.
_LOOSE_SMPTE = re.compile(r"(\d{2})[:;](\d{2})[:;](\d{2})[:;](\d{2})", re.ASCII)


def parse_timecode(text: str, frames_per_second: int = FRAMES_PER_SECOND) -> int | None:
    """Milliseconds of `hh:mm:ss`, `hh:mm:ss.mmm`, `hh:mm:ss,mmm`, `mm:ss`, `mm:ss.mmm` or SMPTE `hh:mm:ss:ff`.

    Returns None when the text is no time: another shape, minutes or seconds over 59, a frame number that the rate
    does not have. Minutes over 59 are allowed where no hour is given (`75:10`).
    """
    match = _CLOCK.fullmatch(_LOOSE_SMPTE.sub(r"\1:\2:\3:\4", text.strip()))
    if match is None:
        return None
    hours, minutes, seconds, fraction, frames = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    total = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
    if fraction:
        total += int(fraction.ljust(3, "0"))
    if frames:
        if hours is None or int(frames) >= frames_per_second:
            return None
        total += int(frames) * 1000 // frames_per_second
    return total


def format_timecode(milliseconds: int) -> str:
    """`hh:mm:ss`, with `.mmm` when it is not a whole second; hours grow beyond two digits. Not for negative times."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours:02d}:{minutes:02d}:{seconds:02d}"
    return f"{clock}.{rest:03d}" if rest else clock


def _kept_starts(starts: Sequence[int]) -> set[int]:
    """Positions of a longest run of starts that never goes down. Cost: n log n."""
    tails: list[int] = []
    tail_positions: list[int] = []
    before: list[int] = []
    for position, start in enumerate(starts):
        place = bisect_right(tails, start)
        before.append(tail_positions[place - 1] if place else -1)
        if place == len(tails):
            tails.append(start)
            tail_positions.append(position)
        else:
            tails[place] = start
            tail_positions[place] = position
    kept: set[int] = set()
    position = tail_positions[-1] if tail_positions else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept


def settle_times(turns: Sequence[Turn], notices: Notices) -> list[Turn]:
    """The turns with times that no longer contradict one another (the rule stands at the top of this module)."""
    timed = [position for position, turn in enumerate(turns) if turn.start_ms is not None]
    starts = [turns[position].start_ms or 0 for position in timed]
    kept = {timed[position] for position in _kept_starts(starts)}
    settled = list(turns)
    for position in timed:
        if position not in kept:
            turn = turns[position]
            notices.add(NoticeCode.TIME_BACKWARDS, turn.line, time=format_timecode(turn.start_ms or 0))
            settled[position] = replace(turn, start_ms=None, end_ms=None)
    following: int | None = None
    for position in range(len(settled) - 1, -1, -1):
        settled[position] = _settle_end(settled[position], following, notices)
        start = settled[position].start_ms
        following = start if start is not None else following
    missing = len(turns) - len(timed)
    if timed and missing:
        notices.add(NoticeCode.TIMES_MISSING, count=missing, total=len(turns))
    return settled


def _settle_end(turn: Turn, following: int | None, notices: Notices) -> Turn:
    if turn.end_ms is None:
        return turn
    if turn.start_ms is not None and turn.end_ms < turn.start_ms:
        notices.add(
            NoticeCode.TIME_END_BEFORE_START,
            turn.line,
            start=format_timecode(turn.start_ms),
            end=format_timecode(turn.end_ms),
        )
        return replace(turn, end_ms=None)
    if following is not None and turn.end_ms > following:
        notices.add(
            NoticeCode.TIME_OVERLAP, turn.line, end=format_timecode(turn.end_ms), next=format_timecode(following)
        )
        return replace(turn, end_ms=following)
    return turn
