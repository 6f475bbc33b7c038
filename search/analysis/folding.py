"""Folding of one word: letter case, digits, Arabic letter variants, Latin letters with marks. Pure: no Django.

The steps are those of Lucene's ``lowercase``, English possessive, ``decimal_digit``, ``arabic_normalization`` and
``asciifolding`` filters, so that an index server makes the same terms.
"""

import unicodedata

_ARABIC_LETTERS = str.maketrans({"آ": "ا", "أ": "ا", "إ": "ا", "ى": "ي", "ة": "ه"})
_APOSTROPHES = "'’\uff07"


def _digits() -> dict[int, str]:
    return {code: str(int(chr(code))) for code in range(0x80, 0x20000) if chr(code).isdecimal()}


def _latin() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = [(0x00C0, 0x024F), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xFB00, 0xFB06), (0xFF10, 0xFF5A)]
    for first, last in ranges:
        for code in range(first, last + 1):
            parts = unicodedata.normalize("NFKD", chr(code))
            plain = "".join(part for part in parts if not unicodedata.combining(part))
            if plain != chr(code) and plain.isascii() and plain:
                table[code] = plain.lower()
    return table


# Lower-case letters that do not decompose, with what they are written as without their mark.
_SPECIAL = {
    "ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ĸ": "q", "ł": "l", "ŋ": "n",
    "œ": "oe", "ŧ": "t", "ƀ": "b", "ɓ": "b", "ƈ": "c", "ɗ": "d", "ǝ": "e", "ə": "a", "ɛ": "e", "ƒ": "f", "ɠ": "g",
    "ƙ": "k", "ɲ": "n", "ɵ": "o", "ƥ": "p", "ʠ": "q", "ƫ": "t", "ƭ": "t", "ʋ": "v", "ƴ": "y", "ƶ": "z", "ȥ": "z",
    "ẞ": "ss", "ȷ": "j", "ɨ": "i", "ʉ": "u", "ɫ": "l", "’": "'", "‘": "'", "\uff07": "'",
    "\u2024": "\u2024",
}  # fmt: skip

_DIGITS = _digits()
_LATIN = _latin() | {ord(letter): plain for letter, plain in _SPECIAL.items()}


def fold(word: str) -> str:
    """Give the word's unstemmed term: what two spellings of one word share. Idempotent."""
    if word.isascii():
        return strip_possessive(word.lower())
    lower = strip_possessive(word.replace("İ", "i").replace("Σ", "σ").lower())
    return lower.translate(_DIGITS).translate(_ARABIC_LETTERS).translate(_LATIN)


def strip_possessive(word: str) -> str:
    """Take ``'s`` off a lower-case word."""
    if len(word) > 2 and word[-1] == "s" and word[-2] in _APOSTROPHES:
        return word[:-2]
    return word
