"""Marks the words of a query in the words of a passage, and cuts a snippet around the best of them.

The passage is analysed by the same chain as the index, so what is marked is what matched, on either engine. Vocalised
and stretched forms are marked whole. The result is plain text in parts; templates escape it. Pure: no Django.
"""

from dataclasses import dataclass
from typing import NamedTuple

from search.analysis import cut, word_terms
from search.query.clauses import Leaf, PhraseClause, PrefixClause, WordClause

SNIPPET_LENGTH = 240  # characters, without the ellipses
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A run of a passage's words; ``marked`` if they meet the query."""

    text: str
    marked: bool


_Word = tuple[str, int, int]  # of search.analysis.cut


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
        self._met: dict[str, int | None] = {}  # which leaf each word met so far: texts say the same words again
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
        About 0.05 ms for a passage of sixty words.
        """
        words = cut(text)
        marks = self._marks(words)
        start, end = _window(text, words, marks, length)
        parts = _parts(text, [mark for mark in marks if mark.start >= start and mark.end <= end], start, end)
        if start > 0:
            parts.insert(0, SnippetPart(ELLIPSIS + " ", False))
        if end < len(text.rstrip()):
            parts.append(SnippetPart(" " + ELLIPSIS, False))
        return tuple(_joined(parts))

    def mark(self, text: str) -> tuple[SnippetPart, ...]:
        """Give the whole text with its marks."""
        return tuple(_joined(_parts(text, self._marks(cut(text)), 0, len(text))))

    def _marks(self, words: list[_Word]) -> list[_Mark]:
        found: list[_Mark] = []
        met = self._met
        for word, start, end in words:
            if word not in met:
                met[word] = self._leaf(word)
            leaf = met[word]
            if leaf is not None:
                found.append(_Mark(start, end, leaf))
        for terms, exact, number in self._phrases:
            sequence = [word_terms(word)[exact] for word, _start, _end in words]
            size = len(terms)
            wanted = list(terms)
            for first in range(len(sequence) - size + 1):
                if sequence[first] == terms[0] and sequence[first : first + size] == wanted:
                    found.append(_Mark(words[first][1], words[first + size - 1][2], number))
        return _without_overlaps(found)

    def _leaf(self, word: str) -> int | None:
        """Which leaf of the query a word meets, if any."""
        term, exact = word_terms(word)
        leaf = self._stems.get(term, self._exacts.get(exact))
        if leaf is not None:
            return leaf
        return next(
            (number for prefix, number in self._prefixes if exact.startswith(prefix) or term.startswith(prefix)), None
        )


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


def _window(text: str, words: list[_Word], marks: list[_Mark], length: int) -> tuple[int, int]:
    if len(text) <= length or not words:
        return 0, len(text) if len(text) <= length else length
    first, last = _best_cluster(marks, length) if marks else (0, 0)
    spare = max(0, length - (last - first))
    start = max(0, min(first - spare // 2, len(text) - length))
    end = min(len(text), max(start + length, last))
    start = min(start, first)
    for _word, begins, ends in words:  # no word is cut: the window shrinks to word boundaries, never into the cluster
        if begins < start < ends:
            start = ends if ends <= first else begins
        if begins < end < ends:
            end = begins if begins >= last and begins > start else ends
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
