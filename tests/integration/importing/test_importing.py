"""A batch becomes testimonies: whole, once, as the tables say."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from modelcluster.models import get_all_child_relations
from openpyxl import Workbook

from archive.access import ANONYMOUS, decide, readable_passages
from archive.importing import originals as keeping
from archive.importing import writing
from archive.importing.originals import OriginalDamaged, keep_original, original_path
from archive.importing.problems import ProblemCode
from archive.importing.reporting import RowStatus
from archive.models import (
    AccessRule,
    AccountText,
    ImportBatch,
    Level,
    OriginalUse,
    Passage,
    TestimonyPage,
    Theme,
)
from archive.signals import bulk_finished, in_bulk, testimony_changed
from tests.integration.importing.archive_dump import dump_archive, dump_originals, row_counts
from tests.integration.importing.batches import LETTER, LETTER_FILES, run, write_batch, zip_batch

PASSAGES = [
    {"reference": "RA-0101", "anchor": "p1", "themes": "Arrest", "note:en": "Night"},
    {"reference": "RA-0101", "anchor": "p2", "themes": "bread|TH-A1", "places": "تَدمُر"},
]
FULL = {
    **LETTER,
    "summary:en": "A letter that was kept.",
    "public_name_kind": "pseudonym",
    "public_name:ar": "مريم",
    "public_name:en": "Mariam",
    "told_about": "حزيران 1980",
    "told_about_wording": "that summer",
    "told_about_disputed": "yes",
    "recorded_on": "2019~",
    "credit:en": "Translated by a friend",
    "reviewed:en": "yes",
    "themes": "الاعتقال|arrest|bread",
    "places": "Tadmor",
    "content_note:en": "Hunger",
    "rights": "https://rightsstatements.org/page/InC/1.0/?language=en",
    "citation": "A book, 2001.|كتاب، 2002.",
    "source_url": "https://example.org/a|",
    "level": "public",
    "listed": "yes",
    "embargo_until": "2020-01-31",
    "sample": "yes",
}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return write_batch(tmp_path / "batch", [FULL], passages=PASSAGES)


@pytest.mark.usefixtures("archive")
def test_a_row_becomes_a_published_testimony_with_all_it_says(batch: Path) -> None:
    report = run(batch, publish=True)
    assert [(row.status, [*row.problems]) for row in report.rows] == [(RowStatus.IMPORTED, [])]
    page = TestimonyPage.objects.get(reference="RA-0101")
    page.full_clean()
    assert (page.live, page.has_unpublished_changes, page.slug) == (True, False, "ra-0101")
    assert page.live_revision_id == page.latest_revision_id
    assert (page.told_about, page.told_about_disputed, page.recorded_on) == ("1980-06", True, "2019~")
    assert page.rights == "http://rightsstatements.org/vocab/InC/1.0/"
    descriptions = {row.language: row for row in page.descriptions.all()}
    assert descriptions["en"].title == "A letter"
    assert descriptions["en"].summary == "A letter that was kept."
    assert descriptions["ar"].public_name == "مريم"
    texts = list(page.account_texts.order_by("sort_order"))
    assert [(text.role, text.language, text.credit, text.reviewed) for text in texts] == [
        ("original", "ar", "", False),
        ("translation", "en", "Translated by a friend", True),
    ]
    for text in texts:
        assert list(Passage.rows.filter(edition=text.edition).values_list("anchor", flat=True)) == ["p1", "p2"]
        assert text.edition.source_sha256
    assert [tag.term.slug for tag in page.testimony_themes.all()] == ["arrest", "bread"]
    assert sorted((tag.anchor, tag.term.slug) for tag in page.passage_themes.all()) == [
        ("p1", "arrest"),
        ("p2", "arrest"),
        ("p2", "bread"),
    ]
    assert [(tag.anchor, tag.term.slug) for tag in page.passage_places.all()] == [("p2", "tadmor")]
    assert [(note.anchor, note.language, note.text) for note in page.passage_notes.all()] == [("p1", "en", "Night")]
    assert [(row.citation, row.url, row.language) for row in page.citations.all()] == [
        ("A book, 2001.", "https://example.org/a", "en"),
        ("كتاب، 2002.", "", "ar"),
    ]
    rule = AccessRule.objects.get(testimony=page)
    assert (rule.level, rule.listed) == (Level.PUBLIC, True)
    assert rule.embargo_until == datetime(2020, 1, 30, 22, tzinfo=UTC)  # midnight in Damascus
    assert decide(ANONYMOUS, page).readable
    assert readable_passages(ANONYMOUS).count() == 4


@pytest.mark.usefixtures("archive")
def test_what_a_published_page_shows_is_what_its_revision_holds(batch: Path) -> None:
    run(batch, publish=True)
    page = TestimonyPage.objects.get(reference="RA-0101")
    rebuilt = page.latest_revision.as_object()
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name != "wagtail_admin_comments":
            assert [row.pk for row in getattr(rebuilt, name).all()] == [row.pk for row in getattr(page, name).all()]


@pytest.mark.usefixtures("archive")
def test_what_a_row_leaves_out_is_the_careful_choice(tmp_path: Path) -> None:
    run(write_batch(tmp_path / "batch", [LETTER]))
    page = TestimonyPage.objects.get(reference="RA-0101")
    rule = AccessRule.objects.get(testimony=page)
    assert (page.live, page.public_name_kind, page.sample) == (False, "withheld", False)
    assert (rule.level, rule.listed, rule.embargo_until) == (Level.CLOSED, False, None)


@pytest.mark.usefixtures("archive")
def test_every_file_is_kept_as_it_came(batch: Path, originals: Path) -> None:
    run(batch)
    page = TestimonyPage.objects.get(reference="RA-0101")
    uses = OriginalUse.objects.filter(testimony_id=page.pk).select_related("original").order_by("purpose")
    assert [(use.purpose, use.filename) for use in uses] == [
        ("original:ar", "letter.ar.txt"),
        ("translation:en", "letter.en.txt"),
    ]
    for use in uses:
        kept = original_path(use.original.sha256)
        assert kept.read_bytes() == LETTER_FILES[use.filename].encode()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert len([path for path in originals.rglob("*") if path.is_file()]) == 2


@pytest.mark.usefixtures("archive")
def test_a_kept_original_is_never_written_again_and_a_damaged_one_is_told(originals: Path) -> None:
    first = keep_original(b"words", "a.txt", 1, "original:ar")
    before = original_path(first.sha256).stat()
    assert keep_original(b"words", "b.txt", 2, "original:ar") == first
    assert original_path(first.sha256).stat().st_mtime_ns == before.st_mtime_ns
    assert OriginalUse.objects.count() == 2
    original_path(first.sha256).chmod(0o600)
    original_path(first.sha256).write_bytes(b"wards")
    with pytest.raises(OriginalDamaged):
        keep_original(b"words", "a.txt", 3, "original:ar")
    assert original_path(first.sha256).read_bytes() == b"wards"


@pytest.mark.usefixtures("archive")
def test_what_a_killed_writer_left_is_overwritten(originals: Path) -> None:
    sha256 = "9d0c5c8b" + "0" * 56
    (originals / "incoming").mkdir(parents=True)
    (originals / "incoming" / sha256).write_bytes(b"half of a longer fi")
    keeping.seal(b"whole", sha256)
    assert original_path(sha256).read_bytes() == b"whole"
    assert not list((originals / "incoming").iterdir())


@pytest.mark.usefixtures("archive")
def test_a_second_run_changes_nothing(batch: Path, originals: Path) -> None:
    run(batch, publish=True)
    before, files, counts = dump_archive(), dump_originals(originals), row_counts()
    with signals_counted() as sent:
        for again in (batch, zip_batch(batch)):
            report = run(again, publish=True)
            assert [(row.status, row.problems) for row in report.rows] == [(RowStatus.UNCHANGED, ())]
    assert (dump_archive(), dump_originals(originals), row_counts()) == (before, files, counts)
    assert sent == []


@pytest.mark.usefixtures("archive")
def test_a_zip_and_a_folder_make_the_same_archive(batch: Path, originals: Path) -> None:
    with transaction.atomic():
        run(zip_batch(batch), publish=True)
        from_zip, files = dump_archive(), dump_originals(originals)
        transaction.set_rollback(True)
    assert not TestimonyPage.objects.exists()
    run(batch, publish=True)
    assert dump_archive() == from_zip
    assert dump_originals(originals) == files


@pytest.mark.usefixtures("archive")
def test_a_workbook_makes_the_same_archive_as_csv(batch: Path, tmp_path: Path) -> None:
    run(batch, publish=True)
    counts = row_counts()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(FULL))
    sheet.append(list(FULL.values()))
    (batch / "manifest.csv").unlink()
    book.save(batch / "manifest.xlsx")
    report = run(batch, publish=True)
    assert [row.status for row in report.rows] == [RowStatus.UNCHANGED]
    assert row_counts() == counts


@pytest.mark.usefixtures("archive")
def test_a_dry_run_tells_everything_and_changes_nothing(batch: Path, originals: Path) -> None:
    counts = row_counts()
    with signals_counted() as sent:
        report = run(batch, publish=True, dry_run=True)
    assert (row_counts(), originals.exists(), sent) == (counts, False, [])
    row = report.rows[0]
    assert row.status == RowStatus.WOULD_IMPORT
    assert [(text.language, text.passages, text.words) for text in row.texts] == [("ar", 2, 12), ("en", 2, 15)]
    real = run(batch, publish=True).rows[0]
    assert (real.titles, real.texts, real.tags, real.level) == (row.titles, row.texts, row.tags, row.level)


@pytest.mark.usefixtures("archive")
def test_a_row_with_an_error_is_left_out_and_the_others_are_imported(tmp_path: Path) -> None:
    rows = [LETTER, {**LETTER, "reference": "RA-0102", "level": "open"}, {**LETTER, "reference": "RA-0103"}]
    report = run(write_batch(tmp_path / "batch", rows))
    assert [row.status for row in report.rows] == [RowStatus.IMPORTED, RowStatus.REFUSED, RowStatus.IMPORTED]
    assert report.has_errors
    assert sorted(TestimonyPage.objects.values_list("reference", flat=True)) == ["RA-0101", "RA-0103"]


@pytest.mark.parametrize("step", ["make_edition", "set_access", "apply_tags", "publish_revision", "keep_original"])
@pytest.mark.usefixtures("archive")
def test_a_failure_in_the_middle_of_a_row_leaves_nothing(
    batch: Path, originals: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the disk is full")

    counts = row_counts()
    with monkeypatch.context() as patched:
        patched.setattr(writing, step, fail)
        report = run(batch, publish=True)
    assert [found.code for found in report.rows[0].problems] == [ProblemCode.NOT_WRITTEN]
    assert row_counts() == counts
    assert not originals.exists()
    assert run(batch, publish=True).rows[0].status == RowStatus.IMPORTED


@pytest.mark.usefixtures("archive")
def test_a_damaged_original_keeps_its_row_out(batch: Path) -> None:
    run(batch)
    for use in OriginalUse.objects.select_related("original"):
        original_path(use.original.sha256).chmod(0o600)
        original_path(use.original.sha256).write_bytes(b"?")
    other = write_batch(batch.with_name("other"), [{**LETTER, "reference": "RA-0102"}])
    report = run(other)
    assert [found.code for found in report.rows[0].problems] == [ProblemCode.ORIGINAL_DAMAGED]
    assert not TestimonyPage.objects.filter(reference="RA-0102").exists()


@pytest.mark.usefixtures("archive")
def test_an_account_that_was_taken_out_is_not_brought_back(batch: Path) -> None:
    run(batch)
    TestimonyPage.objects.get().delete()
    report = run(batch)
    assert [found.code for found in report.rows[0].problems] == [ProblemCode.DELETED_SINCE]
    assert not report.has_errors
    assert not TestimonyPage.objects.exists()
    changed = write_batch(batch.with_name("other"), [{**LETTER, "title:en": "Another"}])
    assert [found.code for found in run(changed).rows[0].problems] == [ProblemCode.IMPORTED_OTHERWISE]


@pytest.mark.usefixtures("archive")
def test_new_terms_are_named_first_and_made_once(tmp_path: Path) -> None:
    rows = [
        {**LETTER, "themes": "Letters & paper|الرسائل", "people": "Kamal Nasser"},
        {**LETTER, "reference": "RA-0102", "themes": "letters and paper|الرَّسائل|Letters & Paper"},
    ]
    path = write_batch(tmp_path / "batch", rows)
    refused = run(path)
    assert {found.code for row in refused.rows for found in row.problems} == {ProblemCode.TERM_UNKNOWN}
    assert Theme.objects.count() == 3
    planned = run(path, dry_run=True, create_terms=True)
    made = run(path, create_terms=True)
    assert Theme.objects.count() == 6
    assert made.new_terms == planned.new_terms
    assert [(term.slug[:13], term.label, term.language) for term in made.new_terms] == [
        ("letters-paper", "Letters & paper", "en"),
        ("theme-" + made.new_terms[1].slug[6:13], "الرسائل", "ar"),
        ("kamal-nasser", "Kamal Nasser", "en"),
        ("letters-and-p", "letters and paper", "en"),
    ]
    page = TestimonyPage.objects.get(reference="RA-0102")
    assert len(page.testimony_themes.all()) == 3


@pytest.mark.usefixtures("archive")
def test_a_translation_of_another_length_stands_on_anchors_of_its_own(tmp_path: Path) -> None:
    files = {**LETTER_FILES, "letter.en.txt": "One paragraph where there are two.\n"}
    report = run(write_batch(tmp_path / "batch", [LETTER], files))
    found = report.rows[0].problems[0]
    assert (found.code, found.column, dict(found.data)) == (
        ProblemCode.TRANSLATION_UNALIGNED,
        "translation:en",
        {"passages": 1, "original": 2, "first": "en1"},
    )
    text = AccountText.objects.get(language="en")
    assert list(Passage.rows.filter(edition=text.edition).values_list("anchor", flat=True)) == ["en1"]


@pytest.mark.usefixtures("archive")
def test_an_empty_paragraph_of_a_translation_is_not_translated_yet(tmp_path: Path) -> None:
    files = {
        "letter.ar.txt": "<p>واحد هنا.</p><p>اثنان هنا.</p><p>ثلاثة هنا.</p>",
        "letter.en.txt": "<html lang='ar'><p>One here.</p><p> </p><p>Three here.</p>",
    }
    report = run(write_batch(tmp_path / "batch", [LETTER], files))
    assert report.rows[0].texts[1].untranslated == 1
    text = AccountText.objects.get(language="en")
    rows = Passage.rows.filter(edition=text.edition).values_list("anchor", "text", "language")
    assert list(rows) == [("p1", "One here.", ""), ("p2", "", ""), ("p3", "Three here.", "")]


@pytest.mark.usefixtures("archive")
def test_empty_paragraphs_that_are_mere_space_are_none(tmp_path: Path) -> None:
    files = {
        "letter.ar.txt": "<p>واحد هنا.</p><p>اثنان هنا.</p>",
        "letter.en.txt": "<p>One here.</p><p>&nbsp;</p><p>Two here.</p><p></p>",
    }
    report = run(write_batch(tmp_path / "batch", [LETTER], files))
    assert not report.rows[0].problems
    assert report.rows[0].texts[1].untranslated == 0


@pytest.mark.usefixtures("archive")
def test_an_unfinished_batch_goes_on_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**LETTER, "reference": f"RA-010{n}"} for n in range(4)]
    path = write_batch(tmp_path / "batch", rows)
    written = writing.RowWriter.write

    def interrupted(writer: writing.RowWriter, plan: Any) -> Any:
        if plan.reference == "RA-0102":
            raise KeyboardInterrupt
        return written(writer, plan)

    with monkeypatch.context() as patched:
        patched.setattr(writing.RowWriter, "write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run(path)
    assert ImportBatch.objects.get().finished_at is None
    report = run(path)
    assert (report.interrupted, report.done_before) == (True, 2)
    assert [row.status for row in report.rows] == [RowStatus.UNCHANGED] * 2 + [RowStatus.IMPORTED] * 2
    assert ImportBatch.objects.get().finished_at is not None


@pytest.mark.usefixtures("archive")
def test_search_hears_of_every_row_at_once_and_works_once_at_the_end(tmp_path: Path) -> None:
    rows = [{**LETTER, "reference": f"RA-010{n}"} for n in range(3)]
    with signals_counted() as sent:
        run(write_batch(tmp_path / "batch", rows))
    assert sent.count("finished") == 1
    assert sent[-1] == "finished"
    assert sent.count("changed in bulk") >= 3
    assert "changed" not in sent


@contextmanager
def signals_counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def changed(**kwargs: Any) -> None:
        sent.append("changed in bulk" if in_bulk() else "changed")

    def finished(**kwargs: Any) -> None:
        sent.append("finished")

    testimony_changed.connect(changed)
    bulk_finished.connect(finished)
    try:
        yield sent
    finally:
        testimony_changed.disconnect(changed)
        bulk_finished.disconnect(finished)
