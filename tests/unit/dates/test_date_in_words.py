"""Dates as the pages print them in both languages."""

import pytest

from archive.dates import bounds_in_words, date_in_words

RTL, END = "\u2067", "\u2069"
WORDS = {
    "2025-03-14": ("14 March 2025", "١٤ آذار ٢٠٢٥"),
    "1980-06": ("June 1980", "حزيران ١٩٨٠"),
    "1980": ("1980", "١٩٨٠"),
    "1985-06-XX": ("June 1985", "حزيران ١٩٨٥"),
    "1985~": ("about 1985", "نحو ١٩٨٥"),
    "1985-06~": ("about June 1985", "نحو حزيران ١٩٨٥"),
    "1985?": ("1985 (uncertain)", "١٩٨٥ (غير مؤكَّد)"),
    "1985%": ("about 1985 (uncertain)", "نحو ١٩٨٥ (غير مؤكَّد)"),
    "[..1979]": ("before 1980", "قبل ١٩٨٠"),
    "[1981..]": ("after 1980", "بعد ١٩٨٠"),
    "[..1985-03-13]": ("before 14 March 1985", "قبل ١٤ آذار ١٩٨٥"),
    "[1982..1984]": ("between 1982 and 1984", "بين ١٩٨٢ و١٩٨٤"),
    "[1980-06..1984-03]": ("between June 1980 and March 1984", "بين حزيران ١٩٨٠ وآذار ١٩٨٤"),
    "2024/..": ("since 2024", "منذ ٢٠٢٤"),
    "../1980": ("until 1980", "حتى ١٩٨٠"),
    "1980/": ("from 1980, end unknown", "من ١٩٨٠، والنهاية غير معروفة"),
    "/1980": ("until 1980, start unknown", "حتى ١٩٨٠، والبداية غير معروفة"),
    "198X/..": ("since the 1980s", "منذ ثمانينيات القرن العشرين"),
    "198X": ("1980s", "ثمانينيات القرن العشرين"),
    "199X": ("1990s", "تسعينيات القرن العشرين"),
    "190X": ("1900–1909", "العقد الأول من القرن العشرين"),
    "201X": ("2010s", "العقد الثاني من القرن الحادي والعشرين"),
    "198X~": ("about the 1980s", "نحو ثمانينيات القرن العشرين"),
    "19XX": ("20th century", "القرن العشرون"),
    "19XX~": ("about the 20th century", "نحو القرن العشرين"),
    "18XX": ("19th century", "القرن التاسع عشر"),
    "1980~/1983~": ("early 1980s", "أوائل الثمانينيات"),
    "1984~/1986~": ("mid-1980s", "أواسط الثمانينيات"),
    "1987~/1989~": ("late 1980s", "أواخر الثمانينيات"),
    "1887~/1889~": ("late 1880s", "أواخر ثمانينيات القرن التاسع عشر"),
    "1985-21": ("spring 1985", "ربيع ١٩٨٥"),
    "1985-24": ("winter 1985", "شتاء ١٩٨٥"),
    "1992-37": ("early 1992", "أوائل ١٩٩٢"),
    "1985-38": ("mid-1985", "أواسط ١٩٨٥"),
    "1985-40/..": ("since the first half of 1985", "منذ النصف الأول من ١٩٨٥"),
    "1986/1994": ("1986–1994", f"{RTL}١٩٨٦–١٩٩٤{END}"),
    "1982?/1984?": ("1982–1984 (uncertain)", f"{RTL}١٩٨٢–١٩٨٤{END} (غير مؤكَّد)"),
    "1982~/1984": ("about 1982 to 1984", "من نحو ١٩٨٢ إلى ١٩٨٤"),
    "1982?/1984": ("1982 (uncertain) to 1984", "من ١٩٨٢ (غير مؤكَّد) إلى ١٩٨٤"),
    "1980-06/1984-03": ("June 1980 to March 1984", "من حزيران ١٩٨٠ إلى آذار ١٩٨٤"),
    "1980-06/1980-08": ("June to August 1980", "من حزيران إلى آب ١٩٨٠"),
    "1985-03-14/1985-03-16": ("14–16 March 1985", f"{RTL}١٤–١٦{END} آذار ١٩٨٥"),
    "1985/1985": ("1985", "١٩٨٥"),
    "198X/199X": ("1980s to 1990s", "من ثمانينيات القرن العشرين إلى تسعينيات القرن العشرين"),
    "18XX/19XX": ("19th century to 20th century", "من القرن التاسع عشر إلى القرن العشرين"),
    "{1984,1986}": ("1984 and 1986", "١٩٨٤ و١٩٨٦"),
    "[1984,1986,1988]": ("1984, 1986 or 1988", "١٩٨٤ أو ١٩٨٦ أو ١٩٨٨"),
    "-0099": ("100 BCE", "١٠٠ قبل الميلاد"),
    "0272": ("272", "٢٧٢"),
}
LEVANTINE = [
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
    *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
]


@pytest.mark.parametrize(("edtf", "expected"), WORDS.items())
def test_words_in_english_and_arabic(edtf: str, expected: tuple[str, str]) -> None:
    assert (date_in_words(edtf, "en"), date_in_words(edtf, "ar")) == expected


@pytest.mark.parametrize(("number", "name"), list(enumerate(LEVANTINE, start=1)))
def test_arabic_months_are_the_levantine_ones(number: int, name: str) -> None:
    assert date_in_words(f"1980-{number:02}", "ar") == f"{name} ١٩٨٠"


def test_a_disputed_date_says_so_once_with_other_doubts() -> None:
    assert date_in_words("1980", "en", disputed=True) == "1980 (disputed)"
    assert date_in_words("1980", "ar", disputed=True) == "١٩٨٠ (مختلَف فيه)"
    assert date_in_words("1980?", "en", disputed=True) == "1980 (uncertain, disputed)"
    assert date_in_words("1980?", "ar", disputed=True) == "١٩٨٠ (غير مؤكَّد، مختلَف فيه)"


def test_digits_can_be_chosen() -> None:
    assert date_in_words("2025-03-14", "ar", digits="latin") == "14 آذار 2025"
    assert date_in_words("1986/1994", "ar", digits="latin") == f"{RTL}1986–1994{END}"
    assert date_in_words("1986/1994", "en", digits="arabic") == f"{RTL}١٩٨٦–١٩٩٤{END}"


def test_a_regional_arabic_is_arabic_and_any_other_language_is_worded_in_english() -> None:
    assert date_in_words("1980-06", "ar-SY") == "حزيران ١٩٨٠"
    assert date_in_words("1980-06", "ku") == "June 1980"


@pytest.mark.parametrize(
    ("edtf", "english", "arabic"),
    [
        ("1986/1994", ("1986", "1994"), ("١٩٨٦", "١٩٩٤")),
        ("2012/..", ("2012", "until today"), ("٢٠١٢", "حتى اليوم")),
        ("1980/", ("1980", "unknown"), ("١٩٨٠", "غير معروف")),
        ("../1980", ("unknown", "1980"), ("غير معروف", "١٩٨٠")),
        ("1980~/1985?", ("about 1980", "1985 (uncertain)"), ("نحو ١٩٨٠", "١٩٨٥ (غير مؤكَّد)")),
        ("1980", ("1980", "1980"), ("١٩٨٠", "١٩٨٠")),
    ],
)
def test_bounds_for_tables(edtf: str, english: tuple[str, str], arabic: tuple[str, str]) -> None:
    assert bounds_in_words(edtf, "en") == english
    assert bounds_in_words(edtf, "ar") == arabic
