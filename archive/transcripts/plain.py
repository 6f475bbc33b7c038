"""Plain text: paragraphs out of lines that were wrapped by hand or taken from pages.

The rules: a blank line ends a paragraph (two of them where every line is followed by one, as in double-spaced text).
Inside a block of lines, lines of a text with long lines are paragraphs each; lines wrapped at a width are joined, but a
new paragraph begins at a line set out from a hanging indent, at an indented first line, and after a short line that
ends a sentence. Labels and times are read later, by `turns`.
"""

import re
from collections.abc import Sequence
from statistics import median

from archive.transcripts import charset, furniture
from archive.transcripts.header import read_header
from archive.transcripts.labels import join_broken_labels
from archive.transcripts.passages import make_passages
from archive.transcripts.records import Notices, Paragraph, ParsedTranscript, SourceLine
from archive.transcripts.sentences import text_ends_sentence
from archive.transcripts.timecode import settle_times
from archive.transcripts.turns import make_turns
from archive.transcripts.wrapping import vocabulary

_LONG_LINE = 120
_NARROW = 40
_EVEN = 0.7
_MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")


def read_text(text: str, charset_name: str, notices: Notices) -> ParsedTranscript:
    """Passages of a plain text that was decoded already."""
    lines = [SourceLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    kept = furniture.remove_furniture(furniture.pages_of(lines), notices)
    metadata, kept = read_header(kept, notices)
    kept = join_broken_labels(kept)
    paragraphs = paragraphs_of(kept)
    turns = settle_times(make_turns(paragraphs, notices, words=vocabulary(kept), capitals_are_headings=True), notices)
    passages = make_passages(turns, notices)
    return ParsedTranscript(passages, notices.all(), "text", charset_name, metadata)


def read_text_bytes(data: bytes) -> ParsedTranscript:
    """As `read_text`, from bytes in any charset that can be told."""
    notices = Notices()
    text, name = charset.decode(data, notices)
    return read_text(text, name, notices)


def _indent(text: str) -> int:
    expanded = text.expandtabs(8)
    return len(expanded) - len(expanded.lstrip())


def _is_double_spaced(lines: Sequence[SourceLine]) -> bool:
    """Whether single blank lines are only the distance between lines.

    Most lines stand alone and end no sentence, and they are lines: about as wide as one another, and none wider than a
    page. Paragraphs without full stops, as many write Arabic, are not.
    """
    widths = sorted(len(line.text.strip()) for line in lines if line.text.strip())
    if not widths or widths[-1] > _LONG_LINE or median(widths) < widths[len(widths) * 9 // 10] * _EVEN:
        return False
    alone = broken = total = 0
    for index, line in enumerate(lines[:-1]):
        if not line.text.strip():
            continue
        total += 1
        if not lines[index + 1].text.strip() and (index == 0 or not lines[index - 1].text.strip()):
            alone += 1
            broken += not text_ends_sentence(line.text)
    return total >= 20 and alone > total * 0.8 and broken > alone * 0.5


def _blocks(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    """Lines between blank lines; in double-spaced text one blank line does not count."""
    allowed = 1 if _is_double_spaced(lines) else 0
    blocks: list[list[SourceLine]] = [[]]
    blank = 0
    for line in lines:
        if not line.text.strip():
            blank += 1
            continue
        if blank > allowed and blocks[-1]:
            blocks.append([])
        blank = 0
        blocks[-1].append(line)
    return [block for block in blocks if block]


def paragraphs_of(lines: Sequence[SourceLine]) -> list[Paragraph]:
    """Paragraphs of the lines by the rules at the top; each keeps its lines."""
    blocks = _blocks(lines)
    widths = [len(line.text.strip()) for block in blocks for line in block[:-1]]
    typical = median(widths) if widths else 0
    width = _wrap_width(widths)
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if typical > _LONG_LINE and len(block) > 1:
            groups = [[line] for line in block]
        else:
            groups = _by_indent(block)
            groups = [part for group in groups for part in _by_short_line(group, width)]
        paragraphs.extend(_paragraph(group) for group in groups)
    return paragraphs


def _wrap_width(widths: Sequence[int]) -> int:
    """The width at which the text was wrapped, 0 when it is too narrow to tell a short line from a full one."""
    if len(widths) < 3:
        return 0
    full = sorted(widths)[int(len(widths) * 0.9)]
    return full if full >= _NARROW else 0


def _by_indent(block: Sequence[SourceLine]) -> list[list[SourceLine]]:
    indents = [_indent(line.text) for line in block]
    least = min(indents)
    deep = [indent - least >= 2 for indent in indents]
    if len(block) < 2 or not any(deep) or all(deep[1:]):
        return [list(block)]
    hanging = sum(deep) * 2 >= len(deep) or any(deep[index] and deep[index + 1] for index in range(len(deep) - 1))
    groups: list[list[SourceLine]] = []
    for index, line in enumerate(block):
        starts = not deep[index] if hanging else deep[index] and text_ends_sentence(block[index - 1].text)
        if starts or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


def _by_short_line(group: Sequence[SourceLine], width: int) -> list[list[SourceLine]]:
    if not width:
        return [list(group)]
    parts: list[list[SourceLine]] = [[]]
    for line in group:
        parts[-1].append(line)
        if len(line.text.strip()) < width * 0.7 and text_ends_sentence(line.text):
            parts.append([])
    return [part for part in parts if part]


def _paragraph(group: Sequence[SourceLine]) -> Paragraph:
    if len(group) == 1 and (match := _MARKDOWN_HEADING.match(group[0].text)):
        return Paragraph((SourceLine(group[0].number, group[0].text[match.end() :].rstrip("# ")),), heading=True)
    return Paragraph(tuple(group))
