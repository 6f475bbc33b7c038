"""Numbers, dates and names as pages print them."""

from datetime import date

import pytest
from django.utils import translation

from archive.records import LocalText
from archive.templatetags import reading
from tests.unit.templates import samples


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        (1, 4, "en", '<bdi dir="ltr" class="num">1–4</bdi>'),
        (1, 4, "ar", '<bdi dir="rtl" class="num">١–٤</bdi>'),
        (7, 7, "ar", '<bdi dir="rtl" class="num">٧</bdi>'),
    ],
)
def test_ranges_are_isolated_in_the_direction_of_the_page(first: int, last: int, language: str, shown: str) -> None:
    with translation.override(language):
        assert reading.passage_range(first, last) == shown


@pytest.mark.parametrize(
    ("edtf", "language", "years"),
    [
        ("1976/1982-02", "en", "1976–1982"),
        ("1963-03-08/1970-11-13", "ar", "١٩٦٣–١٩٧٠"),
        ("2024-12-08/..", "en", "since 2024"),
        ("2024-12-08/..", "ar", "منذ ٢٠٢٤"),
        ("2015-05", "en", "2015"),
        ("../1918-10", "en", "until 1918"),
        ("1976/1991", "ar", "١٩٧٦–١٩٩١"),
    ],
)
def test_a_column_of_years_has_years_alone(edtf: str, language: str, years: str) -> None:
    with translation.override(language):
        shown = reading.years_of(samples.when(edtf, language))
    assert shown.replace("\u2067", "").replace("\u2069", "").endswith(f'class="num">{years}</bdi>')


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        (LocalText("Homs", "en"), "en", "Homs"),
        (LocalText("حمص", "ar"), "en", '<bdi lang="ar" dir="rtl">حمص</bdi>'),
        (LocalText("<b>", "ar"), "en", '<bdi lang="ar" dir="rtl">&lt;b&gt;</bdi>'),
        (LocalText("Homs", "en"), "ar", '<bdi lang="en" dir="ltr">Homs</bdi>'),
        ("1986", "ar", "1986"),
        (None, "ar", ""),
    ],
)
def test_words_in_another_language_are_marked_and_escaped(
    text: LocalText | str | None, language: str, shown: str
) -> None:
    with translation.override(language):
        assert reading.in_language(text) == shown


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "Salim (pseudonym)"),
        ({"public_name_kind": "real"}, "Salim"),
        ({"public_name": None, "public_name_kind": "withheld"}, "Name withheld"),
        ({"public_name": LocalText("<i>", "en"), "public_name_kind": "pseudonym"}, "&lt;i&gt; (pseudonym)"),
    ],
)
def test_the_narrator_appears_under_the_public_name(changes: dict[str, object], shown: str) -> None:
    with translation.override("en"):
        assert reading.narrator(samples.account("en", **changes)) == shown


@pytest.mark.parametrize(
    ("number", "alone", "after"),
    [(1, "1 testimony", "1 testimony"), (2, "2 testimonies", "2 testimonies"), (12345, "12,345 testimonies", None)],
)
def test_counts_in_english(number: int, alone: str, after: str | None) -> None:
    with translation.override("en"):
        assert reading.count_of("testimony", number) == alone
        if after:
            assert reading.count_after("testimony", number) == after


@pytest.mark.parametrize(("total", "shown", "words"), [(5, 3, "2 more"), (4, 3, "1 more"), (3, 3, ""), (0, 0, "")])
def test_more_passages_only_where_there_are_more(total: int, shown: int, words: str) -> None:
    with translation.override("en"):
        said = reading.more_passages(total, shown)
    assert said.startswith(words)
    assert bool(said) == bool(words)


def test_references_in_a_sentence_are_isolated_and_the_rest_escaped() -> None:
    shown = reading.references_isolated("<like> RA-0012.")
    assert shown == '&lt;like&gt; <bdi class="ref" dir="ltr">RA-0012</bdi>.'


@pytest.mark.parametrize(("language", "shown"), [("en", "1 January 2031"), ("ar", "١ كانون الثاني ٢٠٣١")])
def test_a_day_is_written_out(language: str, shown: str) -> None:
    with translation.override(language):
        assert shown in reading.day(date(2031, 1, 1))


@pytest.mark.parametrize(("point", "shown"), [((34.55, 38.28), "34.55° N, 38.28° E"), ((-1.5, -70.0), "1.5° S, 70° W")])
def test_coordinates_are_as_precise_as_they_were_given(point: tuple[float, float], shown: str) -> None:
    assert reading.coordinates_in_words(point) == shown
