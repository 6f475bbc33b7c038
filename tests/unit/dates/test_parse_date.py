"""What is a date, what it becomes in EDTF, and which days it stands for."""

from datetime import date

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import DateError, date_in_words, parse_date

TYPED = {
    # numbers, day first
    "14/3/1985": "1985-03-14",
    "14.3.1985": "1985-03-14",
    "14-3-1985": "1985-03-14",
    "1985/3/14": "1985-03-14",
    "3/1985": "1985-03",
    "1985": "1985",
    "١٩٨٠": "1980",
    "۱۹۸۰": "1980",
    "١٤/٣/١٩٨٥": "1985-03-14",
    "\u200f14/3/1985\u200f": "1985-03-14",
    # months by name
    "June 1980": "1980-06",
    "june, 1980": "1980-06",
    "Sept. 1980": "1980-09",
    "14 March 1985": "1985-03-14",
    "March 14, 1985": "1985-03-14",
    "14th of March 1985": "1985-03-14",
    "حزيران 1980": "1980-06",
    "حزيران ١٩٨٠": "1980-06",
    "١٤ آذار ٢٠٢٥": "2025-03-14",
    "اذار 1985": "1985-03",
    "كانون الثاني ١٩٨٠": "1980-01",
    "كانون ثاني ١٩٨٠": "1980-01",
    "يونيو 1980": "1980-06",
    "آذار/مارس 1985": "1985-03",
    "في شهر حزيران عام 1980": "1980-06",
    "عام ١٩٨٠": "1980",
    # intervals
    "1986-1994": "1986/1994",
    "1986 – 1994": "1986/1994",
    "1986 to 1994": "1986/1994",
    "from 1986 to 1994": "1986/1994",
    "من ١٩٨٦ إلى ١٩٩٤": "1986/1994",
    "\u2067١٩٨٦–١٩٩٤\u2069": "1986/1994",
    "14–16 March 1985": "1985-03-14/1985-03-16",
    "June to August 1980": "1980-06/1980-08",
    "من كانون الثاني إلى تشرين الأول ١٩٨٠": "1980-01/1980-10",
    "about 1982 to 1984": "1982~/1984",
    "since 2024": "2024/..",
    "منذ ٢٠٢٤": "2024/..",
    "2012 until today": "2012/..",
    "من ٢٠١٢ حتى اليوم": "2012/..",
    "until 1980": "../1980",
    # about, before, after, between
    "about 1985": "1985~",
    "c. 1985": "1985~",
    "ca 1985": "1985~",
    "نحو ١٩٨٥": "1985~",
    "حوالي 1985": "1985~",
    "1985 تقريبًا": "1985~",
    "1985 ?": "1985?",
    "about 1985 (uncertain)": "1985%",
    "before 1980": "[..1979]",
    "قبل ١٩٨٠": "[..1979]",
    "before 1 January 1980": "[..1979-12-31]",
    "after December 1980": "[1981-01..]",
    "بعد ١٩٨٠": "[1981..]",
    "between 1982 and 1984": "[1982..1984]",
    "بين ١٩٨٢ و١٩٨٤": "[1982..1984]",
    "between June 1980 and 1982": "[1980-06-01..1982-12-31]",
    # decades, centuries, parts of a year
    "1980s": "198X",
    "the 1980s": "198X",
    "198x": "198X",
    "ثمانينيات القرن العشرين": "198X",
    "الثمانينات": "198X",
    "early 1980s": "1980~/1983~",
    "mid-1980s": "1984~/1986~",
    "أواخر الثمانينيات": "1987~/1989~",
    "20th century": "19XX",
    "القرن العشرين": "19XX",
    "spring 1985": "1985-21",
    "fall 1985": "1985-23",
    "ربيع ١٩٨٥": "1985-21",
    "late 1991": "1991-39",
    "أوائل ١٩٩٢": "1992-37",
    # lists
    "1984 or 1986": "[1984,1986]",
    "1984, 1985 and 1986": "{1984,1985,1986}",
    "١٩٨٤ و١٩٨٦": "{1984,1986}",
    "100 BCE": "-0099",
}

