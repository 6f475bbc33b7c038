"""Reads a file of words: the format is told by content and name together, never by the name alone."""

import json
import re
from pathlib import PurePath

from archive.transcripts import captions, charset, html, ohms, pdf, plain, tei, word
from archive.transcripts.codes import RefusalCode
from archive.transcripts.defusing import check_xml
from archive.transcripts.records import Notices, ParsedTranscript, TranscriptError

MAXIMUM_TEXT_BYTES = 16 * 1024 * 1024
MAXIMUM_DOCUMENT_BYTES = 64 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY_KINDS = (
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "mp3"),
    (b"RIFF", "riff"),
    (b"OggS", "ogg"),
    (b"BM", "bmp"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
)
_NAMED = {".pdf": "pdf", ".docx": "docx", ".vtt": "webvtt", ".webvtt": "webvtt", ".srt": "srt"}
_CONTROLS = bytes({*range(1, 9), *range(14, 32), 127} - {0x1A, 0x1B})
_CUE = re.compile(r"(?:\d{1,9}[ \t]*\n)?\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")
_ROOT = re.compile(
    r"(?>\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*)?>)*+<([A-Za-z_][\w.:-]*)([^>]*)>", re.DOTALL
)
_HTML_ROOTS = frozenset("html head body div section article main p h1 h2 h3 span table ul ol meta title".split())


def read_transcript(data: bytes, filename: str, *, keep_empty: bool = False) -> ParsedTranscript:
    """The passages of a file.

    Args:
        data: the whole file.
        filename: its name; only the extension is used, and only beside the content.
        keep_empty: empty paragraphs of an HTML file become passages without words (see `html.read_html`).

    Raises:
        TranscriptError: the file cannot be read or must not be; its code is a `RefusalCode`.

    Cost: linear in the size of the file, which is limited (16 MB for text, 64 MB for DOCX and PDF), but a crafted PDF
    can still take long: read files you do not trust with `limited.read_transcript_limited`.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise TranscriptError(RefusalCode.EMPTY)
    _check_size(data, MAXIMUM_DOCUMENT_BYTES)
    extension = PurePath(filename).suffix.casefold()
    kind = _binary_kind(data)
    if kind == "docx":
        return word.read_docx(data)
    if kind == "pdf":
        return pdf.read_pdf(data)
    if kind:
        raise _unknown(extension, kind)
    _check_size(data, MAXIMUM_TEXT_BYTES)
    return _read_marked_up(data, extension, keep_empty)


def _check_size(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise TranscriptError(RefusalCode.TOO_LARGE, data={"size": len(data), "limit": limit})


def _unknown(extension: str, kind: str) -> TranscriptError:
    if extension in _NAMED and _NAMED[extension] != kind:
        return TranscriptError(RefusalCode.NOT_AS_NAMED, data={"expected": _NAMED[extension], "found": kind})
    return TranscriptError(RefusalCode.UNKNOWN_FORMAT, data={"kind": kind})


def _binary_kind(data: bytes) -> str:
    """ "docx", "pdf", the name of a format that is not read here, or "" for text."""
    if data.startswith(b"PK\x03\x04"):
        return word.zip_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise TranscriptError(RefusalCode.ENCRYPTED if locked else RefusalCode.WORD_97)
    for magic, kind in _BINARY_KINDS:
        if data.startswith(magic) and (len(magic) > 2 or not _looks_like_text(data)):
            return kind
    return "" if _looks_like_text(data) else "binary"


def _looks_like_text(data: bytes) -> bool:
    """Whether the bytes may be text: hardly any control bytes, or zero bytes only in the manner of UTF-16 or UTF-32."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    sample = data[:200_000]
    zeros = sample.count(0)
    if zeros:
        even = sample[0::2].count(0)
        return zeros > len(sample) // 20 and min(even, zeros - even) * 20 < zeros and len(data) % 2 == 0
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 100 <= len(sample)


def _read_marked_up(data: bytes, extension: str, keep_empty: bool) -> ParsedTranscript:
    notices = Notices()
    beginning = data[:4096].replace(b"\0", b"").decode("latin-1").lstrip("\ufeffï»¿þÿ \t\r\n")
    if beginning.startswith("<"):
        root, attributes = _root(data)
        if root.rpartition(":")[2].casefold() == "html" or (root.casefold() in _HTML_ROOTS and "TEI" not in attributes):
            return html.read_html(data, notices, keep_empty=keep_empty)
        if beginning.startswith(("<?xml", "<!DOCTYPE", "<!--")) or "xmlns" in attributes or extension == ".xml":
            return _read_xml(data, root)
        if extension in {".html", ".htm", ".xhtml"}:
            return html.read_html(data, notices, keep_empty=keep_empty)
    text, name = charset.decode(data, notices)
    if text.startswith("WEBVTT"):
        return captions.read_webvtt(text, name, notices)
    if _CUE.match(text.lstrip()):
        return captions.read_srt(text, name, notices)
    if _NAMED.get(extension):
        raise TranscriptError(RefusalCode.NOT_AS_NAMED, data={"expected": _NAMED[extension], "found": "text"})
    if text.lstrip().startswith(("{", "[{", '["', "[\n")) and _is_json(text):
        raise _unknown(extension, "json")
    if extension == ".xml":
        raise TranscriptError(RefusalCode.NOT_AS_NAMED, data={"expected": "xml", "found": "text"})
    return plain.read_text(text, name, notices)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text, strict=False), dict | list)
    except (ValueError, RecursionError):
        return False


def _root(data: bytes) -> tuple[str, str]:
    """Name and attributes of the first element."""
    match = _ROOT.match(data[:65_536].replace(b"\0", b"").decode("latin-1").lstrip("ï»¿þÿ"))
    return (match[1], match[2]) if match else ("", "")


def _read_xml(data: bytes, root: str) -> ParsedTranscript:
    name = root.rpartition(":")[2]
    if name.casefold() == "html":
        return html.read_html(data, Notices())
    if name in {"TEI", "TEI.2", "teiCorpus"}:
        return tei.read_tei(data)
    if name in {"ROOT", "record"}:
        return ohms.read_ohms(data)
    # Broken or hostile XML of another kind is told as that, so that the cause is named.
    check_xml(data, "xml")
    raise TranscriptError(RefusalCode.UNKNOWN_FORMAT, data={"kind": f"xml {name}"[:40].strip()})
