"""The light Arabic stemmer and the English one.

Arabic: Larkey, Ballesteros and Connell's light stemming in the form Lucene ships it: at most one prefix, then every
suffix in turn, each only if enough letters remain. English: Snowball's Porter2. Pure: no Django.
"""

import re
from collections.abc import Callable

from search.analysis.protected import ARTICLES, SETTLED, strip_arabic_suffixes

ARABIC_PREFIXES = (*ARTICLES, "و")
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
    settled = SETTLED.get(word)
    if settled is not None:
        return settled
    if _ARABIC.search(word):
        word = arabic_stem(word)
    return _english_stem(word) if _ASCII.search(word) else word


def arabic_stem(word: str) -> str:
    """Strip one prefix and the suffixes of a normalised Arabic word, whatever ``protected`` says of it."""
    return strip_arabic_suffixes(strip_arabic_prefix(word))


def strip_arabic_prefix(word: str) -> str:
    """Take the article, with or without a joined particle, or a leading waw off a normalised Arabic word."""
    for prefix in ARABIC_PREFIXES:
        needed = 4 if len(prefix) == 1 else len(prefix) + 2
        if len(word) >= needed and word.startswith(prefix):
            return word[len(prefix) :]
    return word
