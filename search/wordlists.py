"""What may be proposed in place of a typed word: names of authority records, words of public catalogue records.

Never the vocabulary of an index, which holds what this reader may not see.
"""

import time
from collections import Counter
from dataclasses import dataclass

from archive.api import Snapshot, public_descriptions, seen_by_anyone
from search.analysis import STOP_WORDS, analyse
from search.spelling import SHORTEST, Near, Spellings

_RECORDS = 4000  # descriptions that words are taken from: a large archive's newest, about a second's work
_HOLDERS = 20  # testimonies remembered of a word
_AT_ONCE = 0.05  # seconds that a list may take to be made anew after every change
_REST = 20  # a list that takes longer is used for that many times as long as it took
_CHECKED = 12  # proposals whose records are looked at

_names: tuple[Snapshot, Spellings] | None = None
_words: "RecordWords | None" = None


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of public titles and summaries, with some testimonies that have each."""

    latest: int
    made_at: float
    took: float
    spellings: Spellings
    holders: tuple[tuple[int, ...], ...]  # by group

    def near(self, typed: str) -> list[Near]:
        """Words that may have been meant and stand in a record that anyone may see now. One query, or none."""
        proposals = self.spellings.near(typed, _CHECKED)
        if not proposals:
            return []
        seen = seen_by_anyone({key for near in proposals for key in self.holders[near.group]})
        return [near for near in proposals if not seen.isdisjoint(self.holders[near.group])]


def names(snapshot: Snapshot) -> Spellings:
    """The names of what readers may see, whole and word by word. Made again when the snapshot is another one."""
    global _names
    made = _names
    if made is None or made[0] is not snapshot:
        made = _names = (snapshot, _spellings_of(snapshot))
    return made[1]


def record_words(latest: int) -> RecordWords:
    """The words of public records as of the change ``latest`` (``Guards.latest``). No query while the list is kept,
    else one.

    In a large archive it may be behind by twenty times what it takes to make; ``near`` looks at the records as they are
    now, so what is hidden meanwhile is not proposed.
    """
    global _words
    made = _words
    if made is not None:
        rested = made.took < _AT_ONCE or time.monotonic() - made.made_at > _REST * made.took
        if made.latest == latest or not rested:
            return made
    made = _words = _read_words(latest)
    return made


def _spellings_of(snapshot: Snapshot) -> Spellings:
    whole: list[tuple[str, int]] = []
    parts: dict[str, int] = {}
    group = 0
    for rows in snapshot.vocabularies.values():
        groups: dict[int, int] = {}
        for label in rows.labels:
            if label.record_id not in groups:
                group += 1
                groups[label.record_id] = group
            whole.append((label.text, groups[label.record_id]))
            tokens = analyse(label.text)
            if len(tokens) > 1:
                for token in tokens:
                    if len(token.exact) >= SHORTEST and token.exact not in STOP_WORDS:
                        parts.setdefault(label.text[token.start : token.end], 0)
    return Spellings([*whole, *((text, -number) for number, text in enumerate(parts, start=1))])


def _read_words(latest: int) -> RecordWords:
    started = time.monotonic()
    shapes: dict[str, Counter[str]] = {}
    holders: dict[str, dict[int, None]] = {}
    for testimony_id, *texts in public_descriptions(_RECORDS):
        for text in texts:
            for token in analyse(text):
                if len(token.exact) < SHORTEST or not token.exact.isalpha() or token.exact in STOP_WORDS:
                    continue
                shapes.setdefault(token.exact, Counter())[text[token.start : token.end].lower()] += 1
                held = holders.setdefault(token.exact, {})
                if len(held) < _HOLDERS:
                    held[testimony_id] = None
    words = [(shapes[exact].most_common(1)[0][0], number) for number, exact in enumerate(shapes)]
    now = time.monotonic()
    return RecordWords(
        latest, now, now - started, Spellings(words, names=False), tuple(tuple(held) for held in holders.values())
    )
