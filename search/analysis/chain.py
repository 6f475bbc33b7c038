"""The one analysis chain: from the words of a text to the terms an index holds.

Mapping of characters, word boundaries, folding, stemming. Arabic, English and passages that switch between them go
through the same chain: each stemmer leaves the other script alone. The embedded engine indexes with it, and both
engines' snippets are marked with it. Pure: no Django. About a million words a second once words repeat.
"""

from typing import NamedTuple

from search.analysis.characters import map_characters, map_with_positions
from search.analysis.folding import fold
from search.analysis.segmentation import spans, words
from search.analysis.stemming import stem

_CACHE_SIZE = 400_000  # about 60 MB when full; a large archive has some 300,000 distinct forms
_cache: dict[str, tuple[str, str]] = {}


class Token(NamedTuple):
    """A word of a text: its stemmed and unstemmed term, and where it stands in the original, in code points."""

    term: str
    exact: str
    start: int
    end: int


class Terms(NamedTuple):
    """The terms of a text in order; both lists have the same length."""

    stems: list[str]
    exacts: list[str]


def analyse(text: str) -> list[Token]:
    """Give the tokens of a text with their positions in the original string.

    A word written with vowel marks or tatweel is covered whole. Words that the mapping empties give no token.
    """
    return [Token(*word_terms(word), start, end) for word, start, end in cut(text)]


def cut(text: str) -> list[tuple[str, int, int]]:
    """Give the words of a text as ``word_terms`` takes them, and where each stands in the original: see ``Token``.

    For those who look at few of the words: several times as fast as ``analyse``.
    """
    mapped, starts, ends = map_with_positions(text)
    if starts is None or ends is None:
        return [(mapped[first:last], first, last) for first, last in spans(mapped)]
    return [(mapped[first:last], starts[first], ends[last - 1]) for first, last in spans(mapped)]


def index_terms(text: str) -> Terms:
    """Give the terms of a text without positions: what is written to an index."""
    pairs = [_cache.get(word) or word_terms(word) for word in words(map_characters(text))]
    return Terms([pair[0] for pair in pairs], [pair[1] for pair in pairs])


def fold_prefix(text: str) -> str:
    """Give the beginning of a word as unstemmed terms begin, for a prefix search."""
    return fold(map_characters(text))


def word_terms(word: str) -> tuple[str, str]:
    """Give the stemmed and the unstemmed term of a word that was cut from a text."""
    pair = _cache.get(word)
    if pair is None:
        exact = fold(word)
        pair = (stem(exact), exact)
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        _cache[word] = pair
    return pair
