"""Reads the tables of a batch, CSV or XLSX, into rows that know their line. Pure.

CSV is UTF-8, with or without a byte order mark; the cells are divided by commas, semicolons or tabs, as the first line
shows. Of a workbook the first sheet is read. Cells come out as text without white space around them.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from archive.importing.columns import TableForm, read_columns
from archive.importing.problems import BatchError, Problem, ProblemCode, problem

MAXIMUM_TABLE_BYTES = 32 * 1024 * 1024
MAXIMUM_UNPACKED_BYTES = 512 * 1024 * 1024
MAXIMUM_ROWS = 100_000
MAXIMUM_COLUMNS = 500
_DELIMITERS = ",;\t"
# Marks of direction and the like, which come along when a cell is copied.
_INVISIBLE = "\u200b\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BLANK = f" \t\r\n\v\f\u00a0\u202f\u3000{_INVISIBLE}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its cells that are not empty, by the columns' standard names."""

    file: str
    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The cell of a column, "" where it is empty or there is no such column."""
        return self.cells.get(column, "")

    def per_language(self, column: str) -> dict[str, str]:
        """The cells of a column that is repeated per language, by language, in the order of the table."""
        start = f"{column}:"
        return {name[len(start) :]: value for name, value in self.cells.items() if name.startswith(start)}


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read. ``problems`` are about the columns and about rows that are still among ``rows``."""

    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Line:
    number: int
    cells: list[str]
    problems: list[tuple[int, ProblemCode, str]]  # position of the cell, code, value


def read_table(data: bytes, file: str, form: TableForm) -> Table:
    """The rows of a table. Raises BatchError with line and column where the table as a whole cannot be read."""
    if len(data) > MAXIMUM_TABLE_BYTES:
        raise BatchError(problem(ProblemCode.TABLE_TOO_LARGE, file, limit=f"{MAXIMUM_TABLE_BYTES // 1024**2} MB"))
    lines = _lines_of_workbook(data, file) if file.endswith(".xlsx") else _lines_of_csv(data, file)
    lines = (line for line in lines if any(line.cells))
    first = next(lines, None)
    if first is None:
        raise BatchError(problem(ProblemCode.TABLE_EMPTY, file))
    columns, problems = read_columns(first.cells, form, file, first.number)
    wrong = next((found for found in problems if found.is_error), None)
    if wrong:
        raise BatchError(wrong)
    rows: list[Row] = []
    for line in lines:
        if len(rows) == MAXIMUM_ROWS:
            raise BatchError(problem(ProblemCode.TABLE_TOO_LARGE, file, line.number, limit=f"{MAXIMUM_ROWS}"))
        rows.append(_row(line, columns, file, problems))
    if not rows:
        raise BatchError(problem(ProblemCode.TABLE_WITHOUT_ROWS, file, first.number))
    return Table(file, tuple(rows), tuple(problems))


def _row(line: _Line, columns: Sequence[str], file: str, problems: list[Problem]) -> Row:
    for position, code, value in line.problems:
        column = columns[position] if position < len(columns) else ""
        data = {"value": value} if value else {}
        problems.append(problem(code, file, line.number, column, **data))
    if any(line.cells[len(columns) :]):
        problems.append(
            problem(ProblemCode.ROW_TOO_LONG, file, line.number, cells=len(line.cells), columns=len(columns))
        )
    cells = {name: cell for name, cell in zip(columns, line.cells, strict=False) if name and cell}
    return Row(file, line.number, cells)


def _clean(cell: str) -> tuple[str, bool]:
    """The cell without blanks around it and without control characters; whether there were any."""
    kept = "".join(char for char in cell if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept.strip(_BLANK)), len(kept) + cell.count("\r") != len(cell)


def _cleaned(number: int, cells: Sequence[str]) -> _Line:
    cleaned = [_clean(cell) for cell in cells]
    wrong = [(position, ProblemCode.CELL_CONTROL, "") for position, (_, had) in enumerate(cleaned) if had]
    return _Line(number, [cell for cell, _ in cleaned], wrong)


# -- CSV ------------------------------------------------------------------------------------------------------------


def _lines_of_csv(data: bytes, file: str) -> Iterator[_Line]:
    text = _decoded(data, file)
    skipped = 0
    if text[:4].casefold() == "sep=" and text[4:5] in _DELIMITERS:
        text = text.partition("\n")[2]  # a line that spreadsheets write to name their delimiter
        skipped = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begin = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = begin + skipped
            raise BatchError(problem(ProblemCode.TABLE_BROKEN, file, line, detail=str(error)[:120])) from None
        yield _cleaned(begin + skipped, cells)
        begin = reader.line_num + 1


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark.
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        before = data[:start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
        byte = f"0x{data[start]:02X}"
        raise BatchError(problem(ProblemCode.TABLE_NOT_UTF8, file, line, str(column), byte=byte)) from None


def _delimiter(text: str) -> str:
    """The one that stands most often in the first line, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=bare.count) if any(sign in bare for sign in _DELIMITERS) else ","


# -- XLSX -----------------------------------------------------------------------------------------------------------


def _lines_of_workbook(data: bytes, file: str) -> Iterator[_Line]:
    # Some 60 ms, which a batch with a CSV table need not wait for.
    from openpyxl import load_workbook

    _check_workbook(data, file)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 the library lets every kind of error out of a damaged file
        raise BatchError(problem(ProblemCode.NOT_A_WORKBOOK, file)) from None
    try:
        if not book.worksheets:
            return
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says about its size may be wrong
        rows = sheet.iter_rows(max_col=MAXIMUM_COLUMNS)
        number = 0
        while True:
            try:
                cells = next(rows, None)
            except Exception:  # noqa: BLE001 as above
                raise BatchError(problem(ProblemCode.NOT_A_WORKBOOK, file, number + 1)) from None
            if cells is None:
                return
            number += 1
            if number > 2 * MAXIMUM_ROWS:
                raise BatchError(problem(ProblemCode.TABLE_TOO_LARGE, file, number, limit=f"{MAXIMUM_ROWS}"))
            yield _line_of_cells(number, cells)
    finally:
        book.close()


def _line_of_cells(number: int, cells: Sequence[Any]) -> _Line:
    line = _cleaned(number, [_cell_text(cell) for cell in cells])
    for position, cell in enumerate(cells):
        if isinstance(cell.value, (date, datetime)):
            line.problems.append((position, ProblemCode.CELL_DATE_ONLY_SHOWN, line.cells[position]))
    while line.cells and not line.cells[-1]:
        line.cells.pop()
    return line


def _cell_text(cell: Any) -> str:
    """A cell as somebody would have typed it into a CSV file."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _date_text(value.date(), str(cell.number_format))
    if isinstance(value, date):
        return _date_text(value, str(cell.number_format))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _date_text(value: date, number_format: str) -> str:
    """The date, to the month where the cell shows no day: the day is then the spreadsheet's own."""
    shown = number_format.casefold()
    return value.isoformat() if "d" in shown or "y" not in shown else value.isoformat()[:7]


def _check_workbook(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            unpacked = sum(info.file_size for info in book.infolist())
            if "[Content_Types].xml" not in book.namelist():
                raise BatchError(problem(ProblemCode.NOT_A_WORKBOOK, file))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BatchError(problem(ProblemCode.NOT_A_WORKBOOK, file)) from None
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        limit = f"{MAXIMUM_UNPACKED_BYTES // 1024**2} MB"
        raise BatchError(problem(ProblemCode.TABLE_TOO_LARGE, file, limit=limit))
