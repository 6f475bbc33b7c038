"""PDF with a text layer, read by pypdf.

Two ways of taking the text are compared. The layout of the page gives indents, wide gaps and blank lines, by which
paragraphs and labels are told; but each way sometimes shows a space inside a word ("Fi tzSimons"). A space on which the
two disagree is decided by the words of the file: a word that stands whole elsewhere is one word here too. Arabic is
taken from the running text only (the layout gives it as it is seen, backwards), its letter shapes become letters, and a
notice asks for the order of words to be compared with the file.
"""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pypdf
from pypdf.errors import DependencyError, DeprecationError, PyPdfError

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.furniture import remove_furniture
from archive.transcripts.header import read_header
from archive.transcripts.labels import join_broken_labels
from archive.transcripts.passages import make_passages
from archive.transcripts.plain import paragraphs_of
from archive.transcripts.records import Notices, ParsedTranscript, SourceLine, TranscriptError
from archive.transcripts.timecode import settle_times
from archive.transcripts.turns import make_turns
from archive.transcripts.wrapping import vocabulary

MAXIMUM_PAGES = 3_000
MAXIMUM_CHARACTERS = 16_000_000

# pypdf ends on crafted files with nearly any exception; these are the families it was seen to raise.
_FAILURES = (
    PyPdfError,
    DependencyError,
    DeprecationError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_SHAPES = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_GAP = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_LABEL_ZONE = 4

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes) -> ParsedTranscript:
    """Passages of a PDF; notices count pages.

    Raises:
        TranscriptError: encrypted, without text, too many pages, or broken beyond what pypdf mends.

    Cost: two passes of text extraction over each page; a crafted file can take long (see `limited`).
    """
    notices = Notices("page")
    pages = _pages_of_text(data)
    empty = [number for number, (_layout, plain) in enumerate(pages, start=1) if not plain.strip()]
    if not any(any(letter.isalnum() for letter in plain) for _layout, plain in pages):
        raise TranscriptError(RefusalCode.NO_TEXT_LAYER, data={"pages": len(pages)})
    if empty:
        listed = ", ".join(str(number) for number in empty[:20])
        notices.add(NoticeCode.PAGES_WITHOUT_TEXT, empty[0], count=len(empty), pages=listed)
    lines = remove_furniture(_lines(pages, notices), notices)
    metadata, lines = read_header(lines, notices)
    lines = join_broken_labels(lines)
    turns = make_turns(paragraphs_of(lines), notices, words=vocabulary(lines), capitals_are_headings=True)
    passages = make_passages(settle_times(turns, notices), notices)
    return ParsedTranscript(passages, notices.all(), "pdf", "", {**_title(data), **metadata})


def _open(data: bytes) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
    except DependencyError as error:
        # Only the ciphers of locked files need another library here.
        raise TranscriptError(RefusalCode.ENCRYPTED) from error
    if reader.is_encrypted:
        raise TranscriptError(RefusalCode.ENCRYPTED)
    return reader


def _title(data: bytes) -> dict[str, str]:
    try:
        title = _open(data).metadata
        text = " ".join(str(title.title or "").split()) if title else ""
    except _FAILURES:
        return {}
    # Word processors write the name of the file here, which is no title.
    return {"title": text} if text and not re.search(r"\.\w{2,4}$|^Microsoft Word|^untitled", text, re.I) else {}


def _pages_of_text(data: bytes) -> list[tuple[str, str]]:
    """For each page its text with the layout and its running text; the first is "" where only the second is good."""
    pages: list[tuple[str, str]] = []
    size = 0
    try:
        reader = _open(data)
        count = len(reader.pages)
        if count > MAXIMUM_PAGES:
            raise TranscriptError(RefusalCode.TOO_MANY_PAGES, data={"pages": count, "limit": MAXIMUM_PAGES})
        for page in reader.pages:
            plain = _CONTROLS.sub("", page.extract_text() or "")
            layout = "" if _is_arabic(plain) or not plain.strip() else _layout(page)
            size += len(plain)
            if size > MAXIMUM_CHARACTERS:
                raise TranscriptError(RefusalCode.TOO_LARGE, data={"size": size, "limit": MAXIMUM_CHARACTERS})
            pages.append((layout, plain))
    except _FAILURES as error:
        detail = " ".join(str(error).split())[:80] or type(error).__name__
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data={"format": "pdf", "detail": detail}) from error
    if not pages:
        raise TranscriptError(RefusalCode.NO_TEXT_LAYER, data={"pages": 0})
    return pages


def _layout(page: pypdf.PageObject) -> str:
    """The page as it is laid out, or "" when that cannot be had (turned text, broken fonts)."""
    try:
        text = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    except _FAILURES:
        return ""
    return _CONTROLS.sub("", text)


