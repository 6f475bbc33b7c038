"""What is told of a file of words that was refused, or read with a warning: one sentence or two for every code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.transcripts.codes import NoticeCode, RefusalCode

REFUSALS: dict[RefusalCode, Promise] = {
    RefusalCode.EMPTY: _("The file is empty. Put the words into it, or take its name out of the row."),
    RefusalCode.NO_WORDS: _("No words were found in the file. Check that it is the right one."),
    RefusalCode.TOO_LARGE: _(
        "The file has %(size)s bytes; the limit is %(limit)s. Divide it, or remove the pictures in it."
    ),
    RefusalCode.UNKNOWN_FORMAT: _(
        "This is no format that can be read here (%(kind)s). Save it as plain text, DOCX, PDF with text, HTML, WebVTT, "
        "SRT, OHMS XML or TEI."
    ),
    RefusalCode.NOT_AS_NAMED: _(
        "The name says %(expected)s, but the file is %(found)s. Save it again in the format of its name, or rename it."
    ),
    RefusalCode.UNKNOWN_CHARSET: _("The character set cannot be told (byte %(byte)s). Save the file as UTF-8."),
    RefusalCode.ENCRYPTED: _("The file is locked with a password. Save it without one."),
    RefusalCode.WORD_97: _("This is a Word document in the old .doc format. Save it as .docx."),
    RefusalCode.MACRO_FILE: _("The document carries macros, small programs. Save it as .docx without them."),
    RefusalCode.ZIP_BOMB: _(
        "The document unpacks to %(size)s, more than the limit of %(limit)s. Save it again in its own program, or as "
        "plain text."
    ),
    RefusalCode.NOT_WELL_FORMED: _(
        "The file is damaged and cannot be read as %(format)s (%(detail)s). Open it in its own program and save it "
        "again."
    ),
    RefusalCode.ENTITY_BOMB: _(
        "The XML declares entities, which can be used to attack. Remove the declarations (DOCTYPE) and write the "
        "characters themselves."
    ),
    RefusalCode.EXTERNAL_DTD: _("The XML asks for a file outside itself. Remove the DOCTYPE line."),
    RefusalCode.NO_TEXT_LAYER: _(
        "The PDF holds pictures of pages (%(pages)s) and no text. Recognise its text first, then compare it with them."
    ),
    RefusalCode.TOO_MANY_PAGES: _("The PDF has %(pages)s pages; the limit is %(limit)s. Divide it."),
    RefusalCode.TOO_MANY_PASSAGES: _(
        "The file makes %(count)s passages; an account may have %(limit)s. Divide it into several accounts."
    ),
    RefusalCode.TOOK_TOO_MUCH: _(
        "Reading was stopped after %(seconds)s seconds or %(megabytes)s MB of memory. Save the words as plain text."
    ),
    RefusalCode.READER_FAILED: _(
        "The reader broke off (status %(status)s). Open the file in its own program and save it again, or save it as "
        "plain text."
    ),
}

NOTICES: dict[NoticeCode, Promise] = {
    NoticeCode.CHARSET_GUESSED: _("Read as %(charset)s, by its bytes. Look whether the letters are right."),
    NoticeCode.CHARSET_NOT_AS_DECLARED: _(
        "The file says %(declared)s and is written in %(charset)s. Look whether the letters are right."
    ),
    NoticeCode.CONTROL_CHARACTERS: _("Control characters, which are no text, were left out: %(count)s."),
    NoticeCode.PAGE_FURNITURE: _(
        "Running heads and page numbers were left out: %(count)s, the first is “%(sample)s”. Look that no words are "
        "missing."
    ),
    NoticeCode.LINE_NUMBERS: _("Line numbers were left out: %(count)s."),
    NoticeCode.HYPHENS_JOINED: _("Words divided at the end of a line were joined: %(count)s."),
    NoticeCode.SPACES_MENDED: _("Spaces inside words were closed: %(count)s. Compare with the file."),
    NoticeCode.PAGES_WITHOUT_TEXT: _("Pages without text: %(count)s (%(pages)s). Compare with the file."),
    NoticeCode.ARABIC_PDF: _("Arabic taken from a PDF: compare the order of the words with the file."),
    NoticeCode.PRESENTATION_FORMS: _(
        "Arabic letter shapes were turned into letters: %(count)s. Compare with the file."
    ),
    NoticeCode.HEADER_FIELDS: _(
        "Lines at the top, like “Interviewer: …”, were read as facts about the file and not as words: %(count)s."
    ),
    NoticeCode.SPEAKER_CARRIED_ON: _(
        "Paragraphs without a name were given to the speaker before them: %(count)s. Look whether that is right."
    ),
    NoticeCode.TIME_BACKWARDS: _("The time %(time)s runs backwards: the passage lost it. Correct it in the file."),
    NoticeCode.TIME_END_BEFORE_START: _("The end %(end)s lies before the start %(start)s and was dropped."),
    NoticeCode.TIME_OVERLAP: _("The end %(end)s was cut to the start of the next passage, %(next)s."),
    NoticeCode.TIMES_MISSING: _("%(count)s of %(total)s passages have no time."),
    NoticeCode.TIME_UNREADABLE: _("“%(text)s” is no time: the words were kept without it."),
    NoticeCode.TIME_INSIDE_SENTENCE: _("Times inside sentences were dropped: %(count)s."),
    NoticeCode.PASSAGES_SPLIT: _("Paragraphs of over 250 words were split at sentence ends: %(count)s."),
    NoticeCode.ANNOTATIONS_LEFT_OUT: _("Annotations for machines were left out: %(count)s."),
    NoticeCode.NOTES_LEFT_OUT: _("Footnotes, comments and editors’ notes were left out: %(count)s."),
    NoticeCode.DELETIONS_LEFT_OUT: _("Words struck out in the file were left out: %(count)s."),
    NoticeCode.SECOND_TEXT_LEFT_OUT: _(
        "The file holds a second text, a translation, which was not read. Save it as a file of its own and name it in "
        "the row."
    ),
    NoticeCode.SYNC_POINTS_LEFT_OUT: _("Time marks that point outside the words were left out: %(count)s."),
    NoticeCode.MORE_OF_THE_SAME: _("And %(count)s more of the kind “%(code)s”."),
}