WRONG = {
    "": ("empty", "1985"),
    "  \u200f ": ("empty", "1985"),
    "../..": ("empty", "1985"),
    "1985 " + "and then " * 20: ("not_a_date", "14/3/1985"),
    "1985-06-00": ("no_such_day", "1985-06"),
    "after the harvest": ("not_a_date", "14/3/1985"),
    "June": ("not_a_date", "14/3/1985"),
    "1985-13": ("not_a_date", "14/3/1985"),
    "30/2/1985": ("no_such_day", "1985-02"),
    "1985-02-30": ("no_such_day", "1985-02"),
    "29 February 1985": ("no_such_day", "1985-02"),
    "1985-02-29": ("no_such_day", "1985-02"),
    "1984/1985-02-29": ("no_such_day", "1985-02"),
    "3/14/1985": ("month_out_of_range", "14/3/1985"),
    "14/13/1985": ("month_out_of_range", "1985"),
    "85": ("ambiguous", "1985"),
    "1986-94": ("ambiguous", "1986/1994"),
    "1986/94": ("ambiguous", "1986/1994"),
    "1900s": ("ambiguous", "19XX"),
    "1990/1985": ("end_before_start", "1985/1990"),
    "1994-1986": ("end_before_start", "1986/1994"),
    "[1984..1982]": ("end_before_start", "1982/1984"),
    "1405 هـ": ("other_calendar", ""),
    "1405 AH": ("other_calendar", ""),
    "1985-04-12T23:20:30": ("not_supported", "1985"),
    "Y17000": ("not_supported", "1985"),
    "1950S2": ("not_supported", "1985"),
    "198X-06": ("not_supported", "198X"),
    "1985-1X": ("not_supported", "1985"),
    "XXXX": ("not_supported", "198X"),
    "1985-XX-12": ("not_supported", "1985"),
    "[1984,1986..1988]": ("not_supported", "1982/1984"),
    "before about 1980": ("not_supported", "1980"),
}

