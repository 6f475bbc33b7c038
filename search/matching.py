"""Says whether the words of one passage meet a query, as an engine would for a text of that passage alone.

For searching inside one testimony, without an index. Works on the terms of the same chain that the index is filled
with. Pure: no Django.
"""

from search.analysis import Terms
from search.query.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Leaf,
    NoneOf,
    PhraseClause,
    PrefixClause,
    WordClause,
    positive_leaves,
)


class PassageMatcher:
    """Tries passages against one query. Build it once per request; None as the clause is met by everything.

    A passage costs a few microseconds beside its analysis (``search.analysis.index_terms``).
    """

    def __init__(self, clause: Clause | None) -> None:
        self._clause = clause
        self.leaves = positive_leaves(clause)

    def meets(self, terms: Terms) -> bool:
        """Whether the passage meets the whole query by itself: AND, OR and NOT are asked of this passage alone."""
        return self._clause is None or _meets(self._clause, _Passage(terms))

    def meets_any(self, terms: Terms) -> bool:
        """Whether the passage meets any word, phrase or prefix of the query: what a page of results counts."""
        passage = _Passage(terms)
        return any(passage.holds(leaf) for leaf in self.leaves)


class _Passage:
    """The terms of a passage, by set for words and in order for phrases."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._stems = frozenset(terms.stems)
        self._exacts = frozenset(terms.exacts)

    def holds(self, leaf: Leaf) -> bool:
        match leaf:
            case WordClause(stem, exact, forms):
                return stem in self._stems or exact in self._exacts or not self._stems.isdisjoint(forms)
            case PrefixClause(prefix):
                return any(term.startswith(prefix) for terms in (self._exacts, self._stems) for term in terms)
            case PhraseClause(terms, exact):
                return self._holds_phrase(terms, exact)

    def _holds_phrase(self, wanted: tuple[str, ...], exact: bool) -> bool:
        held = self._exacts if exact else self._stems
        if not held.issuperset(wanted):
            return False
        sequence, size, words = self._terms.exacts if exact else self._terms.stems, len(wanted), list(wanted)
        return any(sequence[first : first + size] == words for first in range(len(sequence) - size + 1))


def _meets(clause: Clause, passage: _Passage) -> bool:
    match clause:
        case AllOf(children):
            return all(_meets(child, passage) for child in children)
        case AnyOf(children):
            return any(_meets(child, passage) for child in children)
        case NoneOf(child):
            return not _meets(child, passage)
        case _:
            return passage.holds(clause)
