"""Everything that can be wrong with a row is found, with its file, line and column, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from archive.importing.batch import Batch, FileTooLarge
from archive.importing.messages import message
from archive.importing.problems import BatchError
from archive.importing.problems import ProblemCode as P
from archive.importing.reporting import RowStatus
from archive.models import ImportedRow
from archive.transcripts.codes import NoticeCode, RefusalCode
from tests.integration.importing.archive_dump import row_counts
from tests.integration.importing.batches import LETTER, LETTER_FILES, run, write_batch

CODE = P | RefusalCode | NoticeCode
Place = tuple[CODE, str, int | None, str]
TABLE = "manifest.csv"


@dataclass(frozen=True)
class Case:
    """Changes of the good row, and the one problem with its place that they must make."""

    code: CODE
    cells: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    file: str = TABLE
    line: int | None = 2
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    passages: Sequence[Mapping[str, str]] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    also: frozenset[CODE] = frozenset()


def tag(anchor: str, **cells: str) -> dict[str, str]:
    return {"reference": "RA-0101", "anchor": anchor, **cells}


CASES = [
    Case(P.REFERENCE_MISSING, {"reference": ""}, "reference"),
    Case(P.REFERENCE_FORM, {"reference": "Letter 1"}, "reference"),
    Case(P.VALUE_MISSING, {"kind": ""}, "kind"),
    Case(P.CHOICE_UNKNOWN, {"kind": "video"}, "kind"),
    Case(P.CHOICE_UNKNOWN, {"level": "open"}, "level"),
    Case(P.YES_OR_NO, {"listed": "perhaps"}, "listed"),
    Case(P.TOO_LONG, {"title:en": "x" * 256}, "title:en"),
    Case(P.TOO_LONG, {"content_note:en": "x" * 256}, "content_note:en"),
    Case(P.COLLECTION_MISSING, {}, "collection", options={"collection": ""}),
    Case(P.COLLECTION_UNKNOWN, {"collection": "lettres"}, "collection"),
    Case(P.COLLECTION_DRAFT, {"collection": "later"}, "collection", options={"publish": True}),
    Case(P.TITLE_MISSING, {"title:ar": "", "title:en": ""}, "title:…"),
    Case(P.TITLE_MISSING_IN, {"summary:fr": "Une lettre."}, "title:fr"),
    Case(P.NAME_THOUGH_WITHHELD, {"public_name:ar": "مريم"}, "public_name:ar"),
    Case(P.NAME_MISSING, {"public_name_kind": "real"}, "public_name_kind"),
    Case(P.DATE_UNREADABLE, {"told_about": "when I was young"}, "told_about"),
    Case(P.DATE_NO_SUCH_DAY, {"recorded_on": "30/2/1985"}, "recorded_on"),
    Case(P.DATE_MONTH, {"told_about": "3/14/1985"}, "told_about"),
    Case(P.DATE_AMBIGUOUS, {"told_about": "1986-94"}, "told_about"),
    Case(P.DATE_END_FIRST, {"told_about": "1990/1985"}, "told_about"),
    Case(P.DATE_OTHER_CALENDAR, {"told_about": "1405 هـ"}, "told_about"),
    Case(P.DATE_NOT_SUPPORTED, {"told_about": "1985-06-27T10:00:00"}, "told_about"),
    Case(P.EMBARGO_FORM, {"embargo_until": "1/2/2030"}, "embargo_until"),
    Case(P.EMBARGO_FORM, {"embargo_until": "2030-02-31"}, "embargo_until"),
    Case(P.ADDRESS_FORM, {"rights": "javascript:alert(1)"}, "rights"),
    Case(P.ADDRESS_FORM, {"citation": "A book.", "source_url": "ftp://example.org/"}, "source_url"),
    Case(P.VALUE_MISSING, {"source_url": "https://example.org/"}, "citation"),
    Case(P.CITATIONS_UNEVEN, {"citation": "A|B", "source_url": "https://example.org/"}, "source_url"),
    Case(P.TERM_UNKNOWN, {"themes": "Arrests"}, "themes"),
    Case(P.TERM_AMBIGUOUS, {"themes": "capture"}, "themes"),
    Case(P.TERM_TOO_LONG, {"places": "x" * 201}, "places"),
    Case(P.FILE_MISSING, {"original:ar": "Letter.ar.txt"}, "original:ar", also=frozenset({P.TRANSLATION_ALONE})),
    Case(P.LANGUAGE_TWICE, {"transcript:ar": "letter.ar.txt"}, "transcript:ar"),
    Case(P.WORDS_ELSEWHERE, {"kind": "elsewhere", "translation:en": ""}, "original:ar"),
    Case(P.WITHOUT_WORDS, {"original:ar": "", "translation:en": ""}),
    Case(P.TRANSLATION_ALONE, {"original:ar": ""}, "translation:en"),
    Case(P.TRANSLATION_UNALIGNED, {}, "translation:en", files={"letter.en.txt": "One.\n"}),
    Case(P.DETAIL_WITHOUT_TEXT, {"credit:fr": "Une amie"}, "credit:fr"),
    Case(
        P.SPEAKERS_NAMED,
        {"translation:en": ""},
        "public_name_kind",
        files={"letter.ar.txt": "Interviewer: Begin.\n\nKarim Said: I will.\n\nKarim Said: It was night.\n"},
    ),
    Case(P.ROW_TOO_LONG, {"listed": 'no",x,"y'}),
    Case(P.CELL_CONTROL, {"title:en": "A\x07 letter"}, "title:en"),
    Case(P.COLUMN_UNKNOWN, {"titel:en": "A letter"}, "titel:en", line=1),
    Case(P.ANCHOR_UNKNOWN, column="anchor", file="passages.csv", passages=[tag("p1"), tag("p9")], line=3),
    Case(P.ANCHOR_TWICE, column="anchor", file="passages.csv", passages=[tag("p1"), tag("P1")], line=3),
    Case(P.VALUE_MISSING, column="anchor", file="passages.csv", passages=[tag("")]),
    Case(P.TERM_UNKNOWN, column="themes", file="passages.csv", passages=[tag("p2", themes="nothing")]),
    Case(P.TOO_LONG, column="note:en", file="passages.csv", passages=[tag("p1", **{"note:en": "x" * 256})]),
    Case(
        P.PASSAGE_OF_NOTHING,
        column="reference",
        file="passages.csv",
        passages=[tag("p1"), {"reference": "RA-9999", "anchor": "p1"}],
        line=3,
    ),
    Case(
        RefusalCode.EMPTY,
        file="letter.ar.txt",
        line=None,
        files={"letter.ar.txt": b"  \n"},
        also=frozenset({P.TRANSLATION_ALONE}),
    ),
    Case(
        RefusalCode.NOT_AS_NAMED,
        {"original:ar": "letter.docx"},
        file="letter.docx",
        line=None,
        files={"letter.docx": b"PK\x03\x04 no"},
        also=frozenset({P.TRANSLATION_ALONE}),
    ),
    Case(
        NoticeCode.PASSAGES_SPLIT,
        {"translation:en": ""},
        file="letter.ar.txt",
        line=None,
        files={"letter.ar.txt": "One more word. " * 100},
    ),
]


def found_places(report: Any) -> list[Place]:
    problems = [*report.problems, *(found for row in report.rows for found in row.problems)]
    return [(found.code, found.file, found.line, found.column) for found in problems]


def _identity(case: Case) -> str:
    return f"{case.code}-{case.column}"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("case", CASES, ids=_identity)
def test_it_is_found_in_its_place_and_nothing_is_written(tmp_path: Path, case: Case) -> None:
    path = write_batch(tmp_path / "batch", [{**LETTER, **case.cells}], {**LETTER_FILES, **case.files}, case.passages)
    table = path / TABLE
    table.write_text(table.read_text(encoding="utf-8").replace('""', '"'), encoding="utf-8")
    counts = row_counts()
    report = run(path, dry_run=True, **case.options)
    places = found_places(report)
    assert (case.code, case.file, case.line, case.column) in places
    assert {place[0] for place in places} - {case.code} <= case.also
    assert all(message(found) for row in report.rows for found in row.problems)
    severity = getattr(case.code, "severity", "error" if isinstance(case.code, RefusalCode) else "warning")
    in_row = case.code != P.PASSAGE_OF_NOTHING and case.line != 1
    assert (report.rows[0].status == RowStatus.REFUSED) == (severity == "error" and in_row)
    assert row_counts() == counts


@pytest.mark.usefixtures("archive")
def test_all_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    bad = {**LETTER, "kind": "film", "told_about": "then", "themes": "nothing", "original:ar": "none.txt"}
    report = run(write_batch(tmp_path / "batch", [bad]))
    assert {found.code for found in report.rows[0].problems if found.is_error} == {
        P.CHOICE_UNKNOWN,
        P.DATE_UNREADABLE,
        P.TERM_UNKNOWN,
        P.FILE_MISSING,
    }


@pytest.mark.usefixtures("archive")
def test_what_is_said_helps_to_mend_it(tmp_path: Path) -> None:
    bad = {**LETTER, "themes": "Arrests", "told_about": "3/14/1985", "original:ar": "LETTER.ar.txt"}
    report = run(write_batch(tmp_path / "batch", [bad]))
    said = {found.code: message(found) for found in report.rows[0].problems}
    assert said[P.TERM_UNKNOWN].endswith("Perhaps Arrest (arrest) is meant?")
    assert said[P.DATE_MONTH].endswith("Perhaps 14/3/1985?")
    assert said[P.FILE_MISSING].endswith("Perhaps letter.ar.txt is meant?")


@pytest.mark.usefixtures("archive")
def test_a_reference_stands_once_in_the_batch_and_once_in_the_archive(tmp_path: Path) -> None:
    run(write_batch(tmp_path / "one", [LETTER]))
    rows = [
        {**LETTER, "title:en": "Changed"},
        {**LETTER, "reference": "RA-0102"},
        {**LETTER, "reference": "ra-0102", "title:en": "Again"},
    ]
    report = run(write_batch(tmp_path / "two", rows))
    assert found_places(report) == [
        (P.IMPORTED_OTHERWISE, TABLE, 2, "reference"),
        (P.REFERENCE_TWICE, TABLE, 4, "reference"),
    ]
    assert [row.status for row in report.rows] == [RowStatus.REFUSED, RowStatus.IMPORTED, RowStatus.REFUSED]


@pytest.mark.usefixtures("archive")
def test_a_reference_that_was_not_imported_is_taken(tmp_path: Path) -> None:
    run(write_batch(tmp_path / "one", [LETTER]))
    ImportedRow.objects.all().delete()
    assert found_places(run(tmp_path / "one")) == [(P.REFERENCE_TAKEN, TABLE, 2, "reference")]


@pytest.mark.usefixtures("archive")
def test_publishing_a_batch_that_was_imported_as_drafts_is_left_to_the_admin(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "one", [LETTER])
    run(path)
    report = run(path, publish=True)
    assert found_places(report) == [(P.STILL_A_DRAFT, TABLE, 2, "reference")]
    assert not report.has_errors


@pytest.mark.usefixtures("archive")
def test_a_file_that_cannot_be_taken_out_of_the_batch_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_batch(tmp_path / "one", [LETTER])
    for raised, code in ((FileTooLarge("x"), P.FILE_TOO_LARGE), (OSError(5, "broken"), P.FILE_UNREADABLE)):
        with monkeypatch.context() as patched:
            _break_reading(patched, raised)
            report = run(path)
        assert (code, TABLE, 2, "original:ar") in found_places(report)
        assert report.rows[0].status == RowStatus.REFUSED


@pytest.mark.parametrize(
    ("raised", "code"), [(FileTooLarge("x"), P.TABLE_TOO_LARGE), (OSError(5, "broken"), P.BATCH_UNREADABLE)]
)
@pytest.mark.usefixtures("archive")
def test_a_manifest_that_cannot_be_taken_out_ends_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, code: P
) -> None:
    path = write_batch(tmp_path / "one", [LETTER])
    _break_reading(monkeypatch, raised, TABLE)
    with pytest.raises(BatchError) as refused:
        run(path)
    assert (refused.value.problem.code, refused.value.problem.file) == (code, TABLE)


def _break_reading(patched: pytest.MonkeyPatch, raised: Exception, broken_name: str = "letter.ar.txt") -> None:
    read = Batch.read

    def broken(batch: Batch, name: str) -> bytes:
        if name == broken_name:
            raise raised
        return read(batch, name)

    patched.setattr(Batch, "read", broken)


# Tried elsewhere: batches and tables in tests/unit/importing, the rest above and in test_importing.
ELSEWHERE = {
    *(code for code in P if code.name.startswith(("BATCH_", "MANIFEST_", "TABLE_"))),
    *(P.NOT_A_WORKBOOK, P.COLUMN_MISSING, P.COLUMN_TWICE, P.COLUMN_LANGUAGE, P.CELL_DATE_ONLY_SHOWN),
    *(P.REFERENCE_TWICE, P.REFERENCE_TAKEN, P.IMPORTED_OTHERWISE, P.DELETED_SINCE, P.STILL_A_DRAFT),
    *(P.FILE_UNREADABLE, P.FILE_TOO_LARGE, P.NOT_WRITTEN, P.ORIGINAL_DAMAGED),
}


def test_every_code_is_tried() -> None:
    assert {case.code for case in CASES if isinstance(case.code, P)} | ELSEWHERE == set(P)
