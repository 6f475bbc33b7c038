"""Languages by their BCP 47 tags: direction, names, validation. Pure: no Django.

A language of a text is data, not a setting: any valid tag may stand on a description, a transcript or a translation.
"""

from functools import lru_cache
from typing import Literal

from langcodes import Language, find, standardize_tag
from langcodes.tag_parser import LanguageTagError

Direction = Literal["rtl", "ltr"]

# ISO 15924 codes of the scripts that run from right to left (Unicode property bidi class R or AL).
_RIGHT_TO_LEFT = frozenset(
    {
        *("Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Hatr", "Hebr", "Hung", "Khar", "Lydi"),
        *("Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp"),
        *("Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi"),
    }
)
# Where the likely script of the CLDR tables is not the one these languages are written in today.
_SCRIPTS = {"aii": "Syrc", "cld": "Syrc", "tru": "Syrc", "arc": "Syrc"}

# Names that the CLDR tables lack or give in another spelling than this site's.
_NAMES: dict[str, dict[str, str]] = {
    "ar": {
        "en": "الإنكليزية",
        "apc": "العربية الشامية",
        "ajp": "العربية الشامية الجنوبية",
        "acm": "العربية العراقية",
        "ayl": "العربية الليبية",
        "aii": "الآشورية الحديثة",
        "tru": "السريانية الطورانية",
        "ckb": "الكردية السورانية",
        "kmr": "الكردية الكرمانجية",
    },
    "en": {"apc": "Levantine Arabic", "ajp": "South Levantine Arabic", "kmr": "Kurmanji Kurdish"},
}


class LanguageError(ValueError):
    """A tag that names no language.

    ``code`` is ``empty``, ``not_a_tag`` (not of BCP 47's form) or ``unknown`` (of its form, but not registered);
    ``value`` what was given; ``hint`` a tag that may have been meant (``ar`` for ``Arabic``), or the empty string.
    """

    def __init__(self, code: str, value: str, hint: str = "") -> None:
        super().__init__(f"{code}: {value!r}")
        self.code = code
        self.value = value
        self.hint = hint


@lru_cache(maxsize=1024)
def direction(tag: str) -> Direction:
    """``rtl`` or ``ltr``, for the ``dir`` attribute, by the script a language is written in.

    A script in the tag decides (``ar-Latn`` runs left to right, ``az-Arab`` right to left); else the likely one does.
    A tag that cannot be read is ``ltr``.
    """
    try:
        language = Language.get(tag)
        script = language.script or _SCRIPTS.get(language.language or "") or language.maximize().script
    except (LanguageTagError, ValueError, AttributeError):
        return "ltr"
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=4096)
def language_name(tag: str, in_language: str) -> str:
    """The name of a language in another: ``Arabic``, «الإنكليزية»; with the tag itself twice, its own name.

    A tag that cannot be read is returned as it is. The first call for a language loads tables (some 10 ms); all later
    ones are answered from memory.
    """
    try:
        language = Language.get(tag)
        into = Language.get(in_language).language or "en"
        own = _NAMES.get(into, {})
        name = own.get(language.to_tag()) or language.display_name(into)
        if language.language in own:
            # A tag with a region or script: put our name in the place of the tables' one.
            name = name.replace(Language.get(language.language).display_name(into), own[language.language])
    except (LanguageTagError, ValueError, AttributeError):
        return tag
    return name


def validate_language(tag: str) -> str:
    """The tag in its standard form (``EN-us`` becomes ``en-US``); raises :class:`LanguageError`.

    Old codes give way to today's (``iw`` becomes ``he``). ``und`` and private tags are refused: a text in an archive
    is in a language.
    """
    given = tag.strip()
    if not given:
        raise LanguageError("empty", tag)
    try:
        standard = standardize_tag(given)
        language = Language.get(standard)
    except (LanguageTagError, ValueError):
        raise LanguageError("not_a_tag", tag, _tag_of_name(given)) from None
    if language.language in (None, "und", "mul", "mis", "zxx") or not language.is_valid():
        raise LanguageError("unknown", tag, _tag_of_name(given))
    return standard


def _tag_of_name(name: str) -> str:
    for spoken in ("en", "ar"):
        try:
            return find(name, language=spoken).to_tag()
        except LookupError:
            continue
    return next((tag for tag, label in _NAMES["ar"].items() if label == name), "")