BOUNDS = {
    "1985-06-14": ("1985-06-14", "1985-06-14", "day"),
    "1984-02": ("1984-02-01", "1984-02-29", "month"),
    "1985-06-XX": ("1985-06-01", "1985-06-30", "month"),
    "1985": ("1985-01-01", "1985-12-31", "year"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31", "year"),
    "1985~": ("1985-01-01", "1985-12-31", "year"),
    "198X": ("1980-01-01", "1989-12-31", "decade"),
    "19XX": ("1900-01-01", "1999-12-31", "century"),
    "1985-22": ("1985-06-01", "1985-08-31", "season"),
    "1985-24": ("1985-01-01", "1985-12-31", "season"),
    "1985-39": ("1985-09-01", "1985-12-31", "part"),
    "1986/1994": ("1986-01-01", "1994-12-31", "interval"),
    "{1982..1984}": ("1982-01-01", "1984-12-31", "interval"),
    "[1982..1984]": ("1982-01-01", "1984-12-31", "between"),
    "[1986,1984]": ("1984-01-01", "1986-12-31", "one_of"),
    "2024/..": ("2024-01-01", None, "open"),
    "1980/": ("1980-01-01", None, "open"),
    "../1980": (None, "1980-12-31", "open"),
    "[..1979]": (None, "1979-12-31", "before"),
    "[1981..]": ("1981-01-01", None, "after"),
    "-0099": ("0001-01-01", "0001-01-01", "year"),
    "-0099/0272": ("0001-01-01", "0272-12-31", "interval"),
    "9999": ("9999-01-01", "9999-12-31", "year"),
}

STORED = [
    *("1985-06-14", "1985-06", "1985", "1985~", "1985?", "1985%", "1985-06~", "198X", "198X~", "19XX", "201X"),
    *("1985-21", "1985-24", "1985-33", "1985-37", "1985-38", "1985-40", "1985-21~", "1986/1994", "1982?/1984?"),
    *("1985-06/1985-08", "1985-03-14/1985-03-16", "1985-03-14/1986-05-02", "1982~/1984", "1982~/1984~", "198X/199X"),
    *("2024/..", "../1980", "/1980", "1980/", "[..1979]", "[1981..]", "[..1979-12]", "[1980-07-02..]"),
    *("[1982..1984]", "[1982-06..1984-02]", "{1984,1986}", "[1984,1986,1988]", "1980~/1983~", "1984~/1986~"),
    *("-0099", "1887~/1889~"),
]


@pytest.mark.parametrize(("given_text", "expected"), TYPED.items())
def test_typed_forms_become_edtf(given_text: str, expected: str) -> None:
    parsed = parse_date(given_text)
    assert parsed.edtf == expected
    assert edtf.is_valid_edtf(parsed.edtf)


@pytest.mark.parametrize(("given_text", "error"), WRONG.items())
def test_what_is_no_date_is_refused_with_a_code_and_a_hint(given_text: str, error: tuple[str, str]) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(given_text)
    assert (caught.value.code, caught.value.hint) == error
    assert caught.value.value == given_text


@pytest.mark.parametrize("hint", sorted({hint for _, hint in WRONG.values() if hint}))
def test_every_hint_is_itself_accepted(hint: str) -> None:
    assert parse_date(hint)


@pytest.mark.parametrize(("text", "expected"), BOUNDS.items())
def test_bounds_and_precision(text: str, expected: tuple[str | None, str | None, str]) -> None:
    parsed = parse_date(text)
    days = [day.isoformat() if day else None for day in (parsed.earliest, parsed.latest)]
    assert (*days, parsed.precision) == expected


@pytest.mark.parametrize(
    ("text", "circa", "uncertain"),
    [
        ("1985", False, False),
        ("1985~", True, False),
        ("1985?", False, True),
        ("1985%", True, True),
        ("1985-06~-14", True, False),
        ("?1985-06", False, True),
        ("1982~/1984?", True, True),
    ],
)
def test_qualifiers(text: str, circa: bool, uncertain: bool) -> None:
    parsed = parse_date(text)
    assert (parsed.circa, parsed.uncertain) == (circa, uncertain)


def test_an_open_end_is_told_from_an_unknown_one() -> None:
    assert [(parse_date(text).open_start, parse_date(text).open_end) for text in ("../1980", "/1980")] == [
        (True, False),
        (False, False),
    ]
    assert [(parse_date(text).open_start, parse_date(text).open_end) for text in ("1980/..", "1980/")] == [
        (False, True),
        (False, False),
    ]


@pytest.mark.parametrize("text", STORED)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_are_read_back_as_the_same_date(text: str, language: str) -> None:
    assert parse_date(date_in_words(text, language)).edtf == text


@given(st.dates(), st.sampled_from(["ar", "en"]))
def test_any_day_survives_storing_writing_and_reading(day: date, language: str) -> None:
    parsed = parse_date(day.isoformat())
    assert parsed.earliest == parsed.latest == day
    if day.year >= 1000:  # a year of three figures is read as a slip
        assert parse_date(date_in_words(day.isoformat(), language)) == parsed


@given(st.dates(), st.sampled_from(["%Y", "%Y-%m"]))
def test_bounds_agree_with_the_library(day: date, form: str) -> None:
    text = f"{day.year:04}" + (f"-{day.month:02}" if "%m" in form else "")
    theirs = edtf.parse_edtf(text)
    ours = parse_date(text)
    assert ours.earliest is not None
    assert ours.latest is not None
    assert ours.earliest.timetuple()[:3] == theirs.lower_strict()[:3]
    assert ours.latest.timetuple()[:3] == theirs.upper_strict()[:3]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789X?~%-/.[]{}, ١٢٣٤نحوقبلبين abefor", max_size=20))
def test_nothing_but_a_date_error_is_raised(text: str) -> None:
    try:
        parsed = parse_date(text)
    except DateError:
        return
    assert parse_date(parsed.edtf) == parsed
    assert date_in_words(text, "ar")
