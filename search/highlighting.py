"""Marks the words of a query in the words of a passage, and cuts a snippet around the best of them.

The passage is analysed by the same chain as the index, so what is marked is what matched, on either engine. Vocalised
and stretched forms are marked whole. The result is plain text in parts; templates escape it. Pure: no Django.
"""

from dataclasses import dataclass
from typing import NamedTuple

from search.analysis import Token, analyse
from search.query.clauses import Leaf, PhraseClause, PrefixClause, WordClause

SNIPPET_LENGTH = 240  # characters, without the ellipses
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A run of a passage's words; ``marked`` if they meet the query."""

    text: str
    marked: bool


class _Mark(NamedTuple):
    start: int
    end: int
    leaf: int  # which leaf of the query it meets


class Highlighter:
    """Marks passages for one query. Build it once per request from ``positive_leaves()`` of the query's clause."""

    def __init__(self, leaves: tuple[Leaf, ...]) -> None:
        self._stems: dict[str, int] = {}
        self._exacts: dict[str, int] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._phrases: list[tuple[tuple[str, ...], bool, int]] = []
        for number, leaf in enumerate(leaves):
            match leaf:
                case WordClause(stem, exact, forms):
                    self._exacts.setdefault(exact, number)
                    for term in (stem, *forms):
                        self._stems.setdefault(term, number)
                case PrefixClause(prefix):
                    self._prefixes.append((prefix, number))
                case PhraseClause(terms, exact):
                    self._phrases.append((terms, exact, number))

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> tuple[SnippetPart, ...]:
        """Give about ``length`` characters around the cluster of marks that meets most of the query.

        Cut ends fall between words and carry an ellipsis. Without any mark it is the beginning of the text.
        About 0.1 ms for a passage of a hundred words.
        """
        tokens = analyse(text)
        marks = self._marks(tokens)
        start, end = _window(text, tokens, marks, length)
        parts = _parts(text, [mark for mark in marks if mark.start >= start and mark.end <= end], start, end)
        if start > 0:
            parts.insert(0, SnippetPart(ELLIPSIS + " ", False))
        if end < len(text.rstrip()):
            parts.append(SnippetPart(" " + ELLIPSIS, False))
        return tuple(_joined(parts))

    def mark(self, text: str) -> tuple[SnippetPart, ...]:
        """Give the whole text with its marks."""
        return tuple(_joined(_parts(text, self._marks(analyse(text)), 0, len(text))))

    def _marks(self, tokens: list[Token]) -> list[_Mark]:
        found: list[_Mark] = []
        for token in tokens:
            leaf = self._stems.get(token.term, self._exacts.get(token.exact))
            if leaf is None:
                for prefix, number in self._prefixes:
                    if token.exact.startswith(prefix) or token.term.startswith(prefix):
                        leaf = number
                        break
            if leaf is not None:
                found.append(_Mark(token.start, token.end, leaf))
        for terms, exact, number in self._phrases:
            sequence = [token.exact if exact else token.term for token in tokens]
            size = len(terms)
            wanted = list(terms)
            for first in range(len(sequence) - size + 1):
                if sequence[first] == terms[0] and sequence[first : first + size] == wanted:
                    found.append(_Mark(tokens[first].start, tokens[first + size - 1].end, number))
        return _without_overlaps(found)


def _without_overlaps(marks: list[_Mark]) -> list[_Mark]:
    """Sort marks and join those that overlap, so that a phrase swallows the words inside it."""
    merged: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if merged and mark.start < merged[-1].end:
            if mark.end > merged[-1].end:
                merged[-1] = merged[-1]._replace(end=mark.end)
        else:
            merged.append(mark)
    return merged


def _window(text: str, tokens: list[Token], marks: list[_Mark], length: int) -> tuple[int, int]:
    if len(text) <= length or not tokens:
        return 0, len(text) if len(text) <= length else length
    first, last = _best_cluster(marks, length) if marks else (0, 0)
    spare = max(0, length - (last - first))
    start = max(0, min(first - spare // 2, len(text) - length))
    end = min(len(text), max(start + length, last))
    start = min(start, first)
    for token in tokens:  # no word is cut: the window shrinks to word boundaries, never into the cluster
        if token.start < start < token.end:
            start = token.end if token.end <= first else token.start
        if token.start < end < token.end:
            end = token.start if token.start >= last and token.start > start else token.end
    while start < end and text[start].isspace() and start < first:
        start += 1
    while end > start and end < len(text) and text[end - 1].isspace():
        end -= 1
    return start, end


def _best_cluster(marks: list[_Mark], length: int) -> tuple[int, int]:
    best, best_score = (marks[0].start, marks[0].end), (0, 0)
    for first, opening in enumerate(marks):
        leaves = {opening.leaf}
        count, end = 1, opening.end
        for mark in marks[first + 1 :]:
            if mark.end - opening.start > length:
                break
            leaves.add(mark.leaf)
            count, end = count + 1, mark.end
        score = (len(leaves), count)
        if score > best_score:
            best, best_score = (opening.start, end), score
    return best


def _parts(text: str, marks: list[_Mark], start: int, end: int) -> list[SnippetPart]:
    parts: list[SnippetPart] = []
    position = start
    for mark in marks:
        parts.append(SnippetPart(text[position : mark.start], False))
        parts.append(SnippetPart(text[mark.start : mark.end], True))
        position = mark.end
    parts.append(SnippetPart(text[position:end], False))
    return parts


def _joined(parts: list[SnippetPart]) -> list[SnippetPart]:
    """Drop empty parts and join unmarked neighbours."""
    joined: list[SnippetPart] = []
    for part in parts:
        if not part.text:
            continue
        if joined and not part.marked and not joined[-1].marked:
            joined[-1] = SnippetPart(joined[-1].text + part.text, False)
        else:
            joined.append(part)
    return joined
