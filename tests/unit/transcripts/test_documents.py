"""DOCX and PDF."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.reading import read_transcript
from archive.transcripts.records import ParsedTranscript, TranscriptError
from tests.unit.transcripts.making import docx_bytes, pdf_bytes, with_parts


def rows(transcript: ParsedTranscript) -> list[tuple[str, str, str]]:
    return [(p.heading, p.speaker, p.text) for p in transcript.passages]


def fill(document: docx.document.Document) -> None:
    document.core_properties.title = "An account"
    document.add_heading("Childhood", level=1)
    document.add_paragraph("Interviewer: Where were you born?")
    paragraph = document.add_paragraph("Witness: In ")
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='1'><w:r><w:t>Homs</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')} w:id='2'><w:r><w:delText>Hama</w:delText></w:r></w:del>"))
    paragraph.add_run(".")
    document.add_paragraph("كان الباب مغلقا.")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("00:01:00", "Witness", "We left."), strict=True):
        cell.text = text
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(-1, control)


def test_docx_gives_headings_speakers_tables_and_tracked_words() -> None:
    transcript = read_transcript(docx_bytes(fill), "a.docx")
    assert rows(transcript) == [
        ("Childhood", "Interviewer", "Where were you born?"),
        ("", "Witness", "In Homs."),
        ("", "Witness", "كان الباب مغلقا."),
        ("", "Witness", "We left."),
        ("", "Witness", "In a control."),
    ]
    assert transcript.passages[3].start_ms == 60_000
    assert dict(transcript.metadata) == {"title": "An account"}
    assert NoticeCode.DELETIONS_LEFT_OUT in {n.code for n in transcript.notices}


def test_a_docx_of_page_lines_is_joined_again() -> None:
    def lines(document: docx.document.Document) -> None:
        for page, matter in enumerate(["house", "river", "prison", "school", "market", "road"], start=1):
            document.add_paragraph(f"MR VENTER: On that day we spoke of the {matter}")
            document.add_paragraph(f"and of the {matter} door")
            document.add_paragraph(f"Page {page} of 6")
            for number in range(6):
                document.add_paragraph(f"of the things that were said there, as number {number}")

    words = " ".join(p.text for p in read_transcript(docx_bytes(lines), "a.docx").passages)
    assert "spoke of the river and of the river door of the things that were said there" in words
    assert "Page 3" not in words


def damaged(change: dict[str, bytes]) -> bytes:
    return with_parts(docx_bytes(fill), change)


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><w/>'
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (damaged({"word/vbaProject.bin": b"x"}), "a.docx", RefusalCode.MACRO_FILE),
        (damaged({"word/document.xml": DOCTYPE}), "a.docx", RefusalCode.ENTITY_BOMB),
        (damaged({"word/settings.xml": DOCTYPE.decode().encode("utf-16")}), "a.docx", RefusalCode.ENTITY_BOMB),
        (damaged({"word/media/a.bin": bytes(30_000_000)}), "a.docx", RefusalCode.ZIP_BOMB),
        (damaged({f"word/{n}.bin": b"" for n in range(5_001)}), "a.docx", RefusalCode.ZIP_BOMB),
        (damaged({"word/document.xml": b"<w:document"}), "a.docx", RefusalCode.NOT_WELL_FORMED),
        (docx_bytes(fill)[:4000], "a.docx", RefusalCode.NOT_WELL_FORMED),
        (LOCKED, "a.docx", RefusalCode.ENCRYPTED),
        (LOCKED[:400], "a.doc", RefusalCode.WORD_97),
        (docx_bytes(lambda document: None), "a.docx", RefusalCode.NO_WORDS),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.docx", RefusalCode.NOT_AS_NAMED),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.txt", RefusalCode.UNKNOWN_FORMAT),
        (b"{\\rtf1 hello}", "a.txt", RefusalCode.UNKNOWN_FORMAT),
        (b'{"a": [1, 2]}', "a.txt", RefusalCode.UNKNOWN_FORMAT),
        (b"", "a.txt", RefusalCode.EMPTY),
        (b" \r\n\t", "a.txt", RefusalCode.EMPTY),
        (b"a" * (16 * 1024 * 1024 + 1), "a.txt", RefusalCode.TOO_LARGE),
        (b"%PDF-1.4\nnothing", "a.pdf", RefusalCode.NOT_WELL_FORMED),
        (pdf_bytes([[]]), "a.pdf", RefusalCode.NO_TEXT_LAYER),
        (b"just words", "a.pdf", RefusalCode.NOT_AS_NAMED),
    ],
)
def test_files_that_must_not_be_read_are_refused_by_their_cause(data: bytes, name: str, code: RefusalCode) -> None:
    with pytest.raises(TranscriptError) as refused:
        read_transcript(data, name)
    assert refused.value.code is code
    assert set(refused.value.data) == set(code.keys)


def test_a_locked_package_is_refused() -> None:
    package = bytearray(docx_bytes(fill))
    directory = package.rfind(b"PK\x01\x02")
    package[directory + 8] |= 1
    with pytest.raises(TranscriptError) as refused:
        read_transcript(bytes(package), "a.docx")
    assert refused.value.code is RefusalCode.ENCRYPTED


def test_other_documents_in_zips_are_told_by_name() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(TranscriptError) as refused:
        read_transcript(buffer.getvalue(), "a.odt")
    assert (refused.value.code, dict(refused.value.data)) == (RefusalCode.UNKNOWN_FORMAT, {"kind": "odt"})


BODY = [
    "Mary Smith",
    "",
    "Interviewer: Where did you live in those days before they came",
    "and took your brother?",
    "",
    "Witness: We lived by the river, where my grandfather had built the",
]


def test_pdf_pages_lose_their_furniture_and_keep_their_sentences() -> None:
    pages = [[*BODY, "", f"{number}"] for number in range(1, 5)]
    pages.append(["Mary Smith", "", "house.", "", "5"])
    transcript = read_transcript(pdf_bytes(pages), "a.pdf")
    words = " ".join(p.text for p in transcript.passages)
    assert "Mary Smith" not in words
    assert words.endswith("my grandfather had built the house.")
    assert [p.speaker for p in transcript.passages] == ["Interviewer", "Witness"] * 4
    furniture = next(n for n in transcript.notices if n.code == NoticeCode.PAGE_FURNITURE)
    assert (furniture.where, furniture.data["count"]) == ("page", 10)


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left words number {number} of the" for number in range(12)]
    right = [f"right words number {number} of the" for number in range(12)]
    data = pdf_bytes([left])
    stream = "".join(f"BT /F1 10 Tf 400 {780 - 12 * n} Td ({line}) Tj ET\n" for n, line in enumerate(right)).encode()
    head, _sep, tail = data.partition(b"endstream")
    body = head + stream + b"endstream" + tail
    words = " ".join(p.text for p in read_transcript(body.replace(b"/Length ", b"/Lengtx "), "a.pdf").passages).split()
    assert words.index("right") > max(index for index, word in enumerate(words) if word == "left")


def test_pages_without_text_are_named() -> None:
    transcript = read_transcript(pdf_bytes([["Some words here."], [], ["And some more."]]), "a.pdf")
    (notice,) = [n for n in transcript.notices if n.code == NoticeCode.PAGES_WITHOUT_TEXT]
    assert (notice.line, dict(notice.data)) == (2, {"count": 1, "pages": "2"})
