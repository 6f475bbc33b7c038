"""Character mapping before words are cut: what a reader does not see, or writes in several ways, is made one.

Two passes, as an index server runs two ``mapping`` character filters one after the other:

1. ``CHARACTER_MAP``: marks, tatweel and invisible characters go; presentation forms become letters; Persian kaf, yeh
   and heh and alef wasla become the Arabic letters.
2. ``HAMZA_MAP``: hamza seats. The longest key wins, so it must see the text without marks.

Unicode facts only; no Django.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple


def _removed() -> list[int]:
    """Code points that no reader types and no word differs by."""
    ranges = [
        (0x0300, 0x036F),  # combining marks of Latin, Greek and Cyrillic
        (0x0610, 0x061A),  # Arabic honorific signs and small marks
        (0x0640, 0x0640),  # tatweel
        (0x064B, 0x065F),  # vowel marks, shadda, sukun, combining hamza and madda
        (0x0670, 0x0670),  # dagger alef
        (0x06D6, 0x06ED),  # Quranic marks; U+06E5 and U+06E6 are small letters of the same kind
        (0x0898, 0x089F),
        (0x08CA, 0x08FF),  # extended Arabic marks
        (0x02BB, 0x02BF),  # ʻ ʼ ʽ ʾ ʿ of romanised Arabic
        (0x00AD, 0x00AD),  # soft hyphen
        (0x061C, 0x061C),  # directional and joining controls
        (0x200C, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2060),
        (0x2066, 0x2069),
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFEFF, 0xFEFF),
    ]
    return [code for first, last in ranges for code in range(first, last + 1)]


def _character_map() -> dict[str, str]:
    mapping = {chr(code): "" for code in _removed()}
    mapping |= {"ٱ": "ا", "ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه"}
    presentation = [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF)]
    for code in presentation:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if plain != character:
            mapping[character] = "".join(mapping.get(part, part) for part in plain)
    return mapping


CHARACTER_MAP: dict[str, str] = _character_map()
HAMZA_MAP: dict[str, str] = {"ؤو": "و", "ئو": "و", "ءو": "و", "ؤ": "و", "ئ": "ي"}

_HAMZA = re.compile("[ؤئء]و|[ؤئ]")


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(map(re.escape, characters)) + "]")


# To look whether there is anything to do takes a tenth of doing it, and most text has no such characters.
_MAPPED = _any_of(CHARACTER_MAP)
_TABLE = str.maketrans(CHARACTER_MAP)
_ONE_FOR_ONE = {key: value for key, value in CHARACTER_MAP.items() if len(value) == 1}
_MAPPED_ONE_FOR_ONE = _any_of(_ONE_FOR_ONE)
_TABLE_ONE_FOR_ONE = str.maketrans(_ONE_FOR_ONE)
_OF_OTHER_LENGTH = _any_of(CHARACTER_MAP.keys() - _ONE_FOR_ONE.keys())
_JOINED_HAMZA = re.compile("[ؤئء]و")


class MappedText(NamedTuple):
    """Text after both passes. ``starts[i]`` is where character ``i`` began in the original; ``ends[i]`` where it ended.

    Both are None when the mapping changed no lengths, so positions are the same.
    """

    text: str
    starts: list[int] | None
    ends: list[int] | None


def map_characters(text: str) -> str:
    """Give the text after both passes, without positions (the fast way, for indexing)."""
    if text.isascii():
        return text
    if _MAPPED.search(text):
        text = text.translate(_TABLE)
    return _HAMZA.sub(_hamza, text)


def map_with_positions(text: str) -> MappedText:
    """Give the text after both passes with the position of every character in the original, in code points.

    A removed character belongs to the character before it, so a vocalised or stretched word is covered whole.
    """
    if text.isascii():
        return MappedText(text, None, None)
    if _MAPPED_ONE_FOR_ONE.search(text):
        text = text.translate(_TABLE_ONE_FOR_ONE)
    if not _OF_OTHER_LENGTH.search(text) and not _JOINED_HAMZA.search(text):
        return MappedText(_HAMZA.sub(_hamza, text), None, None)
    runs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _OF_OTHER_LENGTH.finditer(text):
        at = match.start()
        mapped = CHARACTER_MAP[match[0]]
        runs += [text[last:at], mapped]
        starts += [*range(last, at), *[at] * len(mapped)]
        ends += [*range(last + 1, at + 1), *[at + 1] * len(mapped)]
        if not mapped and ends:
            ends[-1] = at + 1
        last = at + 1
    runs.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    mapped_text = "".join(runs)
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    last = 0
    for match in _HAMZA.finditer(mapped_text):
        first, stop = match.span()
        pieces += [mapped_text[last:first], HAMZA_MAP[match[0]]]
        new_starts += [*starts[last:first], starts[first]]
        new_ends += [*ends[last:first], ends[stop - 1]]
        last = stop
    pieces.append(mapped_text[last:])
    return MappedText("".join(pieces), new_starts + starts[last:], new_ends + ends[last:])


def _hamza(match: re.Match[str]) -> str:
    return HAMZA_MAP[match[0]]
