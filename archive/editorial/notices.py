"""What reading a file of words ended with or warns of, and where in the file."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from archive.importing.file_messages import NOTICES, REFUSALS
from archive.transcripts.codes import NoticeCode
from archive.transcripts.records import Notice, TranscriptError


def refusal_words(error: TranscriptError) -> str:
    """Why a file is refused, where in it, and how to mend it."""
    sentence = _filled(REFUSALS[error.code], error.data) if error.code in REFUSALS else str(error.code)
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
