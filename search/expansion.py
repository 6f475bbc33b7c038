"""Names widened at query time: whoever asks for Tadmur also finds Palmyra and تدمر.

The groups of names come from the authority records that this reader may see (``archive.api.name_variants``), so a
restricted name can neither be searched through nor shown. Nothing is widened in the index. Pure: no Django.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import analyse
from search.analysis.stemming import strip_arabic_prefix
from search.query.nodes import And, Node, Not, Or, Phrase, Term, Variants

MAX_VARIANTS = 30
_ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was added for a name, for the line that tells the reader so."""

    typed: str
    added: tuple[str, ...]


class VariantIndex:
    """Names by their normalised words. Build once per change of the vocabularies; about 20 µs a name."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: list[tuple[str, ...]] = []
        self._by_key: dict[Key, list[int]] = {}
        self._longest = 1
        for group in groups:
            labels = tuple(dict.fromkeys(label.strip() for label in group if label.strip()))
            if len(labels) < 2:
                continue
            number = len(self._groups)
            self._groups.append(labels)
            for label in labels:
                key = name_key(label)
                if not key:
                    continue
                self._longest = max(self._longest, len(key))
                numbers = self._by_key.setdefault(key, [])
                if number not in numbers:
                    numbers.append(number)

    @property
    def longest(self) -> int:
        """The largest number of words in a name."""
        return self._longest

    def others(self, key: Key) -> tuple[str, ...]:
        """Give the other names of whatever has this name, at most MAX_VARIANTS, without those that read the same."""
        names: dict[Key, str] = {}
        for number in self._by_key.get(key, ()):
            for label in self._groups[number]:
                other = name_key(label)
                if other and other != key:
                    names.setdefault(other, label)
        return tuple(names.values())[:MAX_VARIANTS]


def name_key(name: str) -> Key:
    """Give what two spellings of one name share: folded words without the Arabic article, unstemmed."""
    return tuple(_without_article(token.exact) for token in analyse(name))


def expand(node: Node | None, variants: VariantIndex) -> tuple[Node | None, tuple[Expansion, ...]]:
    """Replace every name in the query, longest first, by an alternative of its names; say what was added.

    Words are read in the order typed. A quoted phrase is widened only if the whole of it is a name; excluded words and
    prefixes are left as they are.
    """
    said: dict[Expansion, None] = {}
    return (None if node is None else _expand(node, variants, said)), tuple(said)


def _expand(node: Node, variants: VariantIndex, said: dict[Expansion, None]) -> Node:
    match node:
        case Term(text) | Phrase(text):
            return _widened(node, text, variants, said) or node
        case And(children):
            parts = _expand_run(children, variants, said)
            return parts[0] if len(parts) == 1 else And(tuple(parts))
        case Or(children):
            return Or(tuple(_expand(child, variants, said) for child in children))
        case _:
            return node


def _expand_run(children: tuple[Node, ...], variants: VariantIndex, said: dict[Expansion, None]) -> list[Node]:
    parts: list[Node] = []
    position = 0
    while position < len(children):
        size = 1
        while position + size < len(children) and isinstance(children[position + size], Term):
            size += 1
        if not isinstance(children[position], Term):
            size = 1
        found: Node | None = None
        for taken in range(min(size, variants.longest), 1, -1):
            run = children[position : position + taken]
            text = " ".join(term.text for term in run if isinstance(term, Term))
            found = _widened(And(run), text, variants, said)
            if found is not None:
                parts.append(found)
                position += taken
                break
        if found is None:
            child = children[position]
            parts.append(child if isinstance(child, Not) else _expand(child, variants, said))
            position += 1
    return parts


def _widened(node: Node, text: str, variants: VariantIndex, said: dict[Expansion, None]) -> Variants | None:
    others = variants.others(name_key(text))
    if not others:
        return None
    said.setdefault(Expansion(text, others))
    return Variants(node, tuple(Phrase(name, exact=False) for name in others))


def _without_article(word: str) -> str:
    return strip_arabic_prefix(word) if word.startswith(_ARTICLES) else word
