"""What reading a file of words ended with or warns of, put into words: what, where, how to mend it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.records import Notice, TranscriptError

REFUSALS = {
    RefusalCode.EMPTY: gettext_lazy("The file is empty."),
    RefusalCode.NO_WORDS: gettext_lazy("The file holds no words."),
    RefusalCode.TOO_LARGE: gettext_lazy(
        "The file is too large: %(size)s, and at most %(limit)s can be read. Divide it."
    ),
    RefusalCode.UNKNOWN_FORMAT: gettext_lazy(
        "This kind of file is not read here (%(kind)s). Give plain text, DOCX, PDF, HTML, WebVTT, SRT, OHMS or TEI."
    ),
    RefusalCode.NOT_AS_NAMED: gettext_lazy(
        "By its name the file is %(expected)s, by its content %(found)s. Give it its right ending or save it again."
    ),
    RefusalCode.UNKNOWN_CHARSET: gettext_lazy("The characters of the file cannot be told. Save it as UTF-8 text."),
    RefusalCode.ENCRYPTED: gettext_lazy("The file is locked with a password. Save it without one."),
    RefusalCode.WORD_97: gettext_lazy("This is a Word document from before 2007. Open it and save it as DOCX."),
    RefusalCode.MACRO_FILE: gettext_lazy("The document carries macros. Save it as DOCX without macros."),
    RefusalCode.ZIP_BOMB: gettext_lazy(
        "The document unpacks to more than is allowed. Save it again, without pictures."
    ),
    RefusalCode.NOT_WELL_FORMED: gettext_lazy(
        "The file is damaged or breaks the rules of its format (%(format)s: %(detail)s). Save it again."
    ),
    RefusalCode.ENTITY_BOMB: gettext_lazy(
        "The XML declares entities, which is not allowed. Save it with them resolved."
    ),
    RefusalCode.EXTERNAL_DTD: gettext_lazy(
        "The XML asks for another file, which is not allowed. Take out its DOCTYPE."
    ),
    RefusalCode.NO_TEXT_LAYER: gettext_lazy(
        "The PDF holds pictures of pages and no text. Run text recognition on it first."
    ),
    RefusalCode.TOO_MANY_PAGES: gettext_lazy("The PDF has %(pages)s pages; at most %(limit)s are read. Divide it."),
    RefusalCode.TOO_MANY_PASSAGES: gettext_lazy(
        "The file makes %(count)s passages; a text may have %(limit)s. Join paragraphs or divide the account."
    ),
    RefusalCode.TOOK_TOO_MUCH: gettext_lazy(
        "Reading the file took too long and was stopped. Save it again, or as plain text."
    ),
    RefusalCode.READER_FAILED: gettext_lazy(
        "The file could not be read: it may be damaged. Save it again, or as plain text."
    ),
}
NOTICES = {
    NoticeCode.CHARSET_GUESSED: gettext_lazy(
        "Not UTF-8: read as %(charset)s. Compare names and accents with the file."
    ),
    NoticeCode.CHARSET_NOT_AS_DECLARED: gettext_lazy("The file says %(declared)s and is written in %(charset)s."),
    NoticeCode.CONTROL_CHARACTERS: gettext_lazy("Control characters were removed (%(count)s)."),
    NoticeCode.PAGE_FURNITURE: gettext_lazy(
        "Running headers and page numbers were taken out (%(count)s), such as “%(sample)s”."
    ),
    NoticeCode.LINE_NUMBERS: gettext_lazy("Line numbers were taken out (%(count)s)."),
    NoticeCode.HYPHENS_JOINED: gettext_lazy("Words divided at the end of a line were joined (%(count)s)."),
    NoticeCode.SPACES_MENDED: gettext_lazy("Spaces inside words were closed (%(count)s)."),
    NoticeCode.PAGES_WITHOUT_TEXT: gettext_lazy(
        "Pages without text: %(pages)s. If they are scans, type in their words."
    ),
    NoticeCode.ARABIC_PDF: gettext_lazy("Arabic from a PDF: compare the order of the words with the file."),
    NoticeCode.PRESENTATION_FORMS: gettext_lazy("Arabic letter shapes were turned into letters (%(count)s)."),
    NoticeCode.HEADER_FIELDS: gettext_lazy(
        "Lines at the top were taken for a description and are not among the passages (%(count)s)."
    ),
    NoticeCode.SPEAKER_CARRIED_ON: gettext_lazy(
        "Paragraphs without a label were given to the speaker before them (%(count)s). Check them."
    ),
    NoticeCode.TIME_BACKWARDS: gettext_lazy("The time %(time)s runs backwards: its passage lost it."),
    NoticeCode.TIME_END_BEFORE_START: gettext_lazy("The end %(end)s lies before the start %(start)s: it was dropped."),
    NoticeCode.TIME_OVERLAP: gettext_lazy("The end %(end)s lies after the next start and was set to %(next)s."),
    NoticeCode.TIMES_MISSING: gettext_lazy("Passages without a time: %(count)s of %(total)s."),
    NoticeCode.TIME_UNREADABLE: gettext_lazy("“%(text)s” cannot be read as a time: the words were kept without it."),
    NoticeCode.TIME_INSIDE_SENTENCE: gettext_lazy("Times inside a sentence were dropped (%(count)s)."),
    NoticeCode.PASSAGES_SPLIT: gettext_lazy("Long paragraphs were divided at sentence ends (%(count)s)."),
    NoticeCode.ANNOTATIONS_LEFT_OUT: gettext_lazy("Notes for machines in the captions were left out (%(count)s)."),
    NoticeCode.NOTES_LEFT_OUT: gettext_lazy("Footnotes and comments are not among the passages (%(count)s)."),
    NoticeCode.DELETIONS_LEFT_OUT: gettext_lazy("Text struck out in the file is not among the passages (%(count)s)."),
    NoticeCode.SECOND_TEXT_LEFT_OUT: gettext_lazy(
        "The file holds a second text, which was not read: add it from a file of its own."
    ),
    NoticeCode.SYNC_POINTS_LEFT_OUT: gettext_lazy("Time marks outside the transcript were left out (%(count)s)."),
}


def refusal_words(error: TranscriptError) -> str:
    """Why a file is refused, where in it, and how to mend it."""
    data = dict(error.data)
    if error.code == RefusalCode.TOO_LARGE:
        data = {name: _megabytes(value) for name, value in data.items()}
    sentence = _filled(REFUSALS[error.code], data) if error.code in REFUSALS else str(error.code)
    if error.line is None:
        return sentence
    if error.column is None:
        return _("Line %(line)s: %(sentence)s") % {"line": error.line, "sentence": sentence}
    return _("Line %(line)s, column %(column)s: %(sentence)s") % {
        "line": error.line,
        "column": error.column,
        "sentence": sentence,
    }


def notice_words(notice: Notice) -> str:
    """What was noticed while the file was read, and where."""
    if notice.code == NoticeCode.MORE_OF_THE_SAME:
        same = next((code for code in NOTICES if str(code) == notice.data.get("code")), None)
        example = _filled(NOTICES[same], {}) if same in NOTICES else str(notice.data.get("code", ""))
        return _("And %(count)s more like this: %(notice)s") % {"count": notice.data.get("count"), "notice": example}
    sentence = _filled(NOTICES[notice.code], notice.data) if notice.code in NOTICES else str(notice.code)
    if notice.line is None:
        return sentence
    place = {
        "page": _("Page %(number)s: %(sentence)s"),
        "paragraph": _("Paragraph %(number)s: %(sentence)s"),
    }.get(notice.where, _("Line %(number)s: %(sentence)s"))
    return place % {"number": notice.line, "sentence": sentence}


class _Blank(dict[str, object]):
    """Placeholders that have no value show as …, rather than failing over a message."""

    def __missing__(self, key: str) -> str:
        return "…"


def _filled(message: object, data: Mapping[str, object]) -> str:
    return str(message) % _Blank(data)


def _megabytes(size: object) -> str:
    return f"{int(str(size)) / 1_048_576:.1f} MB"
