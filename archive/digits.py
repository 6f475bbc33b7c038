"""Digits, counts and lengths of time as the pages print them. Pure: no Django, no catalogue.

Arabic pages print Arabic-Indic digits unless the site asks for Latin ones. References (``RA-0012``), anchors (``p12``),
time codes (``4:18``) and addresses stay Latin in both languages: never send them through these functions, and set them
in ``<bdi>``.
"""

import re
import unicodedata
from typing import Literal

Digits = Literal["latin", "arabic"]

_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# A tag, an entity, a note reference, an address, or a run that holds a Latin letter.
_NOT_PROSE = re.compile(r"(<[^>]*>|&#?\w+;|\[\^[^\]]*\]|https?://\S+|[0-9-]*[A-Za-z][A-Za-z0-9./:_-]*)")
_GROUPED_FROM = 10_000  # four figures stand together: 1316, ١٣١٦


def is_arabic(language: str) -> bool:
    """Whether a BCP 47 tag means Arabic (``ar``, ``ar-SY``). Every other language is worded in English here."""
    return language.replace("_", "-").split("-")[0].casefold() == "ar"


def digits_of(language: str, digits: Digits | None = None) -> Digits:
    """The digits to print: those asked for, else the language's own."""
    return digits or ("arabic" if is_arabic(language) else "latin")


def to_arabic_digits(text: str) -> str:
    """Every Latin digit of ``text`` as its Arabic-Indic one; all else unchanged."""
    return text.translate(_TO_ARABIC)


def prose_digits(text: str, language: str) -> str:
    """The archive's own sentences, plain or as HTML, in the digits of their language; other languages unchanged.

    Editors type Latin digits, the page sets them. Tags, note references (``[^T2]``), addresses, and references and
    codes in Latin letters (``RA-0012``, ``p12``) stay as they are. Not for narrators' words or published titles.
    """
    if not is_arabic(language):
        return text
    parts = _NOT_PROSE.split(text)  # every second part is one that stays
    return "".join(part if place % 2 else to_arabic_digits(part) for place, part in enumerate(parts))


def to_latin_digits(text: str) -> str:
    """Every decimal digit of any script (Arabic-Indic, Persian, full width …) as its Latin one; all else unchanged."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def format_number(number: int, language: str, digits: Digits | None = None) -> str:
    """A count in the digits of the page.

    Up to four figures nothing separates them (1316, ١٣١٦); from five on thousands are set off with a comma in Latin
    digits and with U+066C in Arabic-Indic ones (12,345, ١٢٬٣٤٥).
    """
    grouped = f"{number:,}" if abs(number) >= _GROUPED_FROM else str(number)
    if digits_of(language, digits) == "latin":
        return grouped
    return to_arabic_digits(grouped.replace(",", "\u066c"))


def format_timecode(milliseconds: int) -> str:
    """A place in a recording: ``4:18``, ``1:02:03``. Latin digits in every language, whole seconds, cut off."""
    seconds = max(milliseconds, 0) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


# zero, one alone, one beside another unit, two, few (3-10), many (11-99), other (100 …)
_ARABIC_UNITS = {
    "second": ("أقلّ من ثانية", "ثانية واحدة", "ثانية", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"),
    "minute": ("أقلّ من دقيقة", "دقيقة واحدة", "دقيقة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "hour": ("أقلّ من ساعة", "ساعة واحدة", "ساعة", "ساعتان", "ساعات", "ساعة", "ساعة"),
}


def _arabic_length(number: int, unit: str, digits: Digits, *, alone: bool) -> str:
    zero, one_alone, one, two, few, many, other = _ARABIC_UNITS[unit]
    if number <= 2:
        return (zero, one_alone if alone else one, two)[number]
    tail = number % 100
    noun = few if 3 <= tail <= 10 else many if tail >= 11 else other
    return f"{format_number(number, 'ar', digits)} {noun}"


def _english_length(number: int, unit: str, digits: Digits) -> str:
    sign = {"second": "s", "minute": "min", "hour": "h"}[unit]
    return f"{format_number(number, 'en', digits)} {sign}" if number else f"less than 1 {sign}"


def format_duration(milliseconds: int, language: str, digits: Digits | None = None) -> str:
    """How long a recording lasts: ``1 h 12 min``, «ساعة و١٢ دقيقة», ``41 min``, «٤١ دقيقة», ``12 s``.

    Rounded to the minute from one minute on, to the second below that.
    """
    seconds = round(max(milliseconds, 0) / 1000)
    minutes = round(seconds / 60) if seconds >= 60 else 0
    hours, minutes = divmod(minutes, 60)
    if hours:
        parts = [(hours, "hour"), (minutes, "minute")] if minutes else [(hours, "hour")]
    else:
        parts = [(minutes, "minute")] if minutes else [(seconds, "second")]
    form = digits_of(language, digits)
    if is_arabic(language):
        return " و".join(_arabic_length(n, unit, form, alone=len(parts) == 1) for n, unit in parts)
    return " ".join(_english_length(n, unit, form) for n, unit in parts)
