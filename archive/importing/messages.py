"""The words for every code: what is wrong and how to mend it. Where it stands is said beside it, by the report."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.importing.file_messages import NOTICES, REFUSALS
from archive.importing.problems import AnyCode, Problem, ProblemCode
from archive.importing.problems import ProblemCode as P
from archive.transcripts.codes import NoticeCode

_PROBLEMS: dict[ProblemCode, Promise] = {
    P.BATCH_MISSING: _("There is no folder or zip at %(path)s. Check the path."),
    P.BATCH_NOT_A_ZIP: _(
        "%(path)s is neither a folder nor a zip. Give the folder that holds the manifest, or a zip of it."
    ),
    P.BATCH_LOCKED: _("%(name)s in the zip is locked with a password. Make the zip without one."),
    P.BATCH_UNREADABLE: _("%(name)s cannot be read (%(reason)s). Check its permissions, or make the batch again."),
    P.BATCH_LINK: _("%(name)s is a link. Put the file itself in its place."),
    P.BATCH_UNSAFE_NAME: _(
        "The name %(name)s leads out of the batch. Names may not begin with / or a drive, nor hold .. or a backslash."
    ),
    P.BATCH_DUPLICATE_NAME: _("Two files have the name %(name)s. Rename one of them."),
    P.BATCH_TOO_MANY_FILES: _("The batch holds %(count)s files; the limit is %(limit)s. Divide it."),
    P.BATCH_TOO_LARGE: _("The batch unpacks to %(megabytes)s MB; the limit is %(limit)s MB. Divide it."),
    P.BATCH_FILE_TOO_LARGE: _("%(name)s unpacks to more than %(limit)s MB, the limit for one file. Divide it."),
    P.MANIFEST_MISSING: _("There is no manifest.csv or manifest.xlsx. Put the table there, beside the files it names."),
    P.MANIFEST_TWICE: _("There are both %(first)s and %(second)s. Remove one of them."),
    P.TABLE_EMPTY: _("The table is empty. Its first row names the columns, each further row is an account."),
    P.TABLE_WITHOUT_ROWS: _("The table has columns and no rows. Add a row for each account."),
    P.TABLE_NOT_UTF8: _("The byte %(byte)s is not UTF-8. Save the table as CSV in UTF-8, or give it as manifest.xlsx."),
    P.TABLE_BROKEN: _(
        "The row that begins here cannot be read (%(detail)s). A cell with quotation marks stands in quotation marks, "
        "and those inside it are written twice."
    ),
    P.TABLE_TOO_LARGE: _("The table is larger than the limit (%(limit)s). Divide the batch."),
    P.NOT_A_WORKBOOK: _("This is not a workbook that can be read. Save it again as .xlsx, or as CSV in UTF-8."),
    P.COLUMN_MISSING: _("The column %(name)s is missing. Add it; for … write a language, like title:ar."),
    P.COLUMN_TWICE: _("The column %(name)s stands twice. Remove one, or put both into one."),
    P.COLUMN_LANGUAGE: _("“%(tag)s” is not a language tag. Use one like ar, en, fr or ku."),
    P.COLUMN_UNKNOWN: _("This column is not known, and what stands in it is not imported."),
    P.ROW_TOO_LONG: _(
        "The row has %(cells)s cells, and there are %(columns)s columns. A cell with the delimiter in it stands in "
        "quotation marks."
    ),
    P.CELL_CONTROL: _("Control characters, which are no text, were left out of the cell."),
    P.CELL_DATE_ONLY_SHOWN: _(
        "The spreadsheet keeps this cell as a date; it was read as %(value)s. To be sure, format the cell as text."
    ),
    P.REFERENCE_MISSING: _("The reference is missing. Give one like RA-0101."),
    P.REFERENCE_FORM: _("“%(value)s” is not a reference. References have two letters and four digits, like RA-0012."),
    P.REFERENCE_TWICE: _("%(value)s stands in row %(first)s already. Every account has a reference of its own."),
    P.REFERENCE_TAKEN: _(
        "The archive has an account %(value)s, which was not imported from a batch. Choose another reference."
    ),
    P.IMPORTED_OTHERWISE: _(
        "%(value)s is imported already with other content. An import does not change accounts: change it in the admin."
    ),
    P.DELETED_SINCE: _(
        "%(value)s was imported once and taken out of the archive since. An import does not bring it back."
    ),
    P.STILL_A_DRAFT: _("%(value)s is in the archive and not published. Publish it in the admin."),
    P.VALUE_MISSING: _("This cell is needed and is empty."),
    P.CHOICE_UNKNOWN: _("“%(value)s” is not one of: %(choices)s."),
    P.YES_OR_NO: _("“%(value)s” is neither yes nor no. Write yes or no."),
    P.TOO_LONG: _("The text has %(length)s characters; the limit is %(limit)s. Shorten it."),
    P.COLLECTION_MISSING: _("No collection is named. Give its address here, or for all rows with --collection."),
    P.COLLECTION_UNKNOWN: _("There is no collection with the address %(value)s. Make it in the admin first."),
    P.COLLECTION_DRAFT: _(
        "The collection %(value)s is not published, so nobody sees its accounts. Publish it in the admin."
    ),
    P.TITLE_MISSING: _("The account has no title. Give one in at least one language."),
    P.TITLE_MISSING_IN: _("There is a summary or public name in this language (%(language)s) and no title. Give one."),
    P.NAME_THOUGH_WITHHELD: _(
        "The name is withheld, and a name is given. Empty this cell, or say in public_name_kind what the name is."
    ),
    P.NAME_MISSING: _("public_name_kind says %(kind)s, and no name is given. Give one, or write withheld."),
    P.DATE_UNREADABLE: _("“%(value)s” is not a date."),
    P.DATE_NO_SUCH_DAY: _("There is no such day as “%(value)s”."),
    P.DATE_MONTH: _("“%(value)s” has no such month. Give the day first, then the month."),
    P.DATE_AMBIGUOUS: _("“%(value)s” can be read in two ways. Write the years in full."),
    P.DATE_END_FIRST: _("In “%(value)s” the end comes before the start."),
    P.DATE_OTHER_CALENDAR: _("“%(value)s” is of another calendar. Give the Gregorian date, and this one as wording."),
    P.DATE_NOT_SUPPORTED: _("“%(value)s” is more than the archive can say of a date. Write it in a simpler form."),
    P.EMBARGO_FORM: _("“%(value)s” is not a day. Write it like 2030-01-31."),
    P.ADDRESS_FORM: _("“%(value)s” is not a web address. It begins with https:// or http://."),
    P.CITATIONS_UNEVEN: _(
        "There are %(citations)s citations and %(values)s values here. Give one for each citation, separated by |; one "
        "may be empty."
    ),
    P.TERM_UNKNOWN: _("“%(value)s” is not known. Choose a name that is, make it in the admin, or use --create-terms."),
    P.TERM_AMBIGUOUS: _("“%(value)s” names several records. Write the address of one of them: %(candidates)s."),
    P.TERM_TOO_LONG: _("“%(value)s…” is longer than a name may be (%(limit)s). Several names are separated by |."),
    P.FILE_MISSING: _("There is no file %(name)s in the batch."),
    P.FILE_UNREADABLE: _("%(name)s cannot be read (%(reason)s). Put it into the batch again."),
    P.FILE_TOO_LARGE: _("%(name)s is larger than %(limit)s MB. Divide it, or save it as plain text."),
    P.LANGUAGE_TWICE: _("The row names two texts in one language (%(language)s). Leave one out."),
    P.WORDS_ELSEWHERE: _(
        "An account published elsewhere has no words here. Empty this cell, or change the kind if the archive may hold "
        "them."
    ),
    P.WITHOUT_WORDS: _("The row names no file of words: the account will be described and have no words."),
    P.TRANSLATION_ALONE: _(
        "There is a translation and neither an original nor a transcript. Name it too, if there is one."
    ),
    P.TRANSLATION_UNALIGNED: _(
        "%(passages)s passages stand beside %(original)s in the first text, so the two are not shown side by side; "
        "these are numbered from %(first)s. Divide the paragraphs of both alike."
    ),
    P.DETAIL_WITHOUT_TEXT: _(
        "No text in this language (%(language)s) is named in the row. Name it, or empty this cell."
    ),
    P.SPEAKERS_NAMED: _(
        "The words call speakers by names that are not the public name: %(speakers)s. Readers will see them. Change "
        "them in the file if they must not be known."
    ),
    P.PASSAGE_OF_NOTHING: _("The manifest has no account %(value)s. Correct the reference, or remove this row."),
    P.ANCHOR_UNKNOWN: _("The account has no passage %(value)s; its last one is %(last)s."),
    P.ANCHOR_TWICE: _("The passage %(value)s stands in row %(first)s already. Put both into one row."),
    P.NOT_WRITTEN: _(
        "The row could not be written, and nothing of it was (%(reason)s). Mend the cause and import again."
    ),
    P.ORIGINAL_DAMAGED: _("The original kept as %(sha256)s is damaged. Restore it from a backup, then import again."),
}

# Said besides, where the key holds something.
_DATE_HINT = ("hint", _("Perhaps %(hint)s?"))
_HINTS: dict[ProblemCode, tuple[str, Promise]] = {
    P.COLUMN_LANGUAGE: ("hint", _("Perhaps %(hint)s?")),
    P.COLUMN_UNKNOWN: ("nearest", _("Perhaps %(nearest)s is meant?")),
    P.COLLECTION_UNKNOWN: ("nearest", _("Perhaps %(nearest)s is meant?")),
    P.TERM_UNKNOWN: ("nearest", _("Perhaps %(nearest)s (%(slug)s) is meant?")),
    P.FILE_MISSING: ("nearest", _("Perhaps %(nearest)s is meant?")),
    P.DATE_UNREADABLE: ("hint", _("Write it like %(hint)s.")),
    P.DATE_NO_SUCH_DAY: _DATE_HINT,
    P.DATE_MONTH: _DATE_HINT,
    P.DATE_AMBIGUOUS: _DATE_HINT,
    P.DATE_END_FIRST: _DATE_HINT,
    P.DATE_NOT_SUPPORTED: ("hint", _("Write it like %(hint)s.")),
}


def message(found: Problem) -> str:
    """What is wrong and how to mend it, in the language that is active."""
    return message_of(found.code, found.data)


def message_of(code: AnyCode, data: Mapping[str, str | int]) -> str:
    """The words for a code, filled in with its data (the keys that the code names)."""
    if not isinstance(code, ProblemCode):
        return str(NOTICES[code] if isinstance(code, NoticeCode) else REFUSALS[code]) % data
    words = str(_PROBLEMS[code]) % data
    key, hint = _HINTS.get(code, ("", None))
    return f"{words} {str(hint) % data}" if hint is not None and data.get(key) else words
