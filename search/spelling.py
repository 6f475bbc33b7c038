"""Names and words that a typed one may have been meant for: near in its letters, or alike in another script.

Pure: no Django.
"""

from collections.abc import Iterable
from typing import NamedTuple

from search.analysis.skeleton import distance, fuller_key, is_arabic, plain_letters, skeleton
from search.expansion import name_key

SHORTEST = 3  # letters of a word that is proposed
_ACROSS = 0.8  # what another script costs
_LONG_VOWEL = 0.3  # what every difference in the long vowels costs
_SAME_CONSONANTS = 0.3  # what the same consonants make cheaper
_FAR_APART = 2.0  # what the same consonants cost where more letters differ than may


class Near(NamedTuple):
    """A proposal. Lower ``cost`` is nearer; 1 is about one letter. ``group`` is that of the text."""

    cost: float
    text: str
    group: int


class _Entry(NamedTuple):
    text: str
    group: int
    key: str
    letters: int  # one bit a letter, so that most texts are passed over without counting
    arabic: bool


class Spellings:
    """Texts by their letters and, as names, by their consonants. Safe between threads."""

    def __init__(self, texts: Iterable[tuple[str, int]], *, names: bool = True) -> None:
        """``texts``: as they are shown, each with the number of what it stands for. The first of equals is kept.

        About 30 µs a text, 10 µs without ``names``: then nothing is found across scripts.
        """
        self._by_key: dict[str, _Entry] = {}
        self._by_consonants: dict[str, list[_Entry]] = {}
        self._by_length: dict[int, list[_Entry]] = {}
        for text, group in texts:
            key = spelling_key(text)
            if len(key) < SHORTEST or key in self._by_key:
                continue
            entry = _Entry(text, group, key, _letters(key), is_arabic(text))
            self._by_key[key] = entry
            self._by_length.setdefault(len(key), []).append(entry)
            if names and len(consonants := skeleton(text)) >= 2:
                self._by_consonants.setdefault(consonants, []).append(entry)

    def __len__(self) -> int:
        return len(self._by_key)

    def knows(self, typed: str) -> bool:
        """Whether one of the texts is this one: letter case, vowel marks and the Arabic article left out of account."""
        return spelling_key(typed) in self._by_key

    def group_of(self, text: str) -> int | None:
        """The group of one of the texts, None of any other."""
        entry = self._by_key.get(spelling_key(text))
        return None if entry is None else entry.group

    def near(self, typed: str, most: int = 20) -> list[Near]:
        """Give the texts that may have been meant, nearest first, one of each group, in the script that was typed if it
        has one there; nothing of the group that the typed text itself is of.

        About 10 ms among a hundred thousand texts.
        """
        key = spelling_key(typed)
        if len(key) < SHORTEST:
            return []
        arabic, consonants, vowels = is_arabic(typed), skeleton(typed), fuller_key(typed)
        own = self._by_key.get(key)
        costs: dict[_Entry, float] = {}
        for entry in self._few_letters_away(key, arabic):
            same = _SAME_CONSONANTS if skeleton(entry.text) == consonants else 0.0
            costs[entry] = distance(key, entry.key) - same
        for entry in self._by_consonants.get(consonants, ()):
            apart = distance(vowels, fuller_key(entry.text), 4)
            if entry.arabic != arabic:
                cost = _ACROSS + _LONG_VOWEL * apart
                alike = apart <= (2 if len(consonants) > 3 else 1)
            else:
                cost = _FAR_APART + _LONG_VOWEL * apart
                alike = apart <= 1 and (
                    len(consonants) > 2 or distance(plain_letters(typed), plain_letters(entry.text)) <= 2
                )
            if alike and entry.key != key:
                costs[entry] = min(cost, costs.get(entry, cost))
        nearest: dict[int, Near] = {}
        in_its_script: dict[int, str] = {}
        for entry, cost in sorted(costs.items(), key=lambda item: (item[1], len(item[0].text), item[0].text)):
            if own is not None and entry.group == own.group:
                continue
            nearest.setdefault(entry.group, Near(cost, entry.text, entry.group))
            if entry.arabic == arabic:
                in_its_script.setdefault(entry.group, entry.text)
        found = list(nearest.values())[:most]
        return [near._replace(text=in_its_script.get(near.group, near.text)) for near in found]

    def _few_letters_away(self, key: str, arabic: bool) -> Iterable[_Entry]:
        allowed = _allowed(key)
        letters = _letters(key)
        for length in range(len(key) - allowed, len(key) + allowed + 1):
            for entry in self._by_length.get(length, ()):
                if (
                    (entry.letters ^ letters).bit_count() <= 2 * allowed
                    and entry.arabic == arabic
                    and 0 < distance(key, entry.key, allowed) <= allowed
                ):
                    yield entry


def spelling_key(text: str) -> str:
    """Give what texts share that are the same to begin with."""
    return " ".join(name_key(text))


def _letters(key: str) -> int:
    letters = 0
    for letter in key:
        letters |= 1 << (ord(letter) % 64)
    return letters


def _allowed(key: str) -> int:
    """Give how many letters may differ: none of three, one of six, two of more."""
    return 0 if len(key) <= SHORTEST else 1 if len(key) <= 6 else 2
