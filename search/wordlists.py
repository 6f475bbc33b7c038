"""What may be proposed in place of a typed word: names of authority records, words of public catalogue records.

Never the vocabulary of an index, which holds what this reader may not see; nor a name that hidden accounts alone carry.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.api import Reader, Snapshot, Vocabulary, carried_terms, public_descriptions, seen_by_anyone
from search.analysis import STOP_WORDS, analyse
from search.spelling import SHORTEST, Near, Spellings, spelling_key

_RECORDS = 4000  # descriptions that words are taken from: a large archive's newest, about a second's work
_HOLDERS = 20  # testimonies remembered of a word
_AT_ONCE = 0.05  # seconds that a list may take to be made anew after every change
_REST = 20  # a list that takes longer is used for that many times as long as it took
_CHECKED = 12  # proposals whose records are looked at

_names: "Names | None" = None
_words: "RecordWords | None" = None


class Looked(NamedTuple):
    """A typed word among those of records: whether it is one, and else what may have been meant."""

    known: bool
    near: list[Near]


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of public titles and summaries, with some testimonies that have each."""

    latest: int
    made_at: float
    took: float
    spellings: Spellings
    holders: tuple[tuple[int, ...], ...]  # by group

    def look(self, typed: Sequence[str]) -> list[Looked]:
        """Look words up, each among those that stand in a record that anyone may see now. One query, or none."""
        own = [self.spellings.group_of(word) for word in typed]
        near = [self.spellings.near(word, _CHECKED) for word in typed]
        groups = {found.group for row in near for found in row} | {group for group in own if group is not None}
        if not groups:
            return [Looked(False, []) for _word in typed]
        seen = seen_by_anyone({key for group in groups for key in self.holders[group]})
        stand = {group for group in groups if not seen.isdisjoint(self.holders[group])}
        return [
            Looked(True, []) if group in stand else Looked(False, [found for found in row if found.group in stand])
            for group, row in zip(own, near, strict=True)
        ]


Record = tuple[Vocabulary, int]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of authority records, whole and word by word; those of one record are a group."""

    spellings: Spellings
    owners: dict[str, frozenset[Record]]  # by spelling_key
    snapshot: Snapshot

    def carried(self, reader: Reader, texts: Iterable[str]) -> set[str]:
        """Those of the names whose record, or a narrower one, stands with an account that ``reader`` may see; with a
        passage, where they may read it. One query, or none.
        """
        owners = {text: self.owners[spelling_key(text)] for text in texts}
        below = {record: self._below(record) for records in owners.values() for record in records}
        wanted: dict[Vocabulary, set[int]] = defaultdict(set)
        for records in below.values():
            for vocabulary, pk in records:
                wanted[vocabulary].add(pk)
        found = carried_terms(reader, wanted)
        return {text for text, records in owners.items() if any(below[record] & found for record in records)}

    def _below(self, record: Record) -> set[Record]:
        vocabulary, pk = record
        tree = self.snapshot.terms(vocabulary, "en")
        term = tree.by_id.get(pk)
        return {record, *((vocabulary, item.id) for item in (tree.descendants(term) if term else ()))}


def names(snapshot: Snapshot) -> Names:
    """The names that are not restricted. Made again when the snapshot is another one."""
    global _names
    made = _names
    if made is None or made.snapshot is not snapshot:
        made = _names = _read_names(snapshot)
    return made


def record_words(latest: int) -> RecordWords:
    """The words of public records as of the change ``latest`` (``Guards.latest``). No query while the list is kept,
    else one.

    In a large archive it may be behind by twenty times what it takes to make; ``look`` looks at the records as they are
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


def _read_names(snapshot: Snapshot) -> Names:
    whole: list[tuple[str, int]] = []
    parts: list[tuple[str, int]] = []
    owners: dict[str, set[Record]] = defaultdict(set)
    groups: dict[Record, int] = {}
    for vocabulary, rows in snapshot.vocabularies.items():
        for label in rows.labels:
            record = (vocabulary, label.record_id)
            group = groups.setdefault(record, len(groups))
            tokens = analyse(label.text)
            words = {
                label.text[token.start : token.end]: None
                for token in tokens
                if len(tokens) > 1 and len(token.exact) >= SHORTEST and token.exact not in STOP_WORDS
            }
            whole.append((label.text, group))
            parts += [(word, group) for word in words]
            for text in (label.text, *words):
                owners[spelling_key(text)].add(record)
    return Names(Spellings([*whole, *parts]), {key: frozenset(records) for key, records in owners.items()}, snapshot)


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
