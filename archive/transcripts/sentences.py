"""Where a sentence ends, in Latin and in Arabic script."""

import re
from collections.abc import Sequence

_CLOSING = "\"'”’»›)]}*_"
_ENDS = (".", "!", "?", "؟", "…", "۔", "。")
_PAUSES = (";", "؛", ",", "،", ":", "–", "—")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof rev revd hon st adv gen col capt maj lt sgt cpl cst insp supt gov sen rep messrs jr sr no "
    "nos vs v etc e.g i.e cf al ca approx art vol pp p fig ch sec dept univ inc ltd co bros u.s u.k u.n a.m p.m "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ARABIC_ABBREVIATIONS = frozenset({"إلخ", "ق.م", "ص.ب", "هـ"})
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+", re.UNICODE)


def ends_sentence(token: str, following: str = "") -> bool:
    """Whether a sentence ends with this token (a run of characters without white space).

    Args:
        following: the next token. A sentence does not end before a small Latin letter. An abbreviation (`Dr.`, `no.`)
            or initials (`J.`, `د.`) end no sentence.
    """
    bare = token.rstrip(_CLOSING)
    if not bare.endswith(_ENDS):
        return False
    opening = following.lstrip("\"'“‘«‹([{*_-–—")
    if opening[:1].islower():
        return False
    if not bare.endswith("."):
        return True
    word = bare.lstrip("\"'“‘«‹([{*_")
    if _INITIALS.fullmatch(word) and word.casefold() != "i.":
        return False
    stem = word.rstrip(".").casefold()
    return stem not in _ABBREVIATIONS and stem not in _ARABIC_ABBREVIATIONS


def pauses(token: str) -> bool:
    """Whether the token ends with a mark that divides a sentence: semicolon or comma in either script, colon, dash."""
    return token.rstrip(_CLOSING).endswith(_PAUSES)


def text_ends_sentence(text: str) -> bool:
    """Whether the text as a whole ends where a sentence ends."""
    tokens = text.split()
    return bool(tokens) and ends_sentence(tokens[-1])


def sentence_ends(tokens: Sequence[str]) -> list[int]:
    """Positions after which a sentence ends: 3 means after the third token. The end of the tokens is not listed."""
    return [index + 1 for index in range(len(tokens) - 1) if ends_sentence(tokens[index], tokens[index + 1])]
