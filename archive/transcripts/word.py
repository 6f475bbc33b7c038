"""DOCX, read by python-docx after the package was checked.

The package is checked before anything is unpacked: declared sizes, number of parts, encryption, macros, document types
in its XML. Text is taken from the body in order, content controls and tables included (a row of short cells before a
long one is time, speaker and words); text struck out by tracked changes is left out and counted, text put in by them
is kept.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.defusing import local
from archive.transcripts.furniture import pages_of, remove_furniture
from archive.transcripts.labels import join_broken_labels
from archive.transcripts.passages import make_passages
from archive.transcripts.plain import paragraphs_of
from archive.transcripts.records import Notices, Paragraph, ParsedTranscript, SourceLine, TranscriptError
from archive.transcripts.sentences import text_ends_sentence
from archive.transcripts.timecode import settle_times
from archive.transcripts.turns import make_turns
from archive.transcripts.wrapping import vocabulary

MAXIMUM_UNPACKED_BYTES = 200 * 1024 * 1024
MAXIMUM_XML_BYTES = 64 * 1024 * 1024
MAXIMUM_RATIO = 200
MAXIMUM_PARTS = 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAILURES = (
    OpcError,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    etree.LxmlError,
    zipfile.BadZipFile,
    OSError,
    EOFError,
)


def zip_kind(data: bytes) -> str:
    """ "docx", or the name of another format that comes in a zip ("odt", "epub", "xlsx", "pptx", "zip").

    Raises:
        TranscriptError: a damaged package that was meant to be a document of Word.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if _TYPES in names:
                kinds = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
                return next(
                    (kind for folder, kind in kinds.items() if any(n.startswith(f"{folder}/") for n in names)), "zip"
                )
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                mimetype = package.read("mimetype").decode("latin-1")
                return "odt" if "opendocument.text" in mimetype else "epub" if "epub" in mimetype else "zip"
            return "zip"
    except _FAILURES as error:
        if b"word/" in data[:200_000] or _TYPES.encode() in data[:200_000]:
            raise _broken(error) from error
        return "zip"


def _broken(error: Exception) -> TranscriptError:
    detail = " ".join(str(error).split())[:80] or type(error).__name__
    return TranscriptError(RefusalCode.NOT_WELL_FORMED, data={"format": "docx", "detail": detail})


