"""The light Arabic stemmer and the English one.

Arabic: Larkey, Ballesteros and Connell's light stemming in the form Lucene ships it: at most one prefix, then every
suffix in turn, each only if enough letters remain. English: Snowball's Porter2. Pure: no Django.
"""

import re
from collections.abc import Callable

from search.analysis.protected import WORDS_NOT_TO_STEM

ARABIC_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_ARABIC = re.compile("[\u0600-\u06ff]")
_ASCII = re.compile("[!-~]")


def _english() -> Callable[[str], str]:
    try:
        import Stemmer  # the C library; thirty times faster, same words
    except ImportError:
        import snowballstemmer

        python_stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
        return python_stem
    c_stem: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord
    return c_stem


_english_stem = _english()


def stem(word: str) -> str:
    """Stem a normalised lower-case word of either language, or one that mixes both scripts.

    Words in other scripts come back as they are.
    """
    if word.isascii():
        return _english_stem(word)
    if word in WORDS_NOT_TO_STEM:
        return word
    if _ARABIC.search(word):
        word = arabic_stem(word)
    return _english_stem(word) if _ASCII.search(word) else word


def arabic_stem(word: str) -> str:
    """Strip one prefix and the suffixes of a normalised Arabic word. Protected names lose only their prefix."""
    bare = strip_arabic_prefix(word)
    for kept in (word, bare):
        if kept in WORDS_NOT_TO_STEM:
            return kept
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) >= len(suffix) + 2:
            bare = bare[: -len(suffix)]
    return bare


def strip_arabic_prefix(word: str) -> str:
    """Take the article, with or without a joined particle, or a leading waw off a normalised Arabic word."""
    for prefix in ARABIC_PREFIXES:
        needed = 4 if len(prefix) == 1 else len(prefix) + 2
        if len(word) >= needed and word.startswith(prefix):
            return word[len(prefix) :]
    return word
