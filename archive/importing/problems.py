"""What can be wrong with a batch: one closed list of codes, and the record of where one of them was found. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archive.transcripts.codes import NoticeCode, RefusalCode


class Severity(StrEnum):
    """An error keeps its row out of the archive; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class ProblemCode(StrEnum):
    """What is wrong. A member says whether it is an error and names the keys of the data that come with it."""

    severity: Severity
    keys: tuple[str, ...]

    def __new__(cls, value: str, severity: Severity = Severity.ERROR, *keys: str) -> "ProblemCode":
        code = str.__new__(cls, value)
        code._value_ = value
        code.severity = severity
        code.keys = keys
        return code

    # The batch as a whole: it cannot be read.
    BATCH_MISSING = "batch-missing", Severity.ERROR, "path"
    BATCH_NOT_A_ZIP = "batch-not-a-zip", Severity.ERROR, "path"
    BATCH_LOCKED = "batch-locked", Severity.ERROR, "name"
    BATCH_UNREADABLE = "batch-unreadable", Severity.ERROR, "name", "reason"
    BATCH_LINK = "batch-link", Severity.ERROR, "name"
    BATCH_UNSAFE_NAME = "batch-unsafe-name", Severity.ERROR, "name"
    BATCH_DUPLICATE_NAME = "batch-duplicate-name", Severity.ERROR, "name"
    BATCH_TOO_MANY_FILES = "batch-too-many-files", Severity.ERROR, "count", "limit"
    BATCH_TOO_LARGE = "batch-too-large", Severity.ERROR, "megabytes", "limit"
    BATCH_FILE_TOO_LARGE = "batch-file-too-large", Severity.ERROR, "name", "limit"
    MANIFEST_MISSING = "manifest-missing", Severity.ERROR
    MANIFEST_TWICE = "manifest-twice", Severity.ERROR, "first", "second"

    # A table: its form and its columns.
    TABLE_EMPTY = "table-empty"
    TABLE_WITHOUT_ROWS = "table-without-rows"
    TABLE_NOT_UTF8 = "table-not-utf8", Severity.ERROR, "byte"
    TABLE_BROKEN = "table-broken", Severity.ERROR, "detail"
    TABLE_TOO_LARGE = "table-too-large", Severity.ERROR, "limit"
    NOT_A_WORKBOOK = "not-a-workbook"
    COLUMN_MISSING = "column-missing", Severity.ERROR, "name"
    COLUMN_TWICE = "column-twice", Severity.ERROR, "name"
    COLUMN_LANGUAGE = "column-language", Severity.ERROR, "tag", "hint"
    COLUMN_UNKNOWN = "column-unknown", Severity.WARNING, "nearest"
    ROW_TOO_LONG = "row-too-long", Severity.ERROR, "cells", "columns"
    CELL_CONTROL = "cell-control-characters", Severity.WARNING
    CELL_DATE_ONLY_SHOWN = "cell-date-by-spreadsheet", Severity.WARNING, "value"

    # A row: its reference and what became of it before.
    REFERENCE_MISSING = "reference-missing"
    REFERENCE_FORM = "reference-form", Severity.ERROR, "value"
    REFERENCE_TWICE = "reference-twice", Severity.ERROR, "value", "first"
    REFERENCE_TAKEN = "reference-taken", Severity.ERROR, "value"
    IMPORTED_OTHERWISE = "imported-otherwise", Severity.ERROR, "value"
    DELETED_SINCE = "deleted-since", Severity.WARNING, "value"
    STILL_A_DRAFT = "still-a-draft", Severity.WARNING, "value"

    # A row: its cells.
    VALUE_MISSING = "value-missing"
    CHOICE_UNKNOWN = "choice-unknown", Severity.ERROR, "value", "choices"
    YES_OR_NO = "yes-or-no", Severity.ERROR, "value"
    TOO_LONG = "too-long", Severity.ERROR, "length", "limit"
    COLLECTION_MISSING = "collection-missing"
    COLLECTION_UNKNOWN = "collection-unknown", Severity.ERROR, "value", "nearest"
    COLLECTION_DRAFT = "collection-draft", Severity.WARNING, "value"
    TITLE_MISSING = "title-missing"
    TITLE_MISSING_IN = "title-missing-in-language", Severity.ERROR, "language"
    NAME_THOUGH_WITHHELD = "name-though-withheld"
    NAME_MISSING = "name-missing", Severity.ERROR, "kind"
    DATE_UNREADABLE = "date-unreadable", Severity.ERROR, "value", "hint"
    DATE_NO_SUCH_DAY = "date-no-such-day", Severity.ERROR, "value", "hint"
    DATE_MONTH = "date-month", Severity.ERROR, "value", "hint"
    DATE_AMBIGUOUS = "date-ambiguous", Severity.ERROR, "value", "hint"
    DATE_END_FIRST = "date-end-first", Severity.ERROR, "value", "hint"
    DATE_OTHER_CALENDAR = "date-other-calendar", Severity.ERROR, "value", "hint"
    DATE_NOT_SUPPORTED = "date-not-supported", Severity.ERROR, "value", "hint"
    EMBARGO_FORM = "embargo-form", Severity.ERROR, "value"
    ADDRESS_FORM = "address-form", Severity.ERROR, "value"
    CITATIONS_UNEVEN = "citations-uneven", Severity.ERROR, "citations", "values"

    # A row: its closed lists.
    TERM_UNKNOWN = "term-unknown", Severity.ERROR, "value", "nearest", "slug"
    TERM_AMBIGUOUS = "term-ambiguous", Severity.ERROR, "value", "candidates"
    TERM_TOO_LONG = "term-too-long", Severity.ERROR, "value", "limit"

    # A row: its files.
    FILE_MISSING = "file-missing", Severity.ERROR, "name", "nearest"
    FILE_UNREADABLE = "file-unreadable", Severity.ERROR, "name", "reason"
    FILE_TOO_LARGE = "file-too-large", Severity.ERROR, "name", "limit"
    LANGUAGE_TWICE = "language-twice", Severity.ERROR, "language"
    WORDS_ELSEWHERE = "words-of-elsewhere"
    WITHOUT_WORDS = "without-words", Severity.WARNING
    TRANSLATION_ALONE = "translation-alone", Severity.WARNING
    TRANSLATION_UNALIGNED = "translation-unaligned", Severity.WARNING, "passages", "original", "first"
    DETAIL_WITHOUT_TEXT = "detail-without-text", Severity.WARNING, "language"
    SPEAKERS_NAMED = "speakers-named", Severity.WARNING, "speakers"

    # The rows of passages.csv.
    PASSAGE_OF_NOTHING = "passage-of-nothing", Severity.ERROR, "value"
    ANCHOR_UNKNOWN = "anchor-unknown", Severity.ERROR, "value", "last"
    ANCHOR_TWICE = "anchor-twice", Severity.ERROR, "value", "first"

    # Writing a row.
    NOT_WRITTEN = "not-written", Severity.ERROR, "reason"
    ORIGINAL_DAMAGED = "original-damaged", Severity.ERROR, "sha256"


AnyCode = ProblemCode | RefusalCode | NoticeCode


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    ``file`` is the name within the batch, empty for the batch itself; ``line`` counts from 1 in ``unit`` (``line``, or
    ``page`` and ``paragraph`` of a document); ``column`` is the name of a table's column or the number of a character.
    ``data`` has the keys that the code names.
    """

    code: AnyCode
    severity: Severity
    file: str = ""
    line: int | None = None
    column: str = ""
    unit: str = "line"
    data: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether it keeps its row, or the batch, out of the archive."""
        return self.severity == Severity.ERROR


def problem(code: ProblemCode, file: str = "", line: int | None = None, column: str = "", **data: str | int) -> Problem:
    """A problem with the severity of its code."""
    return Problem(code, code.severity, file, line, column, data=data)


class BatchError(Exception):
    """The batch cannot be read at all; ``problem`` says why. Nothing of it is imported."""

    def __init__(self, found: Problem) -> None:
        super().__init__(str(found.code))
        self.problem = found
