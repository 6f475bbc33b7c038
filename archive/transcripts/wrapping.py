"""Lines that were wrapped at a width, joined again."""

import re
from collections import Counter
from collections.abc import Sequence

from archive.transcripts.codes import NoticeCode
from archive.transcripts.records import Notices, SourceLine

_DIVIDED = re.compile(r"[^\W\d_]{2,}[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")


def vocabulary(lines: Sequence[SourceLine]) -> Counter[str]:
    """How often each word stands whole on a line: decides whether a word divided at a line's end keeps its hyphen."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(word.casefold() for word in _WORD.findall(line.text))
    return counts


def join_lines(lines: Sequence[str], words: Counter[str], notices: Notices) -> str:
    """One text of lines that were wrapped: a word divided at a line's end is joined.

    The hyphen goes when the word stands without one elsewhere in the file, and stays otherwise; a soft hyphen always
    goes. Lines that end in a dash written `--` are joined without a space, as they were broken.
    """
    pieces: list[str] = []
    joined = 0
    for line in lines:
        piece = " ".join(line.split())
        if not piece:
            continue
        last = pieces[-1] if pieces else ""
        if last.endswith("\u00ad"):
            pieces[-1] = last[:-1] + piece
        elif _DIVIDED.search(last[-60:]) and piece[:1].islower():
            pieces[-1] = _join_divided(last, piece, words)
            joined += 1
        elif last.endswith("--") and not last.endswith(" --"):
            pieces[-1] = last + piece
        else:
            pieces.append(piece)
    notices.tally(NoticeCode.HYPHENS_JOINED, joined)
    return " ".join(pieces).replace("\u00ad", "")


def _join_divided(text: str, piece: str, words: Counter[str]) -> str:
    first = text.split()[-1].rstrip("-‐").lstrip("\"'“‘([")
    second = _WORD.match(piece)
    whole = f"{first}{second.group() if second else ''}".casefold()
    return text[:-1] + piece if words[whole] else text + piece