def _is_arabic(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    return letters > 0 and len(_ARABIC.findall(text)) * 10 > letters


def _lines(pages: Sequence[tuple[str, str]], notices: Notices) -> list[list[SourceLine]]:
    words = _agreed_words(pages)
    result: list[list[SourceLine]] = []
    mended = shapes = 0
    arabic = False
    for number, (layout, plain) in enumerate(pages, start=1):
        texts, count = _mended(layout, plain, words) if layout else ([], 0)
        mended += count
        texts = texts or plain.split("\n")
        arabic = arabic or _is_arabic(plain)
        folded = [_SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape.group()), text) for text in texts]
        shapes += sum(len(_SHAPES.findall(text)) for text in texts)
        result.append([SourceLine(number, text) for text in folded])
    if mended:
        notices.add(NoticeCode.SPACES_MENDED, count=mended)
    if shapes:
        notices.add(NoticeCode.PRESENTATION_FORMS, count=shapes)
    if arabic:
        notices.add(NoticeCode.ARABIC_PDF)
    return result


def _letters(text: str) -> str:
    return _GAP.sub("", text)


def _agreed_words(pages: Sequence[tuple[str, str]]) -> Counter[str]:
    """Words that stand between spaces in both ways of reading a page."""
    counts: Counter[str] = Counter()
    for layout, plain in pages:
        if layout:
            counts.update(Counter(layout.casefold().split()) & Counter(plain.casefold().split()))
    return counts


def _mended(layout: str, plain: str, words: Counter[str]) -> tuple[list[str], int]:
    """The lines of the layout with the spaces that both readings or the words of the file stand for.

    No lines when the layout cannot be trusted: it lacks letters, or its lines are not those of the running text, as on
    a page of two columns, where each line of the layout holds two lines that have nothing to do with each other.
    """
    letters = _letters(plain)
    if Counter(letters) - Counter(_letters(layout)):
        return [], 0
    spaces: set[int] = set()
    position = 0
    for run in re.finditer(r"\S+", plain):
        position += len(run.group())
        spaces.add(position)
    mended = strangers = 0
    lines: list[str] = []
    cursor = 0
    for line in layout.split("\n"):
        bare = _letters(line)
        begin = letters.find(bare, cursor) if bare else -1
        if begin < 0 or begin > cursor + 2_000:
            begin = letters.find(bare) if bare else -1
        if begin < 0:
            strangers += bool(bare)
            lines.append(line)
            continue
        cursor = begin + len(bare)
        text, count = _mended_line(line, begin, spaces, words)
        mended += count
        lines.append(text)
    written = sum(bool(line.strip()) for line in lines)
    return (lines, mended) if strangers <= max(1, written // 8) else ([], 0)


def _mended_line(line: str, begin: int, spaces: set[int], words: Counter[str]) -> tuple[str, int]:
    indent = line[: len(line) - len(line.lstrip())]
    pieces = list(re.finditer(r"\S+", line))
    tokens: list[str] = []
    gaps: list[int] = []
    position = begin
    mended = 0
    for index, piece in enumerate(pieces):
        parts = _parts(piece.group(), position, spaces, words)
        tokens.extend(parts)
        gaps.extend([1] * len(parts))
        mended += len(parts) - 1
        position += len(piece.group())
        if index + 1 < len(pieces):
            gaps[-1] = pieces[index + 1].start() - piece.end()
            if position not in spaces and _is_one_word(tokens[-1], pieces[index + 1].group(), words):
                gaps[-1] = 0
                mended += 1
    text = indent
    for index, (token, gap) in enumerate(zip(tokens, gaps, strict=True)):
        wide = gap if index == 0 and gap >= 2 and len(token) <= _LABEL_ZONE else min(gap, 1)
        text += token + " " * wide
    return text.rstrip(), mended


def _parts(token: str, position: int, spaces: set[int], words: Counter[str]) -> list[str]:
    """A token of the layout, cut where the running text has a space and the file does not know it as one word."""
    cuts = [offset for offset in range(1, len(token)) if position + offset in spaces]
    if not cuts or words[token.casefold()]:
        return [token]
    edges = [0, *cuts, len(token)]
    parts = [token[begin:end] for begin, end in pairwise(edges)]
    known = sum(bool(words[part.casefold()]) for part in parts)
    return parts if known * 2 >= len(parts) else [token]


def _is_one_word(first: str, second: str, words: Counter[str]) -> bool:
    """Whether a gap that only the layout shows is inside a word: it is, unless both sides are words of the file."""
    if words[f"{first}{second}".casefold()]:
        return True
    return not (words[first.casefold()] and words[second.casefold()])
