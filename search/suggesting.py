"""Did you mean …? Spellings near to what was typed, proposed where a search finds little.

A proposal is a name of an authority record or a word of a public catalogue record, and is made only if the search with
it finds more under this reader's rights. Nothing replaces a query by itself.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import NamedTuple

from archive.api import Reader, search_scope
from search.analysis import STOP_WORDS, analyse
from search.answering import Answer, counts, understood
from search.engines import EngineUnavailable
from search.query import build_clause, positive_leaves
from search.query.clauses import PhraseClause, WordClause
from search.query.lexer import OPERATORS
from search.spelling import spelling_key
from search.wordlists import names, record_words

logger = logging.getLogger(__name__)

FEW = 3  # testimonies from which on a result proposes nothing
MOST = 3  # proposals
TRIES = 8  # searches made to find out what proposals would find
_LONGEST_RUN = 3  # typed words looked up as one name
_WORD_COST = 0.25  # an ordinary word comes after a name that is as near
_CLOSE = 1.25  # the cost up to which an ordinary word is proposed beside a result
_LEXEME = re.compile(r'[^\s"“”„‟«»＂()]+')
_CORE = re.compile(r"\w(?:.*\w)?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is put in the place of a word; ``count`` testimonies meet ``query``, the whole query with it."""

    text: str
    query: str
    count: int


class _Typed(NamedTuple):
    """A word as typed, or several that follow one another, and where they stand in the query."""

    text: str
    start: int
    end: int
    size: int


class _Change(NamedTuple):
    """``thing``: the record whose name it is, else the word."""

    cost: float
    text: str
    start: int
    end: int
    thing: int | str


def suggest(reader: Reader, answer: Answer) -> tuple[Suggestion, ...]:
    """Give at most MOST searches that find more, nearest spelling first.

    Nothing is asked where the result is no small one or every word is known. Else at most three queries (four for a
    reader who has signed in) and one request to the engine, about TRIES searches. A record is proposed under one of its
    names. Where the engine does not answer any more nothing is proposed: what was found stands.
    """
    asked = answer.asked
    if not asked.text or answer.total >= FEW or asked.page > 1:
        return ()
    changes = _changes(reader, answer)
    if not changes:
        return ()
    scope = search_scope(reader)
    tries = list(islice(_queries(asked.text, changes), TRIES))
    try:
        totals = counts(reader, [replace(asked, text=query) for _text, query, _things in tries], answer.guards, scope)
    except EngineUnavailable as error:
        logger.warning("No spelling is proposed: %s", error)
        return ()
    found: dict[frozenset[int | str], Suggestion] = {}
    for (text, query, things), total in zip(tries, totals, strict=True):
        if total > answer.total:
            found.setdefault(things, Suggestion(text, query, total))
    return tuple(found.values())[:MOST]


def _changes(reader: Reader, answer: Answer) -> list[_Change]:
    """What may be put in the place of which words, nearest first. Two queries at most."""
    known = names(answer.guards.snapshot)
    words = _typed_words(answer)
    runs = _runs(words)
    near_names = [
        _Change(item.cost, item.text, run.start, run.end, item.group)
        for run in runs
        for item in known.spellings.near(run.text)
    ]
    typed_names = {run.text for run in runs if known.spellings.knows(run.text)}
    carried = known.carried(reader, typed_names.union(change.text for change in near_names))
    # The places of words that are, or are part of, a known name.
    named = {place for run in runs if run.text in typed_names & carried for place in range(run.start, run.end)}
    changes = [change for change in near_names if change.text in carried]
    unknown = [word for word in words if word.start not in named]
    ordinary = record_words(answer.guards.latest).look([word.text for word in unknown]) if unknown else []
    for word, looked in zip(unknown, ordinary, strict=True):
        if looked.known:
            named.add(word.start)
        for item in looked.near:
            if not answer.total or item.cost <= _CLOSE:
                group = known.spellings.group_of(item.text)
                thing = spelling_key(item.text) if group is None else group
                changes.append(_Change(item.cost + _WORD_COST, item.text, word.start, word.end, thing))
    added = {name for item in answer.expansions for name in item.added}
    kept = [change for change in changes if change.start not in named and change.text not in added]
    return sorted(kept, key=lambda change: change[:4])


def _queries(text: str, changes: list[_Change]) -> Iterator[tuple[str, str, frozenset[int | str]]]:
    """Give (what is put in, the whole query, what it is about): all unknown words changed at once first, then one at a
    time.
    """
    best: dict[int, _Change] = {}
    for change in changes:
        if all(change.end <= other.start or other.end <= change.start for other in best.values()):
            best[change.start] = change
    seen = {spelling_key(text)}
    together = [[best[start] for start in sorted(best)]] if len(best) > 1 else []
    for chosen in [*together, *([change] for change in changes)]:
        query = text
        for change in reversed(chosen):
            query = query[: change.start] + change.text + query[change.end :]
        if spelling_key(query) not in seen:
            seen.add(spelling_key(query))
            yield " ".join(change.text for change in chosen), query, frozenset(change.thing for change in chosen)


def _typed_words(answer: Answer) -> list[_Typed]:
    """The words of the query that are searched for, with their places; no operators, excluded words or beginnings."""
    leaves = positive_leaves(build_clause(understood(answer.asked).node))
    searched = {leaf.exact for leaf in leaves if isinstance(leaf, WordClause)}
    searched |= {term for leaf in leaves if isinstance(leaf, PhraseClause) for term in leaf.terms}
    words: list[_Typed] = []
    for match in _LEXEME.finditer(answer.asked.text):
        core = _CORE.search(match[0])
        if core is None or match[0] in OPERATORS or match[0].startswith("-") or "*" in match[0]:
            continue
        tokens = analyse(core[0])
        if any(token.exact in searched or token.term in searched for token in tokens) and not all(
            token.exact in STOP_WORDS for token in tokens
        ):
            first = match.start() + core.start()
            words.append(_Typed(core[0], first, first + len(core[0]), 1))
    return words


def _runs(words: list[_Typed]) -> list[_Typed]:
    """Words that follow one another as one, longest first, then every word alone."""
    runs: list[_Typed] = []
    for size in range(min(_LONGEST_RUN, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            run = words[first : first + size]
            if all(one.end + 1 == other.start for one, other in pairwise(run)):
                text = " ".join(word.text for word in run)
                runs.append(_Typed(text, run[0].start, run[-1].end, size))
    return runs