def check_package(data: bytes) -> None:
    """Raises TranscriptError for a bomb, a locked package, macros, or XML with a document type.

    Cost: reads the directory first; unpacks XML parts only after their declared sizes were found small enough (zipfile
    gives no more than the declared size).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            if any(part.flag_bits & 0x1 for part in parts):
                raise TranscriptError(RefusalCode.ENCRYPTED)
            names = {part.filename.casefold() for part in parts}
            if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
                raise TranscriptError(RefusalCode.MACRO_FILE)
            for part in parts:
                if part.filename.casefold().endswith((".xml", ".rels")):
                    _check_part(package.read(part), part.filename)
    except _FAILURES as error:
        raise _broken(error) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    if len(parts) > MAXIMUM_PARTS:
        raise TranscriptError(RefusalCode.ZIP_BOMB, data={"size": len(parts), "limit": MAXIMUM_PARTS})
    if size > MAXIMUM_UNPACKED_BYTES:
        raise TranscriptError(RefusalCode.ZIP_BOMB, data={"size": size, "limit": MAXIMUM_UNPACKED_BYTES})
    for part in parts:
        limit = MAXIMUM_XML_BYTES
        if part.filename.casefold().endswith((".xml", ".rels")) and part.file_size > limit:
            raise TranscriptError(RefusalCode.ZIP_BOMB, data={"size": part.file_size, "limit": limit})
        if part.file_size > 1024 * 1024 and part.file_size > part.compress_size * MAXIMUM_RATIO:
            limit = part.compress_size * MAXIMUM_RATIO
            raise TranscriptError(RefusalCode.ZIP_BOMB, data={"size": part.file_size, "limit": limit})


def _check_part(xml: bytes, name: str) -> None:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.replace(b"\0", b"")
    if _DOCTYPE.search(xml):
        raise TranscriptError(RefusalCode.ENTITY_BOMB)
    if name == _TYPES and b"macroenabled" in xml.lower():
        raise TranscriptError(RefusalCode.MACRO_FILE)


def read_docx(data: bytes) -> ParsedTranscript:
    """Passages of a DOCX file; notices count paragraphs.

    Raises:
        TranscriptError: the package is refused (`check_package`), damaged, or has no words.
    """
    check_package(data)
    notices = Notices("paragraph")
    try:
        document = docx.Document(io.BytesIO(data))
        headings = _heading_styles(document)
        paragraphs = list(_paragraphs(document.element.body, headings))
        title = (document.core_properties.title or "").strip()
        _report_left_out(document.element.body, notices)
    except _FAILURES as error:
        raise _broken(error) from error
    if _are_lines(paragraphs):
        paragraphs = _from_lines(paragraphs, notices)
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    turns = make_turns(paragraphs, notices, words=vocabulary(lines), capitals_are_headings=True)
    passages = make_passages(settle_times(turns, notices), notices)
    return ParsedTranscript(passages, notices.all(), "docx", "", {"title": title} if title else {})


def _are_lines(paragraphs: list[Paragraph]) -> bool:
    """Whether each paragraph is only a line of a page, as when a PDF was saved as DOCX: many begin in mid-sentence."""
    texts = [line.text.strip() for paragraph in paragraphs for line in paragraph.lines if line.text.strip()]
    inside = sum(text[:1].islower() for text in texts)
    return len(texts) >= 50 and inside * 6 > len(texts)


def _from_lines(paragraphs: list[Paragraph], notices: Notices) -> list[Paragraph]:
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    return paragraphs_of(join_broken_labels(remove_furniture(pages_of(lines), notices)))


def _heading_styles(document: Any) -> frozenset[str]:
    """Identifiers of the styles that are headings, by name or because they are based on one that is."""
    found: set[str] = set()
    for style in document.styles:
        ancestor, depth = style, 0
        while ancestor is not None and depth < 10:
            if (ancestor.name or "").casefold().startswith(("heading", "title", "subtitle")):
                found.add(style.style_id)
                break
            ancestor, depth = getattr(ancestor, "base_style", None), depth + 1
    return frozenset(found)


def _report_left_out(body: Any, notices: Notices) -> None:
    notes = sum(
        1 for name in ("footnoteReference", "endnoteReference", "commentReference") for _ in body.iter(f"{_W}{name}")
    )
    deleted = sum(1 for name in ("delText", "moveFrom") for _ in body.iter(f"{_W}{name}"))
    if notes:
        notices.add(NoticeCode.NOTES_LEFT_OUT, count=notes)
    if deleted:
        notices.add(NoticeCode.DELETIONS_LEFT_OUT, count=deleted)


def _paragraphs(body: Any, headings: frozenset[str]) -> Iterator[Paragraph]:
    for number, (kind, element) in enumerate(_units(body), start=1):
        text = _row_text(element) if kind == "row" else _text(element)
        style = element.find(f"{_W}pPr/{_W}pStyle") if kind == "paragraph" else None
        heading = style is not None and style.get(f"{_W}val") in headings
        lines = [" ".join(text.split())] if heading else text.split("\n")
        yield Paragraph(tuple(SourceLine(number, line) for line in lines), heading=heading)


def _units(element: Any) -> Iterator[tuple[str, Any]]:
    """Paragraphs and transcript-like table rows in order; content controls and other tables are looked into."""
    for child in element.iterchildren():
        name = local(child)
        if name == "p":
            yield "paragraph", child
        elif name == "tr" and _is_turn_row(child):
            yield "row", child
        elif name in {"tbl", "tr", "tc", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _units(child)


def _cells(row: Any) -> list[str]:
    return [" ".join(_text(p) for p in cell.iter(f"{_W}p")).strip() for cell in row.iter(f"{_W}tc")]


def _is_turn_row(row: Any) -> bool:
    cells = [cell for cell in _cells(row) if cell]
    return len(cells) in {2, 3} and all(len(cell.split()) <= 5 and not text_ends_sentence(cell) for cell in cells[:-1])


def _row_text(row: Any) -> str:
    """`time speaker: words` of a row, so that labels and times are read as in running text."""
    *first, last = [cell for cell in _cells(row) if cell]
    speaker = first[-1] if first else ""
    if any(letter.isalpha() for letter in speaker) and not speaker.endswith(":"):
        first[-1] = f"{speaker}:"
    return " ".join([*first, last])


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for element in _text_elements(paragraph):
        name = local(element)
        if name == "t":
            parts.append((element.text or "").replace("\n", " "))
        elif name == "tab":
            parts.append("\t")
        elif name in {"br", "cr", "txbxContent"}:
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("‑")
    return "".join(parts)


def _text_elements(element: Any) -> Iterator[Any]:
    for child in element.iterchildren():
        name = local(child)
        if name in {"del", "moveFrom", "pPr", "rPr", "Fallback", "instrText"}:
            continue
        if name in {"t", "br", "cr", "noBreakHyphen"} or (name == "tab" and local(element) == "r"):
            yield child
        elif name == "txbxContent":
            yield child
            for paragraph in child.iterchildren():
                yield from _text_elements(paragraph)
                yield child
        else:
            yield from _text_elements(child)
