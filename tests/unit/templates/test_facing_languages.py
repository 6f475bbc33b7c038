"""Two languages face each other: frames, columns, speakers, and what stands where words are missing."""

from dataclasses import replace

import pytest
from django.utils import translation

from archive.records import PassageRecord, PassageText
from archive.templatetags.facing import (
    contents_of,
    lay_out,
    lay_out_home,
    noted_passages,
    retired_of,
    sections_of,
    voices_of,
)
from tests.unit.templates import samples


@pytest.mark.parametrize(
    ("page", "tongues", "show", "frame", "shown"),
    [
        ("en", ("ar", "en"), "both", "facing", [("ar", "at-a"), ("en", "at-b")]),
        ("ar", ("ar", "en"), "both", "beside", [("ar", "at-a"), ("en", "at-b")]),
        ("ar", ("en", "ar"), "both", "facing", [("en", "at-a"), ("ar", "at-b")]),
        ("en", ("en", "ar"), "both", "beside", [("en", "at-a"), ("ar", "at-b")]),
        ("en", ("ar",), "both", "single against", [("ar", "at-a")]),
        ("ar", ("ar",), "both", "single", [("ar", "at-a")]),
        ("en", ("ar", "en"), "ar", "single against", [("ar", "at-a")]),
        ("en", ("ar", "en"), "original", "single against", [("ar", "at-a")]),
        ("en", ("ar", "en"), "translation", "single", [("en", "at-a")]),
        ("en", ("ar", "en"), "nonsense", "facing", [("ar", "at-a"), ("en", "at-b")]),
        # Of several translations the page's own language stands beside the original.
        ("en", ("ar", "fr", "en"), "both", "facing", [("ar", "at-a"), ("en", "at-b")]),
        ("ar", ("en", "fr", "ar"), "both", "facing", [("en", "at-a"), ("ar", "at-b")]),
        ("en", ("ar", "fr"), "both", "facing", [("ar", "at-a"), ("fr", "at-b")]),
        ("en", (), "both", "single", []),
    ],
)
def test_the_number_stands_where_the_original_begins(
    page: str, tongues: tuple[str, ...], show: str, frame: str, shown: list[tuple[str, str]]
) -> None:
    record = samples.testimony(page, tongues=tongues, passages=())
    with translation.override(page):
        layout = lay_out(record, show)
    assert layout.frame == frame
    assert [(slot.column.language, slot.place) for slot in layout.slots] == shown


def test_the_reader_may_see_both_or_either() -> None:
    with translation.override("en"):
        views = lay_out(samples.testimony("en"), "ar").views
    assert [(view.query, view.current) for view in views] == [("both", False), ("ar", True), ("en", False)]


def test_a_text_with_anchors_of_its_own_is_not_set_beside_the_original() -> None:
    original, translated = samples.columns("en")
    record = replace(samples.testimony("en"), columns=(original, replace(translated, aligned=False)))
    with translation.override("en"):
        layout = lay_out(record, "both")
    assert [slot.column.language for slot in layout.slots] == ["en"]
    assert [view.query for view in layout.views] == ["ar", "en"]


def test_passages_of_another_text_are_left_out() -> None:
    original, translated = samples.columns("en")
    own = PassageRecord("p1", 1, "/t/x/p1", (PassageText("ar", "نصّ"), None))
    other = PassageRecord("q1", 1, "/t/x/q1", (None, PassageText("en", "Words")))
    record = samples.testimony("en", passages=(own, other))
    record = replace(record, columns=(original, replace(translated, aligned=False)), contents=())
    with translation.override("en"):
        anchors = {
            show: [row.passage.anchor for part in sections_of(record, lay_out(record, show)) for row in part.rows]
            for show in ("ar", "en")
        }
    assert anchors == {"ar": ["p1"], "en": ["q1"]}


def test_a_speaker_is_named_where_the_speaker_changes() -> None:
    record = samples.testimony("ar", tongues=("ar",), passages=samples.interview("ar"))
    with translation.override("ar"):
        rows = sections_of(record, lay_out(record))[0].rows
    cells = [row.cells[0] for row in rows]
    assert [cell.speaker for cell in cells][:3] == ["المحاوِرة", "هالة", ""]
    assert cells[3].speaker  # nameless, but known by the role
    assert [cell.asks for cell in cells] == [True, False, False, True, False]


def test_words_that_are_missing_say_so_and_keep_their_number() -> None:
    record = samples.testimony("en")
    with translation.override("en"):
        rows = [row for part in sections_of(record, lay_out(record)) for row in part.rows]
    sixth = rows[5]
    assert sixth.passage.number == 6
    assert sixth.cells[0].text
    assert (sixth.cells[1].text, sixth.cells[1].absent) == ("", "Not yet translated")


def test_sections_carry_both_headings_and_one_counts() -> None:
    record = samples.testimony("en")
    with translation.override("en"):
        layout = lay_out(record)
        first = sections_of(record, layout)[0]
        entries = contents_of(record, layout)
    assert [(heading.text, heading.main) for heading in first.headings] == [("النافذة", False), ("The window", True)]
    assert [(entry.first_number, entry.last_number, heading.text) for entry, heading in entries] == [
        (1, 2, "The window"),
        (3, 3, "Bread"),
        (4, 6, "Letters"),
        (7, 7, "The bus home"),
    ]


def test_a_section_without_a_heading_in_the_page_s_language_keeps_the_one_it_has() -> None:
    record = samples.testimony("en", tongues=("ar", "fr"))
    with translation.override("en"):
        headings = sections_of(record, lay_out(record))[0].headings
    assert [(heading.text, heading.main) for heading in headings] == [("النافذة", True)]


def test_notes_and_gone_anchors_are_known() -> None:
    record = samples.testimony("en")
    assert [passage.anchor for passage in noted_passages(record)] == ["p5"]
    assert [(gone.anchor, gone.instead, gone.number) for gone in retired_of(record)] == [
        ("p90", "p2", 2),
        ("p91", "", 0),
    ]


@pytest.mark.parametrize(
    ("page", "original", "frame"),
    [("en", "ar", "facing"), ("ar", "ar", "beside"), ("en", "en", "beside"), ("ar", "en", "facing")],
)
def test_the_front_page_stands_as_its_passage_does(page: str, original: str, frame: str) -> None:
    with translation.override(page):
        assert lay_out_home(samples.account(page, original_language=original)).frame == frame


@pytest.mark.parametrize(("page", "own"), [("en", "en"), ("ar", "ar")])
def test_the_front_page_gives_the_passage_in_its_own_language_first(page: str, own: str) -> None:
    with translation.override(page):
        voices = voices_of(samples.passages(page, tongues=("ar", "en", "fr"))[0])
    assert voices.own
    assert voices.other
    assert voices.own.language == own
