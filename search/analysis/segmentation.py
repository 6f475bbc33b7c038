"""Words in running text: the word boundaries of Unicode (UAX #29) as full-text engines apply them.

Letters join over one apostrophe, full stop, colon or middle dot; digits over one full stop, comma, apostrophe or
semicolon; letters and digits join; marks belong to the letter before. Han and Hiragana are cut singly, Katakana and the
scripts written without spaces in runs. Emoji and punctuation are no words. Pure: no Django.
"""

import re
import unicodedata
from functools import cache

MAX_WORD = 255  # longer runs are cut into pieces of this length, as Lucene's StandardTokenizer does

_WITHOUT_SPACES = [
    (0x0E01, 0x0E4E),  # Thai
    (0x0E81, 0x0EDF),  # Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17D3),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAD),  # Tai Tham
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAADF),
]
_HIRAGANA = [(0x3041, 0x3096), (0x309D, 0x309F), (0x1B001, 0x1B11F), (0x1F200, 0x1F200)]
_KATAKANA = [
    (0x3031, 0x3035),
    (0x309B, 0x309C),
    (0x30A0, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0x32D0, 0x32FE),
    (0x3300, 0x3357),
    (0xFF66, 0xFF9D),
    (0x1B000, 0x1B000),
]
_HAN = [
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
]


def _character_class(ranges: list[tuple[int, int]]) -> str:
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


def _below(limit: int, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(first, last) for first, last in ranges if last < limit]


def _runs(codes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1] = (runs[-1][0], code)
        else:
            runs.append((code, code))
    return runs


def _word_pattern(limit: int) -> re.Pattern[str]:
    """Compile the pattern of one word for text whose code points are all below ``limit``."""
    letters: list[int] = []
    digits: list[int] = [0x066B]
    joiners: list[int] = [0x202F]
    marks: list[int] = []
    other = [*_WITHOUT_SPACES, *_HIRAGANA, *_KATAKANA, *_HAN]
    for code in range(limit):
        category = unicodedata.category(chr(code))
        if category in {"Mn", "Me", "Mc"} or (category == "Cf" and code != 0x200B) or code in {0xFF9E, 0xFF9F}:
            marks.append(code)
        elif category == "Nd":
            digits.append(code)
        elif category == "Pc":
            joiners.append(code)
        elif category[0] == "L" or category == "Nl" or 0x24B6 <= code <= 0x24E9:
            letters.append(code)
    unspaced = {code for first, last in other for code in range(first, last + 1)}
    letters = [code for code in letters if code not in unspaced]
    mark_class, letter_class = _character_class(_runs(marks)), _character_class(_runs(letters))
    digit_class = _character_class(_runs(sorted(digits)))
    mark = f"[{mark_class}]*+"
    letters_run = f"[{letter_class}][{letter_class}{mark_class}]*+"
    digits_run = f"[{digit_class}][{digit_class}{mark_class}]*+"
    joiner = f"[{_character_class(_runs(sorted(joiners)))}]{mark}"
    between_letters = f"[:·\u0387\u055f\u05f4\u2027\ufe13\ufe55\uff1a.‘’\u2024\ufe52\uff07\uff0e']{mark}"
    between_digits = (
        "[,;\u037e\u0589\u060c\u060d\u066c\u07f8\u2044\ufe10\ufe14\ufe50\ufe54\uff0c\uff1b"
        f".‘’\u2024\ufe52\uff07\uff0e']{mark}"
    )
    kana = f"(?:[{_character_class(_below(limit, _KATAKANA))}]{mark})++"
    word = f"{letters_run}(?:{between_letters}{letters_run})*+"
    number = f"{digits_run}(?:{between_digits}{digits_run})*+"
    part = f"(?:(?:{word}|{number})++|{kana})"
    return re.compile(
        f"(?:{joiner})*{part}(?:(?:{joiner})++{part})*+(?:{joiner})*+"
        f"|[{_character_class(_below(limit, _HAN + _HIRAGANA))}]{mark}"
        f"|[{_character_class(_WITHOUT_SPACES)}]+{mark}"
    )


# Patterns with code points past U+FFFF are matched range by range, eight times as slowly: most text has none.
_WORD = _word_pattern(0x10000)
_RARE = re.compile("[\U00010000-\U0010ffff]")


@cache
def _word_of_any_script() -> re.Pattern[str]:
    return _word_pattern(0x323B0)


def _pattern_for(text: str) -> re.Pattern[str]:
    return _word_of_any_script() if _RARE.search(text) else _WORD


def words(text: str) -> list[str]:
    """Give the words of the text in order, each at most MAX_WORD characters."""
    found: list[str] = _pattern_for(text).findall(text)
    if any(len(word) > MAX_WORD for word in found):
        return [piece for word in found for piece in _pieces(word)]
    return found


def spans(text: str) -> list[tuple[int, int]]:
    """Give (start, end) of each word in order, in code points, as ``words`` cuts them."""
    found = [match.span() for match in _pattern_for(text).finditer(text)]
    if any(end - start > MAX_WORD for start, end in found):
        return [(first, min(first + MAX_WORD, end)) for start, end in found for first in range(start, end, MAX_WORD)]
    return found


def _pieces(word: str) -> list[str]:
    return [word[first : first + MAX_WORD] for first in range(0, len(word), MAX_WORD)]
