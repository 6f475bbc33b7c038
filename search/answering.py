"""From a search to its answer: one engine request, then the words re-read from the database under the reader's
access.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.api import AccountHead, HitPassage, Reader, SearchScope, account_heads, hit_passages, search_scope
from search.asking import Asked
from search.engines import search_engine
from search.expansion import Expansion, expand
from search.guards import Guards, read_guards
from search.highlighting import Highlighter, SnippetPart
from search.names import known_names
from search.query import Node, Notice, ParsedQuery, as_question, build_clause, parse_query, positive_leaves
from search.records import EnginePage, FacetValue, SearchRequest, YearCount

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found, with its words marked. ``beside``: it has none, and stands next to one that has."""

    passage: HitPassage
    parts: tuple[SnippetPart, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class AccountHit:
    """A testimony that was found. ``passage_total``: how many of its passages meet the words."""

    account: AccountHead
    passages: tuple[PassageHit, ...]
    passage_total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a search: totals over everything found, one page of hits, counts per facet value."""

    asked: Asked
    total: int
    passage_total: int
    hits: tuple[AccountHit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    told_years: tuple[YearCount, ...]
    recorded_years: tuple[YearCount, ...]
    expansions: tuple[Expansion, ...]  # what was added, or what would be where ``asked.expand`` is off
    notices: tuple[Notice, ...]
    took_ms: float
    page_total: int
    guards: Guards  # what was read before the engine was asked


def answer(reader: Reader, asked: Asked, language: str, guards: Guards | None = None) -> Answer:
    """Search for ``reader``. Raises EngineUnavailable when the engine does not answer: never an empty result for that.

    One request to the engine, and one more for a page beyond the last, which gives the last. Two queries beside the
    one of ``guards``; for a reader who has signed in one more (``search_scope``).
    """
    guards = guards or read_guards()
    parsed = understood(asked)
    node, expansions = expand(parsed.node, known_names(guards.snapshot)) if parsed.node else (parsed.node, ())
    request = SearchRequest(
        scope=search_scope(reader),
        node=node if asked.expand else parsed.node,
        filters=asked.filters,
        sort=asked.sort,
        page=asked.page,
        per_page=PER_PAGE,
        expand=asked.expand,
        exclude_ids=guards.hidden,
        beside=parsed.any_word,
    )
    engine = search_engine()
    found = engine.search(request)
    page_total = max(-(-found.total // PER_PAGE), 1)
    if asked.page > page_total:
        asked = replace(asked, page=page_total)
        found = engine.search(replace(request, page=page_total))
    highlighter = Highlighter(positive_leaves(build_clause(request.node)))
    return Answer(
        asked=asked,
        total=found.total,
        passage_total=found.passage_total,
        hits=_hits(reader, found, highlighter, language, guards, request.beside),
        facets=found.facets,
        told_years=found.told_years,
        recorded_years=found.recorded_years,
        expansions=expansions,
        notices=parsed.notices if asked.text else (),
        took_ms=found.took_ms,
        page_total=page_total,
        guards=guards,
    )


def understood(asked: Asked) -> ParsedQuery:
    """The query as it is searched for: a question's words are alternatives, unless every one was required."""
    parsed = parse_query(asked.text)
    return parsed if asked.every_word else as_question(asked.text, parsed)


def asked_node(asked: Asked, guards: Guards) -> Node | None:
    """What the engine is asked for: the words, widened unless they are wanted as typed."""
    node = understood(asked).node
    return expand(node, known_names(guards.snapshot))[0] if node is not None and asked.expand else node


def counts(
    reader: Reader, searches: Sequence[Asked], guards: Guards, scope: SearchScope | None = None
) -> tuple[int, ...]:
    """How many testimonies each search finds, in one request to the engine; none for no searches.

    No query with ``scope``, nor for a reader who has not signed in. Raises EngineUnavailable.
    """
    if not searches:
        return ()
    scope = scope or search_scope(reader)
    return search_engine().totals(
        [
            SearchRequest(scope=scope, node=asked_node(asked, guards), filters=asked.filters, exclude_ids=guards.hidden)
            for asked in searches
        ]
    )


def _hits(
    reader: Reader, found: EnginePage, highlighter: Highlighter, language: str, guards: Guards, beside: bool
) -> tuple[AccountHit, ...]:
    ids = [hit.testimony_id for hit in found.hits]
    heads = account_heads(reader, ids, language, snapshot=guards.snapshot)
    words = hit_passages(reader, _passage_ids(found))
    return tuple(
        AccountHit(
            account=heads[hit.testimony_id],
            passages=tuple(
                _passage(words[item.passage_id], highlighter, beside)
                for item in hit.passages
                if item.passage_id in words
            ),
            passage_total=hit.passage_total,
        )
        for hit in found.hits
        if hit.testimony_id in heads
    )


def _passage(passage: HitPassage, highlighter: Highlighter, beside: bool) -> PassageHit:
    parts = highlighter.snippet(passage.text)
    return PassageHit(passage, parts, beside and not any(part.marked for part in parts))


def _passage_ids(found: EnginePage) -> Iterable[int]:
    return (item.passage_id for hit in found.hits for item in hit.passages)
