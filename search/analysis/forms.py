"""The further stems in which a word of a query stands: what the index's light stemmer leaves apart.

The index chain stays light, because what a heavier one joins can never be parted again. So a query is widened instead:
the word is read as a known word with something joined to it, and that word's shapes give the terms to look up. A letter
is taken off only if what remains is known, and a shape that belongs to another known word is left out: a search for
Lebanon must not find milk. Words that no list knows get the shapes that nearly every noun has. Pure: no Django.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from search.analysis.lexicon import Lexicon, Part, arabic, english
from search.analysis.paradigms import (
    ARTICLE_PREFIXES,
    ENDINGS,
    LONGEST_ENDING,
    NOUN_ENDINGS,
    PAST_ENDINGS,
    PRESENT_ENDINGS,
    Piece,
    prefixes,
)
from search.analysis.protected import SETTLED, strip_arabic_suffixes
from search.analysis.stemming import stem, strip_arabic_prefix
from search.analysis.stop_words import STOP_WORDS

MAX_FORMS = 150
MAX_COST = 3  # of a shape: rarer ones are not looked up
_MAX_COST_UNKNOWN = 2
_SHORTEST_UNKNOWN = 4  # letters; a shorter unknown word with a letter before it is too often another word
_AFTER_ARTICLE = {"", "ون", "ين", "ات", "ان", "تان", "تين", "ء", "يان", "يين"}  # endings that are no pronoun
_LAST_LETTERS = {("taa", "ه"), ("adjective", "ه"), ("alef", "ي"), ("yeh", "ي")}  # nor are these, after such roots
_RARE_BEFORE_SHORT = {"ك", "ف", "وك", "فب", "فل"}  # not read before a noun of two or three letters
_SHORTEST_TERM = 3  # letters; a shorter one is a stem of too many words, unless a dictionary form has it
_LONGER_THAN_ROOT = {"taa", "hamza", "alef", "yeh"}
_PLAIN_ROOT = "ججج"  # no letter of it is ever joined to a word
_LIKE_PREFIXES = ("و", "ال", "ل", "بال", "كال", "فال")
_LIKE_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "ه", "ي", "ا", "و")


class Shape(NamedTuple):
    """What stands before and after a root, and how rare that is."""

    cost: int
    before: str
    after: str


@lru_cache(maxsize=4096)
def word_forms(exact: str) -> tuple[str, ...]:
    """Give further stems of a word, given by its unstemmed term: most likely first, at most MAX_FORMS, never its own.

    Empty for function words and for words in scripts other than Arabic and Latin. Under a millisecond; the first call
    reads the lexicon.
    """
    own = stem(exact)
    if exact.isascii():
        family = english().get(exact) or english().get(own, ())
        return tuple(form for form in family if form != own)
    if not ("\u0621" <= exact[-1] <= "\u064a") or exact in STOP_WORDS:
        return ()
    lexicon = arabic()
    if exact in lexicon.function_words:
        return ()
    found: dict[str, int] = {}
    entries = entries_of(exact)
    if entries:
        for entry in entries:
            for part in lexicon.entries[entry]:
                _collect(lexicon, part, entries, MAX_COST, found)
    else:
        for part in _unknown(exact):
            _collect(lexicon, part, frozenset(), _MAX_COST_UNKNOWN, found)
    found.pop(own, None)
    return tuple(sorted(found, key=found.__getitem__)[:MAX_FORMS])


def entries_of(exact: str) -> frozenset[int]:
    """Give the entries of the lexicon that an Arabic word may be a shape of; the plainest reading wins.

    A word that a dictionary names is that word. Else one with an article, a waw or an ending, or such a word with a
    one-letter preposition; else one with a preposition and an ending.
    """
    lexicon = arabic()
    named = lexicon.citations.get(exact)
    if named:
        return frozenset(named | _with_his(lexicon, exact))
    plain: set[int] = set()
    prefixed: set[int] = set()
    for part, before, _ in _readings(lexicon, exact):
        if (
            before.letters in {"", "و"}
            or before in ARTICLE_PREFIXES
            or (part.root.startswith("ل") and before.letters in {"ل", "ول"})  # للجنة is ل and لجنة, too
            or exact[len(before.letters) :] in lexicon.citations
        ):
            plain.add(part.entry)
        else:
            prefixed.add(part.entry)
    return frozenset(plain or prefixed)


def _with_his(lexicon: Lexicon, exact: str) -> set[int]:
    """Read a final ه, which may be written for ة, as a pronoun, too: أمه is his mother before it is a nation."""
    if not exact.endswith("ه") or exact in SETTLED:
        return set()
    return {part.entry for part in lexicon.roots.get(exact[:-1], ()) if part.kind in {"singular", "plural"}}


def _readings(lexicon: Lexicon, exact: str) -> Iterator[tuple[Part, Piece, Piece]]:
    """Cut the word into what stands before a known root, the root and an ending that it takes."""
    for letters, by_kind in _all_prefixes().items():
        if not exact.startswith(letters):
            continue
        rest = exact[len(letters) :]
        for length in range(min(LONGEST_ENDING, len(rest) - 2) + 1):
            cut = len(rest) - length
            for part in lexicon.roots.get(rest[:cut], ()):
                before, ending = by_kind.get(part.kind), _endings(part.kind).get(rest[cut:])
                if before and ending and _fits(part, before, ending):
                    yield part, before, ending


@cache
def _all_prefixes() -> dict[str, dict[str, Piece]]:
    """Give for each prefix the kinds of root it may stand before."""
    found: dict[str, dict[str, Piece]] = {}
    for kind in ENDINGS:
        for piece in prefixes(kind):
            found.setdefault(piece.letters, {})[kind] = piece
    return found


@cache
def _endings(kind: str) -> dict[str, Piece]:
    return {piece.letters: piece for piece in reversed(ENDINGS[kind])}


def _fits(part: Part, before: Piece, ending: Piece) -> bool:
    """Whether a prefix and an ending may both be joined to the root."""
    if before in ARTICLE_PREFIXES and not _follows_article(part.kind, ending):
        return False
    if part.kind in PRESENT_ENDINGS:
        return not (before.letters in {"ب", "وب"} and part.root.startswith("ا"))
    return part.kind in PAST_ENDINGS or before.letters not in _RARE_BEFORE_SHORT or not _is_short(part)


def _is_short(part: Part) -> bool:
    return len(part.root) + (part.kind in _LONGER_THAN_ROOT) < 4


def _follows_article(kind: str, ending: Piece) -> bool:
    return ending.letters in _AFTER_ARTICLE or (kind, ending.letters) in _LAST_LETTERS


@cache
def _shapes(kind: str) -> tuple[Shape, ...]:
    """Give every prefix with every ending that a root of this kind takes, cheapest first."""
    found = [
        Shape(before.cost + ending.cost, before.letters, ending.letters)
        for before in prefixes(kind)
        for ending in ENDINGS[kind]
        if before not in ARTICLE_PREFIXES or _follows_article(kind, ending)
    ]
    return tuple(sorted((shape for shape in found if shape.cost <= MAX_COST), key=lambda shape: shape.cost))


@cache
def _stemmed_shapes(kind: str) -> tuple[Shape, ...]:
    """Give what the stemmer leaves of every shape of a plain root, once each, cheapest first."""
    found: dict[tuple[str, str], Shape] = {}
    for cost, before, after in _shapes(kind):
        left, _, right = stem(before + _PLAIN_ROOT + after).partition(_PLAIN_ROOT)
        found.setdefault((left, right), Shape(cost, left, right))
    return tuple(found.values())


def _terms_of(lexicon: Lexicon, part: Part, limit: int) -> Iterator[tuple[int, str]]:
    """Give the stems of a root's shapes with their costs, cheapest first.

    A verb has a thousand shapes, so none is stemmed by itself where the stemmer touches only what is joined.
    """
    root = part.root
    terms: Iterator[tuple[int, str]]
    if len(root) == 2:
        terms = ((shape.cost, stem(shape.before + root + shape.after)) for shape in _shapes(part.kind))
    elif part.entry in lexicon.settled or root.startswith(_LIKE_PREFIXES) or root.endswith(_LIKE_SUFFIXES):
        terms = _terms_of_odd_root(root, part.kind, kept=part.entry in lexicon.settled)
    else:
        terms = ((cost, before + root + after) for cost, before, after in _stemmed_shapes(part.kind))
    noun = part.kind in NOUN_ENDINGS
    left_out = tuple(prefix + root for prefix in _RARE_BEFORE_SHORT) if noun and _is_short(part) else ()
    for cost, term in terms:
        if cost + part.cost > limit:
            break
        if not term.startswith(left_out):
            yield cost + part.cost, term


def _terms_of_odd_root(root: str, kind: str, *, kept: bool) -> Iterator[tuple[int, str]]:
    """Stem the shapes of a root that begins or ends like something joined, or has forms with terms of their own."""
    heads = {
        piece.letters: strip_arabic_prefix(piece.letters + root + _PLAIN_ROOT).removesuffix(_PLAIN_ROOT)
        for piece in prefixes(kind)
    }
    alone = {piece.letters: strip_arabic_suffixes(root + piece.letters) for piece in ENDINGS[kind]}
    behind = {
        piece.letters: strip_arabic_suffixes(_PLAIN_ROOT + root + piece.letters).removeprefix(_PLAIN_ROOT)
        for piece in ENDINGS[kind]
    }
    of_verb = kind not in NOUN_ENDINGS
    for cost, before, after in _shapes(kind):
        head = heads[before]
        whole_root = head.endswith(root)
        term = SETTLED.get(before + root + after)
        if term is None:
            if not whole_root and cost:
                continue  # the و of وزير cut off: what is left is another word's stem, not worth a rare shape
            if head == root:
                term = alone[after]
            else:
                term = head.removesuffix(root) + behind[after] if whole_root else strip_arabic_suffixes(head + after)
            if cost and root[:-1] not in term and (of_verb or (kept and head == root)):
                continue  # likewise the ون of عيون, the ان of يعان
        yield cost, term


def _collect(lexicon: Lexicon, part: Part, entries: frozenset[int], limit: int, found: dict[str, int]) -> None:
    """Note the stems of a root's shapes with their costs, those of other known words left out."""
    for cost, term in _terms_of(lexicon, part, limit):
        if term in found:
            found[term] = min(cost, found[term])
            continue
        owners = lexicon.owners.get(term)
        if owners & entries if owners else len(term) >= _SHORTEST_TERM:
            found[term] = cost


def _unknown(exact: str) -> list[Part]:
    """Read a word that no list knows as a noun that stands by itself."""
    word = strip_arabic_prefix(exact) if exact.startswith(("ال", "وال", "بال", "كال", "فال", "لل")) else exact
    if len(word) < _SHORTEST_UNKNOWN:
        return []
    if word.endswith("ه"):
        return [Part(-1, word[:-1], "taa")]
    return [Part(-1, word, "singular")]
