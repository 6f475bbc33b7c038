"""Every code that reading a file of words can end with or warn of: the closed list callers hold a message for.

A member says what it means and names the keys of the data that come with it, so that a message can be written and
checked without reading the parsers.
"""

from enum import StrEnum
from typing import Self


class _Code(StrEnum):
    """A code with its meaning and the keys of its data."""

    meaning: str
    keys: tuple[str, ...]

    def __new__(cls, value: str, meaning: str, *keys: str) -> "_Code":
        code = str.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        code.keys = keys
        return code

    @classmethod
    def named(cls, value: str) -> Self:
        """The member with this value; KeyError when there is none."""
        return {str(code): code for code in cls}[value]


class RefusalCode(_Code):
    """Why a file is refused as a whole."""

    EMPTY = "empty", "The file holds no bytes, or nothing but white space."
    NO_WORDS = "no-words", "The file was read and holds no words."
    TOO_LARGE = "too-large", "The file is larger than the limit of its format (both in bytes).", "size", "limit"
    UNKNOWN_FORMAT = "unknown-format", "The bytes are of no format that is read here; `kind` is a guess.", "kind"
    NOT_AS_NAMED = (
        "not-what-the-name-says",
        "The name ends in the extension of one format, the bytes are not of that format.",
        "expected",
        "found",
    )
    UNKNOWN_CHARSET = (
        "not-utf8-or-known-charset",
        "Text that is neither UTF-8 nor in a charset that can be told; line and column of the first bad byte.",
        "byte",
    )
    ENCRYPTED = "encrypted", "The file is locked with a password or by rights management."
    WORD_97 = "word-97", "A binary Word document (.doc) from before 2007: to be saved as DOCX."
    MACRO_FILE = "macro-file", "The document carries macros."
    ZIP_BOMB = "zip-bomb", "The document unpacks to more than the limit (bytes, or number of parts).", "size", "limit"
    NOT_WELL_FORMED = (
        "not-well-formed",
        "The file breaks the rules of its format and cannot be read; `detail` is the library's own short wording.",
        "format",
        "detail",
    )
    ENTITY_BOMB = "entity-bomb", "The XML declares entities, which can blow up or read other files."
    EXTERNAL_DTD = "external-dtd", "The XML asks for a document type or an entity outside the file."
    NO_TEXT_LAYER = "no-text-layer", "A PDF of pictures of pages: it has no text to take.", "pages"
    TOO_MANY_PAGES = "too-many-pages", "A PDF of more pages than the limit.", "pages", "limit"
    TOO_MANY_PASSAGES = (
        "too-many-passages",
        "The file makes more passages than one text may have: paragraphs have to be merged or the file divided.",
        "count",
        "limit",
    )
    TOOK_TOO_MUCH = (
        "reading-took-too-much",
        "Reading was stopped because it took more time or memory than allowed.",
        "seconds",
        "megabytes",
    )
    READER_FAILED = "reader-failed", "The process that read the file ended without an answer.", "status"


class NoticeCode(_Code):
    """What a reader of the passages should know: nothing here stops the file from being read."""

    CHARSET_GUESSED = "charset-guessed", "Not UTF-8: the charset was told from the bytes.", "charset"
    CHARSET_NOT_AS_DECLARED = (
        "charset-not-as-declared",
        "The file names one charset and is written in another.",
        "declared",
        "charset",
    )
    CONTROL_CHARACTERS = "control-characters-removed", "Control characters that are no text were removed.", "count"
    PAGE_FURNITURE = (
        "page-furniture-removed",
        "Running headers and page numbers were taken out; `sample` is the first of its kind.",
        "count",
        "sample",
    )
    LINE_NUMBERS = "line-numbers-removed", "Numbers that count the lines of a page were taken out.", "count"
    HYPHENS_JOINED = "hyphens-joined", "Words divided at the end of a line were joined.", "count"
    SPACES_MENDED = "spaces-mended", "Spaces that the PDF shows inside words were closed.", "count"
    PAGES_WITHOUT_TEXT = "pages-without-text", "Some pages of the PDF hold no text.", "count", "pages"
    ARABIC_PDF = "arabic-pdf", "Arabic taken from a PDF: the order of words should be compared with the file."
    PRESENTATION_FORMS = "presentation-forms-folded", "Arabic letter shapes were turned into letters.", "count"
    HEADER_FIELDS = "header-fields-read", "Lines such as `Interviewer: …` at the top became metadata.", "count"
    SPEAKER_CARRIED_ON = (
        "speaker-carried-on",
        "Paragraphs without a label were given to the speaker of the paragraph before.",
        "count",
    )
    TIME_BACKWARDS = "time-backwards", "A time that runs backwards: the passage lost it.", "time"
    TIME_END_BEFORE_START = "time-end-before-start", "An end that lies before its start was dropped.", "start", "end"
    TIME_OVERLAP = "time-overlap", "An end after the next start was cut to that start.", "end", "next"
    TIMES_MISSING = "times-missing", "Some passages have no time while others have one.", "count", "total"
    TIME_UNREADABLE = "time-unreadable", "A time that cannot be read: the words were kept without it.", "text"
    TIME_INSIDE_SENTENCE = (
        "time-inside-sentence",
        "Times inside a sentence were dropped: a passage does not begin in the middle of a sentence.",
        "count",
    )
    PASSAGES_SPLIT = "passages-split", "Paragraphs too long for one passage were split at sentence ends.", "count"
    ANNOTATIONS_LEFT_OUT = "annotations-left-out", "Machine-readable annotations in captions were left out.", "count"
    NOTES_LEFT_OUT = "notes-left-out", "Footnotes, comments or editors' notes are not among the passages.", "count"
    DELETIONS_LEFT_OUT = "deletions-left-out", "Text struck out in the file is not among the passages.", "count"
    SECOND_TEXT_LEFT_OUT = "second-text-left-out", "The file holds a further text (a translation) that was not read."
    SYNC_POINTS_LEFT_OUT = "sync-points-left-out", "Time marks that point outside the transcript.", "count"
    MORE_OF_THE_SAME = "more-of-the-same", "Further notices of one code, not listed one by one.", "code", "count"
