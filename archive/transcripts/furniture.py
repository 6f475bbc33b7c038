"""What a page has besides the words: running headers, page numbers, counted lines.

Text taken from pages carries these inside its sentences. They are taken out by rule and reported; what the rules do not
know stays. The rules:

1. A line that stands at the top or the foot of half of the pages (of all but one where there are fewer than six),
   numbers aside, is a running header or foot, unless it has a speaker's label or ends a sentence.
2. `Page 3`, `Page 3 of 119`, `- 3 -`, `صفحة ٣` on a line of its own is a page number, and so is a lone number next to
   a page break that equals the page's number or follows the numbering of the pages before.
3. Lone numbers of the series 5, 10, 15 … or 10, 20, 30 … (at most 60), or 1, 2, 3 … within a page, count lines. A
   number with anything else on its line, even a full stop, is a word somebody said.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.transcripts.codes import NoticeCode
from archive.transcripts.labels import candidate
from archive.transcripts.records import Notices, SourceLine
from archive.transcripts.sentences import text_ends_sentence

_PAGE = re.compile(
    r"\s*(?:[-–—|]\s*)?(?:(?:page|pg\.?|p\.|صفحة|ص)\s*[\d٠-٩]{1,4}(?:\s*(?:of|/|من)\s*[\d٠-٩]{1,4})?"
    r"|[-–—|]\s*[\d٠-٩]{1,4}\s*[-–—|]|[\d٠-٩]{1,4}\s*(?:of|/|من)\s*[\d٠-٩]{1,4})(?:\s*[-–—|])?\s*",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(r"\s*(?:page|صفحة)\s*[\d٠-٩]{1,4}\s*(?:of|/|من)\s*[\d٠-٩]{1,4}\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([\d٠-٩]{1,4})\s*")
_DIGITS = re.compile(r"[\d٠-٩]+")
_EDGE = 3


@dataclass(slots=True)
class _Found:
    furniture: int = 0
    numbers: int = 0
    first: SourceLine | None = None

    def take(self, line: SourceLine) -> None:
        self.furniture += 1
        self.first = self.first or line


def pages_of(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    """The pages of a text: at form feeds, else before each `Page 3 of 119`; one page when it has neither."""
    pages: list[list[SourceLine]] = [[]]
    for line in lines:
        parts = line.text.split("\f")
        pages[-1].append(SourceLine(line.number, parts[0]))
        pages.extend([SourceLine(line.number, part)] for part in parts[1:])
    if len(pages) > 1:
        return pages
    breaks = [index for index, line in enumerate(lines) if _PAGE.fullmatch(line.text)]
    if len(breaks) < 3 and not any(_PAGE_OF.fullmatch(lines[index].text) for index in breaks):
        return pages
    # Where the number stands tells nothing of its place on the page, so each page keeps the lines on both sides of it
    # at its top: the header before the number and the number itself.
    starts = [_top_of_page(lines, index) for index in breaks]
    edges = [0, *starts, len(lines)]
    return [list(lines[begin:end]) for begin, end in pairwise(edges) if end > begin]


def _top_of_page(lines: Sequence[SourceLine], index: int) -> int:
    """The index of the line before a page number when one stands within two lines of it, else of the number."""
    for step in (1, 2):
        if index - step >= 0 and lines[index - step].text.strip():
            return index - step
    return index


def remove_furniture(pages: Sequence[Sequence[SourceLine]], notices: Notices) -> list[SourceLine]:
    """The lines of all pages without furniture, pages following one another without a gap; reports what it took."""
    found = _Found()
    running = _running_lines(pages)
    kept: list[SourceLine] = []
    for number, page in enumerate(pages, start=1):
        edges = {id(line) for line in _edges(page)}
        lines = [
            line for line in page if not _is_furniture(line, id(line) in edges, running, number, len(pages), found)
        ]
        if len(pages) > 1:
            lines = _without_counts(lines, found)
            lines = _trimmed(lines)
        kept.extend(lines)
    if found.first is not None:
        sample = " ".join(found.first.text.split())[:80]
        notices.add(NoticeCode.PAGE_FURNITURE, found.first.number, count=found.furniture, sample=sample)
    if found.numbers:
        notices.add(NoticeCode.LINE_NUMBERS, count=found.numbers)
    return kept


def _edges(page: Sequence[SourceLine]) -> list[SourceLine]:
    written = [line for line in page if line.text.strip()]
    edge = max(1, min(_EDGE, len(written) // 3))
    return written if len(written) <= 2 * edge else [*written[:edge], *written[-edge:]]


def _pattern(line: SourceLine) -> str:
    return _DIGITS.sub("0", " ".join(line.text.split())).casefold()


def _is_speech(text: str) -> bool:
    """Whether somebody says it: it has a label or ends a sentence. Such a line is never a running header."""
    return bool(candidate(text)) or text_ends_sentence(text)


def _running_lines(pages: Sequence[Sequence[SourceLine]]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_pattern(line) for line in _edges(page) if not _is_speech(line.text)})
    needed = max(2, len(pages) - 1) if len(pages) < 6 else max(4, len(pages) // 2)
    return frozenset(
        pattern
        for pattern, count in counts.items()
        if count >= needed and any(letter.isalpha() for letter in pattern) and len(pattern.split()) <= 15
    )


def _is_furniture(
    line: SourceLine,
    edge: bool,
    running: frozenset[str],
    number: int,
    pages: int,
    found: _Found,
) -> bool:
    text = line.text.strip()
    if not text or pages < 2:
        return False
    is_page_number = bool(_PAGE.fullmatch(text)) and (pages >= 3 or bool(_PAGE_OF.fullmatch(text)))
    lone = _NUMBER.fullmatch(text)
    if edge and lone and abs(int(lone[1]) - number) <= 2 and pages >= 3:
        is_page_number = True
    if is_page_number or (edge and _pattern(line) in running):
        found.take(line)
        return True
    return False


def _without_counts(lines: Sequence[SourceLine], found: _Found) -> list[SourceLine]:
    """The lines of a page without lone numbers that count its lines."""
    lone = [(index, int(match[1])) for index, line in enumerate(lines) if (match := _NUMBER.fullmatch(line.text))]
    numbers = [number for _index, number in lone]
    stepped = [pair for pair in lone if pair[1] % 5 == 0 and 0 < pair[1] <= 60]
    values = [number for _index, number in stepped]
    rising = numbers == sorted(set(numbers)) and len(numbers) >= 8 and numbers[0] <= 2 and numbers[-1] <= 60
    drop: set[int] = set()
    if rising:
        drop = {index for index, _number in lone}
    elif values and values[0] in {5, 10} and values == [values[0] * (place + 1) for place in range(len(values))]:
        drop = {index for index, _number in stepped}
    found.numbers += len(drop)
    return [line for index, line in enumerate(lines) if index not in drop]


def _trimmed(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Without blank lines at either end: a page break is no paragraph break."""
    begin, end = 0, len(lines)
    while begin < end and not lines[begin].text.strip():
        begin += 1
    while end > begin and not lines[end - 1].text.strip():
        end -= 1
    return list(lines[begin:end])
