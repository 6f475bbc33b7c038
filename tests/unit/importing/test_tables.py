"""Tables are read to the cell, and what is wrong with one is told with its line and column."""

import datetime
import io

import pytest
from openpyxl import Workbook

from archive.importing import manifest as manifests
from archive.importing.columns import MANIFEST, PASSAGES
from archive.importing.manifest import Table, read_table
from archive.importing.problems import BatchError, Problem, ProblemCode

HEAD = "reference,kind,title:ar\n"


def table(text: str, form=MANIFEST, name: str = "manifest.csv") -> Table:  # type: ignore[no-untyped-def]
    return read_table(text.encode(), name, form)


def refusal(data: bytes, name: str = "manifest.csv") -> Problem:
    with pytest.raises(BatchError) as refused:
        read_table(data, name, MANIFEST)
    return refused.value.problem


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_form_of_csv_is_read(mark: str, delimiter: str, end: str) -> None:
    lines = ["reference,kind,title:ar".replace(",", delimiter), "RA-0001,written,رسالة".replace(",", delimiter)]
    read = table(mark + end.join(lines) + end)
    assert [dict(row.cells) for row in read.rows] == [{"reference": "RA-0001", "kind": "written", "title:ar": "رسالة"}]


def test_rows_know_the_line_they_begin_on() -> None:
    read = table(HEAD + '\nRA-0001,written,"two\nlines"\n,,\nRA-0002,written,x\n')
    assert [row.line for row in read.rows] == [3, 6]
    assert read.rows[0].get("title:ar") == "two\nlines"


def test_columns_are_known_in_other_spellings() -> None:
    read = table("Reference,KIND,Title : AR,Public Name Kind\nRA-1,written,x,real\n")
    assert set(read.rows[0].cells) == {"reference", "kind", "title:ar", "public_name_kind"}


def test_blanks_marks_of_direction_and_control_characters_go() -> None:
    read = table(HEAD + "\u200fRA-0001 ,\u00a0written,a\x07b\n")
    assert list(read.rows[0].cells.values()) == ["RA-0001", "written", "ab"]
    assert [(found.code, found.line, found.column) for found in read.problems] == [
        (ProblemCode.CELL_CONTROL, 2, "title:ar")
    ]


def test_an_unknown_column_is_reported_with_the_nearest() -> None:
    read = table("reference,kind,title:ar,tittle:en,themas,whatever\nRA-1,written,x,y,z,w\n")
    assert [(found.code, found.column, found.data["nearest"]) for found in read.problems] == [
        (ProblemCode.COLUMN_UNKNOWN, "tittle:en", "title:en"),
        (ProblemCode.COLUMN_UNKNOWN, "themas", "themes"),
        (ProblemCode.COLUMN_UNKNOWN, "whatever", ""),
    ]
    assert set(read.rows[0].cells) == {"reference", "kind", "title:ar"}


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", ProblemCode.TABLE_EMPTY, None, ""),
        (b"\n,,\n", ProblemCode.TABLE_EMPTY, None, ""),
        (HEAD.encode(), ProblemCode.TABLE_WITHOUT_ROWS, 1, ""),
        (b"reference,title:ar\nRA-1,x\n", ProblemCode.COLUMN_MISSING, 1, "kind"),
        (b"reference,kind\nRA-1,written\n", ProblemCode.COLUMN_MISSING, 1, "title:…"),
        (b"reference,kind,title:ar,Kind\n", ProblemCode.COLUMN_TWICE, 1, "kind"),
        (b"reference,kind,title:arabic\n", ProblemCode.COLUMN_LANGUAGE, 1, "title:arabic"),
        (b"reference,kind,title:ar\nRA-1,written,\xd8\xb1\xff\n", ProblemCode.TABLE_NOT_UTF8, 2, "15"),
        (b"\xef\xbb\xbfa\xff", ProblemCode.TABLE_NOT_UTF8, 1, "2"),
        ("reference,kind,title:ar\n".encode("utf-16"), ProblemCode.TABLE_NOT_UTF8, 1, "1"),
        (b'reference,kind,title:ar\n\nRA-1,written,"x\n', ProblemCode.TABLE_BROKEN, 3, ""),
        (b'reference,kind,title:ar\nRA-1,written,"x"y\n', ProblemCode.TABLE_BROKEN, 2, ""),
    ],
)
def test_a_table_that_cannot_be_read_says_where(data: bytes, code: ProblemCode, line: int | None, column: str) -> None:
    found = refusal(data)
    assert (found.code, found.file, found.line, found.column) == (code, "manifest.csv", line, column)


def test_a_row_with_more_cells_than_columns_is_told() -> None:
    read = table(HEAD + "RA-1,written,x,and,more\n")
    assert [(found.code, found.line, dict(found.data)) for found in read.problems] == [
        (ProblemCode.ROW_TOO_LONG, 2, {"cells": 5, "columns": 3})
    ]


def test_a_table_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "MAXIMUM_ROWS", 2)
    rows = "".join(f"RA-{n},written,x\n" for n in range(3))
    assert refusal((HEAD + rows).encode()).code == ProblemCode.TABLE_TOO_LARGE
    monkeypatch.setattr(manifests, "MAXIMUM_TABLE_BYTES", 10)
    assert refusal(HEAD.encode()).code == ProblemCode.TABLE_TOO_LARGE


def test_a_workbook_gives_the_rows_that_csv_gives() -> None:
    head = ["reference", "kind", "title:ar", "listed", "recorded_on", None]
    data = workbook([head, [], ["RA-0001", "written", "رسالة", True, 1985, None], ["RA-0002", "written", 7.0, "no"]])
    text = "reference,kind,title:ar,listed,recorded_on\n\nRA-0001,written,رسالة,yes,1985\nRA-0002,written,7,no\n"
    from_workbook, from_csv = read_table(data, "manifest.xlsx", MANIFEST), table(text)
    assert [(row.line, row.cells) for row in from_workbook.rows] == [(row.line, row.cells) for row in from_csv.rows]
    assert not from_workbook.problems


def test_a_cell_that_the_spreadsheet_took_for_a_date_is_read_and_told() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["reference", "kind", "title:ar", "recorded_on"])
    for line, shown in ((2, "yyyy-mm-dd"), (3, "mmm yyyy")):
        sheet.append([f"RA-000{line}", "written", "x", datetime.date(1980, 6, 1)])
        sheet.cell(line, 4).number_format = shown
    target = io.BytesIO()
    book.save(target)
    read = read_table(target.getvalue(), "manifest.xlsx", MANIFEST)
    assert [row.get("recorded_on") for row in read.rows] == ["1980-06-01", "1980-06"]
    assert [(found.code, found.line, found.column) for found in read.problems] == [
        (ProblemCode.CELL_DATE_ONLY_SHOWN, line, "recorded_on") for line in (2, 3)
    ]


def test_what_is_no_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"reference,kind", "manifest.xlsx").code == ProblemCode.NOT_A_WORKBOOK
    whole = workbook([["reference"], ["RA-1"]])
    assert refusal(whole[:-200], "manifest.xlsx").code == ProblemCode.NOT_A_WORKBOOK
    monkeypatch.setattr(manifests, "MAXIMUM_UNPACKED_BYTES", 1000)
    assert refusal(whole, "manifest.xlsx").code == ProblemCode.TABLE_TOO_LARGE


def test_the_table_of_passages_has_columns_of_its_own() -> None:
    read = table("reference,anchor,note:ar,themes\nRA-1,p1,x,arrest\n", PASSAGES, "passages.csv")
    assert read.rows[0].per_language("note") == {"ar": "x"}
    assert not read.problems
