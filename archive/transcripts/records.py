"""The records that reading a file of words hands over, and the ones its steps hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.transcripts.codes import NoticeCode, RefusalCode


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """One passage in reading order.

    Args:
        text: the words, white space collapsed to single spaces; empty only where `keep_empty` was asked for.
        speaker: the speaker as the file names them, "" when it does not say.
        start_ms, end_ms: milliseconds from the start of the recording, None when not known. A passage that was cut
            from a longer timed one has only the time it is sure of.
        heading: the section heading that stands before this passage; several are joined with " · ".
        language: language tag of the words when the file marks it, else "".
    """

    text: str
    speaker: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    heading: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """One warning.

    Args:
        code: from `NoticeCode`, whose member names the keys of `data`.
        where: the unit that `line` counts: "line", "page", "paragraph" or "file" (then `line` is None).
        line, column: counted from 1, None when the notice is about the file as a whole.
    """

    code: NoticeCode
    where: str = "file"
    line: int | None = None
    column: int | None = None
    data: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A file that was read.

    Args:
        format: "text", "docx", "pdf", "html", "webvtt", "srt", "ohms" or "tei".
        charset: the charset the bytes were read in, "" for formats that are not text.
        metadata: what the file says of itself, under the keys title, narrator, interviewer, date, place, language,
            rights, source_url, collection and a few more that are passed on as they are; absent when not said.
    """

    passages: tuple[ParsedPassage, ...]
    notices: tuple[Notice, ...]
    format: str
    charset: str
    metadata: Mapping[str, str]


class TranscriptError(Exception):
    """A file that is refused as a whole.

    Args:
        code: from `RefusalCode`, whose member names the keys of `data`.
        line, column: counted from 1 where the cause can be pointed at, else None.
    """

    def __init__(
        self,
        code: RefusalCode,
        line: int | None = None,
        column: int | None = None,
        data: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(str(code))
        self.code = code
        self.line = line
        self.column = column
        self.data: Mapping[str, str | int] = dict(data or {})


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text file or of a page, with its number in the file (counted from 1)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as a format's module found it, before labels and times are read out of its text.

    Args:
        lines: the lines it consists of; a format without lines gives one, a line break inside gives several.
        heading: the format marks it as a heading.
        speaker: the speaker when the mark-up names them.
    """

    lines: tuple[SourceLine, ...]
    heading: bool = False
    speaker: str = ""
    language: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of one speaker with their times, before passages are made of them.

    Args:
        line: where it begins in the file, in the unit of the format.
        caption: it is a caption, which is joined with its neighbours to make a passage.
    """

    text: str
    speaker: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    heading: str = ""
    language: str = ""
    line: int | None = None
    caption: bool = False


class Notices:
    """Collects notices; from the twenty-first of one code on it only counts, so that a bad file stays readable."""

    LISTED = 20

    def __init__(self, unit: str = "line") -> None:
        self.unit = unit
        self._notices: list[Notice] = []
        self._counts: dict[NoticeCode, int] = {}
        self._sums: dict[NoticeCode, int] = {}

    def add(self, code: NoticeCode, line: int | None = None, column: int | None = None, **data: str | int) -> None:
        """Adds one; `line` is in the unit the collector was made with."""
        count = self._counts.get(code, 0) + 1
        self._counts[code] = count
        if count <= self.LISTED:
            where = self.unit if line is not None else "file"
            self._notices.append(Notice(code, where, line, column, data))

    def tally(self, code: NoticeCode, count: int) -> None:
        """Adds to the sum of a code that is reported once for the whole file, with `count` as its only data."""
        if count:
            self._sums[code] = self._sums.get(code, 0) + count

    def all(self) -> tuple[Notice, ...]:
        """The notices in the order they were added, the sums, and one for each code that had more than are listed."""
        more = [
            Notice(NoticeCode.MORE_OF_THE_SAME, data={"code": str(code), "count": count - self.LISTED})
            for code, count in self._counts.items()
            if count > self.LISTED
        ]
        sums = [Notice(code, data={"count": count}) for code, count in self._sums.items()]
        return (*self._notices, *sums, *more)
