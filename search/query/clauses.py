"""From the tree a reader meant to the tree of terms that an engine looks up.

Both engines and the marking of snippets start here, so they agree on what a query means:

* Every clause is met by a testimony when its title, names, summary or labels meet it, or a passage that the reader may
  read does. AND, OR and NOT combine testimonies, not passages; a phrase lies within one passage or one field.
* Very common words are left out of a conjunction or an alternative that has other words; never out of a phrase.
* A typed word that the chain cuts into several (``day-to-day``) is a phrase of any forms.

Pure: no Django.
"""

from dataclasses import dataclass

from search.analysis import STOP_WORDS, analyse, fold_prefix, word_forms
from search.query.nodes import And, Node, Not, Or, Phrase, Prefix, Term, Variants


@dataclass(frozen=True, slots=True)
class WordClause:
    """A word in any form; the form as typed counts a little more.

    ``forms`` are further stems in which the same word stands: its broken plural, its shape with a pronoun.
    """

    stem: str
    exact: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhraseClause:
    """Terms side by side: unstemmed ones if ``exact``, else stems."""

    terms: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class PrefixClause:
    """Words that begin so, stemmed or unstemmed."""

    prefix: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every child is met."""

    children: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One child is met."""

    children: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The child is not met."""

    child: "Clause"


Leaf = WordClause | PhraseClause | PrefixClause
Clause = Leaf | AllOf | AnyOf | NoneOf


def build_clause(node: Node | None) -> Clause | None:
    """Analyse a query tree. None stays None: everything is listed."""
    match node:
        case None:
            return None
        case Term(text):
            tokens = analyse(text)
            if not tokens:
                return None
            if len(tokens) == 1:
                return WordClause(tokens[0].term, tokens[0].exact, word_forms(tokens[0].exact))
            return PhraseClause(tuple(token.term for token in tokens), exact=False)
        case Phrase(text, exact):
            tokens = analyse(text)
            if not tokens:
                return None
            return PhraseClause(tuple(token.exact if exact else token.term for token in tokens), exact)
        case Prefix(text):
            return PrefixClause(fold_prefix(text))
        case Not(child):
            clause = build_clause(child)
            return None if clause is None else NoneOf(clause)
        case And(children):
            parts = [clause for child in _worth_searching(children) if (clause := build_clause(child)) is not None]
            return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else None
        case Or(children):
            parts = [clause for child in _worth_searching(children) if (clause := build_clause(child)) is not None]
            return parts[0] if len(parts) == 1 else AnyOf(tuple(parts)) if parts else None
        case Variants(typed, phrases):
            parts = [
                clause for child in (typed, *phrases) if (clause := build_clause(child)) is not None
            ]  # the typed words stay, so widening never loses a testimony
            return parts[0] if len(parts) == 1 else AnyOf(tuple(dict.fromkeys(parts))) if parts else None


def positive_leaves(clause: Clause | None) -> tuple[Leaf, ...]:
    """Give every leaf that counts towards a match, once each, in order: what ranks passages and is marked in them."""
    found: dict[Leaf, None] = {}
    _collect(clause, found)
    return tuple(found)


def _collect(clause: Clause | None, found: dict[Leaf, None]) -> None:
    match clause:
        case AllOf(children) | AnyOf(children):
            for child in children:
                _collect(child, found)
        case None | NoneOf():
            pass
        case _:
            found.setdefault(clause)


def _worth_searching(children: tuple[Node, ...]) -> list[Node]:
    kept = [child for child in children if not is_stop_word(child)]
    return kept if any(not isinstance(child, Not) for child in kept) else list(children)


def is_stop_word(node: Node) -> bool:
    """Whether a typed word is too common to be searched for beside others."""
    if not isinstance(node, Term):
        return False
    tokens = analyse(node.text)
    return bool(tokens) and all(token.exact in STOP_WORDS for token in tokens)
