"""Digits, counts and lengths of time in both languages."""

import pytest

from archive.digits import (
    format_duration,
    format_number,
    format_timecode,
    prose_digits,
    to_arabic_digits,
    to_latin_digits,
)

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (0, "0", "٠"),
        (7, "7", "٧"),
        (1316, "1316", "١٣١٦"),
        (9999, "9999", "٩٩٩٩"),
        (10_000, "10,000", "١٠٬٠٠٠"),
        (1_234_567, "1,234,567", "١٬٢٣٤٬٥٦٧"),
        (-12_345, "-12,345", "-١٢٬٣٤٥"),
    ],
)
def test_counts_are_separated_from_five_figures_on(number: int, english: str, arabic: str) -> None:
    assert (format_number(number, "en"), format_number(number, "ar")) == (english, arabic)


def test_the_site_may_ask_for_other_digits() -> None:
    assert format_number(12_345, "ar", "latin") == "12,345"
    assert format_number(12_345, "en", "arabic") == "١٢٬٣٤٥"
    assert format_number(23, "ar-SY") == "٢٣"


def test_digits_change_and_nothing_else_does() -> None:
    assert to_arabic_digits("1980: x") == "١٩٨٠: x"
    assert to_latin_digits("١٩٨٠ ۱۹۸۰ １９８０ ²") == "1980 1980 1980 ²"


@pytest.mark.parametrize(
    ("milliseconds", "english", "arabic"),
    [
        (0, "less than 1 s", "أقلّ من ثانية"),
        (1 * SECOND, "1 s", "ثانية واحدة"),
        (12 * SECOND, "12 s", "١٢ ثانية"),
        (59_499, "59 s", "٥٩ ثانية"),
        (60 * SECOND, "1 min", "دقيقة واحدة"),
        (2 * MINUTE, "2 min", "دقيقتان"),
        (5 * MINUTE, "5 min", "٥ دقائق"),
        (41 * MINUTE + 20 * SECOND, "41 min", "٤١ دقيقة"),
        (59 * MINUTE + 40 * SECOND, "1 h", "ساعة واحدة"),
        (HOUR + MINUTE, "1 h 1 min", "ساعة ودقيقة"),
        (HOUR + 12 * MINUTE, "1 h 12 min", "ساعة و١٢ دقيقة"),
        (2 * HOUR + 2 * MINUTE, "2 h 2 min", "ساعتان ودقيقتان"),
        (11 * HOUR, "11 h", "١١ ساعة"),
        (103 * HOUR, "103 h", "١٠٣ ساعات"),
        (100 * HOUR, "100 h", "١٠٠ ساعة"),
        (-5, "less than 1 s", "أقلّ من ثانية"),
    ],
)
def test_lengths_of_time(milliseconds: int, english: str, arabic: str) -> None:
    assert (format_duration(milliseconds, "en"), format_duration(milliseconds, "ar")) == (english, arabic)


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [(0, "0:00"), (999, "0:00"), (258_000, "4:18"), (3_723_900, "1:02:03"), (-1, "0:00")],
)
def test_time_codes_are_latin_and_cut_off(milliseconds: int, expected: str) -> None:
    assert format_timecode(milliseconds) == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("في 27 حزيران 1980", "في ٢٧ حزيران ١٩٨٠"),
        ("وفاة: المقطع 9، مطويّ", "وفاة: المقطع ٩، مطويّ"),
        ("بين 1986 و1994", "بين ١٩٨٦ و١٩٩٤"),
        ("الشهادة RA-0012، المقطع p12", "الشهادة RA-0012، المقطع p12"),
        ("عام 1963.[^T2][^L10]", "عام ١٩٦٣.[^T2][^L10]"),
        ('<h2>آذار 2011</h2><a href="/x/2011/">هنا &#39;</a>', '<h2>آذار ٢٠١١</h2><a href="/x/2011/">هنا &#39;</a>'),
        ("انظر https://example.org/2015/05 في 2015", "انظر https://example.org/2015/05 في ٢٠١٥"),
    ],
)
def test_the_archives_sentences_take_the_digits_of_their_language(typed: str, shown: str) -> None:
    assert prose_digits(typed, "ar") == shown
    assert prose_digits(typed, "en") == typed
