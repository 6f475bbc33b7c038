"""Text out of bytes: the charset is told from the whole file, never from its beginning.

The order: byte order mark; UTF-16 without a mark (told by its zero bytes); UTF-8 when the whole file is valid; the
charset the file declares when every byte fits it; else charset-normalizer, which is shown every line that holds a byte
above 127, wherever it stands. A file that is UTF-8 but for a few bytes is refused with their place: read in another
charset every name in it would be spoiled.
"""

import codecs
import re

from charset_normalizer import from_bytes

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.records import Notices, TranscriptError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ["cp1252", "iso8859_1", "cp1256", "iso8859_6", "cp1250", "cp1254", "cp1251", "cp1255", "mac_roman"]
_EVIDENCE_BYTES = 200_000
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_WIDE_GAP = re.compile(r"[^\S\n\f]{60,}")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ARABIC_RUN = re.compile(r"[\u0621-\u064a]{2,}")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ÿŒœŠšŽž’]*[À-ÿŒœŠšŽž][A-Za-zÀ-ÿŒœŠšŽž’]*")


def decode(data: bytes, notices: Notices, declared: str = "") -> tuple[str, str]:
    """Text and the name of its charset; line ends become `\\n`, control characters that are no text are removed.

    Args:
        declared: the charset the file claims, believed only when the whole file fits it.

    Raises:
        TranscriptError: the charset cannot be told, with line and column of the first byte that is not UTF-8.
    """
    text, charset = _decode(data, notices, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    text = text.replace("\x85", "\n").replace("\u2029", "\n\n")
    # No layout is wider; without it a line of a million blanks would make the patterns for labels slow.
    text = _WIDE_GAP.sub(" " * 60, text)
    text, removed = _CONTROLS.subn("", text)
    if removed:
        notices.add(NoticeCode.CONTROL_CHARACTERS, count=removed)
    return text, charset


def _decode(data: bytes, notices: Notices, declared: str) -> tuple[str, str]:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], charset), charset
    if charset := _utf16_by_zeros(data):
        return _strict(data, charset), charset
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        position = error.start
    if _mostly_utf8(data):
        raise _bad_byte(data, position)
    charset = _declared_that_fits(data, declared) or _told(data)
    if not charset:
        raise _bad_byte(data, position)
    if declared and _name(declared) != _name(charset):
        notices.add(NoticeCode.CHARSET_NOT_AS_DECLARED, declared=declared[:40], charset=charset)
    elif not declared:
        notices.add(NoticeCode.CHARSET_GUESSED, charset=charset)
    return data.decode(charset), charset


def _strict(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise TranscriptError(RefusalCode.UNKNOWN_CHARSET, data={"byte": f"0x{data[error.start]:02X}"}) from error


def _bad_byte(data: bytes, position: int) -> TranscriptError:
    line = data.count(b"\n", 0, position) + 1
    begin = data.rfind(b"\n", 0, position) + 1
    column = len(data[begin:position].decode("utf-8", errors="replace")) + 1
    return TranscriptError(RefusalCode.UNKNOWN_CHARSET, line, column, {"byte": f"0x{data[position]:02X}"})


def _utf16_by_zeros(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero, and spaces are in Arabic text."""
    sample = data[:100_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 4 or len(data) % 2:
        return ""
    if odd > half // 10 and even * 20 < odd:
        return "utf-16-le"
    if even > half // 10 and odd * 20 < even:
        return "utf-16-be"
    return ""


def _mostly_utf8(data: bytes) -> bool:
    good = sum(len(match.group()) for match in _MULTIBYTE.finditer(data))
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    return good * 2 >= high > 0


def _name(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return charset.casefold()


def _declared_that_fits(data: bytes, declared: str) -> str:
    name = _name(declared) if declared else ""
    # A declaration of UTF-8 was already proved wrong; UTF-16 and the like would have shown zero bytes.
    if not name or name.startswith("utf"):
        return ""
    return name if _fits(data, name) else ""


def _fits(data: bytes, charset: str) -> bool:
    try:
        text = data.decode(charset)
    except (LookupError, ValueError):
        return False
    # ISO 8859 has control characters where Windows has letters: nobody writes those on purpose.
    return isinstance(text, str) and not re.search(r"[\x80-\x84\x86-\x9f]", text)


def _told(data: bytes) -> str:
    """The charset that charset-normalizer finds in the lines that hold bytes above 127, or ""."""
    lines: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:4_000])
            size += len(lines[-1])
            if size > _EVIDENCE_BYTES:
                break
    evidence = b"".join(lines)
    best = from_bytes(evidence, steps=10, chunk_size=1024, cp_isolation=_CANDIDATES).best()
    names = [best.encoding] if best else []
    if _arabic_words(evidence, "cp1256") > _latin_words(evidence):
        names = ["cp1256", "iso8859_6"]
    elif names and names[0] in {"cp1250", "cp1254", "iso8859_1", "cp1252"}:
        names = ["iso8859_1", "cp1252", *names]
    return next((name for name in names if _fits(data, name)), "")


def _arabic_words(evidence: bytes, charset: str) -> int:
    return sum(len(word) for word in _ARABIC_RUN.findall(evidence.decode(charset, errors="ignore")))


def _latin_words(evidence: bytes) -> int:
    """Letters of words that hold an accented letter but do not consist of them: no Latin word does."""
    words = _LATIN_RUN.findall(evidence.decode("cp1252", errors="ignore"))
    return sum(len(word) for word in words if any(letter.isascii() and letter.isalpha() for letter in word))
