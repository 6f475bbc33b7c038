"""More accounts like this one: by shared themes, periods and places and by telling words, each with its reason.

What few of the accounts share weighs more, counted over what this reader may know of. Both engines count the same
(``Engine.similar``); a hidden account changes neither the list nor its order nor a reason.
"""

import logging
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from archive.api import (
    LocalText,
    Reader,
    SimilarAccount,
    Term,
    TestimonyRecord,
    account_heads,
    search_scope,
)
from search.analysis import analyse
from search.analysis.plain_words import is_plain
from search.engines import EngineUnavailable, search_engine
from search.guards import read_guards
from search.query import WordClause
from search.records import WORD, Feature, SimilarPage, SimilarRequest

logger = logging.getLogger(__name__)

MOST = 5  # accounts
TELLING_WORDS = 8  # looked up of one account
_SHORTEST = 4  # letters of a telling word, three in Arabic
_SPOKEN_OF = 0.4  # the weight of a shared word beside that of a shared tag
_ENOUGH = 0.6  # the weight below which accounts are not alike
_SHOWN = {"theme": 3, "period": 2, "place": 2, WORD: 3}
_KEPT = 500  # accounts whose telling words a process remembers; a text's editions never change
_QUIET = 30.0  # seconds without a question after the engine did not answer: reading must not wait for it
_words: dict[tuple[object, ...], tuple["TellingWord", ...]] = {}
_silent_until = 0.0


class TellingWord:
    """A word that an account comes back to, as the index knows it and as the account writes it."""

    __slots__ = ("clause", "shown")

    def __init__(self, clause: WordClause, shown: LocalText) -> None:
        self.clause = clause
        self.shown = shown


def similar_to(reader: Reader, record: TestimonyRecord, language: str) -> tuple[SimilarAccount, ...]:
    """At most MOST accounts, most alike first; none while the engine does not answer.

    Two queries (three for a reader who has signed in) and one request to the engine.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return ()
    tags = _tags(record)
    words = telling_words(record, language)
    if not tags and not words:
        return ()
    guards = read_guards()
    request = SimilarRequest(
        scope=search_scope(reader),
        testimony_id=record.head.id,
        tags=tuple(tags),
        words=tuple(word.clause for word in words),
        exclude_ids=guards.hidden,
    )
    try:
        found = search_engine().similar(request)
    except EngineUnavailable as error:
        logger.info("No accounts like this one: %s", error)
        if error.code in {"timeout", "unreachable"}:
            _silent_until = time.monotonic() + _QUIET
        return ()
    best = ranked(found)[:MOST]
    heads = account_heads(reader, [key for key, _shared in best], language, snapshot=guards.snapshot) if best else {}
    shown = {word.clause.stem: word.shown for word in words}

    def labels(facet: str, shared: list[Feature]) -> tuple[LocalText, ...]:
        values = [value for kind, value in shared if kind == facet][: _SHOWN[facet]]
        return tuple(shown[value] if facet == WORD else tags[facet, value].label for value in values)

    return tuple(
        SimilarAccount(
            head=heads[key],
            themes=labels("theme", shared),
            periods=labels("period", shared),
            places=labels("place", shared),
            words=labels(WORD, shared),
        )
        for key, shared in best
        if key in heads
    )


def ranked(found: SimilarPage) -> list[tuple[int, list[Feature]]]:
    """Give the accounts that are alike, most alike first, each with what it shares, most telling first. Pure."""
    weights: dict[Feature, float] = {}
    for feature, count in found.counts.items():
        among = found.readable if feature[0] == WORD else found.total
        weight = math.log(among / count) if count else 0.0
        if feature[0] == WORD:  # a word of more than every fifth account tells nothing
            weight = _SPOKEN_OF * weight if 5 * count <= among else 0.0
        if weight > 0:
            weights[feature] = weight
    alike: list[tuple[float, int, list[Feature]]] = []
    for place, (_key, shared) in enumerate(found.hits):
        telling = sorted((feature for feature in shared if feature in weights), key=lambda item: (-weights[item], item))
        total = sum(weights[feature] for feature in telling)
        if total >= _ENOUGH:
            alike.append((-round(total, 9), place, telling))
    return [(found.hits[place][0], telling) for _total, place, telling in sorted(alike, key=lambda item: item[:2])]


def telling_words(record: TestimonyRecord, language: str) -> tuple[TellingWord, ...]:
    """The words that an account comes back to in several passages, but not in most. Nothing where none may be read.

    None of a passage that is shown folded: what it speaks of is not said before somebody opens it. No plain word.
    Chosen from this account alone; how rare they are elsewhere is weighed when they are looked up.
    """
    if not record.passages:
        return ()
    editions = tuple((column.language, column.edition_number, column.edition_date) for column in record.columns)
    folded = tuple(passage.number for passage in record.passages if passage.note is not None)
    key = (record.head.id, record.updated_on, editions, folded, language)
    known = _words.get(key)
    if known is None:
        if len(_words) >= _KEPT:
            _words.clear()
        known = _words[key] = _choose(record, language)
    return known


def _choose(record: TestimonyRecord, language: str) -> tuple[TellingWord, ...]:
    """Words of the text in the page's language; of the first text where there is none."""
    tongues = [column.language.split("-")[0] for column in record.columns]
    index = tongues.index(language) if language in tongues else 0
    open_to_all = (passage for passage in record.passages if passage.note is None)
    texts = [text for passage in open_to_all if (text := passage.texts[index]) is not None and text.text]
    passages_with: Counter[str] = Counter()
    shapes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for text in texts:
        seen: set[str] = set()
        for token in analyse(text.text):
            shortest = _SHORTEST if token.exact.isascii() else _SHORTEST - 1
            if len(token.exact) < shortest or not token.exact.isalpha() or is_plain(token.exact, token.term):
                continue
            seen.add(token.term)
            shapes[token.term][token.exact, text.text[token.start : token.end]] += 1
        passages_with.update(seen)
    several = [(stem, count) for stem, count in passages_with.items() if count >= 2 and 2 * count <= len(texts)]
    several.sort(key=lambda item: (-item[1] * min(len(item[0]), 7), item[0]))
    return tuple(_telling(stem, shapes[stem], tongues[index]) for stem, _count in several[:TELLING_WORDS])


def _telling(stem: str, shapes: Counter[tuple[str, str]], language: str) -> TellingWord:
    (exact, shown), _count = min(shapes.items(), key=lambda item: (-item[1], item[0]))
    return TellingWord(WordClause(stem, exact), LocalText(shown.lower(), language))


def _tags(record: TestimonyRecord) -> dict[Feature, Term]:
    """The account's themes, periods and places and those of its passages, as far as this reader may know of them."""
    tags: dict[Feature, Term] = {}
    parts: Iterable[tuple[str, Iterable[Term]]] = (
        *(("theme", record.themes), ("period", record.periods), ("place", record.head.places)),
        *(("theme", passage.themes) for passage in record.passages),
        *(("period", passage.periods) for passage in record.passages),
        *(("place", passage.places) for passage in record.passages),
    )
    for facet, terms in parts:
        for term in terms:
            tags.setdefault((facet, term.slug), term)
    return tags
