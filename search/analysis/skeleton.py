"""A key that the spellings of one name share across scripts, for proposing names and for nothing else.

Sarraj, as-Siraj, Serraj and السراج are all ``srj``; so are other names that differ in vowels alone (Hasan and Husayn,
Samir and Samira, Salam and Salim), which is why the key never finds anything by itself. ``fuller_key`` keeps a trace of
the long vowels, to put the nearer of two such names first. Own rules, from how Arabic names are written in Latin
letters in English, French and scholarly texts. Pure: no Django.
"""

import re
import unicodedata

from search.analysis.characters import map_characters
from search.analysis.folding import fold

_ARTICLES = frozenset("al el il ul as ash es esh ar er at et ath ad ed adh az ez an en".split())
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ABD = re.compile(r"^abd[aeiou]+(?:l(?=[^l])|([rsztdn])(?=\1))")
_SERVANTS = frozenset("abdul abdel abdal abdol".split())
_SERVANT, _GOD = "عبد", "الله"
_APART = re.compile(r"[^\w]+|_+")
_DIGRAPHS = (
    *(("tch", "S"), ("sch", "S"), ("dj", "j"), ("gh", "G"), ("kh", "X"), ("sh", "S"), ("ch", "S"), ("th", "T")),
    *(("dh", "z"), ("zh", "j"), ("ph", "f"), ("ck", "k"), ("qu", "k")),
)
_LATIN = {"q": "k", "c": "k", "g": "j", "p": "b", "v": "f", "x": "ks"}
_ARABIC = {
    **{"ب": "b", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "X", "د": "d", "ذ": "z", "ر": "r", "ز": "z"},
    **{"س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "G", "ف": "f", "ق": "k", "ك": "k"},
    **{"ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "پ": "b", "چ": "S", "ڤ": "f", "گ": "j", "ژ": "j"},
    **{"ا": "a", "ع": "", "ء": "", "ة": ""},
}
_LETTERS = frozenset("".join(_ARABIC))
_VOWELS = {"a": "", "e": "y", "i": "y", "o": "w", "u": "w", "y": "y", "w": "w"}
_HALF_VOWELS = frozenset("wy")


def skeleton(name: str) -> str:
    """Give the consonants of a name of one or more words, in Arabic or Latin letters; empty for other scripts.

    Articles are dropped, and vowels, ``w`` and ``y`` past the first letter; doubled consonants count once.
    """
    return "".join(_consonants(letters) for letters in map(_letters, _words(name)) if letters)


def fuller_key(name: str) -> str:
    """Give the consonants with ``y`` for i, e and ي, and ``w`` for u, o and و: near for names that sound near."""
    return "".join(_with_long_vowels(letters) for letters in map(_letters, _words(name)) if letters)


def plain_letters(name: str) -> str:
    """Give the letters of a name without its articles, in the letters of the key: ar-Raqqah and Rakka are near."""
    return "".join(map(_letters, _words(name)))


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return any(character in _LETTERS for character in word)


def distance(one: str, other: str, most: int = 2) -> int:
    """Give how many letters must be added, left out, changed or exchanged with their neighbour; ``most + 1`` if more.

    Optimal string alignment; time in proportion to the product of the lengths.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if not one or not other:
        return len(one) + len(other)
    if most == 1:  # the most frequent question: what is left is one letter, or two that changed places
        return 1 if len(one) == len(other) == 1 or (len(one) == 2 and one == other[::-1]) else 2
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, last, row = row, before, [place]
        for at, wanted in enumerate(other, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFC", map_characters(name).replace("'", "").replace("’", "").replace("‘", ""))
    words = [word for word in _APART.split(text) if word]
    return [word for word in words if fold(word) not in _ARTICLES] or words


def _letters(word: str) -> str:
    """Give a word as letters of the key, vowels included: ``a``, ``e``, ``i``, ``o``, ``u``, ``w``, ``y``."""
    if is_arabic(word):
        return _arabic(word)
    word = fold(word)
    if not word.isascii() or not word.isalpha():
        return ""
    if word in _SERVANTS:
        return "abd"
    word = _ABD.sub("abd", word)
    if word.startswith("al") and len(word) > 5 and word[2] not in "aeiouyl":
        word = word[2:]
    for written, letter in _DIGRAPHS:
        word = word.replace(written, letter)
    if len(word) > 3 and word.endswith("h") and word[-2] in "aeiou":  # Hamah, Abdallah
        word = word[:-1]
    return "".join(_LATIN.get(letter, letter) for letter in word)


def _arabic(word: str) -> str:
    word = word.translate({ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ى"): "ا"})
    if word.startswith(_SERVANT + "ال") and len(word) > 6:  # عبدالرحمن written as one word
        return _arabic(_SERVANT) + _arabic(word[len(_SERVANT) :])
    if word == _GOD:
        return "l"
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 2:
            word = word[len(article) :]
            break
    if len(word) > 3 and word[-1] in "هة":
        word = word[:-1]
    return "".join(_ARABIC.get(letter, "") for letter in word)


def _consonants(letters: str) -> str:
    kept = [
        letter
        for place, letter in enumerate(letters)
        if letter not in _VOWELS or (letter in _HALF_VOWELS and place == 0)
    ]
    return _once("".join(kept))


def _with_long_vowels(letters: str) -> str:
    if len(letters) > 3 and letters.endswith("e"):  # Mezze, as Mezza: a taa marbuta, no long vowel
        letters = letters[:-1]
    return _once("".join(_VOWELS.get(letter, letter) for letter in letters))


def _once(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)
