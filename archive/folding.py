"""Folds labels so that one spelling finds another: in choosers, in closed lists, in the admin's search. Pure.

This is not the analysis of accounts (that stands in ``search/analysis``): labels are short, are compared as a whole or
by their beginning, and are not stemmed.
"""

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        # Arabic. Hamza and madda on a carrier are marks after decomposition; these are letters of their own.
        "\u0671": "ا",  # alef wasla
        "ة": "ه",
        "ى": "ي",
        "ء": None,
        "\u0640": None,  # tatweel
        # Persian, Urdu and Kurdish letters, and those that Arabic borrows for foreign sounds.
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "گ": "ك",
        "ڪ": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۀ": "ه",
        "پ": "ب",
        "چ": "ج",
        "ژ": "ز",
        "ڤ": "ف",
        # Signs of transliteration and the apostrophes typed for them.
        **dict.fromkeys("ʿʾʼʻʽʹʺˈ'’‘‛`´′＇", None),
        # Latin letters that do not decompose.
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
# Scripts whose marks are aids to reading. Elsewhere (Devanagari, Thai …) a mark is part of the word.
_MARKED_SCRIPTS = ("ARABIC", "HEBREW", "SYRIAC", "COMBINING")
_APART = re.compile(r"[^\w]+|_+")


def _is_aid(char: str) -> bool:
    if unicodedata.category(char) not in ("Mn", "Me"):
        return False
    name = unicodedata.name(char, "")
    return name.startswith(_MARKED_SCRIPTS) and not name.startswith("COMBINING KATAKANA")


def fold_letters(text: str) -> str:
    """Folds the letters of ``text`` and leaves its punctuation and spaces.

    Compatibility forms (NFKC), case, vowel marks and accents, tatweel, hamza and alef forms, taa marbuta, alef
    maqsura, Persian letters, signs of transliteration, digits of any script (to Latin), invisible controls.
    """
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = []
    for char in decomposed:
        if char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        elif unicodedata.category(char) != "Cf" and not _is_aid(char):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept).translate(_LETTERS))


def fold_label(text: str) -> str:
    """The form under which a label is stored for searching and compared; idempotent.

    Folds letters as :func:`fold_letters` and makes one space of every run of punctuation and white space:
    ``Ḥāfiẓ al-Asad`` and ``hafiz al asad`` become the same, so do «سِجن تَدْمُر» and «سجن تدمر». A label made of
    punctuation alone becomes the empty string.
    """
    folded = fold_letters(text)
    separated = "".join(
        " " if _APART.fullmatch(char) and not unicodedata.category(char).startswith("M") else char for char in folded
    )
    return " ".join(separated.split())
