"""The shapes an Arabic word is written in: what stands before it and after it, in normalised spelling.

Each table gives pieces with a cost: 0 for what every text holds, 3 for what few do. ``forms`` lists shapes by the sum
of their costs. Facts of grammar only; no Django.
"""

from typing import NamedTuple


class Piece(NamedTuple):
    """Letters before or after a word, and how rare they are."""

    letters: str
    cost: int


def _pieces(table: str) -> tuple[Piece, ...]:
    """Read ``cost: letters letters``, line by line; ``-`` is nothing."""
    found: list[Piece] = []
    for line in table.strip().splitlines():
        cost, _, letters = line.partition(":")
        found += [Piece(part.replace("-", ""), int(cost)) for part in letters.split()]
    return tuple(found)


def _joined(first: str, second: tuple[Piece, ...], cost: int = 0) -> tuple[Piece, ...]:
    return tuple(Piece(first + piece.letters, piece.cost + cost) for piece in second)


# Before a noun. With the article no pronoun follows.
BARE_PREFIXES = _pieces("0: -\n1: و ب ل\n2: وب ول ف ك\n3: وك فب فل")
ARTICLE_PREFIXES = _pieces("0: ال\n1: وال بال لل\n2: وبال ولل فال كال\n3: وكال فبال فلل")
# Before a verb in the past, and before one in the present (the last line's ب is that of spoken Arabic).
PAST_PREFIXES = _pieces("0: -\n1: و\n2: ف")
PRESENT_PREFIXES = _pieces("0: -\n1: و\n2: س ف ل ب\n3: وس ول وب فس")

OF_NOUNS = _pieces("1: ه ها هم ي نا\n2: ك كم\n3: هما هن كن")
_OF_VERBS = _pieces("1: ه ها هم ني نا\n2: ك كم\n3: هما هن كن")
_NOTHING = _pieces("0: -")
_DUAL = _pieces("1: ان ين\n2: ا يهم يه يها اه اها ينا")
_TAA_DUAL = _pieces("1: تان تين\n2: تا")
_SOUND_PLURAL = _pieces("0: ون ين\n1: و") + _joined("ي", OF_NOUNS, 1) + _joined("و", OF_NOUNS, 2)
_AAT = _pieces("0: ات") + _joined("ات", OF_NOUNS)
_TAA = _pieces("0: ه") + _joined("ت", OF_NOUNS) + _TAA_DUAL
_ACCUSATIVE = _pieces("1: ا")

# After a noun's root, by how the noun ends.
NOUN_ENDINGS: dict[str, tuple[Piece, ...]] = {
    "name": _NOTHING,
    "singular": _NOTHING + _ACCUSATIVE + OF_NOUNS + _DUAL,
    "plural": _NOTHING + _ACCUSATIVE + OF_NOUNS,
    "sound": _SOUND_PLURAL,
    "aat": _AAT,
    "taa": _TAA,  # زنزانة: the root is without its last letter, here and below
    "hamza": _pieces("0: ء\n1: ءا") + _joined("ء", OF_NOUNS, 1) + _joined("و", OF_NOUNS) + _joined("ي", OF_NOUNS),
    "alef": _pieces("0: ي") + _joined("ا", OF_NOUNS) + _pieces("1: يان يين"),
    "yeh": _pieces("0: ي\n1: يا يان يين") + _joined("ي", OF_NOUNS),
    "adjective": _pieces("0: - ه ون ين ات") + _ACCUSATIVE + _pieces("1: ان تان تين\n2: و هم هن ها"),
    "father": _pieces("0: -\n1: و ا ي") + _joined("و", OF_NOUNS) + _joined("ا", OF_NOUNS) + _joined("ي", OF_NOUNS),
}


def _past(plain: str, before_object: str) -> tuple[Piece, ...]:
    found = _pieces(plain)
    for subject in _pieces(before_object):
        found += _joined(subject.letters, _OF_VERBS, subject.cost)
    return found


# After a verb's root, by tense and by how the verb ends.
PAST_ENDINGS: dict[str, tuple[Piece, ...]] = {
    "past": _past("0: - ت وا\n1: نا\n2: ا ن تم", "0: - و ت\n1: نا\n3: تمو"),
    "past-third": _past("0: - ت وا\n2: ا", "0: - و ت"),  # قال, قالت, قالوا
    "past-first": _past("0: ت\n1: نا\n2: ن تم", "0: ت\n1: نا\n3: تمو"),  # قلت, قلنا; بكيت, بكينا
    "past-defective": _past("0: ي ت وا", "0: ا و ت"),  # بكى, بكت, بكوا: the root is without its last letter
    "past-hamza": _past("0: وا", "0: و"),  # قرؤوا, قرؤوه: the root is without its last letter
    "past-alef": _past("0: ا ت وا", "0: ا و ت"),  # دعا
}
PRESENT_ENDINGS: dict[str, tuple[Piece, ...]] = {
    "present": _past("0: - ون\n1: وا ين\n2: ان ن", "0: -\n1: ون و"),
    "present-short": _NOTHING + _joined("", _OF_VERBS, 1),  # لم يقل, لم يبك
    "present-defective": _past("0: -\n1: ون وا ين", "1: ون و"),  # يبكون; the root is without its last letter
    "present-weak": _NOTHING + _joined("", _OF_VERBS),  # يبكي, يدعو
    "present-alef": _pieces("0: ي") + _joined("ا", _OF_VERBS),  # ينسى, ينساه
}
PERSONS = _pieces("0: ي ت\n1: ن ا")

ENDINGS: dict[str, tuple[Piece, ...]] = NOUN_ENDINGS | PAST_ENDINGS | PRESENT_ENDINGS
LONGEST_ENDING = max(len(piece.letters) for pieces in ENDINGS.values() for piece in pieces)
PRONOUNS = frozenset(piece.letters for piece in OF_NOUNS)


def prefixes(kind: str) -> tuple[Piece, ...]:
    """Give what may stand before a root of this kind."""
    if kind in PAST_ENDINGS:
        return PAST_PREFIXES
    if kind in PRESENT_ENDINGS:
        return PRESENT_PREFIXES
    return BARE_PREFIXES + ARTICLE_PREFIXES
