"""What ranks beside the words themselves. It never decides what is found.

Measured in docs/reference/relevance.md, with what each means costs. Pure: no Django.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis.stop_words import ENGLISH
from search.query.clauses import Clause, WordClause, build_clause, is_stop_word
from search.query.nodes import And, Node, Or, Term, Variants

BM25_K1, BM25_B = 0.6, 0.5  # better than the usual 1.2 and 0.75 on passages
FORMS_WEIGHT = 0.5  # of a further form of a word: constant, so that a rare form does not outrank the word itself
PIECE = 3  # letters
PAIR_SLOP = 2  # words that may stand between the two of a pair, or places that they may be moved
NEAR_WORDS = 100  # on either side: neighbours are taken until they hold so many words
BESIDE_SHARE = 0.5  # of the words of a question: what holds none of them has so many next to it, two at least
NEAR_PASSAGES = 6  # at most so many of them; the next one always counts


@dataclass(frozen=True, slots=True)
class Weights:
    """What a match counts beside one of a stem in the passage itself, which counts 1. A weight of 0 leaves it out."""

    exact: float = 0.2  # the word as typed
    pieces: float = 0.2  # each run of PIECE letters of the word as typed
    pairs: float = 0.1  # two words of the query that follow one another
    near: float = 0.5  # the word in neighbouring passages
    account: float = 0.05  # the word anywhere in the account, where any word of a query will do
    common: float = 0.5  # a very common Arabic word, which is not searched for beside others


WEIGHTS = Weights()


def pieces(word: str) -> list[str]:
    """Give the runs of PIECE letters of a word, once each, in order; none of a word that is no longer than that."""
    if len(word) <= PIECE:
        return []
    return list(dict.fromkeys(word[first : first + PIECE] for first in range(len(word) - PIECE + 1)))


@dataclass(frozen=True, slots=True)
class Hints:
    """What a query says beside the words that decide. ``common``: very common words that were left out of these."""

    common: tuple[WordClause, ...] = ()
    pairs: tuple[tuple[WordClause, WordClause], ...] = ()


def hints(node: Node | None) -> Hints:
    """Give what may rank beside the words of a query: Arabic common words, and words that follow one another."""
    common: dict[WordClause, None] = {}
    follow: dict[tuple[WordClause, WordClause], None] = {}
    _collect(node, common, follow)
    return Hints(tuple(common), tuple(follow))


def words(leaves: Sequence[Clause]) -> list[WordClause]:
    """Give those that are words."""
    return [leaf for leaf in leaves if isinstance(leaf, WordClause)]


def words_beside(asked: int) -> int:
    """Give how many of the ``asked`` words of a question stand next to a passage that is shown and holds none.

    A word is asked for once, in however many forms.
    """
    return max(math.ceil(asked * BESIDE_SHARE), 2)


def neighbours(passages: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """Give for each passage of a text the first of its neighbours and the one after the last, itself in between.

    ``passages``: language and number of words of each, in the order of the text. A neighbour is of the same language.
    """
    spans = []
    for at, (language, _) in enumerate(passages):
        before = passages[max(at - NEAR_PASSAGES, 0) : at]
        after = passages[at + 1 : at + 1 + NEAR_PASSAGES]
        spans.append((at - _reach(before[::-1], language), at + 1 + _reach(after, language)))
    return spans


def _reach(passages: Sequence[tuple[str, int]], language: str) -> int:
    taken = held = 0
    for other, length in passages:
        if other != language or held >= NEAR_WORDS:
            break
        taken += 1
        held += length
    return taken


def _collect(
    node: Node | None,
    common: dict[WordClause, None],
    follow: dict[tuple[WordClause, WordClause], None],
) -> None:
    match node:
        case And(children) | Or(children):
            before: WordClause | None = None
            worth = any(isinstance(child, Term) and not is_stop_word(child) for child in children)
            for child in children:
                word = build_clause(child) if isinstance(child, Term) else None
                if isinstance(word, WordClause):
                    if worth and is_stop_word(child):
                        if word.exact in ENGLISH:
                            continue
                        common.setdefault(word)
                    if before is not None and before != word:
                        follow.setdefault((before, word))
                    before = word
                else:
                    before = None
                    _collect(child, common, follow)
        case Variants(typed, _):
            _collect(typed, common, follow)
        case _:
            pass
